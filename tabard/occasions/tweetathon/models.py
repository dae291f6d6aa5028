"""Tweetathons, the figures of earlier years, what was corrected, and the forces that take part."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from tabard.people.places.models import Force
from tabard.people.teams.models import Team

CONFIRM_WITHIN = timedelta(days=3)
KEEP_CONTACTS = timedelta(days=90)
"""After the end: by then questions are asked, and reports are written."""


class Clock(models.TextChoices):
    INSTANT = "instant", "24 hours, the same for all"
    LOCAL = "local", "From midnight to midnight, wherever a force stands"


class Phase(models.TextChoices):
    BEFORE = "before", "To come"
    DURING = "during", "Going on"
    AFTER = "after", "Over"


class TweetathonQuerySet(models.QuerySet["Tweetathon"]):
    def to_come(self, now: datetime) -> "TweetathonQuerySet":
        """Those that are not over, cancelled ones included: whoever planned to take part must read that."""
        return self.filter(ends_at__gt=now)

    def past(self, now: datetime) -> "TweetathonQuerySet":
        return self.filter(ends_at__lte=now)

    def taking_place(self) -> "TweetathonQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def with_organiser(self) -> "TweetathonQuerySet":
        return self.select_related("force", "team")

    def with_has_figures(self) -> "TweetathonQuerySet":
        """`has_figures`: whether anything of it was counted."""
        return self.annotate(has_figures=Exists(Figures.objects.filter(tweetathon=OuterRef("pk"))))

    def with_counts(self) -> "TweetathonQuerySet":
        """`waiting` and `accepted`: how many registrations there are of these."""
        states = {state.value: Count("registrations", Q(registrations__state=state)) for state in COUNTED}
        return self.annotate(**states)

    def soonest_first(self) -> "TweetathonQuerySet":
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> "TweetathonQuerySet":
        return self.order_by("-starts_at", "-pk")


class Tweetathon(models.Model):
    """One such day. `starts_at` and `ends_at` are the whole of it, from the first time zone to the last."""

    slug = models.SlugField(max_length=50, unique=True)
    uid = models.CharField(max_length=255, unique=True, help_text="iCalendar's UID.")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    hashtags = models.JSONField(help_text="As they are written, without their sign.")
    hidden_hashtags = models.JSONField(default=list, blank=True, help_text="That are counted and not shown.")
    languages = models.JSONField(default=list, blank=True, help_text="BCP 47 codes.")
    clock = models.CharField(max_length=10, choices=Clock, default=Clock.INSTANT)
    local_date = models.DateField(null=True, blank=True, help_text="The day, for one that runs by local time.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="tweetathons")
    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tweetathons",
        help_text="Who organises it; the force itself where there is none.",
    )
    suffixes = models.JSONField(default=list, blank=True, help_text="Ends of mail domains that are taken as official.")
    sources = models.JSONField(default=list, blank=True, help_text="Addresses of the servers that are listened to.")
    revision = models.PositiveIntegerField(default=0, help_text="iCalendar's SEQUENCE.")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)

    objects = TweetathonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="tweetathon_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(name=""), name="tweetathon_has_name"),
            models.CheckConstraint(
                condition=Q(clock=Clock.INSTANT, local_date=None) | Q(clock=Clock.LOCAL, local_date__isnull=False),
                name="tweetathon_by_local_time_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="tweetathon_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def organiser(self) -> Team | Force:
        """Read it `with_organiser()` first."""
        return self.team or self.force

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def year(self) -> int:
        return (self.local_date or self.starts_at).year

    def phase(self, now: datetime) -> Phase:
        if now < self.starts_at:
            return Phase.BEFORE
        return Phase.DURING if now < self.ends_at else Phase.AFTER


class Correction(models.Model):
    """What was changed after people could have planned by it, in words for them."""

    tweetathon = models.ForeignKey(Tweetathon, on_delete=models.CASCADE, related_name="corrections")
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="correction_has_text")]

    def __str__(self) -> str:
        return self.text[:60]


class EarlierYear(models.Model):
    """Figures of an earlier year, or in the end of its own, as somebody published them, with where they stand. Unknown
    ones are left open."""

    tweetathon = models.ForeignKey(Tweetathon, on_delete=models.CASCADE, related_name="earlier_years")
    year = models.PositiveSmallIntegerField()
    posts = models.PositiveBigIntegerField(null=True, blank=True)
    authors = models.PositiveBigIntegerField(null=True, blank=True)
    countries = models.PositiveIntegerField(null=True, blank=True)
    combined_followers = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tweetathon", "year"], name="earlier_year_once"),
            models.CheckConstraint(condition=~Q(source=""), name="earlier_year_has_source"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Figures(models.Model):
    """What was counted of a tweetathon the last time, as `counting` tells it, and how its sources were doing."""

    tweetathon = models.OneToOneField(Tweetathon, on_delete=models.CASCADE, related_name="figures")
    told = models.JSONField(help_text="Every figure with its basis and definition; what `count --json` prints.")
    listened = models.JSONField(default=list, blank=True, help_text="Each source with what it told, and its failures.")
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "figures"

    def __str__(self) -> str:
        return str(self.tweetathon_id)


class RegistrationState(models.TextChoices):
    ASKED = "asked", "Waits for its own mail to be answered"
    WAITING = "waiting", "Waits for the organiser"
    ACCEPTED = "accepted", "Takes part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


COUNTED = (RegistrationState.WAITING, RegistrationState.ACCEPTED)
MOVES = {
    RegistrationState.ASKED: {RegistrationState.WAITING, RegistrationState.ACCEPTED, RegistrationState.WITHDRAWN},
    RegistrationState.WAITING: {
        RegistrationState.ACCEPTED,
        RegistrationState.REFUSED,
        RegistrationState.WITHDRAWN,
    },
    RegistrationState.ACCEPTED: {
        RegistrationState.WAITING,
        RegistrationState.REFUSED,
        RegistrationState.WITHDRAWN,
    },
    RegistrationState.REFUSED: {RegistrationState.ACCEPTED, RegistrationState.WITHDRAWN},
    RegistrationState.WITHDRAWN: set(),
}
"""An accepted force that gives itself another name waits again. One that has withdrawn registers anew."""


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, tweetathon: Tweetathon) -> "RegistrationQuerySet":
        return self.filter(tweetathon=tweetathon)

    def live(self) -> "RegistrationQuerySet":
        return self.exclude(state=RegistrationState.WITHDRAWN)

    def confirmed(self) -> "RegistrationQuerySet":
        """Those whose mail was answered, whatever was decided."""
        return self.filter(confirmed_at__isnull=False)

    def accepted(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.ACCEPTED)

    def named(self) -> "RegistrationQuerySet":
        return self.accepted().filter(may_be_named=True)

    def not_named_any_more(self) -> "RegistrationQuerySet":
        """Those whose mail was answered and whose name no registration allows to be shown now."""
        return self.confirmed().exclude(name__in=self.named().values("name"))

    def like(self, registration: "Registration") -> "RegistrationQuerySet":
        """Others of the same name, or with an address at the same domain, that may be the same force."""
        same = Q(name_key=registration.name_key) | Q(domain=registration.domain)
        others = self.live().confirmed().filter(tweetathon=registration.tweetathon_id)
        return others.filter(same).exclude(pk=registration.pk)

    def forgettable(self, now: datetime) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.ASKED, asked_at__lte=now - CONFIRM_WITHIN)

    def with_contact_of_old(self, now: datetime) -> "RegistrationQuerySet":
        """Those whose mail address there is no more reason to keep."""
        return self.filter(tweetathon__ends_at__lte=now - KEEP_CONTACTS).exclude(email="")

    def by_country(self) -> "RegistrationQuerySet":
        return self.order_by("country", "name", "pk")

    def newest_first(self) -> "RegistrationQuerySet":
        return self.order_by("-asked_at", "-pk")


class Registration(models.Model):
    """One force that wants to take part. Its contact is shown to the organiser only, and erased in time."""

    tweetathon = models.ForeignKey(Tweetathon, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, help_text="The name as it is compared with others.")
    contact_name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True, help_text="In its canonical spelling.")
    domain = models.CharField(max_length=254, blank=True, help_text="Of `email`, in ASCII.")
    place = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    accounts = models.JSONField(default=list, blank=True, help_text="Each with its `network` and `name`.")
    languages = models.JSONField(default=list, blank=True, help_text="BCP 47 codes.")
    may_be_named = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.ASKED)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was refused, in words for the force.")
    mails = models.PositiveIntegerField(default=0, help_text="Asked for since `mails_since`.")
    mails_since = models.DateTimeField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tweetathon", "email"],
                condition=~Q(email=""),
                name="registration_once_for_each_address",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registration_has_name"),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.REFUSED) | ~Q(reason=""), name="registration_refused_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["tweetathon", "state"], name="registration_by_state")]

    def __str__(self) -> str:
        return self.name

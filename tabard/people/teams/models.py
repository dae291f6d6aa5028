"""Teams, officers, their postings, and the handles that both are known by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Lower

from tabard.lib.text import mentions
from tabard.people.places.models import Force, Neighbourhood
from tabard.plant.media.models import Picture


class TeamQuerySet(models.QuerySet["Team"]):
    def covering(self, neighbourhood: Neighbourhood) -> "TeamQuerySet":
        return self.filter(covers__neighbourhood=neighbourhood)

    def with_handle(self) -> "TeamQuerySet":
        return self.select_related("handle", "picture")

    def with_faces(self, at: datetime) -> "TeamQuerySet":
        """Two queries: the teams, and in `team.faces` the postings held at `at`, with officer, picture and handle."""
        held = Posting.objects.held_at(at).with_officer().by_name()
        faces = Prefetch("postings", queryset=held, to_attr="faces")
        return self.with_handle().prefetch_related(faces)  # type: ignore[no-redef]

    def with_places(self) -> "TeamQuerySet":
        """One query more: `cover.neighbourhood` for each of `team.covers.all()`."""
        covers = Cover.objects.select_related("neighbourhood").order_by("neighbourhood__name", "pk")
        return self.prefetch_related(Prefetch("covers", queryset=covers))

    def by_name(self) -> "TeamQuerySet":
        return self.order_by(Lower("name"), "pk")


class Team(models.Model):
    """The permanent voice of a neighbourhood: officers come and go, the team stays."""

    faces: "list[Posting]"  # there after with_faces()

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    founded_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def handle_name(self) -> str:
        """Read the team `with_handle()` first."""
        return self.handle.name


class Cover(models.Model):
    """A neighbourhood that a team looks after; each neighbourhood has one team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="covers")
    neighbourhood = models.OneToOneField(Neighbourhood, on_delete=models.CASCADE, related_name="cover")

    def __str__(self) -> str:
        return f"{self.team} covers {self.neighbourhood}"


class OfficerQuerySet(models.QuerySet["Officer"]):
    def posted_to(self, team: Team, at: datetime) -> "OfficerQuerySet":
        return self.filter(pk__in=Posting.objects.held_at(at).filter(team=team).values("officer"))

    def matching(self, words: str) -> "OfficerQuerySet":
        """Those whose name holds `words`, or whose number or handle begins with them."""
        by_handle = Q(handle__name__startswith=words.removeprefix("@").lower())
        return self.filter(Q(name__icontains=words) | Q(number__istartswith=words) | by_handle)

    def serving(self, at: datetime) -> "OfficerQuerySet":
        """Those with a posting in any team."""
        return self.filter(pk__in=Posting.objects.held_at(at).values("officer"))

    def with_faces(self) -> "OfficerQuerySet":
        return self.select_related("handle", "picture")

    def with_teams(self, at: datetime) -> "OfficerQuerySet":
        """One query more: in `officer.current_postings` those held at `at`, each with team and its handle."""
        held = Posting.objects.held_at(at).select_related("team__handle").order_by(Lower("team__name"), "pk")
        current = Prefetch("postings", queryset=held, to_attr="current_postings")
        return self.prefetch_related(current)  # type: ignore[no-redef]

    def by_name(self) -> "OfficerQuerySet":
        return self.order_by(Lower("name"), "pk")

    def badge(self, number: str, at: datetime) -> "Badge | None":
        """The badge with this collar number, in two queries; None when nobody with it has served by `at`."""
        postings = Posting.objects.filter(active_from__lte=at).select_related("team__handle")
        history = Prefetch("postings", queryset=postings.order_by("active_from", "pk"), to_attr="served")
        found = self.filter(number__iexact=number.strip()).select_related("force", "picture", "handle")
        officer = found.prefetch_related(history).first()  # type: ignore[no-redef]
        return _badge_of(officer, at) if officer and officer.served else None


class Officer(models.Model):
    """A person who polices; known in public by name or by number."""

    current_postings: "list[Posting]"  # there after with_teams()
    served: "list[Posting]"  # there while a badge is made

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="officers")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="officer"
    )
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=20, help_text="Collar number, as on the badge.")
    is_name_public = models.BooleanField(default=True)
    rank = models.CharField(max_length=60)
    bio = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    languages = models.JSONField(default=list, help_text="BCP 47 codes.")
    contact = models.JSONField(default=dict)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("number"), name="officer_number_once")]

    def __str__(self) -> str:
        return f"{self.rank} {self.public_name}"

    @property
    def public_name(self) -> str:
        """The name, or the number of an officer who chose to be known by it."""
        return self.name if self.is_name_public else self.number

    @property
    def handle_name(self) -> str:
        """Read the officer `with_faces()` first."""
        return self.handle.name


class PostingQuerySet(models.QuerySet["Posting"]):
    def held_at(self, moment: datetime) -> "PostingQuerySet":
        return self.filter(active_from__lte=moment).filter(Q(active_to=None) | Q(active_to__gt=moment))

    def not_ended_at(self, moment: datetime) -> "PostingQuerySet":
        """Those held now and those that are yet to begin."""
        return self.filter(Q(active_to=None) | Q(active_to__gt=moment))

    def with_officer(self) -> "PostingQuerySet":
        return self.select_related("officer__picture", "officer__handle")

    def by_name(self) -> "PostingQuerySet":
        return self.order_by(Lower("officer__name"), "pk")


class Posting(models.Model):
    """An officer's time in a team: from `active_from` until, not including, `active_to`."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="postings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(max_length=60, blank=True, help_text="What they do in this team, such as ward officer.")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")), name="posting_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["officer", "team"], condition=Q(active_to=None), name="posting_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} in {self.team}"

    def is_held_at(self, moment: datetime) -> bool:
        return self.active_from <= moment and (self.active_to is None or self.active_to > moment)


class HandleQuerySet(models.QuerySet["Handle"]):
    def named(self, name: str) -> "HandleQuerySet":
        """As people type it: with or without @, in any case."""
        return self.filter(name=name.strip().removeprefix("@").lower())

    def mentioned_in(self, texts: Iterable[str]) -> frozenset[str]:
        """The names that exist among those that the texts mention, in one query; in none where nobody is mentioned."""
        named = {name for text in texts for name in mentions(text)}
        return frozenset(self.filter(name__in=named).values_list("name", flat=True)) if named else frozenset()

    def with_actor(self) -> "HandleQuerySet":
        return self.select_related("team__picture", "team__force", "officer__picture", "officer__force")


class Handle(models.Model):
    """The name under which a team or an officer is followed: `/@riverside`. Never given to another.

    It protects its team or officer from deletion, so that it stays taken for ever.
    """

    name = models.CharField(max_length=30, unique=True)
    team = models.OneToOneField(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="handle")
    officer = models.OneToOneField(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="handle")

    objects = HandleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, officer__isnull=False) | Q(team__isnull=False, officer=None),
                name="handle_is_one_actor",
            ),
            models.CheckConstraint(condition=Q(name=Lower("name")), name="handle_in_lower_case"),
        ]

    def __str__(self) -> str:
        return f"@{self.name}"


@dataclass(frozen=True)
class Badge:
    """The proof that an officer is real: what stands on the page that the badge's QR code leads to.

    `is_active` says whether the officer serves in any team now; `teams` are those. Of one who serves no longer it tells
    the number and the force, and leaves the rest empty: a badge is no register of those who once wore it.

    `since` is the first day of the time in which they serve without a break in at least one team.
    `name_or_number` is what the officer chose to be known by; `picture` is None also when it was taken away.
    """

    number: str
    force: str
    is_active: bool = False
    name_or_number: str = ""
    rank: str = ""
    picture: Picture | None = None
    handle: str = ""
    teams: "tuple[Team, ...]" = ()
    since: datetime | None = None


def _badge_of(officer: Officer, at: datetime) -> Badge:
    held = [posting for posting in officer.served if posting.is_held_at(at)]
    if not held:
        return Badge(number=officer.number, force=officer.force.name)
    teams = {posting.team_id: posting.team for posting in held}
    return Badge(
        number=officer.number,
        force=officer.force.name,
        is_active=True,
        name_or_number=officer.public_name,
        rank=officer.rank,
        picture=officer.picture if officer.picture and officer.picture.is_kept else None,
        handle=officer.handle.name,
        teams=tuple(teams.values()),
        since=_unbroken_since(officer.served, at),
    )


def _unbroken_since(served: list[Posting], at: datetime) -> datetime:
    """Walk back from `at` through postings that touch or overlap."""
    since, ever = at, datetime.max.replace(tzinfo=at.tzinfo)
    for posting in sorted(served, key=lambda one: one.active_to or ever, reverse=True):
        if posting.active_to is None or posting.active_to >= since:
            since = min(since, posting.active_from)
    return since

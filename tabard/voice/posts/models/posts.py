"""Posts and their pictures, and the index of hashtags and mentions."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from tabard.lib.text import tag_key
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Team
from tabard.plant.media.models import Picture
from tabard.voice.guidelines.checking.claims import SAYABLE
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.guidelines.models import Guideline

LONGEST_TEXT = 5_000
LONGEST_NOTICE = 200
LONGEST_REASON = 500
MOST_PICTURES = 4


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Scheduled"
    HELD = "held", "Held for review"
    PUBLISHED = "published", "Published"
    RETRACTED = "retracted", "Retracted"
    LAPSED = "lapsed", "Never sent, and erased"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SCHEDULED, State.HELD, State.PUBLISHED, State.LAPSED}),
    State.SCHEDULED: frozenset({State.DRAFT, State.SCHEDULED, State.HELD, State.PUBLISHED}),
    State.HELD: frozenset({State.DRAFT, State.SCHEDULED, State.HELD, State.PUBLISHED, State.LAPSED}),
    State.PUBLISHED: frozenset({State.RETRACTED}),
    State.RETRACTED: frozenset(),
    State.LAPSED: frozenset(),
}


class Voice(models.TextChoices):
    """For whom a post speaks."""

    TEAM = "team", "The team"
    OFFICER = "officer", "The officer"


class Audience(models.TextChoices):
    """Who comes across a post: it can be read by everybody in either case. Values as in Mastodon's client API."""

    PUBLIC = "public", "Everybody"
    QUIET = "unlisted", "Everybody, but not in the public lists"


class Retention(models.TextChoices):
    """How long the words are kept after publication; what is left then says that there was a post, and its hashes.
    Those that never went out are a class of their own, UNSENT_KEPT_FOR, but for what is kept for good."""

    SHORT = "short", "One year"
    USUAL = "usual", "Seven years"
    KEPT = "kept", "For good"


KEPT_FOR = {Retention.SHORT: timedelta(days=365), Retention.USUAL: timedelta(days=7 * 365 + 2)}
UNSENT_KEPT_FOR = timedelta(days=365)
"""Drafts, and what waits for a review, from when they were last changed."""


class SeriesQuerySet(models.QuerySet["Series"]):
    def public(self) -> "SeriesQuerySet":
        """Those of which the public may read at least one post."""
        return self.filter(pk__in=Post.objects.public().exclude(series=None).values("series"))


class Series(models.Model):
    """Posts of one team that belong together: "A night with us"."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=100)
    started_at = models.DateTimeField()

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="series_name_once_per_team"),
            models.CheckConstraint(condition=~Q(name=""), name="series_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def public(self) -> "PostQuerySet":
        """What the public may read."""
        return self.filter(state=State.PUBLISHED)

    def news(self) -> "PostQuerySet":
        """What is said to everybody: without answers to somebody at another server, and what keeps out of lists."""
        return self.filter(answers="", audience=Audience.PUBLIC)

    def gone_or_public(self) -> "PostQuerySet":
        """What the public may read, and what it could read once: the latter answers 410."""
        return self.filter(state__in=[State.PUBLISHED, State.RETRACTED])

    def in_state(self, *states: State) -> "PostQuerySet":
        return self.filter(state__in=states)

    def open_work(self) -> "PostQuerySet":
        """Drafts, scheduled posts and those that wait for a review."""
        return self.in_state(State.DRAFT, State.SCHEDULED, State.HELD)

    def open_work_of(self, officer_id: int) -> "PostQuerySet":
        """What the officer has begun, answers for the time of, or has asked a review for."""
        asked = Q(pk__in=Post.objects.asked_about_by(officer_id).values("pk"))
        return self.open_work().filter(Q(officer=officer_id) | Q(scheduled_by=officer_id) | asked)

    def asked_about_by(self, officer_id: int) -> "PostQuerySet":
        """Those for which the officer has asked a review that still waits."""
        return self.filter(reviews__state="waiting", reviews__asked_by=officer_id)

    def due(self, now: datetime) -> "PostQuerySet":
        return self.filter(state=State.SCHEDULED, publish_at__lte=now)

    def expired(self, now: datetime) -> "PostQuerySet":
        """Published so long ago that their words are to go, or never published and long left alone. What waits for a
        time to come, or is kept by a hold, is none of them."""
        classes = Q(state__in=[State.DRAFT, State.HELD], saved_at__lte=now - UNSENT_KEPT_FOR, published_at=None)
        classes &= ~Q(retention=Retention.KEPT)
        for name, kept in KEPT_FOR.items():
            classes |= Q(retention=name, published_at__lte=now - kept)
        waits = Exists(
            self.model.objects.filter(pk=OuterRef("pk"), reviews__state="waiting", reviews__wants_at__gt=now)
        )
        return self.filter(classes, ~waits, erased_at=None).exclude(pk__in=Post.objects.on_hold().values("pk"))

    def on_hold(self) -> "PostQuerySet":
        """Those of which nothing may be deleted now."""
        return self.filter(holds__released_at=None, holds__isnull=False)

    def by_team(self, team: Team) -> "PostQuerySet":
        """All that is said in the team, in its own name or in that of one of its officers."""
        return self.filter(team=team)

    def by_officer(self, officer: Officer) -> "PostQuerySet":
        """What speaks for this officer, in whichever team."""
        return self.filter(officer=officer, speaks_as=Voice.OFFICER)

    def last_voice_of(self, officer: Officer) -> "Voice":
        """For whom the officer spoke in what they began last; the team before they ever did. When it was saved does not
        count: others save it, too, when they change it or give it back. Their answers to somebody elsewhere come from
        an app, which has one voice."""
        voices = self.filter(officer=officer, answers="").order_by("-pk").values_list("speaks_as", flat=True)
        return Voice(voices.first() or Voice.TEAM)

    def in_neighbourhood(self, neighbourhood: Neighbourhood) -> "PostQuerySet":
        return self.filter(team__covers__neighbourhood=neighbourhood)

    def in_series(self, series: Series) -> "PostQuerySet":
        return self.filter(series=series)

    def tagged(self, tag: str) -> "PostQuerySet":
        """Posts with this hashtag, whatever its capitals."""
        return self.filter(tags__name=tag_key(tag.removeprefix("#")))

    def mentioning(self, handle: str) -> "PostQuerySet":
        return self.filter(mentions__handle=handle.removeprefix("@").lower())

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def older_than(self, post: "Post") -> "PostQuerySet":
        """The rest of a `newest_first` list after `post`: a keyset, so page 1,000 costs what page 1 costs."""
        return self.filter(published_at__lte=post.published_at).filter(
            Q(published_at__lt=post.published_at) | Q(pk__lt=post.pk)
        )

    def soonest_first(self) -> "PostQuerySet":
        return self.order_by("publish_at", "pk")

    def latest_saved_first(self) -> "PostQuerySet":
        return self.order_by("-saved_at", "-pk")

    def for_lists(self) -> "PostQuerySet":
        """With everything that a list shows of each post, in a constant number of queries. Pictures that a legal
        hold alone keeps are shown to nobody."""
        pictures = PostPicture.objects.exclude(picture__state="sealed").select_related("picture").order_by("position")
        return self.select_related(
            "team__force", "team__handle", "team__picture", "officer__handle", "officer__picture", "series"
        ).prefetch_related(Prefetch("pictures", pictures))


class Post(models.Model):
    """Something that a team or one of its officers says in public."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    officer = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="posts", help_text="Who wrote it."
    )
    speaks_as = models.CharField(max_length=10, choices=Voice, default=Voice.TEAM)
    text = models.TextField(blank=True)
    content_notice = models.CharField(max_length=LONGEST_NOTICE, blank=True)
    language = models.CharField(max_length=35, help_text="BCP 47.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    answers = models.CharField(
        max_length=500, blank=True, help_text="The ActivityStreams id of what it answers at another server."
    )
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    poll = models.JSONField(
        null=True, blank=True, help_text="A question: `options` to choose from, `is_multiple`, open for `seconds`."
    )
    kind = models.CharField(max_length=10, default=Kind.POST.value, help_text="As its author says: see SAYABLE.")
    claims = models.JSONField(default=list, blank=True, help_text="What its author says of the matter, as Claim.")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(help_text="When the draft was last changed.")
    publish_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        Officer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who answers for the time.",
    )
    changed_by = models.ForeignKey(
        Officer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who last changed its words.",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    guideline = models.ForeignKey(
        Guideline,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version under which it went out.",
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retention = models.CharField(max_length=10, choices=Retention, default=Retention.USUAL)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When its words went, their time being over.")
    retraction_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    returned_because = models.CharField(
        max_length=LONGEST_REASON, blank=True, help_text="Why a post came back to the team's desk."
    )
    token = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        help_text="One for each opened form: a double click posts once.",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(publish_at__isnull=False, scheduled_by__isnull=False),
                name="post_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED, State.RETRACTED]) | Q(published_at__isnull=False),
                name="post_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETRACTED) ^ Q(retracted_at=None), name="post_retracted_has_time"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state__in=[State.RETRACTED, State.LAPSED], text=""),
                name="post_erased_has_no_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.LAPSED) | Q(erased_at__isnull=False, published_at=None),
                name="post_lapsed_is_erased_and_unsent",
            ),
            models.CheckConstraint(condition=~Q(speaks_as=Voice.OFFICER, officer=None), name="post_voice_has_officer"),
            models.CheckConstraint(condition=~Q(state=State.PUBLISHED, text=""), name="post_published_has_text"),
            models.CheckConstraint(condition=~Q(state=State.HELD, text=""), name="post_held_has_text"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST_TEXT), name="post_text_not_too_long"
            ),
            models.CheckConstraint(condition=Q(reply_to=None) | ~Q(reply_to=F("id")), name="post_not_its_own_reply"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in SAYABLE]), name="post_kind_is_said"),
        ]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), condition=Q(state="published"), name="post_newest"),
            models.Index(
                "team",
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="post_newest_in_team",
            ),
            models.Index(
                "officer",
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(state="published", speaks_as="officer"),
                name="post_newest_by_officer",
            ),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="post_due"),
            models.Index(fields=["retention", "published_at"], condition=Q(erased_at=None), name="post_expiry"),
            models.Index(fields=["saved_at"], condition=Q(state__in=["draft", "held"]), name="post_unsent_expiry"),
            models.Index(
                fields=["team", "saved_at"],
                condition=Q(state__in=["draft", "scheduled", "held"]),
                name="post_open_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} post {self.pk}: {self.text[:60]}"

    @property
    def speaker(self) -> Team | Officer:
        """Whose voice it is."""
        if self.speaks_as == Voice.OFFICER and self.officer is not None:
            return self.officer
        return self.team

    @property
    def handle_name(self) -> str:
        """The handle in the post's public address. No query where the list was read `for_lists`."""
        return self.speaker.handle.name

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def expires_at(self) -> datetime | None:
        """When its words are erased, as `PostQuerySet.expired` has it; None where that is not known, or never."""
        if self.erased_at or self.retention == Retention.KEPT or self.state == State.SCHEDULED:
            return None
        if self.published_at is None:
            return self.saved_at + UNSENT_KEPT_FOR
        return self.published_at + KEPT_FOR[Retention(self.retention)]

    def is_on_hold(self) -> bool:
        """Whether nothing of it may be deleted now."""
        return Post.objects.on_hold().filter(pk=self.pk).exists()

    @property
    def is_news(self) -> bool:
        """As `PostQuerySet.news`."""
        return not self.answers and self.audience == Audience.PUBLIC


class PostPicture(models.Model):
    """A picture's place in a post. A picture belongs to one post, so that it can go when the post goes."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="in_post")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="post_picture_place_once"),
            models.CheckConstraint(condition=Q(position__lt=MOST_PICTURES), name="post_picture_not_too_many"),
        ]

    def __str__(self) -> str:
        return f"picture {self.position + 1} of post {self.post_id}"


class PostTag(models.Model):
    """A hashtag of a published post, without `#`, as `tag_key` spells it: `/tags/<name>/` reads here."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "post"], name="post_tag_once")]

    def __str__(self) -> str:
        return f"#{self.name}"


class PostMention(models.Model):
    """A handle that a published post names, without `@`, in lower case; whether it is one of ours or not."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    handle = models.CharField(max_length=320)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handle", "post"], name="post_mention_once")]

    def __str__(self) -> str:
        return f"@{self.handle}"

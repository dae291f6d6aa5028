"""What is said, passed on and liked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tabard.voice.network.models.actors import LONGEST_URI, Actor, Block, Following
from tabard.voice.posts.models import Post


class Audience(models.TextChoices):
    """To whom a note is addressed; the values are those of Mastodon's client API."""

    PUBLIC = "public", "Everybody"
    QUIET = "unlisted", "Everybody, but not in the public lists"
    FOLLOWERS = "private", "Followers"
    DIRECT = "direct", "Those it mentions"


class Showing(models.TextChoices):
    """Whether a reply stands under the note that it answers."""

    SHOWN = "shown", "Shown"
    HELD = "held", "Held until the team has looked"
    HIDDEN = "hidden", "Hidden by the team"


SHOWING_MOVES: dict[Showing, frozenset[Showing]] = {
    Showing.SHOWN: frozenset({Showing.HIDDEN, Showing.HELD}),  # held again: its author wrote other words
    Showing.HELD: frozenset({Showing.SHOWN, Showing.HIDDEN}),
    Showing.HIDDEN: frozenset({Showing.SHOWN}),
}


class NoteQuerySet(models.QuerySet["Note"]):
    def living(self) -> Self:
        return self.filter(deleted_at=None)

    def said(self) -> Self:
        """Without announces: what somebody said themselves."""
        return self.filter(announces=None)

    def for_everybody(self) -> Self:
        """What anybody may read who asks for it, hidden and held replies left out."""
        return self.living().filter(audience__in=[Audience.PUBLIC, Audience.QUIET], showing=Showing.SHOWN)

    def in_public_lists(self) -> Self:
        """The public timeline: what is addressed to everybody, announces left out."""
        return self.filter(deleted_at=None, announces=None, audience=Audience.PUBLIC, showing=Showing.SHOWN)

    def local(self) -> Self:
        return self.filter(is_local=True)

    def by(self, actor: Actor) -> Self:
        return self.filter(actor=actor)

    def seen_by(self, viewer: Actor | None) -> Self:
        """What `viewer` (None: the public) may read: their own, what is for everybody, what mentions them, and what
        actors whom they follow say to their followers."""
        if viewer is None:
            return self.for_everybody()
        mentioned = Exists(Mention.objects.filter(note=OuterRef("pk"), actor=viewer))
        follows = Exists(Following.objects.accepted().filter(follower=viewer, target=OuterRef("actor")))
        public = Q(audience__in=[Audience.PUBLIC, Audience.QUIET])
        return self.living().filter(
            Q(actor=viewer) | public | (Q(audience=Audience.FOLLOWERS) & follows) | Q(mentioned)
        )

    def with_media(self) -> Self:
        """With a picture, or something else to look at or to hear."""
        return self.filter(Q(post__pictures__position=0) | (Q(post=None) & ~Q(attachments=[])))

    def replies_to(self, note: "Note") -> Self:
        return self.filter(reply_to=note)

    def standing_under(self, notes: "Iterable[Note]") -> Self:
        """What residents read under these notes of ours and what answers them: our own answers, and replies that are
        shown. What answers somebody else was weighed by nobody here, and what comes from a blocked actor is left out.
        """
        blocked = Exists(Block.objects.filter(actor=OuterRef("reply_to__actor"), target=OuterRef("actor")))
        weighed = Q(is_local=True) | Q(reply_to__is_local=True)
        return self.for_everybody().said().filter(weighed, ~blocked, reply_to__in=list(notes))

    def pinned_by(self, actor: Actor) -> Self:
        return self.for_everybody().filter(actor=actor, pinned_at__isnull=False).order_by("-pinned_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def for_lists(self) -> Self:
        """With everything that a list shows of each, in a constant number of queries."""
        people = (
            "team__picture",
            "team__handle",
            "team__force",
            "officer__picture",
            "officer__handle",
            "officer__force",
        )
        names = [f"{actor}__{person}" for actor in ("actor", "announces__actor") for person in people]
        related = ("reply_to", "post", "announces__post", "announces__reply_to", "poll", "announces__poll")
        return self.select_related(*names, *related).prefetch_related(
            "mentions__actor",
            "post__pictures__picture",
            "announces__mentions__actor",
            "announces__post__pictures__picture",
        )


class Note(models.Model):
    """One thing said by an actor, or passed on by one (`announces`).

    The id grows with time (see lib.sortable_ids), so that lists of any length are read by keyset.
    """

    class Kind(models.TextChoices):
        NOTE = "Note"
        ARTICLE = "Article"
        EVENT = "Event"
        QUESTION = "Question"
        ANNOUNCE = "Announce"

    id = models.BigIntegerField(primary_key=True)
    uri = models.CharField(max_length=LONGEST_URI, unique=True, help_text="The ActivityStreams id.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="notes")
    is_local = models.BooleanField(default=False)
    post = models.OneToOneField(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="note")
    announces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="announced_as", db_index=False
    )
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies", db_index=False
    )
    reply_to_uri = models.CharField(max_length=LONGEST_URI, blank=True, help_text="Also where we do not hold it.")
    quotes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="quoted_by", db_index=False
    )
    quote_uri = models.CharField(max_length=LONGEST_URI, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    title = models.CharField(max_length=500, blank=True, help_text="Of an article or event.")
    html = models.TextField(blank=True, help_text="Made safe; empty where `post` holds the words.")
    content_notice = models.CharField(max_length=1000, blank=True)
    is_sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47.")
    url = models.CharField(max_length=LONGEST_URI, blank=True)
    attachments = models.JSONField(
        default=list, help_text="Of a remote note: kind, url, media_type, alt, width, height, blurhash, focus of each."
    )
    tags = models.JSONField(default=list, help_text="Hashtags as they were written, without #.")
    published_at = models.DateTimeField()
    received_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True, help_text="It stands first on its actor's profile.")
    showing = models.CharField(max_length=10, choices=Showing, default=Showing.SHOWN)
    hidden_because = models.CharField(max_length=500, blank=True)
    replies_count = models.PositiveIntegerField(default=0)
    announces_count = models.PositiveIntegerField(default=0)
    likes_count = models.PositiveIntegerField(default=0)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "announces"],
                condition=Q(deleted_at=None, announces__isnull=False),
                name="announced_once",
            ),
            models.CheckConstraint(condition=Q(post=None) | Q(is_local=True, html=""), name="note_of_post_is_local"),
            models.CheckConstraint(condition=~Q(reply_to=F("id")), name="note_answers_another"),
        ]
        indexes = [
            models.Index(F("actor"), F("id").desc(), name="note_by_actor", condition=Q(deleted_at=None)),
            # audience and showing are columns: SQLite compares parameters with no index's condition
            models.Index(
                F("audience"),
                F("showing"),
                F("id").desc(),
                name="note_public",
                condition=Q(deleted_at=None, announces=None),
            ),
            models.Index(
                F("audience"),
                F("showing"),
                F("id").desc(),
                name="note_public_local",
                condition=Q(deleted_at=None, announces=None, is_local=True),
            ),
            # most notes answer, announce and quote none: counted in, they make SQLite read the whole table instead
            models.Index(fields=["reply_to", "id"], name="note_replies", condition=Q(reply_to__isnull=False)),
            models.Index(fields=["announces"], name="note_announces", condition=Q(announces__isnull=False)),
            models.Index(fields=["quotes"], name="note_quotes", condition=Q(quotes__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def is_for_everybody(self) -> bool:
        return self.audience in {Audience.PUBLIC, Audience.QUIET}


class NoteVersion(models.Model):
    """What a remote note said before it was edited. Versions of ours stand in voice.posts."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    html = models.TextField()
    content_notice = models.CharField(max_length=1000, blank=True)
    is_sensitive = models.BooleanField(default=False)
    attachments = models.JSONField(default=list)
    shown_from = models.DateTimeField()

    def __str__(self) -> str:
        return f"former version of note {self.note_id}"


class Mention(models.Model):
    """An actor whom a note names, or to whom it is addressed."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="mentioned_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "actor"], name="note_mention_once")]

    def __str__(self) -> str:
        return f"mention {self.pk}"


class NoteTag(models.Model):
    """A hashtag of a public note, as `tag_key` spells it, for the timeline of that hashtag."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="tag_rows")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "note"], name="note_tag_once")]

    def __str__(self) -> str:
        return f"#{self.name}"


class Like(models.Model):
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="likes")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="likes")
    uri = models.CharField(max_length=LONGEST_URI)
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "note"], name="like_once")]

    def __str__(self) -> str:
        return f"like {self.pk}"


class Poll(models.Model):
    """The answers that a note asks to choose from (ActivityStreams 2.0 Question)."""

    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="poll")
    options = models.JSONField(help_text="The answers, in their order.")
    votes = models.JSONField(help_text="How many chose each, in the same order; of a remote one as last told.")
    is_multiple = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, blank=True)
    voters_count = models.PositiveIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When it was told that it has closed.")

    class Meta:
        indexes = [models.Index(fields=["closes_at"], name="poll_to_close", condition=Q(told_at=None))]

    def __str__(self) -> str:
        return f"poll of note {self.note_id}"

    def is_closed_at(self, moment: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= moment


class Vote(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="vote_rows")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="votes")
    option = models.PositiveSmallIntegerField(help_text="From 0.")
    uri = models.CharField(max_length=LONGEST_URI)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "actor", "option"], name="vote_once")]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class Report(models.Model):
    """Somebody asks us, or we ask somebody, to look at what an actor does (ActivityStreams 2.0 Flag)."""

    class Category(models.TextChoices):
        """As Mastodon's client API names them."""

        SPAM = "spam"
        LEGAL = "legal"
        VIOLATION = "violation"
        OTHER = "other"

    reporter = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="reports_made")
    about = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="reports")
    notes = models.ManyToManyField(Note, related_name="reports", blank=True)
    uri = models.CharField(max_length=LONGEST_URI, unique=True)
    words = models.TextField(blank=True)
    category = models.CharField(max_length=20, choices=Category, default=Category.OTHER)
    is_forwarded = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"report {self.pk}"

"""Timelines and marks, each row of one local actor."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from tabard.voice.network.models import Actor, Block, Note
from tabard.voice.network.models.notes import NoteQuerySet

LONGEST_TITLE = 200


class HomeNoteQuerySet(models.QuerySet["HomeNote"]):
    def of(self, owner: Actor) -> Self:
        return self.filter(owner=owner)


class HomeNote(models.Model):
    """A note in the home timeline of a local actor: written when it comes, so that reading costs the same at any
    size."""

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="home")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="in_homes")

    objects = HomeNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "note"], name="home_note_once")]

    def __str__(self) -> str:
        return f"note {self.note_id} at home of {self.owner_id}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, owner: Actor) -> Self:
        """Those that the owner has not put away, without actors whom they muted or blocked since."""
        on = Q(ends_at=None) | Q(ends_at__gt=Now())
        muted = Mute.objects.filter(on, owner=owner, target=OuterRef("by"), hides_notices=True)
        blocked = Block.objects.filter(actor=owner, target=OuterRef("by"))
        return self.filter(~Exists(muted), ~Exists(blocked), owner=owner, is_dismissed=False)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Notice(models.Model):
    """Something that concerns its owner; the id grows with time."""

    class Kind(models.TextChoices):
        """As Mastodon's client API names them."""

        MENTION = "mention"
        STATUS = "status"
        REBLOG = "reblog"
        FOLLOW = "follow"
        FOLLOW_REQUEST = "follow_request"
        FAVOURITE = "favourite"
        POLL = "poll"
        UPDATE = "update"

    id = models.BigIntegerField(primary_key=True)
    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=100, unique=True, help_text="Makes telling of the same thing twice harmless.")
    noticed_at = models.DateTimeField()
    is_dismissed = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(F("owner"), F("id").desc(), name="notice_newest", condition=Q(is_dismissed=False))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Bookmark(models.Model):
    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="bookmarks")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="bookmarked_by")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "note"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"bookmark {self.pk}"


class Mute(models.Model):
    """The owner does not want to read `target`, who never learns of it."""

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="mutes")
    target = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    hides_notices = models.BooleanField(default=True)
    muted_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "target"], name="mute_once")]

    def __str__(self) -> str:
        return f"mute {self.pk}"

    def is_on_at(self, moment: datetime) -> bool:
        return self.ends_at is None or self.ends_at > moment


class ThreadMute(models.Model):
    """The owner wants no notices of the conversation that began with `root`."""

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="thread_mutes")
    root = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "root"], name="thread_mute_once")]

    def __str__(self) -> str:
        return f"mute of thread {self.root_id}"


class List(models.Model):
    """Actors whom the owner follows, read apart from the others."""

    class Replies(models.TextChoices):
        FOLLOWED = "followed"
        LIST = "list"
        NONE = "none"

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="lists")
    title = models.CharField(max_length=LONGEST_TITLE)
    replies_policy = models.CharField(max_length=10, choices=Replies, default=Replies.LIST)
    is_exclusive = models.BooleanField(default=False, help_text="Its members leave the home timeline.")
    members = models.ManyToManyField(Actor, related_name="in_lists", blank=True)

    def __str__(self) -> str:
        return self.title

    def notes(self) -> NoteQuerySet:
        """What its members say, as far as the owner may read it and wants their replies."""
        members = self.members.values("pk")
        notes = Note.objects.seen_by(self.owner).filter(actor__in=members)
        if self.replies_policy == List.Replies.NONE:
            return notes.filter(reply_to=None)
        heard = (
            members if self.replies_policy == List.Replies.LIST else Actor.objects.followed_by(self.owner).values("pk")
        )
        to_heard = Q(reply_to__actor__in=heard) | Q(reply_to__actor=self.owner) | Q(reply_to__actor=F("actor"))
        return notes.filter(Q(reply_to=None) | to_heard)


class Filter(models.Model):
    """Words that the owner would rather not read; the phone app hides or warns."""

    class Action(models.TextChoices):
        WARN = "warn"
        HIDE = "hide"
        BLUR = "blur"

    class Context(models.TextChoices):
        HOME = "home"
        NOTIFICATIONS = "notifications"
        PUBLIC = "public"
        THREAD = "thread"
        ACCOUNT = "account"

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="filters")
    title = models.CharField(max_length=LONGEST_TITLE)
    contexts = models.JSONField(default=list)
    action = models.CharField(max_length=10, choices=Action, default=Action.WARN)
    ends_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class FilterKeyword(models.Model):
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="keywords")
    keyword = models.CharField(max_length=LONGEST_TITLE)
    is_whole_word = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.keyword


class FilterNote(models.Model):
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="notes")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filter", "note"], name="filter_note_once")]

    def __str__(self) -> str:
        return f"note {self.note_id}"


class Marker(models.Model):
    """How far the owner has read a timeline, so that their phones agree."""

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="markers")
    timeline = models.CharField(max_length=20)
    last_read_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "timeline"], name="marker_once")]

    def __str__(self) -> str:
        return f"{self.timeline} of {self.owner_id}"


class FollowedTag(models.Model):
    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="followed_tags")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="followed_tag_once")]

    def __str__(self) -> str:
        return f"#{self.name}"

"""What an owner keeps, mutes, follows and has read."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tabard.voice.network.actions.keeping_out import IsOneself
from tabard.voice.network.models import Actor, Note
from tabard.voice.timelines.actions.homes import root_of
from tabard.voice.timelines.models import (
    Bookmark,
    FollowedTag,
    HomeNote,
    Marker,
    Mute,
    NoticeQuerySet,
    ThreadMute,
)


def bookmark(*, owner: Actor, note: Note, now: datetime) -> None:
    Bookmark.objects.get_or_create(owner=owner, note=note, defaults={"marked_at": now})


def undo_bookmark(*, owner: Actor, note: Note) -> None:
    Bookmark.objects.filter(owner=owner, note=note).delete()


@transaction.atomic
def mute(*, owner: Actor, target: Actor, hides_notices: bool, ends_at: datetime | None, now: datetime) -> None:
    """Read no more of `target`, until `ends_at` or for good; asking again sets it anew. Raises IsOneself."""
    if owner.pk == target.pk:
        raise IsOneself
    known = {"hides_notices": hides_notices, "ends_at": ends_at, "muted_at": now}
    Mute.objects.update_or_create(owner=owner, target=target, defaults=known)
    HomeNote.objects.filter(Q(note__actor=target) | Q(note__announces__actor=target), owner=owner).delete()


def undo_mute(*, owner: Actor, target: Actor) -> None:
    Mute.objects.filter(owner=owner, target=target).delete()


def mute_thread(*, owner: Actor, note: Note) -> None:
    ThreadMute.objects.get_or_create(owner=owner, root=root_of(note))


def undo_thread_mute(*, owner: Actor, note: Note) -> None:
    ThreadMute.objects.filter(owner=owner, root=root_of(note)).delete()


@transaction.atomic
def set_marker(*, owner: Actor, timeline: str, last_read_id: int, now: datetime) -> Marker:
    start = {"last_read_id": last_read_id, "marked_at": now}
    marker, is_new = Marker.objects.select_for_update().get_or_create(owner=owner, timeline=timeline, defaults=start)
    if not is_new:
        marker.last_read_id, marker.marked_at = last_read_id, now
        marker.version += 1
        marker.save(update_fields=["last_read_id", "marked_at", "version"])
    return marker


def follow_tag(*, owner: Actor, name: str) -> None:
    """`name` as `tag_key` spells it."""
    FollowedTag.objects.get_or_create(owner=owner, name=name)


def unfollow_tag(*, owner: Actor, name: str) -> None:
    FollowedTag.objects.filter(owner=owner, name=name).delete()


def dismiss(notices: NoticeQuerySet) -> None:
    notices.update(is_dismissed=True)

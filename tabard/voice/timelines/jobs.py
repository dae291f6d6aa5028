"""What follows for those who read from what happens in the network."""

from django.utils import timezone

from tabard.voice.network.changes import (
    FollowAccepted,
    FollowUndone,
    LikeUndone,
    NoteAdded,
    NoteChanged,
    NoteDeleted,
    NoteLiked,
    PollClosed,
    ReplyShown,
)
from tabard.voice.network.models import Following, Like, Note, Poll
from tabard.voice.timelines import live
from tabard.voice.timelines.actions import homes
from tabard.voice.timelines.models import HomeNote


def file_note(change: NoteAdded) -> None:
    needed = ["actor", "announces__actor", "announces__post", "reply_to__actor"]
    for found in Note.objects.living().select_related(*needed).filter(pk=change.note_id):
        homes.file_note(found, now=timezone.now())
        homes.tell_of_note(found, now=timezone.now())


def forget_note(change: NoteDeleted) -> None:
    homes.forget_note(change.note_id)


def show_change(change: NoteChanged) -> None:
    for note in Note.objects.living().select_related("actor").filter(pk=change.note_id):
        homes.show_change(note, now=timezone.now())


def show_reply(change: ReplyShown) -> None:
    """A reply that was held now stands in the public lists."""
    for note in Note.objects.living().filter(pk=change.note_id):
        live.tell_lists(note, live.ADDED)


def tell_of_poll(change: PollClosed) -> None:
    for poll in Poll.objects.select_related("note__actor").filter(pk=change.poll_id):
        homes.tell_of_poll(poll, now=timezone.now())


def tell_of_like(change: NoteLiked) -> None:
    for like in Like.objects.select_related("actor", "note__actor").filter(pk=change.like_id):
        homes.tell_of_like(like, now=timezone.now())


def forget_like(change: LikeUndone) -> None:
    homes.forget_like(actor_id=change.actor_id, note_id=change.note_id)


def tell_of_follow(change: FollowAccepted) -> None:
    for follow in Following.objects.select_related("follower", "target").filter(pk=change.follow_id):
        homes.tell_of_follow(follow, now=timezone.now())


def clear_home(change: FollowUndone) -> None:
    """Who follows no longer reads no more of it."""
    HomeNote.objects.filter(owner=change.follower_id, note__actor=change.target_id).delete()

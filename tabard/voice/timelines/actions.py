"""Filing notes into homes, telling owners what concerns them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tabard.lib.sortable_ids import sortable_id
from tabard.plant.stream.actions import publish
from tabard.voice.network.models import Actor, Block, Following, Like, Note, Poll
from tabard.voice.timelines.models import Bookmark, FollowedTag, HomeNote, List, Mute, Notice, ThreadMute

DEEPEST_THREAD = 100


def topic_of(owner_id: int) -> str:
    """The live topic of everything new for an owner; not for public pages."""
    return f"actor-{owner_id}"


@transaction.atomic
def file_note(note: Note, *, now: datetime) -> None:
    """Put a note into the homes of all of ours who hear its actor; once, however often it is run."""
    owners = _hearing(note) - _deaf_to(note, now)
    HomeNote.objects.bulk_create([HomeNote(owner_id=owner, note=note) for owner in owners], ignore_conflicts=True)
    for owner in owners:
        publish(topic=topic_of(owner), event="home", data={"note_id": str(note.pk)})


def _hearing(note: Note) -> set[int]:
    """Whoever of ours follows the actor, or a hashtag of the note; an actor also hears itself."""
    follows = Following.objects.accepted().from_here().of(note.actor)
    if note.announces_id:
        follows = follows.filter(shows_announces=True)
    elif note.reply_to_id and note.reply_to and note.reply_to.actor_id != note.actor_id:
        # an answer to somebody is heard by those who follow both
        both = Q(follower=note.reply_to.actor_id) | Q(
            follower__in=Following.objects.accepted().from_here().of(note.reply_to.actor).values("follower")
        )
        follows = follows.filter(both)
    heard = set(follows.values_list("follower", flat=True))
    if note.is_local:
        heard.add(note.actor_id)
    if note in Note.objects.in_public_lists().filter(pk=note.pk):
        heard |= set(FollowedTag.objects.filter(name__in=note.tag_rows.values("name")).values_list("owner", flat=True))
    exclusive = List.objects.filter(is_exclusive=True, members=note.actor, owner__in=heard)
    return heard - set(exclusive.values_list("owner", flat=True))


def _deaf_to(note: Note, now: datetime) -> set[int]:
    """Whoever muted or blocked the one who says it, or the one whose words are passed on."""
    speakers = [note.actor_id, *([note.announces.actor_id] if note.announces else [])]
    muted = Mute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), target__in=speakers)
    blocked = Block.objects.filter(target__in=speakers)
    return set(muted.values_list("owner", flat=True)) | set(blocked.values_list("actor", flat=True))


@transaction.atomic
def notice(*, owner: Actor, kind: Notice.Kind, by: Actor, note: Note | None, key: str, now: datetime) -> Notice | None:
    """Tell a local actor of something; once for each `key`. None where it is told already, or is not to be told."""
    if not owner.is_local or owner.pk == by.pk or _is_deaf(owner, by, note, now):
        return None
    start = {"id": sortable_id(now), "owner": owner, "kind": kind, "by": by, "note": note, "noticed_at": now}
    told, is_new = Notice.objects.get_or_create(key=key, defaults=start)
    if not is_new:
        return None
    publish(topic=topic_of(owner.pk), event="notice", data={"notice_id": str(told.pk)})
    return told


def _is_deaf(owner: Actor, by: Actor, note: Note | None, now: datetime) -> bool:
    muted = Mute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), owner=owner, target=by, hides_notices=True)
    if muted.exists() or Block.objects.filter(actor=owner, target=by).exists():
        return True
    return note is not None and ThreadMute.objects.filter(owner=owner, root=root_of(note)).exists()


def root_of(note: Note) -> Note:
    """The note that began the conversation, as far as we hold it; one query for each step up, at most 100."""
    for _ in range(DEEPEST_THREAD):
        if note.reply_to is None:
            break
        note = note.reply_to
    return note


def tell_of_note(note: Note, *, now: datetime) -> None:
    """Those whom it mentions, whose words it passes on, and those who want to be told of all that its actor says."""
    kinds = Notice.Kind
    if note.announces is not None:
        key = f"reblog:{note.pk}"
        notice(owner=note.announces.actor, kind=kinds.REBLOG, by=note.actor, note=note.announces, key=key, now=now)
        return
    for mention in note.mentions.select_related("actor"):
        key = f"mention:{note.pk}:{mention.actor_id}"
        notice(owner=mention.actor, kind=kinds.MENTION, by=note.actor, note=note, key=key, now=now)
    if note.reply_to is not None:
        key = f"mention:{note.pk}:{note.reply_to.actor_id}"
        notice(owner=note.reply_to.actor, kind=kinds.MENTION, by=note.actor, note=note, key=key, now=now)
    wanting = Following.objects.accepted().from_here().of(note.actor).filter(notifies=True).select_related("follower")
    for follow in wanting:
        key = f"status:{note.pk}:{follow.follower_id}"
        notice(owner=follow.follower, kind=kinds.STATUS, by=note.actor, note=note, key=key, now=now)


def tell_of_like(like: Like, *, now: datetime) -> None:
    note, kind = like.note, Notice.Kind.FAVOURITE
    notice(owner=note.actor, kind=kind, by=like.actor, note=note, key=f"favourite:{like.pk}", now=now)


def tell_of_follow(follow: Following, *, now: datetime) -> None:
    kind = Notice.Kind.FOLLOW if follow.accepted_at else Notice.Kind.FOLLOW_REQUEST
    notice(owner=follow.target, kind=kind, by=follow.follower, note=None, key=f"follow:{follow.pk}", now=now)


def tell_of_poll(poll: Poll, *, now: datetime) -> None:
    """A poll has closed: its author and those of ours who answered are told."""
    note, kind = poll.note, Notice.Kind.POLL
    voters = Actor.objects.local().filter(votes__poll=poll).exclude(pk=note.actor_id).distinct()
    for voter in voters:
        notice(owner=voter, kind=kind, by=note.actor, note=note, key=f"poll:{poll.pk}:{voter.pk}", now=now)


@transaction.atomic
def forget_note(note_id: int) -> None:
    """A note was deleted: it leaves every home and what was told of it."""
    gone = Q(note=note_id) | Q(note__announces=note_id)
    HomeNote.objects.filter(gone).delete()
    Notice.objects.filter(gone).delete()


# -- marks -------------------------------------------------------------------------------------------------------------


def bookmark(*, owner: Actor, note: Note, now: datetime) -> None:
    Bookmark.objects.get_or_create(owner=owner, note=note, defaults={"marked_at": now})


def undo_bookmark(*, owner: Actor, note: Note) -> None:
    Bookmark.objects.filter(owner=owner, note=note).delete()


@transaction.atomic
def mute(*, owner: Actor, target: Actor, hides_notices: bool, ends_at: datetime | None, now: datetime) -> None:
    """Read no more of `target`, until `ends_at` or for good; asking again sets it anew."""
    known = {"hides_notices": hides_notices, "ends_at": ends_at, "muted_at": now}
    Mute.objects.update_or_create(owner=owner, target=target, defaults=known)
    HomeNote.objects.filter(Q(note__actor=target) | Q(note__announces__actor=target), owner=owner).delete()


def undo_mute(*, owner: Actor, target: Actor) -> None:
    Mute.objects.filter(owner=owner, target=target).delete()


def mute_thread(*, owner: Actor, note: Note) -> None:
    ThreadMute.objects.get_or_create(owner=owner, root=root_of(note))


def undo_thread_mute(*, owner: Actor, note: Note) -> None:
    ThreadMute.objects.filter(owner=owner, root=root_of(note)).delete()

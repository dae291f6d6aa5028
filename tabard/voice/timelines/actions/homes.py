"""Filing notes into homes, and telling owners what concerns them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tabard.lib.sortable_ids import sortable_id
from tabard.plant.changes.actions import record
from tabard.voice.network.models import Actor, Block, Following, Like, Note, Poll
from tabard.voice.timelines import live
from tabard.voice.timelines.changes import NoticeGiven
from tabard.voice.timelines.models import (
    FollowedTag,
    HomeNote,
    List,
    Mute,
    Notice,
    ThreadMute,
)

DEEPEST_THREAD = 100


@transaction.atomic
def file_note(note: Note, *, now: datetime) -> None:
    """Put a note into the homes of all of ours who hear its actor; once, however often it is run."""
    owners = _hearing(note) - _deaf_to(note, now)
    HomeNote.objects.bulk_create([HomeNote(owner_id=owner, note=note) for owner in owners], ignore_conflicts=True)
    live.tell(map(live.topic_of, owners), live.ADDED, note_id=str(note.pk))
    live.tell_lists(note, live.ADDED)


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
    if not owner.is_local or (owner.pk == by.pk and kind != Notice.Kind.POLL) or _is_deaf(owner, by, note, now):
        return None
    start = {"id": sortable_id(now), "owner": owner, "kind": kind, "by": by, "note": note, "noticed_at": now}
    told, is_new = Notice.objects.get_or_create(key=key, defaults=start)
    if not is_new:
        return None
    record(NoticeGiven(notice_id=told.pk))
    live.tell([live.topic_of(owner.pk)], live.NOTICE, notice_id=str(told.pk))
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
        if not _is_of_course(note, note.announces):
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


def _is_of_course(passing_on: Note, passed_on: Note) -> bool:
    """A team passes on by itself what its officers say for it."""
    return passed_on.post is not None and passed_on.post.team_id == passing_on.actor.team_id


def tell_of_like(like: Like, *, now: datetime) -> None:
    note, kind = like.note, Notice.Kind.FAVOURITE
    notice(owner=note.actor, kind=kind, by=like.actor, note=note, key=f"favourite:{like.pk}", now=now)


def tell_of_follow(follow: Following, *, now: datetime) -> None:
    kind = Notice.Kind.FOLLOW if follow.accepted_at else Notice.Kind.FOLLOW_REQUEST
    notice(owner=follow.target, kind=kind, by=follow.follower, note=None, key=f"follow:{follow.pk}", now=now)


def tell_of_poll(poll: Poll, *, now: datetime) -> None:
    """A poll has closed: its author and those of ours who answered are told."""
    note, kind = poll.note, Notice.Kind.POLL
    for voter in Actor.objects.local().filter(Q(votes__poll=poll) | Q(pk=note.actor_id)).distinct():
        notice(owner=voter, kind=kind, by=note.actor, note=note, key=f"poll:{poll.pk}:{voter.pk}", now=now)


@transaction.atomic
def forget_note(note_id: int) -> None:
    """A note was deleted, or passed on no longer: it leaves every home and what was told of it."""
    gone = Q(note=note_id) | Q(note__announces=note_id)
    homes = HomeNote.objects.filter(gone)
    for owner, note in homes.values_list("owner", "note"):
        live.tell([live.topic_of(owner)], live.DELETED, note_id=str(note))
    live.tell([live.GONE], live.DELETED, note_id=str(note_id))
    homes.delete()
    Notice.objects.filter(gone | Q(kind=Notice.Kind.REBLOG, key=f"reblog:{note_id}")).delete()


def forget_like(*, actor_id: int, note_id: int) -> None:
    """Somebody likes a note no longer; whoever does so again meanwhile is told of still."""
    told = Notice.objects.filter(kind=Notice.Kind.FAVOURITE, by=actor_id, note=note_id)
    living = Like.objects.filter(actor=actor_id, note=note_id).values_list("pk", flat=True)
    told.exclude(key__in=[f"favourite:{pk}" for pk in living]).delete()


@transaction.atomic
def show_change(note: Note, *, now: datetime) -> None:
    """A note was edited, or its poll counted anew: it changes where it stands open, and those of ours who passed it on
    are told of an edit, once."""
    owners = HomeNote.objects.filter(Q(note=note) | Q(note__announces=note)).values_list("owner", flat=True)
    live.tell(map(live.topic_of, sorted(set(owners))), live.CHANGED, note_id=str(note.pk))
    live.tell_lists(note, live.CHANGED)
    if note.edited_at is None:
        return
    for passed_on in Note.objects.living().local().filter(announces=note).select_related("actor"):
        key = f"update:{passed_on.pk}:{note.edited_at.timestamp():.0f}"
        notice(owner=passed_on.actor, kind=Notice.Kind.UPDATE, by=note.actor, note=note, key=key, now=now)

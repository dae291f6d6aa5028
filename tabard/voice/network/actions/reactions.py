"""Passing on, liking, answering polls."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tabard.lib.html import plain_text
from tabard.lib.sortable_ids import sortable_id
from tabard.people.accounts.models import User
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.guidelines.checking.findings import Draft
from tabard.voice.guidelines.said import check_passed_on
from tabard.voice.network import addresses
from tabard.voice.network.actions.notes import delete_note
from tabard.voice.network.changes import (
    LikeUndone,
    NoteAdded,
    NoteLiked,
    NotePinned,
    NoteUnpinned,
    PollClosed,
    VoteCast,
)
from tabard.voice.network.models import Actor, Like, Note, Poll, Vote

MOST_PINS = 5


class NotForPassingOn(Exception):
    """Only what is said to everybody may be announced."""


class TooManyPins(Exception):
    """A profile has room for MOST_PINS."""


class PollIsClosed(Exception):
    pass


class VoteRefused(Exception):
    """One of those below."""


class OwnPoll(VoteRefused):
    """Nobody answers what they ask themselves: neither its author nor the team that it is a post of."""


class NoSuchAnswer(VoteRefused):
    """None is chosen, or one that there is not."""


class TooManyAnswers(VoteRefused):
    """This poll takes one."""


class VotedBefore(VoteRefused):
    pass


@transaction.atomic
def announce(*, actor: Actor, note: Note, now: datetime, uri: str = "", announced_at: datetime | None = None) -> Note:
    """Pass a note on; twice gives the first announce. `uri` is the id of a remote Announce. Raises NotForPassingOn."""
    if not note.is_for_everybody or note.deleted_at is not None or note.announces_id is not None:
        raise NotForPassingOn(note.pk)
    found = Note.objects.living().filter(actor=actor, announces=note).first()
    if found is not None:
        return found
    at = min(announced_at or now, now)
    number = sortable_id(now)
    made = Note.objects.create(
        id=number,
        uri=uri or addresses.activity_uri(actor.uri, "announces", number),
        kind=Note.Kind.ANNOUNCE,
        actor=actor,
        is_local=actor.is_local,
        announces=note,
        published_at=at,
        received_at=now,
    )
    Note.objects.filter(pk=note.pk).update(announces_count=F("announces_count") + 1)
    record(NoteAdded(note_id=made.pk))
    return made


@transaction.atomic
def pass_on(*, actor: Actor, note: Note, by: User, now: datetime) -> Note:
    """As `announce`, by somebody here: what others wrote then stands among our own posts, and is checked as these are.
    Nobody reviews it: what would be held as a post is asked about. What one of ours wrote was checked when it went out.
    Raises NotForPassingOn, WordsStopped."""
    is_new = not Note.objects.living().filter(actor=actor, announces=note).exists()
    answered = check_passed_on(_draft_of(note), by=by, now=now) if is_new and not note.is_local else []
    made = announce(actor=actor, note=note, now=now)
    if is_new:
        detail = {"note": note.pk} | ({"meant_so": answered} if answered else {})
        write_audit(actor=by, act="network.passed_on", subject=note.actor, on_behalf_of=actor, detail=detail, now=now)
    return made


def _draft_of(note: Note) -> Draft:
    """All that the public will read of what others wrote."""
    described = [str(each.get("alt") or "") for each in note.attachments]
    poll = Poll.objects.filter(note=note).first()
    said = [note.title, plain_text(note.html), note.content_notice, *(poll.options if poll else ()), *described]
    return Draft("\n".join(filter(None, said)), language=note.language)


def undo_announce(*, actor: Actor, note: Note, now: datetime) -> None:
    found = Note.objects.living().filter(actor=actor, announces=note).first()
    if found is not None:
        delete_note(note=found, now=now)


@transaction.atomic
def like(*, actor: Actor, note: Note, now: datetime, uri: str = "") -> Like:
    uri = uri or addresses.activity_uri(actor.uri, "likes", sortable_id(now))
    found, is_new = Like.objects.get_or_create(actor=actor, note=note, defaults={"uri": uri, "liked_at": now})
    if is_new:
        Note.objects.filter(pk=note.pk).update(likes_count=F("likes_count") + 1)
        record(NoteLiked(like_id=found.pk))
    return found


@transaction.atomic
def undo_like(*, actor: Actor, note: Note) -> None:
    found = Like.objects.select_for_update().filter(actor=actor, note=note).first()
    if found is not None:
        found.delete()
        Note.objects.filter(pk=note.pk, likes_count__gt=0).update(likes_count=F("likes_count") - 1)
        record(LikeUndone(actor_id=actor.pk, note_id=note.pk, uri=found.uri))


@transaction.atomic
def pin(*, note: Note, now: datetime) -> None:
    """Let the note stand first on its actor's profile. Raises TooManyPins, NotForPassingOn."""
    if not note.is_for_everybody or note.deleted_at is not None or note.announces_id is not None:
        raise NotForPassingOn(note.pk)
    if note.pinned_at is None:
        if Note.objects.pinned_by(note.actor).count() >= MOST_PINS:
            raise TooManyPins(MOST_PINS)
        note.pinned_at = now
        note.save(update_fields=["pinned_at"])
        record(NotePinned(note_id=note.pk))


@transaction.atomic
def unpin(*, note: Note) -> None:
    if note.pinned_at is not None:
        note.pinned_at = None
        note.save(update_fields=["pinned_at"])
        record(NoteUnpinned(note_id=note.pk))


@transaction.atomic
def vote(*, poll: Poll, actor: Actor, options: Sequence[int], now: datetime, uri: str = "") -> None:
    """Choose answers, by their numbers from 0. A remote voter of several answers sends them one by one: each is
    counted once. Raises PollIsClosed, VoteRefused."""
    poll.refresh_from_db(from_queryset=Poll.objects.select_for_update(of=("self",)).select_related("note__post"))
    if poll.is_closed_at(now):
        raise PollIsClosed(poll.pk)
    chosen = sorted(set(options))
    cast = set(Vote.objects.filter(poll=poll, actor=actor).values_list("option", flat=True))
    if asks(poll.note, actor):
        raise OwnPoll(poll.pk)
    if not chosen or not all(0 <= option < len(poll.options) for option in chosen):
        raise NoSuchAnswer(poll.pk)
    if len(chosen) > 1 and not poll.is_multiple:
        raise TooManyAnswers(poll.pk)
    if cast and (actor.is_local or not poll.is_multiple):
        raise VotedBefore(poll.pk)
    fresh = [option for option in chosen if option not in cast]
    Vote.objects.bulk_create(
        Vote(
            poll=poll,
            actor=actor,
            option=option,
            uri=uri or addresses.activity_uri(actor.uri, f"votes/{poll.pk}", option),
        )
        for option in fresh
    )
    for option in fresh:
        poll.votes[option] += 1
    poll.voters_count += 0 if cast else 1
    poll.save(update_fields=["votes", "voters_count"])
    record(VoteCast(poll_id=poll.pk, actor_id=actor.pk))


def asks(note: Note, actor: Actor) -> bool:
    """Whether it is the actor who asks in this poll: as its author, or as the team that it is a post of."""
    if note.actor_id == actor.pk or note.post is None:
        return note.actor_id == actor.pk
    is_author = actor.officer_id is not None and actor.officer_id == note.post.officer_id
    return is_author or actor.team_id == note.post.team_id


@transaction.atomic
def close_next_poll(*, now: datetime) -> bool:
    """Say of one poll whose time is over that it has closed. Returns whether there was one."""
    over = Poll.objects.filter(told_at=None, closes_at__lte=now)
    poll = over.select_for_update(skip_locked=True).order_by("closes_at", "pk").first()
    if poll is None:
        return False
    poll.told_at = now
    poll.save(update_fields=["told_at"])
    if poll.note.is_local:
        detail = {"votes": poll.votes, "voters": poll.voters_count}
        write_audit(actor=None, act="network.poll_closed", subject=poll.note.post or poll.note, detail=detail, now=now)
    record(PollClosed(poll_id=poll.pk))
    return True

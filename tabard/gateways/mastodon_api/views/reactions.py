"""What is done with a status: passed on, liked, marked, pinned, silenced; and who did so."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.access import Speaker
from tabard.gateways.mastodon_api.calls import Answer, Call, View, with_scope
from tabard.gateways.mastodon_api.paging import answer, page_of
from tabard.gateways.mastodon_api.refusals import NotAllowed, Refused
from tabard.gateways.mastodon_api.render.accounts import accounts
from tabard.gateways.mastodon_api.render.statuses import NEEDED, one, statuses
from tabard.people.teams.guided import asking
from tabard.voice.network.actions import reactions
from tabard.voice.network.models import Like, Note
from tabard.voice.timelines.actions import marks
from tabard.voice.timelines.models import Bookmark

Act = Callable[[Speaker, Note, datetime], Any]
Row = TypeVar("Row", bound=Model)
IN_NOTE = ["note", *(f"note__{name}" for name in NEEDED)]


def _on_status(scope: str) -> Callable[[Act], View]:
    """A view that does `act` to the status of its address, and answers with it as it then is."""

    def made(act: Act) -> View:
        @with_scope(scope)
        @wraps(act)
        def view(call: Call, pk: int) -> Answer:
            note = access.note_to_read(pk, call.actor)
            act(call.speaker, note.announces or note, call.now)
            return one((note.announces or note).pk, call.actor, call.now)

        return view

    return made


@with_scope("write:statuses")
def reblog(call: Call, pk: int) -> Answer:
    """Answers with the new status that passes the other on."""
    if call.given.text("visibility", "public") not in {"", "public", "unlisted"}:
        raise Refused(_("What is said here is said in public: choose the visibility public or unlisted."))
    note = access.note_to_read(pk, call.actor)
    with asking():
        made = reactions.pass_on(actor=call.actor, note=note.announces or note, by=call.speaker.user, now=call.now)
    return one(made.pk, call.actor, call.now)


@_on_status("write:statuses")
def unreblog(speaker: Speaker, note: Note, now: datetime) -> None:
    reactions.undo_announce(actor=speaker.actor, note=note, now=now)


@_on_status("write:favourites")
def favourite(speaker: Speaker, note: Note, now: datetime) -> None:
    reactions.like(actor=speaker.actor, note=note, now=now)


@_on_status("write:favourites")
def unfavourite(speaker: Speaker, note: Note, _now: datetime) -> None:
    reactions.undo_like(actor=speaker.actor, note=note)


@_on_status("write:bookmarks")
def bookmark(speaker: Speaker, note: Note, now: datetime) -> None:
    marks.bookmark(owner=speaker.actor, note=note, now=now)


@_on_status("write:bookmarks")
def unbookmark(speaker: Speaker, note: Note, _now: datetime) -> None:
    marks.undo_bookmark(owner=speaker.actor, note=note)


@_on_status("write:mutes")
def mute(speaker: Speaker, note: Note, _now: datetime) -> None:
    marks.mute_thread(owner=speaker.actor, note=note)


@_on_status("write:mutes")
def unmute(speaker: Speaker, note: Note, _now: datetime) -> None:
    marks.undo_thread_mute(owner=speaker.actor, note=note)


@_on_status("write:accounts")
def pin(speaker: Speaker, note: Note, now: datetime) -> None:
    _require_own(speaker, note)
    reactions.pin(note=note, now=now)


@_on_status("write:accounts")
def unpin(speaker: Speaker, note: Note, _now: datetime) -> None:
    _require_own(speaker, note)
    reactions.unpin(note=note)


def _require_own(speaker: Speaker, note: Note) -> None:
    if note.actor_id != speaker.actor.pk:
        raise NotAllowed(_("Only your own posts can be pinned."))


# -- who did -----------------------------------------------------------------------------------------------------------


def _told(rows: "QuerySet[Row]", note: Note, call: Call) -> "QuerySet[Row]":
    """Those whose actors may be named: all to the author; to others our own, and who wants to be found. To like what
    the police say is nobody's business."""
    if call.viewer is not None and call.viewer.pk == note.actor_id:
        return rows
    return rows.filter(Q(actor__is_discoverable=True) | Q(actor__host=""))


def reblogged_by(call: Call, pk: int) -> Answer:
    note = access.note_to_read(pk, call.viewer)
    rows = page_of(call.given, limit=40, most=80).cut(_told(Note.objects.living().filter(announces=note), note, call))
    return answer(call, rows, accounts(row.actor_id for row in rows), lambda row: row.pk)


def favourited_by(call: Call, pk: int) -> Answer:
    note = access.note_to_read(pk, call.viewer)
    rows = page_of(call.given, limit=40, most=80).cut(_told(Like.objects.filter(note=note), note, call))
    return answer(call, rows, accounts(row.actor_id for row in rows), lambda row: row.pk)


@with_scope("read:bookmarks")
def bookmarks(call: Call) -> Answer:
    kept = Bookmark.objects.filter(owner=call.actor, note__deleted_at=None).select_related(*IN_NOTE)
    rows = page_of(call.given).cut(kept)
    return answer(call, rows, statuses([row.note for row in rows], call.actor, call.now), lambda row: row.pk)


@with_scope("read:favourites")
def favourites(call: Call) -> Answer:
    kept = Like.objects.filter(actor=call.actor, note__deleted_at=None).select_related(*IN_NOTE)
    rows = page_of(call.given).cut(kept)
    return answer(call, rows, statuses([row.note for row in rows], call.actor, call.now), lambda row: row.pk)

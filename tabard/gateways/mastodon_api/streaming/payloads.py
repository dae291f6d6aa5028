"""From an event with ids to what an app reads: rows are read anew for each reader, and only what they may see."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.gateways.mastodon_api.render.notifications import IN_NOTICE, notifications
from tabard.gateways.mastodon_api.render.statuses import NEEDED, statuses
from tabard.gateways.mastodon_api.streaming.streams import Stream
from tabard.voice.network.models import Actor, Block, Note
from tabard.voice.network.models.notes import NoteQuerySet
from tabard.voice.timelines import live
from tabard.voice.timelines.models import List, Mute, Notice

NAMES = {
    live.ADDED: "update",
    live.CHANGED: "status.update",
    live.DELETED: "delete",
    live.NOTICE: "notification",
    live.FILTERS: "filters_changed",
}


class Message(NamedTuple):
    stream: tuple[str, ...]
    event: str
    payload: str | None = None


class TokenIsDead(Exception):
    pass


def living(tokens: list[int], now: datetime) -> set[int]:
    """Those of `tokens` (ids of access tokens) that still speak for somebody; one query for all."""
    return set(GrantedToken.objects.living(now).filter(token__in=tokens).values_list("token", flat=True))


def messages(
    token: int, actor: Actor, event: str, ids: dict[str, str], streams: list[Stream], now: datetime
) -> list[Message]:
    """What `actor` is told in each of `streams`. Raises TokenIsDead."""
    if token not in living([token], now):
        raise TokenIsDead
    if event in {live.ADDED, live.CHANGED}:
        return _of_note(actor, event, int(ids["note_id"]), streams, now)
    if event == live.NOTICE:
        payload = _notice(actor, int(ids["notice_id"]), now)
        return [Message(stream.name, NAMES[event], payload) for stream in streams] if payload else []
    return [Message(stream.name, NAMES[event], ids.get("note_id")) for stream in streams]


def _of_note(actor: Actor, event: str, note_id: int, streams: list[Stream], now: datetime) -> list[Message]:
    note = _readable(actor, now).select_related(*NEEDED).filter(pk=note_id).first()
    if note is None:
        return []
    entity = statuses([note], actor, now)[0]
    payload = json.dumps(entity)
    wanted = [stream for stream in streams if _belongs(note, entity, stream)]
    return [Message(stream.name, NAMES[event], payload) for stream in wanted]


def _belongs(note: Note, entity: dict[str, Any], stream: Stream) -> bool:
    if stream.is_media_only and not entity["media_attachments"]:
        return False
    if stream.list_id is None:
        return True
    found = List.objects.filter(pk=stream.list_id).first()
    return found is not None and found.notes().filter(pk=note.pk).exists()


def _readable(actor: Actor, now: datetime) -> NoteQuerySet:
    muted = Mute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), owner=actor, target=OuterRef("actor"))
    blocked = Block.objects.filter(actor=actor, target=OuterRef("actor"))
    return Note.objects.seen_by(actor).filter(~Exists(muted), ~Exists(blocked))


def _notice(actor: Actor, notice_id: int, now: datetime) -> str | None:
    rows = list(Notice.objects.of(actor).select_related(*IN_NOTICE).filter(pk=notice_id))
    return json.dumps(notifications(rows, actor, now)[0]) if rows else None

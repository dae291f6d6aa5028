"""What goes out: queueing it in the ledger, and its words at the moment when it is sent.

A note is rendered when it is sent, so that a server that was away for a day gets what the note says by then, once.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction

from tabard.gateways.activitypub.actions import keys
from tabard.gateways.activitypub.render import activities, actors
from tabard.gateways.activitypub.render.vocabulary import Document, whole
from tabard.plant.delivery import actions as delivery
from tabard.plant.delivery.models import Delivery
from tabard.services.events.models import Event
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor, Note

CHANNEL = "activitypub"
BATCH_SIZE = 200
CREATE, UPDATE, PROFILE = "create", "update", "profile"


def queue_activity(activity: Document, *, by: Actor, to: Iterable[str], about: str, now: datetime) -> None:
    """An activity that says the same whenever it is sent; its id makes queueing it twice harmless."""
    name = sha256(activity["id"].encode()).hexdigest()[:32]
    _queue({"by": by.pk, "activity": activity}, name=name, to=to, about=about, now=now)


def queue_note(verb: str, note: Note, *, to: Iterable[str], about: str, number: int, now: datetime) -> None:
    """`verb` is CREATE or UPDATE; `number` tells one change of the note from another."""
    payload = {"by": note.actor_id, "note": note.pk, "verb": verb, "number": number}
    _queue(payload, name=f"{verb}:{note.pk}:{number}", to=to, about=about, now=now)


def queue_event(verb: str, event: Event, *, by: Actor, to: Iterable[str], now: datetime) -> None:
    """`verb` is CREATE or UPDATE; the event's revision tells one change of it from another."""
    payload = {"by": by.pk, "event": event.pk, "verb": verb, "number": event.revision}
    _queue(payload, name=f"event:{verb}:{event.pk}:{event.revision}", to=to, about=f"event:{event.pk}", now=now)


@transaction.atomic
def queue_counts(note: Note, *, to: Iterable[str], about: str, until: datetime, now: datetime) -> None:
    """What was counted by `until`, told then and once."""
    number = int(until.timestamp() * 1000)
    queue_note(UPDATE, note, to=to, about=about, number=number, now=now)
    for row in Delivery.objects.filter(key__startswith=f"{CHANNEL}:{UPDATE}:{note.pk}:{number}:"):
        delivery.put_off(key=row.key, until=until)


def queue_profile(actor: Actor, *, to: Iterable[str], now: datetime) -> None:
    """Each change of a profile is told, even if it only takes back the one before."""
    number = int(now.timestamp() * 1_000_000)
    payload = {"by": actor.pk, "verb": PROFILE, "number": number}
    _queue(payload, name=f"{PROFILE}:{actor.pk}:{number}", to=to, about=f"actor:{actor.pk}", now=now)


@transaction.atomic
def _queue(payload: dict[str, Any], *, name: str, to: Iterable[str], about: str, now: datetime) -> None:
    """Batches of BATCH_SIZE inboxes, those of one server side by side: whole or not at all, so that a job that runs
    twice, when others follow, adds none."""
    inboxes = iter(sorted(to, key=lambda inbox: (host_of(inbox), inbox)))
    key = f"{CHANNEL}:{name}"
    if Delivery.objects.filter(key=f"{key}:0").exists():
        return
    number = 0
    while batch := list(islice(inboxes, BATCH_SIZE)):
        delivery.enqueue(
            channel=CHANNEL, key=f"{key}:{number}", about=about, recipients=batch, payload=payload, now=now
        )
        number += 1


def body_of(payload: dict[str, Any], *, now: datetime) -> bytes | None:
    """The words as they travel; None when there is nothing to say any more."""
    activity = payload["activity"] if "activity" in payload else _rendered(payload, now)
    if activity is None:
        return None
    return json.dumps(whole(activity), ensure_ascii=False, separators=(",", ":")).encode()


def _rendered(payload: dict[str, Any], now: datetime) -> Document | None:
    if payload["verb"] == PROFILE:
        actor = Actor.objects.with_people().get(pk=payload["by"])
        described = actors.actor(actor, keys.key_of(actor, now=now), now=now)
        return activities.update_actor(actor, described, number=payload["number"])
    if "event" in payload:
        return _of_event(payload, now)
    note = Note.objects.living().for_lists().filter(pk=payload["note"]).first()
    if note is None:
        return None
    if payload["verb"] == UPDATE:
        return activities.update(note, number=payload["number"], now=now)
    return activities.of_note(note, now=now)


def _of_event(payload: dict[str, Any], now: datetime) -> Document | None:
    event = Event.objects.filter(pk=payload["event"]).first()
    if event is None:
        return None
    by = Actor.objects.get(pk=payload["by"])
    if payload["verb"] == UPDATE:
        return activities.update_event(event, by, number=payload["number"], now=now)
    return activities.create_event(event, by)

"""Reports, blocks and moves."""

from contextlib import suppress
from datetime import datetime

from tabard.gateways.activitypub import fetch
from tabard.gateways.activitypub.apply.follows import ours_at
from tabard.gateways.activitypub.receive.activities import Activity
from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.voice.network.actions import actors, keeping_out
from tabard.voice.network.models import Actor, HostBlock, Note

MOST_REPORTED = 50


def flag(activity: Activity, actor: Actor, now: datetime) -> None:
    """A report about one of ours, or notes of theirs."""
    if HostBlock.objects.against(actor).filter(reject_reports=True).exists():
        return
    uris = activity.object_uris[:MOST_REPORTED]
    notes = list(Note.objects.living().local().filter(uri__in=uris).select_related("actor"))
    about = next((found for uri in uris if (found := ours_at(uri))), None) or (notes[0].actor if notes else None)
    if about is not None and activity.uri:
        theirs = [note for note in notes if note.actor_id == about.pk]
        keeping_out.make_report(
            reporter=actor, about=about, notes=theirs, words=activity.words, uri=activity.uri, now=now
        )


def block(activity: Activity, actor: Actor, now: datetime) -> None:
    target = ours_at(activity.object_uri)
    if target is not None:
        keeping_out.block_actor(actor=actor, target=target, uri=activity.uri, now=now)


def move(activity: Activity, actor: Actor, now: datetime) -> None:
    """Whoever of ours followed the actor follows the one that it names, if that one names it too. Raises Refused,
    FetchFailed."""
    if activity.object_uri not in {actor.uri, ""} or not activity.target_uri:
        raise HostMismatch
    target = fetch.actor_at(activity.target_uri, now=now, fresh_since=now)
    with suppress(ValueError):  # it does not know the old one
        actors.move_actor(actor=actor, to=target, now=now)

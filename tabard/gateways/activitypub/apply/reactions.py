"""What others like, pass on and pin."""

from contextlib import suppress
from datetime import datetime

from tabard.gateways.activitypub import fetch
from tabard.gateways.activitypub.receive.activities import Activity
from tabard.gateways.activitypub.receive.values import address, kinds, moment
from tabard.voice.network.actions import reactions
from tabard.voice.network.models import Actor, Block, Following, Note

WRAPPED = {"Create", "Update", "Page"}  # groups (Lemmy, FEP-1b12) announce the activity with the note in it


def like(activity: Activity, actor: Actor, now: datetime) -> None:
    note = _known(activity.object_uri, actor)
    if note is not None and note.announces_id is None:
        reactions.like(actor=actor, note=note, uri=activity.uri, now=now)


def announce(activity: Activity, actor: Actor, now: datetime) -> None:
    """Of a note of ours, or by somebody whom one of ours follows. Raises FetchFailed, Refused."""
    uri = activity.object_uri
    if WRAPPED & set(kinds(activity.document)) and activity.document.get("object"):
        uri = address(activity.document.get("object"))
    note = _known(uri, actor)
    is_followed = Following.objects.accepted().from_here().of(actor).exists()
    if note is None and uri and is_followed and not Note.objects.filter(uri=uri).exists():
        note = fetch.note_at(uri, now=now)
    if note is None or not (is_followed or note.is_local) or Note.objects.filter(uri=activity.uri or "-").exists():
        return
    announced_at = moment(activity.whole.get("published"))
    with suppress(reactions.NotForPassingOn):
        reactions.announce(actor=actor, note=note, uri=activity.uri, announced_at=announced_at, now=now)


def _known(uri: str, actor: Actor) -> Note | None:
    """The note that we hold, unless its actor has blocked this one."""
    held = Note.objects.living().filter(uri=uri or "-").select_related("actor")
    return held.exclude(actor__in=Block.objects.filter(target=actor).values("actor")).first()


def pin(activity: Activity, actor: Actor, now: datetime) -> None:
    note = _own_of(activity, actor)
    if note is not None:
        with suppress(reactions.TooManyPins, reactions.NotForPassingOn):
            reactions.pin(note=note, now=now)


def unpin(activity: Activity, actor: Actor, _now: datetime) -> None:
    note = _own_of(activity, actor)
    if note is not None:
        reactions.unpin(note=note)


def _own_of(activity: Activity, actor: Actor) -> Note | None:
    """A note of the actor's own, put among what it features or taken from there."""
    if not actor.featured_uri or activity.target_uri != actor.featured_uri:
        return None
    return Note.objects.living().filter(uri=activity.object_uri, actor=actor).first()

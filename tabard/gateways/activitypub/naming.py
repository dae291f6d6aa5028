"""Whom a post of ours names at another server and nobody here has met: they are looked up before the post goes out.

Were it sent first, the servers that hear it would not learn whom it names, and those named would not hear it at all.
"""

from django.utils import timezone

from tabard.gateways.activitypub import outgoing, recipients
from tabard.gateways.activitypub.fetch import look_up
from tabard.plant.delivery import actions as delivery
from tabard.plant.delivery.batch import Batch
from tabard.voice.network import addresses
from tabard.voice.network.actions.notes import name_also
from tabard.voice.network.models import Actor, Note

CHANNEL = "activitypub-names"
MOST_STRANGERS = 5
"""Of one post: each may take seconds, and its followers wait meanwhile."""


def send(verb: str, note: Note, *, about: str, number: int) -> None:
    """Queue a note of ours (CREATE or UPDATE; see `outgoing.queue_note`), once those whom it names are looked up."""
    strangers = _strangers_in(note)
    if not strangers:
        _queue(verb, note, about=about, number=number)
        return
    delivery.enqueue(
        channel=CHANNEL,
        key=f"{CHANNEL}:{verb}:{note.pk}:{number}",
        about=f"names:{note.pk}",
        recipients=strangers,
        payload={"note": note.pk, "verb": verb, "about": about, "number": number},
        now=timezone.now(),
    )


def send_batch(batch: Batch) -> None:
    """The ledger's sender. Who cannot be found now is named in plain words, and keeps nobody waiting."""
    note = Note.objects.local().living().select_related("actor", "post").filter(pk=batch.payload["note"]).first()
    if note is None:
        batch.progress(refused=dict.fromkeys(batch.recipients, "there is nothing to say any more"))
        return
    found = {handle: look_up(handle, now=timezone.now()) for handle in batch.recipients}
    actors = {handle: actor for handle, actor in found.items() if isinstance(actor, Actor)}
    name_also(note=note, actors=actors.values())
    payload = batch.payload
    _queue(payload["verb"], note, about=payload["about"], number=payload["number"])
    batch.progress(done=actors, refused=dict.fromkeys(found.keys() - actors.keys(), "nobody is found under it"))


def _queue(verb: str, note: Note, *, about: str, number: int) -> None:
    to = recipients.of_note(note) if verb == outgoing.CREATE else recipients.of_change(note)
    outgoing.queue_note(verb, note, to=to, about=about, number=number, now=timezone.now())


def _strangers_in(note: Note) -> list[str]:
    if note.post is None:
        return []
    known = {mention.actor.handle.lower() for mention in note.mentions.select_related("actor")}
    far = note.post.mentions.filter(handle__contains="@").order_by("pk").values_list("handle", flat=True)
    ours = f"@{addresses.our_host()}"
    return [handle for handle in far if handle not in known and not handle.endswith(ours)][:MOST_STRANGERS]

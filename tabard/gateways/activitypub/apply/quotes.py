"""Who asks to quote what we say."""

from datetime import datetime

from tabard.gateways.activitypub import outgoing, recipients
from tabard.gateways.activitypub.actions.quotes import give_leave
from tabard.gateways.activitypub.receive.activities import Activity
from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.gateways.activitypub.receive.values import address
from tabard.gateways.activitypub.render import quotes
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor, Block, Note


def ask(activity: Activity, actor: Actor, now: datetime) -> None:
    """Whatever is said to everybody may be quoted by everybody, save those who are blocked, and save what was revoked.

    Raises HostMismatch.
    """
    quoting_uri = address(activity.whole.get("instrument"))
    said = Note.objects.for_everybody().local().select_related("actor")
    note = said.filter(uri=activity.object_uri, announces=None).first()
    if note is None or not quoting_uri or not activity.uri:
        return
    if host_of(quoting_uri) != host_of(actor.uri):
        raise HostMismatch
    asked = quotes.request(activity.uri, actor, note, quoting_uri)
    is_blocked = Block.objects.filter(actor=note.actor, target=actor).exists()
    if is_blocked or give_leave(note=note, actor=actor, quoting_uri=quoting_uri, now=now).revoked_at is not None:
        answer = quotes.refusal(note, asked)
    else:
        answer = quotes.acceptance(note, asked, quoting_uri)
    about = f"note:{note.pk}"
    outgoing.queue_activity(answer, by=note.actor, to=recipients.of_actor(actor), about=about, now=now)

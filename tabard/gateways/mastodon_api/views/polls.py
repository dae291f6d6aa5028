"""Reading polls, and answering them."""

from django.http import Http404

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.render.statuses import poll as entity
from tabard.voice.network.actions import reactions
from tabard.voice.network.models import Poll, Vote


def _poll(call: Call, pk: int) -> Poll:
    found = Poll.objects.select_related("note__post").filter(pk=pk).first()
    if found is None:
        raise Http404
    access.note_to_read(found.note_id, call.viewer)
    return found


def _shown(call: Call, poll: Poll) -> Answer:
    own = Vote.objects.filter(poll=poll, actor=call.viewer) if call.viewer else Vote.objects.none()
    return entity(poll, call.viewer, list(own.order_by("option").values_list("option", flat=True)), call.now)


def read(call: Call, pk: int) -> Answer:
    return _shown(call, _poll(call, pk))


@with_scope("write:statuses")
def vote(call: Call, pk: int) -> Answer:
    poll = _poll(call, pk)
    reactions.vote(poll=poll, actor=call.actor, options=call.given.keys("choices"), now=call.now)
    return _shown(call, poll)

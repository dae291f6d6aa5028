"""Who quotes a status. Everybody may; whose leave was taken back, may not again."""

from django.http import Http404
from django.utils.translation import gettext as _

from tabard.gateways.activitypub.actions.quotes import give_leave, revoke_leave
from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.refusals import not_supported
from tabard.gateways.mastodon_api.render import statuses as render
from tabard.gateways.mastodon_api.views.timelines import listed
from tabard.voice.network.models import Note


@with_scope("read:statuses")
def quoting(call: Call, pk: int) -> Answer:
    return listed(call, Note.objects.seen_by(call.viewer).filter(quotes=access.note_to_read(pk, call.viewer)))


@with_scope("write:statuses")
def revoke(call: Call, pk: int, quoting: int) -> Answer:
    """Take back the leave to quote one's own. Answers with what quoted it."""
    quoted = access.post_to_change(pk, call.speaker).note
    found = Note.objects.living().filter(pk=quoting, quotes=quoted, is_local=False).select_related("actor").first()
    if found is None:
        raise Http404
    leave = give_leave(note=quoted, actor=found.actor, quoting_uri=found.uri, now=call.now)
    revoke_leave(leave=leave, by=call.speaker.user, now=call.now)
    return render.one(found.pk, call.actor, call.now)


@with_scope("write:statuses")
def set_policy(call: Call, pk: int) -> Answer:
    access.post_to_change(pk, call.speaker)
    if call.given.text("quote_approval_policy", "public") != "public":
        raise not_supported(_("Restricting who may quote"))
    return render.one(pk, call.actor, call.now)

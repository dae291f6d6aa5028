"""Pictures that are sent before their post."""

from django.http import JsonResponse
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.actions import uploads
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.given import Given
from tabard.gateways.mastodon_api.models import Upload
from tabard.gateways.mastodon_api.refusals import Refused, not_supported
from tabard.gateways.mastodon_api.render.media import attachment_of_ours
from tabard.plant.media.models import MIDDLE


@with_scope("write:media")
def upload(call: Call) -> Answer:
    """Ready when it is answered: nothing is worked on afterwards."""
    file = call.given.file("file")
    if file is None:
        raise Refused(_("Send the picture as the field “file” of a form."))
    _refuse_what_is_not_done(call.given)
    described = call.given.text("description")
    focus = call.given.point("focus") or MIDDLE
    kept = uploads.keep_upload(speaker=call.speaker, file=file, description=described, focus=focus, now=call.now)
    return _said(kept)


@with_scope("write:media")
def read(call: Call, pk: int) -> Answer:
    return _said(access.upload_to_use(pk, call.speaker))


@with_scope("write:media")
def describe(call: Call, pk: int) -> Answer:
    kept = access.upload_to_use(pk, call.speaker)
    _refuse_what_is_not_done(call.given)
    if "description" in call.given:
        text = call.given.text("description")
        uploads.describe_upload(upload=kept, description=text, by=call.speaker.user, now=call.now)
    if (focus := call.given.point("focus")) is not None:
        uploads.focus_upload(upload=kept, focus=focus, by=call.speaker.user, now=call.now)
    return _said(kept)


@with_scope("write:media")
def discard(call: Call, pk: int) -> Answer:
    uploads.discard_upload(upload=access.upload_to_use(pk, call.speaker), by=call.speaker.user, now=call.now)
    return {}


def _refuse_what_is_not_done(given: Given) -> None:
    if "thumbnail" in given:
        raise not_supported(_("A thumbnail of its own"))


def _said(kept: Upload) -> JsonResponse:
    return JsonResponse(attachment_of_ours(kept.picture, is_described=kept.is_described))

"""What is written already and goes out later: at its time, or once somebody has looked at it."""

from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.actions import writing
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.paging import answer, page_of
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.gateways.mastodon_api.render.history import scheduled
from tabard.voice.posts import questions


@with_scope("read:statuses")
def listed(call: Call) -> Answer:
    posts = page_of(call.given).cut(access.scheduled_of(call.speaker))
    return answer(call, posts, [scheduled(post) for post in posts], lambda post: post.pk)


@with_scope("read:statuses")
def read(call: Call, pk: int) -> Answer:
    return scheduled(access.scheduled_post(pk, call.speaker))


@with_scope("write:statuses")
def put_off(call: Call, pk: int) -> Answer:
    post = access.scheduled_post(pk, call.speaker)
    publish_at = call.given.moment("scheduled_at")
    if publish_at is None:
        raise Refused(_("Say when: send scheduled_at."))
    with questions.kept(call.speaker.user, call.now):
        writing.put_off(post=post, speaker=call.speaker, publish_at=publish_at, now=call.now)
    return scheduled(access.scheduled_post(pk, call.speaker))


@with_scope("write:statuses")
def cancel(call: Call, pk: int) -> Answer:
    writing.cancel_scheduled(post=access.scheduled_post(pk, call.speaker), speaker=call.speaker, now=call.now)
    return {}

"""Hashtags, and those that the owner follows."""

from django.http import Http404

from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.paging import answer, page_of
from tabard.gateways.mastodon_api.refusals import not_supported
from tabard.gateways.mastodon_api.render.tags import tags
from tabard.lib.text import tag_key
from tabard.voice.timelines.actions import marks
from tabard.voice.timelines.models import FollowedTag

PAGE, MOST = 100, 200


def read(call: Call, name: str) -> Answer:
    return tags([_key(name)], call.viewer, call.now)[0]


@with_scope("write:follows")
def follow(call: Call, name: str) -> Answer:
    marks.follow_tag(owner=call.actor, name=_key(name))
    return tags([_key(name)], call.actor, call.now)[0]


@with_scope("write:follows")
def unfollow(call: Call, name: str) -> Answer:
    marks.unfollow_tag(owner=call.actor, name=_key(name))
    return tags([_key(name)], call.actor, call.now)[0]


@with_scope("write:accounts")
def feature(_call: Call, name: str) -> Answer:
    raise not_supported(f"#{name[:50]}: featured_tags")


@with_scope("read:follows")
def followed(call: Call) -> Answer:
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(FollowedTag.objects.filter(owner=call.actor))
    return answer(call, rows, tags([row.name for row in rows], call.actor, call.now), lambda row: row.pk)


def _key(name: str) -> str:
    key = tag_key(name)
    if not key:
        raise Http404
    return key

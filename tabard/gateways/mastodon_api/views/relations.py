"""Following, muting, blocking, and who does."""

from datetime import timedelta

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.paging import answer, page_of
from tabard.gateways.mastodon_api.refusals import not_supported
from tabard.gateways.mastodon_api.render.accounts import Accounts, accounts, relationships
from tabard.gateways.mastodon_api.render.values import optional_moment
from tabard.voice.network.actions import follows, keeping_out
from tabard.voice.network.models import Actor, Block, Following
from tabard.voice.network.models.actors import FollowingQuerySet
from tabard.voice.timelines.actions import marks
from tabard.voice.timelines.models import Mute

PAGE, MOST = 40, 80


def _relationship(call: Call, target: Actor) -> Answer:
    return relationships(call.actor, [target.pk], call.now)[0]


@with_scope("write:follows")
def follow(call: Call, pk: int) -> Answer:
    """Asking again changes what is heard."""
    target, given = access.actor_to_see(pk), call.given
    if given.texts("languages"):
        raise not_supported(_("Following in some languages only"))
    asked = follows.ask_to_follow(follower=call.actor, target=target, now=call.now)
    hears = {"shows_announces": given.flag("reblogs", default=asked.shows_announces)}
    hears |= {"notifies": given.flag("notify", default=asked.notifies)}
    follows.choose_what_to_hear(follow=asked, **hears)
    return _relationship(call, target)


@with_scope("write:follows")
def unfollow(call: Call, pk: int) -> Answer:
    target = access.actor_to_see(pk)
    follows.end_follow(follower=call.actor, target=target)
    return _relationship(call, target)


@with_scope("write:follows")
def remove_from_followers(call: Call, pk: int) -> Answer:
    target = access.actor_to_see(pk)
    for asked in Following.objects.filter(follower=target, target=call.actor).select_related("follower", "target"):
        follows.reject_follow(follow=asked)
    return _relationship(call, target)


@with_scope("write:blocks")
def block(call: Call, pk: int) -> Answer:
    target = access.actor_to_see(pk)
    keeping_out.block_actor(actor=call.actor, target=target, now=call.now)
    return _relationship(call, target)


@with_scope("write:blocks")
def unblock(call: Call, pk: int) -> Answer:
    target = access.actor_to_see(pk)
    keeping_out.undo_block(actor=call.actor, target=target)
    return _relationship(call, target)


@with_scope("write:mutes")
def mute(call: Call, pk: int) -> Answer:
    target, seconds = access.actor_to_see(pk), call.given.number("duration") or 0
    ends_at = call.now + timedelta(seconds=min(seconds, 10**9)) if seconds > 0 else None
    hides = call.given.flag("notifications", default=True)
    marks.mute(owner=call.actor, target=target, hides_notices=hides, ends_at=ends_at, now=call.now)
    return _relationship(call, target)


@with_scope("write:mutes")
def unmute(call: Call, pk: int) -> Answer:
    target = access.actor_to_see(pk)
    marks.undo_mute(owner=call.actor, target=target)
    return _relationship(call, target)


@with_scope("write:accounts")
def note(_call: Call, pk: int) -> Answer:
    raise not_supported(_("A private note about an account"))


@with_scope("write:accounts")
def endorse(_call: Call, pk: int) -> Answer:
    raise not_supported(_("Featuring an account on the profile"))


@with_scope("write:blocks")
def block_domain(_call: Call) -> Answer:
    raise not_supported(_("Blocking a server in an app: the digital lead does so for everybody here, and it"))


# -- who ---------------------------------------------------------------------------------------------------------------


def followers(call: Call, pk: int) -> Answer:
    target = access.actor_to_see(pk)
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(_named(Following.objects.accepted().of(target), call, target))
    return answer(call, rows, accounts(row.follower_id for row in rows), lambda row: row.pk)


def following(call: Call, pk: int) -> Answer:
    follower = access.actor_to_see(pk)
    followed = _named(Following.objects.accepted().filter(follower=follower), call, follower)
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(followed)
    return answer(call, rows, accounts(row.target_id for row in rows), lambda row: row.pk)


def _named(follows: FollowingQuerySet, call: Call, of: Actor) -> FollowingQuerySet:
    """Only oneself sees all of one's own."""
    return follows if call.viewer == of else follows.for_everybody()


@with_scope("read:blocks")
def blocks(call: Call) -> Answer:
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(Block.objects.filter(actor=call.actor))
    return answer(call, rows, accounts(row.target_id for row in rows), lambda row: row.pk)


@with_scope("read:mutes")
def mutes(call: Call) -> Answer:
    on = Mute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=call.now), owner=call.actor)
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(on)
    known = Accounts(row.target_id for row in rows)
    told = [{**known.entity(row.target_id), "mute_expires_at": optional_moment(row.ends_at)} for row in rows]
    return answer(call, rows, told, lambda row: row.pk)


# -- follow requests ---------------------------------------------------------------------------------------------------


@with_scope("read:follows")
def asked(call: Call) -> Answer:
    rows = page_of(call.given, limit=PAGE, most=MOST).cut(Following.objects.waiting().of(call.actor))
    return answer(call, rows, accounts(row.follower_id for row in rows), lambda row: row.pk)


def _request_of(call: Call, pk: int) -> Following:
    waiting = Following.objects.of(call.actor).filter(follower=pk).select_related("follower", "target").first()
    if waiting is None:
        raise Http404
    return waiting


@with_scope("write:follows")
def accept(call: Call, pk: int) -> Answer:
    waiting = _request_of(call, pk)
    follows.accept_follow(follow=waiting, now=call.now)
    return _relationship(call, waiting.follower)


@with_scope("write:follows")
def reject(call: Call, pk: int) -> Answer:
    waiting = _request_of(call, pk)
    follows.reject_follow(follow=waiting)
    return _relationship(call, waiting.follower)

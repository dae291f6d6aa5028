"""Where a phone wants to be told of notices (Web Push). One subscription to each token."""

from django.http import Http404
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.actions import push
from tabard.gateways.mastodon_api.actions.push import PushWish
from tabard.gateways.mastodon_api.calls import Answer, Call, with_scope
from tabard.gateways.mastodon_api.given import Given
from tabard.gateways.mastodon_api.models import GrantedToken, PushSubscription
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.lib.web_push import Coding, KeyRefused
from tabard.voice.timelines.models import Notice

NEVER_GIVEN = ("admin.sign_up", "admin.report", "severed_relationships", "moderation_warning", "quote", "quoted_update")
ALERTS = (*Notice.Kind.values, *NEVER_GIVEN)


def _granted(call: Call) -> GrantedToken:
    assert call.caller is not None  # noqa: S101  with_scope has asked
    return GrantedToken.objects.get(token=call.caller.token)


def _own(call: Call) -> PushSubscription:
    found = PushSubscription.objects.filter(granted=_granted(call)).first()
    if found is None:
        raise Http404
    return found


def _entity(row: PushSubscription) -> dict[str, object]:
    return {
        "id": str(row.pk),
        "endpoint": row.endpoint,
        "standard": row.coding == Coding.AES128GCM,
        "server_key": push.public_key(),
        "alerts": {kind: bool(row.alerts.get(kind)) for kind in ALERTS},
        "policy": row.policy,
    }


@with_scope("push")
def read(call: Call) -> Answer:
    return _entity(_own(call))


@with_scope("push")
def subscribe(call: Call) -> Answer:
    sent, data = call.given.group("subscription") or Given({}), call.given.group("data") or Given({})
    keys = sent.group("keys") or Given({})
    wish = PushWish(
        endpoint=sent.text("endpoint"),
        p256dh=keys.text("p256dh"),
        auth=keys.text("auth"),
        coding=Coding.AES128GCM if sent.flag("standard") else Coding.AESGCM,
        alerts=_alerts(data),
        policy=_policy(data, call.given.text("policy") or PushSubscription.Policy.ALL),
    )
    token = call.request.headers["Authorization"].partition(" ")[2].strip()
    try:
        return _entity(push.subscribe(granted=_granted(call), token=token, wish=wish, now=call.now))
    except push.EndpointRefused:
        raise Refused(_("The endpoint must be an https address in the public internet.")) from None
    except KeyRefused:
        raise Refused(_("p256dh must be a public key of P-256, auth 16 bytes, both in base64.")) from None


@with_scope("push")
def change(call: Call) -> Answer:
    found, data = _own(call), call.given.group("data") or Given({})
    policy = _policy(data, call.given.text("policy") or found.policy)
    push.change_alerts(subscription=found, alerts=_alerts(data), policy=policy)
    return _entity(found)


@with_scope("push")
def unsubscribe(call: Call) -> Answer:
    push.unsubscribe(granted=_granted(call))
    return {}


def _alerts(data: Given) -> dict[str, bool]:
    asked = data.group("alerts") or Given({})
    return {kind: True for kind in ALERTS if asked.flag(kind)}


def _policy(data: Given, usual: str) -> str:
    return data.choice("policy", PushSubscription.Policy.values, usual)

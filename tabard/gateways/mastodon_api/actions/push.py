"""Where phones want to be told of notices, and the key that we tell them with."""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from tabard.gateways.mastodon_api.models import GrantedToken, PushKey, PushSubscription
from tabard.lib import net, web_push

LONGEST_ENDPOINT = 2_000


class EndpointRefused(Exception):
    """Only an https address that everybody may speak to is told anything."""


@dataclass(frozen=True)
class PushWish:
    endpoint: str
    p256dh: str
    auth: str
    coding: web_push.Coding = web_push.Coding.AESGCM
    alerts: dict[str, bool] = field(default_factory=dict)
    policy: str = PushSubscription.Policy.ALL


@transaction.atomic
def subscribe(*, granted: GrantedToken, token: str, wish: PushWish, now: datetime) -> PushSubscription:
    """One for each token: a new one takes the place of the old. Raises EndpointRefused, web_push.KeyRefused.

    `token` goes into each message, since phones know by it which account is meant; it is kept sealed.
    """
    _check(wish.endpoint)
    web_push.read_receiver(wish.p256dh, wish.auth)
    PushSubscription.objects.filter(granted=granted).delete()
    sealed = _box().encrypt(token.encode()).decode()
    known = {name: getattr(wish, name) for name in ("endpoint", "p256dh", "auth", "coding", "alerts", "policy")}
    return PushSubscription.objects.create(granted=granted, sealed_token=sealed, subscribed_at=now, **known)


def _check(endpoint: str) -> None:
    """Where a name leads is checked when it is dialled."""
    try:
        net.check_address(endpoint)
    except net.BadAddress:
        raise EndpointRefused from None
    if (
        not endpoint.startswith("https://")
        or len(endpoint) > LONGEST_ENDPOINT
        or not (endpoint.isascii() and endpoint.isprintable())
    ):
        raise EndpointRefused
    if not (settings.ALLOW_PRIVATE_ADDRESSES or net.may_be_public(endpoint)):
        raise EndpointRefused


def change_alerts(*, subscription: PushSubscription, alerts: dict[str, bool], policy: str) -> None:
    subscription.alerts, subscription.policy = alerts, policy
    subscription.save(update_fields=["alerts", "policy"])


def unsubscribe(*, granted: GrantedToken) -> None:
    PushSubscription.objects.filter(granted=granted).delete()


def token_of(subscription: PushSubscription) -> str:
    """ "" where it was sealed with another secret key."""
    try:
        return _box().decrypt(subscription.sealed_token.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"tabard push tokens")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


def key_pem() -> str:
    """Our key (RFC 8292), made when it is first asked for: phones are bound to it ever after."""
    found = PushKey.objects.first()
    if found is None:
        found, _ = PushKey.objects.get_or_create(pk=PushKey.ONLY, defaults={"pem": web_push.make_key().decode()})
    return found.pem


def public_key() -> str:
    """As phones want it: the point in base64url."""
    return web_push.to_base64(web_push.point_of(web_push.read_key(key_pem().encode()).public_key()))

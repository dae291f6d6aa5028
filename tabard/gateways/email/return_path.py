"""The envelope's sender, with the follower signed into it, so that a bounce says by itself whom it is about.

`bounces@peelborough.example` becomes `bounces+52-0f3c...@peelborough.example`. Nobody but a recipient has seen theirs,
so a forged bounce can stop nobody else. Letters are small: some servers lower what they send back.
"""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from tabard.voice.follows.models import Follower

_SHAPE = re.compile(r"[^@]*\+(\d{1,19})-([0-9a-f]{20})@[^@]+")


def return_path(follower: Follower, *, otherwise: str) -> str:
    """The address for `follower`; `otherwise` where the force takes no bounces (TABARD_EMAIL_BOUNCE_ADDRESS)."""
    if not settings.EMAIL_BOUNCE_ADDRESS:
        return otherwise
    local, _, domain = settings.EMAIL_BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{follower.pk}-{_signature(follower.pk, settings.SECRET_KEY)}@{domain}"


def follower_of(address: str) -> Follower | None:
    """The follower whose return path this is; None for any other address, forged ones too."""
    shape = _SHAPE.fullmatch(address.lower())
    if shape is None:
        return None
    pk, given = int(shape[1]), shape[2]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(_signature(pk, key), given) for key in keys):
        return None
    return Follower.objects.filter(pk=pk).first()


def _signature(pk: int, key: str | bytes) -> str:
    return salted_hmac("email.return_path", str(pk), secret=key, algorithm="sha256").hexdigest()[:20]

"""How often one client may ask us to write to somebody, without keeping who asked.

The client's address is hashed with the signing key and the date, counted in the cache for an hour, and stored nowhere
else. An IPv6 network of 64 bits counts as one client, as one household has that many addresses.
"""

from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from tabard.lib.clients import network_of

ASKS_PER_HOUR = 30
HOUR_SECONDS = 3600


def may_ask(client: str, *, now: datetime) -> bool:
    """Count one asking by `client` (an IP address as text) and say whether it is within ASKS_PER_HOUR."""
    key = salted_hmac(f"email.limits {now:%Y-%m-%d}", network_of(client), algorithm="sha256").hexdigest()[:32]
    cache.add(f"email-ask-{key}", 0, HOUR_SECONDS)
    try:
        return cache.incr(f"email-ask-{key}") <= ASKS_PER_HOUR
    except ValueError:  # it ran out between the two calls
        return True

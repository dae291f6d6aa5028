"""How often one client may ask us to write to somebody, without keeping who asked.

The client's address is hashed with the signing key and the date, counted in the cache for an hour, and stored nowhere
else. An IPv6 network of 64 bits counts as one client, as one household has that many addresses.
"""

from datetime import datetime
from ipaddress import IPv6Address, ip_address

from django.core.cache import cache
from django.utils.crypto import salted_hmac

ASKS_PER_HOUR = 30
HOUR_SECONDS = 3600


def may_ask(client: str, *, now: datetime) -> bool:
    """Count one asking by `client` (an IP address as text) and say whether it is within ASKS_PER_HOUR."""
    key = salted_hmac(f"email.limits {now:%Y-%m-%d}", _network(client), algorithm="sha256").hexdigest()[:32]
    cache.add(f"email-ask-{key}", 0, HOUR_SECONDS)
    try:
        return cache.incr(f"email-ask-{key}") <= ASKS_PER_HOUR
    except ValueError:  # it ran out between the two calls
        return True


def _network(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(int(address) >> 64)
    return str(address)

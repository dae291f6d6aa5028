"""How many apps one network may register in an hour: the only thing that this room writes for people unknown.

The client's address is hashed with the signing key and the date, counted in the cache for an hour, and stored nowhere
else. An IPv6 network of 64 bits counts as one client.
"""

from datetime import datetime
from ipaddress import ip_interface

from django.core.cache import cache
from django.utils.crypto import salted_hmac

APPS_PER_HOUR = 100
HOUR_SECONDS = 3600


def may_register(client: str, *, now: datetime) -> bool:
    """Count one registration by `client` (an IP address as text) and say whether it is within APPS_PER_HOUR."""
    word = salted_hmac(f"mastodon_api.limits {now:%Y-%m-%d}", _network(client), algorithm="sha256").hexdigest()[:32]
    cache.add(f"apps-{word}", 0, HOUR_SECONDS)
    try:
        return cache.incr(f"apps-{word}") <= APPS_PER_HOUR
    except ValueError:  # it ran out between the two calls
        return True


def _network(client: str) -> str:
    try:
        client = client.removeprefix("::ffff:")  # an IPv4 address, written as IPv6
        return str(ip_interface(f"{client}/64" if ":" in client else client).network)
    except ValueError:
        return client

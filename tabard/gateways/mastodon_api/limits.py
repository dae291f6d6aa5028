"""What people unknown may do: how many apps one network may register in an hour, which is all that this room writes
for them, and how often it may ask without a token.

The client's address is hashed with the signing key and the date, counted in the cache for an hour (what is asked, in
this process for five minutes), and stored nowhere else. An IPv6 network of 64 bits counts as one client.
"""

from datetime import datetime
from ipaddress import ip_interface

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from tabard.lib.rates import Rates

APPS_PER_HOUR = 100
HOUR_SECONDS = 3600
WITHOUT_TOKEN = Rates(most=1500, seconds=300)
"""A whole station may stand behind one address; but its officers' apps have tokens."""


def may_register(client: str, *, now: datetime) -> bool:
    """Count one registration by `client` (an IP address as text) and say whether it is within APPS_PER_HOUR."""
    word = _word(client, now)
    cache.add(f"apps-{word}", 0, HOUR_SECONDS)
    try:
        return cache.incr(f"apps-{word}") <= APPS_PER_HOUR
    except ValueError:  # it ran out between the two calls
        return True


def wait_without_token(client: str, *, now: datetime) -> float:
    """Count one request of `client` and return 0; or return how many seconds it is to wait, without counting."""
    return WITHOUT_TOKEN.wait(_word(client, now), now.timestamp())


def _word(client: str, now: datetime) -> str:
    return salted_hmac(f"mastodon_api.limits {now:%Y-%m-%d}", _network(client), algorithm="sha256").hexdigest()[:32]


def _network(client: str) -> str:
    try:
        client = client.removeprefix("::ffff:")  # an IPv4 address, written as IPv6
        return str(ip_interface(f"{client}/64" if ":" in client else client).network)
    except ValueError:
        return client

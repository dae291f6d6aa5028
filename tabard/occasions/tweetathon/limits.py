"""How often one network, and anybody for one mail domain, may ask for a mail. Kept in this process, for an hour."""

from datetime import datetime

from tabard.lib.clients import network_of
from tabard.lib.rates import Rates

PER_NETWORK = Rates(most=20, seconds=3600)
PER_DOMAIN = Rates(most=40, seconds=3600)


def may_ask(client: str, domain: str, *, now: datetime) -> bool:
    """Count one asking by `client` (an IP address as text) for a mailbox at `domain`."""
    moment = now.timestamp()
    if PER_NETWORK.left(network_of(client), moment) or PER_DOMAIN.left(domain, moment):
        return False
    PER_NETWORK.wait(network_of(client), moment)
    PER_DOMAIN.wait(domain, moment)
    return True

"""What a server says of a handle by WebFinger (RFC 7033): its right spelling, and the actor that it names."""

import re
from dataclasses import dataclass

from tabard.gateways.activitypub.receive.refusals import NotAnActor
from tabard.gateways.activitypub.receive.values import Document, address, objects

_HANDLE = re.compile(r"@?(\w(?:[\w.-]{0,198}\w)?)@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?)")
_TYPES = re.compile(r'application/activity\+json|application/ld\+json;\s*profile="[^"]*ns/activitystreams[^"]*"')


@dataclass(frozen=True)
class Card:
    """`name@host` is the account's own spelling of its handle; "" where it does not say."""

    actor_uri: str
    name: str
    host: str


def card_of(document: Document) -> Card:
    """Raises NotAnActor where no actor is named."""
    links = (link for link in objects(document.get("links")) if link.get("rel") == "self" and _is_activity(link))
    actor_uri = next((found for link in links if (found := address(link.get("href")))), "")
    if not actor_uri:
        raise NotAnActor
    subject = document.get("subject")
    name, host = handle_in(subject.removeprefix("acct:") if isinstance(subject, str) else "")
    return Card(actor_uri=actor_uri, name=name, host=host)


def _is_activity(link: Document) -> bool:
    kind = link.get("type")
    return isinstance(kind, str) and _TYPES.fullmatch(kind) is not None


def handle_in(text: str) -> tuple[str, str]:
    """Name and host (in lower case) of `name@host` or `@name@host`; ("", "") for what is none."""
    found = _HANDLE.fullmatch(text.strip()) if len(text) <= 500 else None
    return (found[1], found[2].lower()) if found else ("", "")

"""An actor's document: who it is, where its inbox is, and its keys."""

import re
from dataclasses import dataclass
from itertools import islice

from tabard.gateways.activitypub.receive.refusals import AddressRefused, HostMismatch, NotAnActor
from tabard.gateways.activitypub.receive.values import (
    Document,
    address,
    addresses_in,
    count,
    first,
    id_within,
    kinds,
    line,
    media_address,
    moment,
    objects,
    page_address,
    the_address,
    worded,
)
from tabard.lib.html import safe_html
from tabard.lib.signatures.keys import LONGEST_PEM
from tabard.voice.network.actions.actors import Profile
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor
from tabard.voice.network.models.actors import LONGEST_NAME

MOST_FIELDS = 20
MOST_OTHER_NAMES = 50
MOST_KEYS = 5
LONGEST_SUMMARY = 20_000
LONGEST_FIELD_NAME, LONGEST_FIELD = 255, 2_000
_NAME = re.compile(r"\w(?:[\w.-]{0,198}\w)?")


@dataclass(frozen=True)
class PublishedKey:
    """A key that an actor's document says is its own; whether it can be read is not known yet."""

    uri: str
    pem: str


def is_actor(document: Document) -> bool:
    return any(kind in Actor.Kind.values for kind in kinds(document))


def profile_of(document: Document, *, host: str = "") -> Profile:
    """What the document says of its actor. `host`: what stands after the @ of its handle, if it is not the id's.

    Raises NotAnActor, AddressRefused, HostMismatch.
    """
    kind = next((kind for kind in kinds(document) if kind in Actor.Kind.values), None)
    name = document.get("preferredUsername")
    if kind is None or not isinstance(name, str) or not _NAME.fullmatch(name):
        raise NotAnActor
    uri, inbox = the_address(document.get("id")), the_address(document.get("inbox"))
    if host_of(inbox) != host_of(uri):
        raise HostMismatch
    shown_name, _ = worded(document, "name")
    summary, _ = worded(document, "summary")
    return Profile(
        uri=uri,
        kind=kind,
        name=name,
        host=host or host_of(uri),
        inbox=inbox,
        shared_inbox=_beside(uri, _shared_inbox(document)),
        display_name=line(shown_name, longest=LONGEST_NAME),
        summary=safe_html(summary[:LONGEST_SUMMARY]),
        url=page_address(document.get("url")),
        icon_url=media_address(document.get("icon")),
        header_url=media_address(document.get("image")),
        fields=_fields(document),
        followers_uri=_beside(uri, document.get("followers")),
        featured_uri=_beside(uri, document.get("featured")),
        also_known_as=tuple(addresses_in(document.get("alsoKnownAs"))[:MOST_OTHER_NAMES]),
        is_locked=document.get("manuallyApprovesFollowers") is True,
        is_discoverable=document.get("discoverable") is True,
        claimed_followers=count(document.get("followers")),
        claimed_following=count(document.get("following")),
        claimed_notes=count(document.get("outbox")),
        created_at=moment(document.get("published")),
    )


def _shared_inbox(document: Document) -> object:
    endpoints = first(document.get("endpoints"))
    return endpoints.get("sharedInbox") if isinstance(endpoints, dict) else None


def _beside(uri: str, value: object) -> str:
    """An address on the actor's own server; another is left out."""
    found = address(value)
    return found if host_of(found) == host_of(uri) else ""


def _fields(document: Document) -> tuple[dict[str, str], ...]:
    """The lines of a profile, as Mastodon sends them."""
    lines = (thing for thing in objects(document.get("attachment")) if "PropertyValue" in kinds(thing))
    named = (
        {"name": line(thing.get("name"), longest=LONGEST_FIELD_NAME), "value": _field_value(thing.get("value"))}
        for thing in islice(lines, MOST_FIELDS)
    )
    return tuple(found for found in named if found["name"])


def _field_value(value: object) -> str:
    return safe_html(value[:LONGEST_FIELD]) if isinstance(value, str) else ""


def keys_of(document: Document) -> list[PublishedKey]:
    """The keys that the actor's document holds: on its own server, and said to be its own. Raises AddressRefused."""
    uri = the_address(document.get("id"))
    found = []
    for thing in islice(objects(document.get("publicKey")), MOST_KEYS):
        key_uri, pem = address(thing), thing.get("publicKeyPem")
        owner = id_within(thing.get("owner")) or id_within(thing.get("controller")) or uri
        if owner == uri and host_of(key_uri) == host_of(uri) and isinstance(pem, str) and len(pem) <= LONGEST_PEM:
            found.append(PublishedKey(uri=key_uri, pem=pem))
    return found


def owner_of_key(document: Document) -> str:
    """The actor that a document of a key alone names as its owner. Raises AddressRefused, HostMismatch."""
    if not isinstance(document.get("publicKeyPem"), str):
        raise AddressRefused
    owner = the_address(document.get("owner") or document.get("controller"))
    if host_of(owner) != host_of(the_address(document.get("id"))):
        raise HostMismatch
    return owner

"""The JSON-LD contexts of what we send. Nobody needs to load more than the two that every peer has at hand."""

from typing import Any

from tabard.voice.network import addresses

Document = dict[str, Any]

ACTIVITYSTREAMS = "https://www.w3.org/ns/activitystreams"
SECURITY = "https://w3id.org/security/v1"

# what ActivityStreams has no word for, under the names by which Mastodon and its peers look for it
TERMS = {
    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
    "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
    "movedTo": {"@id": "as:movedTo", "@type": "@id"},
    "sensitive": "as:sensitive",
    "Hashtag": "as:Hashtag",
    "toot": "http://joinmastodon.org/ns#",
    "featured": {"@id": "toot:featured", "@type": "@id"},
    "discoverable": "toot:discoverable",
    "indexable": "toot:indexable",
    "attributionDomains": {"@id": "toot:attributionDomains", "@type": "@id"},
    "blurhash": "toot:blurhash",
    "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
    "votersCount": "toot:votersCount",
    "schema": "http://schema.org#",
    "PropertyValue": "schema:PropertyValue",
    "value": "schema:value",
    "gts": "https://gotosocial.org/ns#",
    "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
    "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
    "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
    "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
    "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"},
    # FEP-044f; its own address holds no context
    "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
    "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
}
CONTEXT: list[Any] = [ACTIVITYSTREAMS, SECURITY, TERMS]

# FEP-8a8e, whose own address holds no context; and the status as Mobilizon reads it
EVENTS = "https://w3id.org/fep/8a8e/"
EVENT_TERMS = {
    "ical": "http://www.w3.org/2002/12/cal/ical#",
    "address": "schema:address",
    "VirtualLocation": "schema:VirtualLocation",
    **{name: EVENTS + name for name in ("timezone", "category", "joinMode", "EventScheduled", "EventCancelled")},
    "eventStatus": {"@id": EVENTS + "eventStatus", "@type": "@vocab"},
    "externalParticipationUrl": {"@id": EVENTS + "externalParticipationUrl", "@type": "@id"},
}

QUOTES_ALLOWED = {"canQuote": {"automaticApproval": [addresses.PUBLIC]}}
"""Whatever the police say in public may be quoted by everybody (FEP-044f)."""


def whole(document: Document) -> Document:
    """With its context, as it stands by itself."""
    about = document.get("object")
    kinds = {document["type"], about["type"] if isinstance(about, dict) else ""}
    return {"@context": [*CONTEXT, EVENT_TERMS] if "Event" in kinds else CONTEXT, **document}

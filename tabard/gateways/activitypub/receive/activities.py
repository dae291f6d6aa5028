"""An activity: who did what, with what."""

from dataclasses import dataclass, field
from typing import Any

from tabard.gateways.activitypub.receive.refusals import NotAnActivity
from tabard.gateways.activitypub.receive.values import Document, address, addresses_in, first, kinds, the_address
from tabard.lib.html import plain_text

LONGEST_WORDS = 5_000


@dataclass(frozen=True)
class Activity:
    """`object_uri` is "" where the object has no id; `document` is the object itself where it came along."""

    kind: str
    actor_uri: str
    uri: str = ""
    object_uri: str = ""
    document: Document = field(default_factory=dict)
    target_uri: str = ""
    whole: Document = field(default_factory=dict)

    @property
    def object_uris(self) -> list[str]:
        """All of them: a report is about an actor and its notes."""
        return addresses_in(self.whole.get("object"))

    @property
    def words(self) -> str:
        content = self.whole.get("content")
        return plain_text(content)[:LONGEST_WORDS] if isinstance(content, str) else ""

    @property
    def is_vouched_for(self) -> bool:
        """Whether it carries a signature of its own (Linked Data Signatures), as what is passed on by inboxes does."""
        return isinstance(self.whole.get("signature"), dict) or "proof" in self.whole


def activity_of(document: Document) -> Activity:
    """Raises NotAnActivity, AddressRefused."""
    names = kinds(document)
    if not names:
        raise NotAnActivity
    given = document.get("id")
    return Activity(
        kind=names[0],
        actor_uri=the_address(document.get("actor")),
        uri=the_address(given) if given is not None else "",
        object_uri=address(document.get("object")),
        document=_embedded(document.get("object")),
        target_uri=address(document.get("target")),
        whole=document,
    )


def _embedded(value: Any) -> Document:
    thing = first(value)
    return thing if isinstance(thing, dict) else {}

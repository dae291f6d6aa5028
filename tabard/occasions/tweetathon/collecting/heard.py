"""What sources yield, where they go on after a restart, and how long they wait."""

import random
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

Payload = dict[str, Any]
NEVER: Mapping[str, int] = {}
BOOSTED = "#boosted-by-"
AGAIN = "#again-"


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a source was told. `payload` is a Mastodon Status, the `deletion_of` one, or a Jetstream event;
    `kind` says which, since a status may hold whatever its server likes. `cursor`, where a source has one, is where it
    goes on once this is kept."""

    kind: Literal["mastodon", "deletion", "jetstream"]
    payload: Payload
    source: str
    cursor: str = ""


@dataclass
class Standing:
    """How one source is doing, for the page and for whoever watches the collection."""

    source: str
    is_up: bool = False
    heard: int = 0
    failures: int = 0
    last_failure: str = ""
    lag_seconds: float | None = None


@dataclass
class Known:
    """The posts and authors that are kept already: by these, what is said of a post later is told from what is said of
    others. `name_post` and `name_author` give the names under which the store keeps them."""

    name_post: Callable[[str], str] = str
    name_author: Callable[[str], str] = str
    posts: set[str] = field(default_factory=set)
    authors: set[str] = field(default_factory=set)

    def note(self, post: str, author: str) -> None:
        self.posts.add(self.name_post(post))
        self.authors.add(self.name_author(author))

    def has_post(self, post: str) -> bool:
        return self.name_post(post) in self.posts

    def has_author(self, author: str) -> bool:
        return self.name_author(author) in self.authors


def deletion_of(number: str, uri: str) -> Payload:
    """In place of a Status that is there no more."""
    return {"id": number, "deleted": uri}


def uri_of_boost(uri: str, account: str, undone: int = 0) -> str:
    """Boosts have ids that only their own server tells; who boosted what tells them apart as well, and how often the
    same one was `undone` before: what was deleted never comes back under its name."""
    return f"{uri}{BOOSTED}{account}" + (f"{AGAIN}{undone}" if undone else "")


def host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def may_say_so(deletion: Heard, homes: Container[str]) -> bool:
    """A server that lets go of its copy, as they do with old ones and with those of servers they block, does not speak
    for the home of a post, or of a boost, that is heard itself. `homes` are the hosts of all that are heard."""
    home = host_of(str(deletion.payload["deleted"]).rpartition(BOOSTED)[2])
    return home not in homes or home == host_of(deletion.source)


def boost_of(status: Payload, account: Payload, at: str, undone: Mapping[str, int] = NEVER) -> Payload:
    """The Status that a home timeline would show of a boost. One of a status by the same account is always the same,
    until it is undone: `undone` says how often, by its first name."""
    name = str(status.get("uri", "")), str(account.get("url") or account.get("acct", ""))
    uri = uri_of_boost(*name, undone.get(uri_of_boost(*name), 0))
    return {"id": uri, "uri": uri, "created_at": at, "account": account, "reblog": status}


def waits(first_seconds: float = 1, longest_seconds: float = 120) -> Iterator[float]:
    """How long to wait after the first failure, the second ...: doubling, never in step with others."""
    wait = first_seconds
    while True:
        yield wait * random.uniform(0.75, 1.25)  # noqa: S311  jitter
        wait = min(wait * 2, longest_seconds)

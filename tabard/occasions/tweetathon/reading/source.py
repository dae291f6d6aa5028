"""What a source is: a shape of values, and how one of them becomes sayings."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tabard.occasions.tweetathon.saying import Saying, Unreadable

Value = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One network's shape. A new one is a module with a `SOURCE`, named in `files.SOURCES`.

    `recognises` looks at names of fields only, since it is asked for every value. `sayings` gives one for the post
    itself and one reference for each post inside it, none for a notice that is no post, and raises Unreadable. Where a
    value holds many posts, it gives an Unreadable in place of each that is none, and the others.
    """

    name: str
    recognises: Callable[[Value], bool]
    sayings: Callable[[Value], Iterator[Saying | Unreadable]]


def of_many(values: Iterable[Value], of_one: Callable[[Value], Iterator[Saying]]) -> Iterator[Saying | Unreadable]:
    """What the posts of a page say: one that breaks off half-way gives nothing, and costs the others nothing."""
    for value in values:
        try:
            yield from list(of_one(value))
        except Unreadable as fault:
            yield fault

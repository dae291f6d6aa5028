"""What a source is: a shape of values, and how one of them becomes sayings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tabard.occasions.tweetathon.saying import Saying

Value = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One network's shape. A new one is a module with a `SOURCE`, named in `files.SOURCES`.

    `recognises` looks at names of fields only, since it is asked for every value. `sayings` gives one for the post
    itself and one reference for each post inside it, none for a notice that is no post, and raises Unreadable.
    """

    name: str
    recognises: Callable[[Value], bool]
    sayings: Callable[[Value], Iterator[Saying]]

"""What is typed in a hurry, and what is meant by it: `lexicons/short-hand.toml`, by language."""

import tomllib
from collections.abc import Mapping
from functools import cache

from tabard.voice.guidelines.checking.lexicon import FOLDER, LANGUAGES, vocabulary

SHORTEST_ENDED = 5  # "nickin"
SHORTEST_TORN = 7


@cache
def _read() -> Mapping[str, str]:
    return tomllib.loads((FOLDER / "short-hand.toml").read_text(encoding="utf-8"))


@cache
def short_hand(language: str) -> Mapping[str, str]:
    pairs = (pair.split(maxsplit=1) for pair in _read()[language].replace("\n", ",").split(",") if pair.strip())
    return {typed: meant.strip() for typed, meant in pairs}


@cache
def mistyped() -> Mapping[str, str]:
    """Words that are grave where they stand, by what they are without one letter or with two changed about. Of a whole
    lexicon, too many would be words of their own: "riding" is no raiding."""
    known: dict[str, set[str]] = {}
    for word in (word.strip() for word in _read()["mistyped"].split(",")):
        for at in range(1, len(word) - 1):
            known.setdefault(word[:at] + word[at + 1 :], set()).add(word)
            known.setdefault(word[:at] + word[at + 1] + word[at] + word[at + 2 :], set()).add(word)
    right = {word.strip() for word in _read()["mistyped"].split(",")}
    return {typed: meant.pop() for typed, meant in known.items() if len(meant) == 1 and typed not in right}


@cache
def grave_words() -> frozenset[str]:
    """Those that are known though they were mistyped, and long enough to be torn apart."""
    return frozenset(word for word in map(str.strip, _read()["mistyped"].split(",")) if len(word) >= SHORTEST_TORN)


@cache
def first_pieces() -> frozenset[str]:
    """What they may begin with where they are torn apart, and what is no word of a lexicon: "sur veil lance"."""
    pieces = (word[:at] for word in grave_words() for at in range(2, len(word) - 1))
    return frozenset(pieces) - vocabulary()


@cache
def typed(*languages: str) -> frozenset[str]:
    """Every word that is a short-hand in one of these languages (in any, where none is named), mistyped or without its
    last letter ("nickin")."""
    clipped = (word[:-1] for word in vocabulary() if word.endswith("ing") and len(word) > SHORTEST_ENDED)
    return frozenset().union(mistyped(), clipped, *map(short_hand, languages or LANGUAGES))

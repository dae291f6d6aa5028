"""Figures as they come in JSON, from our own counting or from a file of anybody's, as they may be shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from tabard.lib.text import clean
from tabard.occasions.tweetathon.counting.definitions import FIGURES, LISTS, TOTALS

Told = Mapping[str, Any]
"""The figures as `Counted.as_json` gives them."""
Named = Iterable[tuple[str, str]]
"""The networks and handles of forces that take part under their names."""
LARGEST = 2**63 - 1
LONGEST_ITEM, LONGEST_TEXT = 300, 1_000
MOST_ITEMS = 10_000
FEWEST_LINKED = 3
"""Posts with an address that is shown: one that a single person put there may lead to them, or be there to offend."""


class NotFigures(ValueError):
    """What was read is no JSON of `count`."""


def checked(given: object) -> dict[str, Any]:
    """Every figure in its own shape, whatever was given: a number that is none is left out, words are cleaned of what
    cannot be seen and cut. Raises NotFigures where there is not even a count of posts."""
    if not isinstance(given, Mapping) or _number(given.get("posts")) is None:
        raise NotFigures("These are no figures: `tabard tweetathon count --json` prints them")
    told: dict[str, Any] = {"hashtag": words(given.get("hashtag"))}
    for name in FIGURES:
        if name in TOTALS:
            told[name] = _number(given.get(name))
        else:
            told[name] = _lines(given.get(name)) if name in LISTS else _by_item(given.get(name))
    return {**told, "basis": _basis(given.get("basis"))}


def public(told: Told, named: Named) -> dict[str, Any]:
    """Without the words and the trace of whoever does not take part under their name: who posted most is told, but not
    who it was. `told` is `checked`."""
    may_be_named = {(network, handle.casefold()) for network, handle in named}
    shared = [line if _author(line) in may_be_named else {**_NOBODY, "posts": line["posts"]} for line in _shared(told)]
    links = [line for line in told["links"] if line["posts"] >= FEWEST_LINKED]
    return {**told, "links": links, "most_shared": shared}


_NOBODY = {"item": "", "text": None, "handle": None, "url": None}


def _shared(told: Told) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = told["most_shared"]
    return lines


def _author(line: Mapping[str, Any]) -> tuple[str, str]:
    return line["item"].partition(":")[0], (line["handle"] or "").casefold()


def _number(given: object) -> int | None:
    """A count, not a truth and not a fraction."""
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= LARGEST else None


def words(given: object, longest: int = LONGEST_ITEM) -> str:
    """Without what cannot be seen, and cut."""
    if not isinstance(given, str):
        return ""
    said = clean(given[: longest * 2])
    return said if len(said) <= longest else f"{said[:longest]}…"


def _by_item(given: object) -> dict[str, int]:
    pairs = list(given.items())[:MOST_ITEMS] if isinstance(given, Mapping) else []
    numbers = ((words(item), _number(number)) for item, number in pairs)
    return {item: number for item, number in numbers if item and number is not None}


def _lines(given: object) -> list[dict[str, Any]]:
    lines = [line for line in given[:MOST_ITEMS] if isinstance(line, Mapping)] if isinstance(given, list) else []
    return [
        {
            "item": words(line.get("item")),
            "posts": _number(line.get("posts")) or 0,
            "text": words(line.get("text"), LONGEST_TEXT) or None,
            "handle": words(line.get("handle")) or None,
            "url": words(line.get("url"), LONGEST_TEXT) or None,
        }
        for line in lines
        if line.get("item")
    ]


def _basis(given: object) -> dict[str, dict[str, dict[str, int]]]:
    parts = given if isinstance(given, Mapping) else {}
    return {name: _basis_of(parts[name]) for name in FIGURES if isinstance(parts.get(name), Mapping)}


def _basis_of(given: Mapping[Any, Any]) -> dict[str, dict[str, int]]:
    found = {}
    for item, parts in list(given.items())[:MOST_ITEMS]:
        if isinstance(parts, Mapping):
            numbers = {name: _number(parts.get(name)) or 0 for name in ("given", "inferred")}
            found[words(item)] = numbers
    return found

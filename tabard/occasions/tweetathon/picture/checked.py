"""Figures as they come in JSON, from our own counting or from a file of anybody's, as they may be shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from tabard.lib.text import clean, tag_key
from tabard.occasions.tweetathon.counting.definitions import BY_ANYBODY, FIGURES, LISTS, TOTALS

Told = Mapping[str, Any]
"""The figures as `Counted.as_json` gives them."""
Named = Iterable[tuple[str, str]]
"""The networks and handles of forces that take part under their names."""
LARGEST = 2**63 - 1
LONGEST_ITEM, LONGEST_TEXT = 300, 1_000
MOST_ITEMS = 10_000
FEWEST_AUTHORS = 3
"""Of a hashtag, an address or a program that is shown: what a single person put there may lead to them, or be there to
offend."""


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
    authors = given.get("authors_of")
    return {
        **told,
        "authors_of": {
            name: _by_item(authors.get(name) if isinstance(authors, Mapping) else {}) for name in BY_ANYBODY
        },
        "hidden": _by_item(given.get("hidden")),
        "basis": _basis(given.get("basis")),
    }


def public(told: Told, named: Named, *, own: Iterable[str] = (), hidden: Iterable[str] = ()) -> dict[str, Any]:
    """Without the words and the trace of whoever does not take part under their name: who posted most is told, but not
    who it was. What few authors wrote and the hashtags `hidden` by the organiser are counted only; the day's `own`
    stand whoever wrote them. `told` is `checked`."""
    may_be_named = {(network, handle.casefold()) for network, handle in named}
    shared = [line if _author(line) in may_be_named else {**_NOBODY, "posts": line["posts"]} for line in _shared(told)]
    shown = _shown(told, {told["hashtag"], *map(tag_key, own)}, set(map(tag_key, hidden)))
    left = {name: told["hidden"].get(name, 0) + len(told[name]) - len(shown[name]) for name in BY_ANYBODY}
    return {
        **told,
        **shown,
        "authors_of": {name: _of(shown[name], told["authors_of"].get(name, {})) for name in BY_ANYBODY},
        "hidden": {name: count for name, count in left.items() if count},
        "most_shared": shared,
    }


def _shown(told: Told, own: set[str], hidden: set[str]) -> dict[str, Any]:
    """Figures that were counted before authors were are told by their posts."""
    authors = told["authors_of"]

    def may_stand(name: str, item: str, posts: int) -> bool:
        if name == "hashtags" and (item in own or item in hidden):
            return item not in hidden
        known: int = authors.get(name, {}).get(item, posts)
        return known >= FEWEST_AUTHORS

    return {
        name: {item: posts for item, posts in told[name].items() if may_stand(name, item, posts)}
        if isinstance(told[name], dict)
        else [line for line in told[name] if may_stand(name, line["item"], line["posts"])]
        for name in BY_ANYBODY
    }


def _of(shown: Any, authors: Mapping[str, int]) -> dict[str, int]:
    items = shown if isinstance(shown, dict) else [line["item"] for line in shown]
    return {item: authors[item] for item in items if item in authors}


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

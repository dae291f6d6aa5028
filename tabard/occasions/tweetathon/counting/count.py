"""Counts sayings: from Parquet files to figures that say what they rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from tabard.lib.text import tag_key
from tabard.occasions.tweetathon.counting import figures, settled
from tabard.occasions.tweetathon.counting.day import Day
from tabard.occasions.tweetathon.counting.definitions import BY_ANYBODY, FIGURES, GIVEN, LISTS, TOTALS
from tabard.occasions.tweetathon.counting.engines import Engine
from tabard.occasions.tweetathon.registered import Alias, Registered

TOP = 20
REGISTERED = pa.schema([(name, pa.string()) for name in Registered._fields])
ALIASES = pa.schema([(name, pa.string()) for name in Alias._fields])
FOLLOWS = pa.schema([(name, pa.string()) for name in ("network", "author", "follower")])


class NotAHashtag(ValueError):
    """What was asked for cannot be one: no letter is in it, or a space."""


class KeysNotUnique(AssertionError):
    """A row stands twice where it may stand once: a join would count it again."""


@dataclass(frozen=True)
class Item:
    """One line of a figure. `given` and `inferred` add up to `number`."""

    item: str
    number: int
    given: int
    inferred: int
    text: str | None = None
    handle: str | None = None
    url: str | None = None
    authors: int | None = None
    """How many different ones are behind it, where a single one could put it there."""


@dataclass(frozen=True)
class Counted:
    """All figures. A total has one item; one that cannot be told (`estimated_audience`) has none."""

    figures: dict[str, list[Item]] = field(default_factory=dict)
    hashtag: str = ""

    def as_json(self) -> dict[str, Any]:
        """Totals as numbers, `by_…` as objects, lists as lists; `basis` and `definitions` say what they rest on,
        `authors_of` how many authors are behind what anybody can write."""
        told: dict[str, Any] = {"hashtag": self.hashtag}
        basis: dict[str, Any] = {}
        authors: dict[str, dict[str, int]] = {}
        for name, items in self.figures.items():
            if name in LISTS:
                told[name] = [_line(name, each) for each in items]
            elif name in TOTALS:
                told[name] = items[0].number if items else None
            else:
                told[name] = {each.item: each.number for each in items}
            if name in BY_ANYBODY:
                authors[name] = {each.item: each.authors or 0 for each in items}
            if FIGURES[name].basis != GIVEN:
                basis[name] = {each.item or "all": {"given": each.given, "inferred": each.inferred} for each in items}
        return {
            **told,
            "authors_of": authors,
            "basis": basis,
            "definitions": {name: each.sentence for name, each in FIGURES.items()},
        }


def _line(figure: str, each: Item) -> dict[str, Any]:
    line: dict[str, Any] = {"item": each.item, "posts": each.number}
    return {**line, "text": each.text, "handle": each.handle, "url": each.url} if figure == "most_shared" else line


def count(  # noqa: PLR0913  what is counted, of whom, and how much of it is told
    engine: Engine,
    files: Sequence[Path],
    *,
    hashtag: str = "",
    day: Day | None = None,
    registered: Iterable[Registered] = (),
    aliases: Sequence[Alias] = (),
    follows: pa.Table | None = None,
    top: int = TOP,
) -> Counted:
    """Every figure of the sayings in Parquet `files`. `aliases` are other names of those who registered.

    Raises NotAHashtag.
    """
    key = tag_key(hashtag.strip().lstrip("#＃"))  # noqa: RUF001  as in lib.text
    if hashtag and not key:
        raise NotAHashtag(f"“{hashtag}” is no hashtag: it needs a letter, and no space")
    sayings = engine.read(files)
    if dict(sayings.schema().items()) != (wanted := dict(settled.SCHEMA.items())):
        sayings = sayings.cast(wanted)
    if aliases:
        named = engine.given("aliases", pa.Table.from_pylist([each._asdict() for each in aliases], ALIASES))
        sayings = settled.under_one_name(sayings, unique(engine, named, ["network", "name"]))
    known = list(registered)
    accounts = engine.given("registered", pa.Table.from_pylist([each._asdict() for each in known], REGISTERED))
    lists = engine.given("follows", follows if follows is not None else FOLLOWS.empty_table())
    said = settled.settled(sayings, key, day)
    if any(each.country for each in known):
        said = settled.with_countries(said, unique(engine, accounts, ["network", "account"]))
    posts = unique(engine, engine.keep("posts", said), settled.KEY)
    authors = unique(engine, engine.keep("authors", settled.authors(posts, sayings, accounts)), settled.ONE)
    return Counted(_by_figure(engine.rows(figures.figures(posts, authors, sayings, lists, top))), key)


def unique(engine: Engine, table: ibis.Table, key: list[str]) -> ibis.Table:
    """`table`, after a look whether its key is one. Raises KeysNotUnique."""
    keys = table.select(key).distinct()
    found = engine.rows(table.aggregate(rows=table.count()).cross_join(keys.aggregate(keys=keys.count())))[0]
    if found["rows"] != found["keys"]:
        raise KeysNotUnique(f"{found['rows']} rows under {found['keys']} keys of {', '.join(key)}")
    return table


def _by_figure(rows: Iterable[dict[str, Any]]) -> dict[str, list[Item]]:
    """In the order of the definitions; the hours by time, all else from the most to the least."""
    found: dict[str, list[Item]] = {name: [] for name in FIGURES}
    for row in rows:
        found[row.pop("figure")].append(Item(**row))
    for name, items in found.items():
        items.sort(key=lambda each: (each.item,) if name == "by_hour" else (-each.number, each.item))
    found["by_hour"] = [_hour(each) for each in sorted(found["by_hour"], key=lambda each: int(each.item))]
    return found


def _hour(each: Item) -> Item:
    try:
        said = datetime.fromtimestamp(int(each.item), UTC).strftime("%Y-%m-%dT%H:00Z")
    except (OverflowError, ValueError, OSError):
        said = f"{each.item} s"
    return Item(said, each.number, each.given, each.inferred)

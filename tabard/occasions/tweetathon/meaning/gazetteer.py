"""Which countries a name may mean: what the packages know (sources), and lists of our own in `data/`.

Each name has one Meaning: its countries, with how many people live in what is called so. Built when the first text
comes, and then kept.
"""

import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tabard.occasions.tweetathon.meaning import sources
from tabard.occasions.tweetathon.meaning.keys import unique_keys

DATA = Path(__file__).parent / "data"
_LISTED = {"regions": 2_000_000, "cities": 3_000_000}  # a name of ours is meant before any other's of the same name


_BEFORE_OTHERS = 3
_MANY_MORE = 50
Weights = tuple[tuple[str, int], ...]


class Kind(IntEnum):
    TOWN = 0
    REGION = 1
    COUNTRY = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """`weights` are people by country, the most first."""

    kind: Kind
    weights: Weights


@dataclass(frozen=True)
class Gazetteer:
    """`codes` are countries by what is written behind a town (TX, NSW, DE), `states` those of North America;
    `country_codes` are ISO 3166-1 alpha-2 by themselves and by alpha-3.
    `positions` are the towns' degrees of latitude, in order, and longitude."""

    meanings: Mapping[str, Meaning]
    codes: Mapping[str, frozenset[str]]
    states: frozenset[str]
    country_codes: Mapping[str, str]
    not_places: frozenset[str]
    words_around: frozenset[str]
    words_before: frozenset[str]
    positions: npt.NDArray[np.float32]
    countries_at: list[str]


class _Book:
    """Gathers names. Most are of one country, and people are kept to two figures: equal weights are one object, which
    makes the book a third as large."""

    def __init__(self) -> None:
        self.weights: dict[str, Weights] = {}
        self.kinds: dict[str, Kind] = {}
        self._same: dict[Weights, Weights] = {}

    def add(self, key: str, country: str, people: int) -> None:
        """A country's largest place of a name stands for all of them."""
        counted = dict(self.weights.get(key, ()))
        counted[country] = max(_rounded(people), counted.get(country, 0))
        weights = tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
        self.weights[key] = self._same.setdefault(weights, weights)

    def most(self, key: str) -> int:
        return max((people for _, people in self.weights.get(key, ())), default=0)

    def add_region(self, key: str, counted: Mapping[str, int]) -> None:
        """A region is meant before a town where as many live in it."""
        if max(counted.values()) >= self.most(key) or counted.keys() >= dict(self.weights[key]).keys():
            self.kinds[key] = Kind.REGION
        for country, people in counted.items():
            self.add(key, country, people)

    def add_first(self, kind: Kind, key: str, country: str, people: int) -> None:
        """What is meant before all else that is called so."""
        self.kinds[key] = kind
        self.add(key, country, max(people, _BEFORE_OTHERS * self.most(key)))

    def meanings(self) -> dict[str, Meaning]:
        same: dict[Meaning, Meaning] = {}
        found = {}
        for key, weights in self.weights.items():
            meaning = Meaning(self.kinds.get(key, Kind.TOWN), weights)
            found[key] = same.setdefault(meaning, meaning)
        return found


@cache
def gazetteer() -> Gazetteer:
    words = {table: frozenset(listed.split()) for table, listed in _read("words.toml").items()}
    book = _Book()
    positions: list[tuple[float, float, str]] = []
    for town in sources.towns():
        country = sys.intern(town["countrycode"])
        positions.append((town["latitude"], town["longitude"], country))
        for key, people in sources.names_of_town(town).items():
            book.add(key, country, people)
    for key, counted in sources.names_of_regions(words["directions"]).items():
        book.add_region(key, counted)
    for key, country in sources.names_of_countries().items():
        _add_country(book, key, country, sources.people_of_countries().get(country, 0))
    _add_listed(book)
    positions.sort()
    return Gazetteer(
        meanings=book.meanings(),
        codes=sources.codes(),
        states=sources.states(),
        country_codes=sources.country_codes(),
        not_places=frozenset(unique_keys(_lines("not_places.txt"))),
        words_around=words["around"],
        words_before=words["before"],
        positions=np.array([position[:2] for position in positions], dtype=np.float32),
        countries_at=[country for _, _, country in positions],
    )


def _add_country(book: _Book, key: str, country: str, people: int) -> None:
    """It is meant before all else that is called so, but an island of few where many live in a region of the name:
    Norfolk."""
    if book.kinds.get(key) is Kind.REGION and _MANY_MORE * people < book.most(key):
        book.add(key, country, people)
    else:
        book.add_first(Kind.COUNTRY, key, country, people)


def _add_listed(book: _Book) -> None:
    lists = _read("regions.toml")
    listed = [(table, country, _names(names)) for table in _LISTED for country, names in lists[table].items()]
    unique_keys(name for _, _, names in listed for name in names)
    for table, country, names in listed:
        for key in unique_keys(names):
            book.add_first(Kind.REGION if table == "regions" else Kind.TOWN, key, country, _LISTED[table])
    for key in unique_keys(_names(lists["unclear"]["names"])):
        book.kinds[key] = Kind.REGION
        book.weights[key] = tuple((country, 1) for country, _ in book.weights[key])


def _rounded(count: int) -> int:
    scale = int(10 ** max(len(str(count)) - 2, 0))
    return count // scale * scale


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))


def _names(text: str) -> list[str]:
    return [name for piece in text.replace("\n", " ").split(",") if (name := " ".join(piece.split()))]


def _lines(file: str) -> Iterable[str]:
    text = (DATA / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]

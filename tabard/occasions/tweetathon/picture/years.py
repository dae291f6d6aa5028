"""This year beside those before it, with where their numbers stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.picture.checked import Told

COMPARED = ("posts", "authors", "countries", "combined_followers")


class Year(Protocol):
    """An EarlierYear, as far as it is read here."""

    year: int
    source: str
    source_url: str


@dataclass(frozen=True)
class YearBar:
    """`number` is None where it is not known, `percent` the length beside the longest."""

    label: str
    number: int | None
    percent: float
    is_ours: bool = False


@dataclass(frozen=True)
class YearBars:
    name: str
    title: str
    sentence: str
    bars: list[YearBar]


@dataclass(frozen=True)
class Comparison:
    figures: list[YearBars]
    sources: Sequence[Year]


def compared(told: Told, year: int, years: Iterable[Year]) -> Comparison | None:
    """What was counted here of `year` beside `years`, the latest first; None without any. `told` is `checked`."""
    others = sorted(years, key=lambda each: -each.year)
    if not others:
        return None
    figures = [_figure(name, told, year, others) for name in COMPARED]
    return Comparison([figure for figure in figures if len(figure.bars) > 1], others)


def _figure(name: str, told: Told, year: int, others: Sequence[Year]) -> YearBars:
    known = [(_said(each.year, year), number) for each in others if (number := getattr(each, name)) is not None]
    lines = [(str(year), told[name]), *known]
    longest = max((number or 0 for _label, number in lines), default=0) or 1
    bars = [
        YearBar(label, number, round(100 * (number or 0) / longest, 2), is_ours=nth == 0)
        for nth, (label, number) in enumerate(lines)
    ]
    return YearBars(name, FIGURES[name].title, FIGURES[name].sentence, bars)


def _said(of: int, year: int) -> str:
    """Of the same year somebody else may have published numbers of their own."""
    return _("%(year)s, as published") % {"year": of} if of == year else str(of)

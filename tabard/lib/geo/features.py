"""What a file of areas gives us, and how we say what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely import MultiPolygon

Position = tuple[float, float]
Ring = list[Position]
Polygon = list[Ring]
"""The outer ring first, then the holes; longitude before latitude."""


@dataclass(frozen=True, kw_only=True)
class RawFeature:
    """One area as the file has it: numbers are numbers, nothing else is checked yet. `index` counts from 1."""

    index: int
    code: str
    name: str
    polygons: list[Polygon]
    left_out: int = 0
    """How many parts were points or lines, which cover nobody."""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One area, mended: a valid, non-empty MultiPolygon within ±180 and ±90, outer rings anticlockwise."""

    index: int
    code: str
    name: str
    geometry: MultiPolygon
    repairs: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


class BadGeography(ValueError):
    """What was given cannot be read as areas; the text says why, in words for the person who gave it.

    Half a character, as a broken file may hold it, is written out, so that the text can always be shown.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text.encode("utf-8", "backslashreplace").decode())


class BadFile(BadGeography):
    """The file as a whole cannot be read."""


class BadShape(BadGeography):
    """A shape cannot be read or mended; whoever knows the feature turns this into `BadFeature`."""


class BadFeature(BadGeography):
    """One feature cannot be used: which one, and what is wrong with it."""

    def __init__(self, *, index: int, code: str, name: str, problem: str, file: str = "") -> None:
        self.index, self.code, self.name, self.problem, self.file = index, code, name, problem, file
        known = [f"id {code}"] if code else []
        if name and name != code:
            known.append(f"“{name}”")
        where = f"{file}, feature {index}" if file else f"feature {index}"
        which = f"{where} ({', '.join(known)})" if known else where
        super().__init__(f"{which[0].upper()}{which[1:]}: {problem}")


class BadFeatures(BadGeography):
    """All features of one file that cannot be used."""

    SHOWN = 20

    def __init__(self, problems: Sequence[BadFeature]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[: self.SHOWN]]
        if len(self.problems) > self.SHOWN:
            lines.append(f"… and {len(self.problems) - self.SHOWN} more.")
        super().__init__("\n".join(lines))

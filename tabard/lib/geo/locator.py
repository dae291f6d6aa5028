"""Which area covers a position: one look-up in a few microseconds, the same answer every time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.grid import NOBODY, Edge, Grid
from tabard.lib.geo.measure import area_m2, distance_m
from tabard.lib.geo.nearest import NearestAreas

SWAPPED_FAR_M = 100_000
"""Further out than this, a position that would lie inside with its numbers swapped is taken for swapped."""


class BadPosition(ValueError):
    """No place on earth, or not the one that was meant; the text says why."""


class PositionSwapped(BadPosition):
    """Latitude and longitude look as if they stood in each other's place."""


class NothingToLocate(LookupError):
    """There are no areas at all."""


@dataclass(frozen=True, slots=True)
class Area:
    """One shape to be found. `key` is what `Locator` answers with; `size_m2` saves measuring it again."""

    key: int
    shape: BaseGeometry
    size_m2: float | None = None

    def rank(self) -> tuple[float, int]:
        """Among areas that cover a position, the lowest wins."""
        return (area_m2(self.shape) if self.size_m2 is None else self.size_m2, self.key)


@dataclass(frozen=True, slots=True)
class Pinned:
    """By decision, all positions within `radius_m` of this one belong to the area `key`, whatever the shapes say."""

    key: int
    latitude: float
    longitude: float
    radius_m: float


class Found(NamedTuple):
    """The answer: an area that covers the position, or else the nearest and how far away it is."""

    key: int
    is_inside: bool
    distance_m: float = 0.0
    is_pinned: bool = False


def checked(latitude: float, longitude: float) -> tuple[float, float]:
    """The position as finite numbers within ±90 and ±180; raises BadPosition."""
    try:
        latitude, longitude = float(latitude), float(longitude)
    except (TypeError, ValueError, OverflowError):
        raise BadPosition("latitude and longitude must be numbers") from None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise BadPosition("latitude and longitude must be finite numbers")
    if not -90 <= latitude <= 90:
        if abs(latitude) <= 180 and abs(longitude) <= 90:
            raise PositionSwapped(f"latitude {latitude:g} is outside ±90: latitude and longitude look swapped")
        raise BadPosition(f"latitude {latitude:g} is outside ±90")
    if not -180 <= longitude <= 180:
        raise BadPosition(f"longitude {longitude:g} is outside ±180")
    return latitude, longitude


class Locator:
    """Finds the area that covers a position; never changed after it is made, so threads may share one.

    A position on an edge is covered by the areas on both sides. Among several the smallest wins, then the lowest key:
    the areas are kept in that order, so the first that covers is the answer.
    """

    def __init__(self, areas: Sequence[Area], pins: Sequence[Pinned] = ()) -> None:
        in_order = sorted(areas, key=Area.rank)
        self._keys = [area.key for area in in_order]
        self._place_of = {key: index for index, key in enumerate(self._keys)}
        self._shapes: NDArray[np.object_] = np.array([area.shape for area in in_order], dtype=object)
        self._tree = STRtree(self._shapes)
        self._pins = sorted(pins, key=lambda pin: (pin.radius_m, pin.key))
        self._nearest = NearestAreas(self._shapes, self._tree)
        _make_ready(self._shapes)
        self._grid = Grid(self._shapes)

    def __len__(self) -> int:
        return len(self._keys)

    def locate(self, *, latitude: float, longitude: float) -> Found:
        """The area for the position; raises BadPosition, PositionSwapped and NothingToLocate."""
        latitude, longitude = checked(latitude, longitude)
        if not self._keys:
            raise NothingToLocate("no areas are known yet")
        if self._pins and (key := self._pinned_key(latitude, longitude)) is not None:
            return Found(key, is_inside=True, is_pinned=True)
        first = self._first_covering(latitude, longitude)
        if first is not None:
            return Found(self._keys[first], is_inside=True)
        return self._outside(latitude, longitude)

    def covering(self, *, latitude: float, longitude: float) -> list[int]:
        """The keys of all areas that cover the position, the winner first; pins are not asked."""
        latitude, longitude = checked(latitude, longitude)
        return [self._keys[index] for index in self._covering(latitude, longitude)]

    def shape_of(self, key: int) -> BaseGeometry:
        """The shape of an area; raises KeyError."""
        shape: BaseGeometry = self._shapes[self._place_of[key]]
        return shape

    def meeting(self, window: BaseGeometry) -> list[tuple[int, BaseGeometry]]:
        """Keys and shapes of the areas that meet the window (which may reach past 180), in the order of their keys."""
        found = set(self._tree.query(window, predicate="intersects").tolist())
        if window.bounds[2] > 180:
            found.update(self._tree.query(translate(window, xoff=-360), predicate="intersects").tolist())
        return sorted(((self._keys[index], self._shapes[index]) for index in found), key=lambda pair: pair[0])

    def _pinned_key(self, latitude: float, longitude: float) -> int | None:
        for pin in self._pins:
            away = distance_m(
                from_latitude=latitude,
                from_longitude=longitude,
                to_latitude=pin.latitude,
                to_longitude=pin.longitude,
            )
            if away <= pin.radius_m:
                return pin.key
        return None

    def _covering(self, latitude: float, longitude: float) -> list[int]:
        sides = (180.0, -180.0) if abs(longitude) == 180 else (longitude,)
        found: set[int] = set()
        for side in sides:
            near = self._grid.near(latitude, side)
            if isinstance(near, Edge):
                covers = shapely.intersects_xy(near.shapes, side, latitude).tolist()
                found.update(compress(near.indexes, covers))
            elif near != NOBODY:
                found.add(near)
        return sorted(found)

    def _first_covering(self, latitude: float, longitude: float) -> int | None:
        if abs(longitude) == 180:
            return next(iter(self._covering(latitude, longitude)), None)
        near = self._grid.near(latitude, longitude)
        if isinstance(near, Edge):
            covers = shapely.intersects_xy(near.shapes, longitude, latitude).tolist()
            return next(compress(near.indexes, covers), None)
        return None if near == NOBODY else near

    def _outside(self, latitude: float, longitude: float) -> Found:
        index, away = self._nearest.find(latitude=latitude, longitude=longitude)
        if away > SWAPPED_FAR_M and abs(longitude) <= 90 and self._covering(longitude, latitude):
            raise PositionSwapped("latitude and longitude look swapped: the other way round they lie inside")
        return Found(self._keys[index], is_inside=False, distance_m=away)


def _make_ready(shapes: NDArray[np.object_]) -> None:
    """Build each shape's own index now: GEOS builds it at the first question, which would make that one slow."""
    if not len(shapes):
        return
    shapely.prepare(shapes)
    middles = shapely.point_on_surface(shapes)
    shapely.intersects_xy(shapes, shapely.get_x(middles), shapely.get_y(middles))

"""The outlines of the countries, as `browser/world.mjs` writes them, laid flat for a drawing."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from shapely import affinity
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from tabard.occasions.tweetathon.picture.built import WORLD, built

Point = tuple[float, float]
Ring = list[Point]
NORTH, SOUTH = 84.0, -57.0  # without Antarctica
GLOBE = box(-180, -90, 180, 90)
# Šavrič, Patterson and Jenny: The Equal Earth map projection, 2018
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True)
class Country:
    """`parts` are outer rings, each with its holes; `dot` is there for one too small to be seen. Both are laid flat."""

    code: str
    parts: list[list[Ring]]
    dot: Point | None


def flat(longitude: float, latitude: float) -> Point:
    """Degrees to the Equal Earth projection: x to the east, y to the south, of a globe of radius 1."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square * square * square
    slope = 9 * A4 * sixth * square + 7 * A3 * sixth + 3 * A2 * square + A1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, -theta * (A4 * sixth * square + A3 * sixth + A2 * square + A1)


def edge() -> Ring:
    """Of the globe as far as it is shown."""
    latitudes = [SOUTH + (NORTH - SOUTH) * nth / 60 for nth in range(61)]
    return [*(flat(-180, each) for each in latitudes), *(flat(180, each) for each in reversed(latitudes))]


@cache
def countries() -> Sequence[Country]:
    """From the largest to the smallest: one that lies within another comes after it. Raises NotBuilt."""
    world = json.loads(built(WORLD))
    arcs = [list(_points(arc, world["transform"])) for arc in world["arcs"]]
    return [_country(shape, arcs) for shape in world["objects"]["countries"]["geometries"]]


def _points(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """TopoJSON, section 2.1.3: steps on a grid, each from the point before."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * wide + west, y * high + south


def _country(shape: dict[str, Any], arcs: Sequence[Ring]) -> Country:
    told = shape["properties"]
    arcs_told = shape.get("arcs", [])
    polygons = [arcs_told] if shape["type"] == "Polygon" else arcs_told
    parts = [part for rings in polygons for part in _parts([_ring(ring, arcs) for ring in rings])]
    return Country(told.get("code", ""), parts, flat(*told["dot"]) if "dot" in told else None)


def _ring(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """TopoJSON, section 2.1.4: arcs end to end, a negative number is one that is walked backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _parts(rings: list[Ring]) -> Iterator[list[Ring]]:
    """One polygon in degrees, cut where it crosses the 180th meridian."""
    outer, *holes = [_unrolled(ring) for ring in rings]
    shape = Polygon(outer, [hole for hole in holes if len(hole) > 3]) if len(outer) > 3 else Polygon()
    west, _south, east, _north = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
    turns = [0] if west >= -180 and east <= 180 else [-360, 0, 360]
    for turn in turns:
        piece = affinity.translate(shape.buffer(0), turn).intersection(GLOBE) if turns != [0] else shape
        for polygon in _polygons(piece):
            yield [[flat(*point) for point in ring.coords] for ring in (polygon.exterior, *polygon.interiors)]


def _unrolled(ring: Ring) -> Ring:
    """Without a leap from one edge of the map to the other."""
    found: Ring = []
    for longitude, latitude in ring:
        turn = 360 * round((longitude - found[-1][0]) / 360) if found else 0
        found.append((longitude - turn, latitude))
    return found


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    pieces = getattr(shape, "geoms", [shape])
    return [piece for piece in pieces if isinstance(piece, Polygon) and not piece.is_empty]

"""A small map without tiles: one area and what lies around it as SVG paths, simplified to a few kilobytes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import box
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.lettering import Lettering, letter
from tabard.lib.geo.measure import distance_m
from tabard.lib.geo.mending import as_multipolygon

WIDTH = 1000
TALLEST, FLATTEST = 1.1, 0.5
MARGIN = 0.12
"""Of the area's larger side: how much of its surroundings is shown."""
TOLERANCE = 2.5
SMALLEST = 12.0
"""Units of the drawing, and square units: finer bends and smaller islands are left out."""
BEYOND = 10
"""Units that what lies around is drawn past the frame, so that no line runs along its edge."""
BAR_INSET = 28
BAR_WORDS = 130
"""Units from the frame's lower left corner to the scale bar, and how wide its figure may be."""


@dataclass(frozen=True)
class Drawing:
    """`paths` are the `d` of SVG paths for a viewBox of `width` by `height`, in the order of the shapes given.

    `names` are where the names of the shapes stand, None for those without room. The scale bar is `bar_width` units
    long from `bar_x`, `bar_y` on and stands for `bar_m` metres, a round number.
    """

    width: int
    height: int
    paths: list[str]
    names: list[Lettering | None]
    bar_m: int
    bar_width: int
    bar_x: int
    bar_y: int


@dataclass(frozen=True)
class Frame:
    """A window on the earth: west and north edge in degrees, units of the drawing per degree each way."""

    west: float
    north: float
    east: float
    south: float
    across: float
    down: float
    height: int

    def window(self) -> BaseGeometry:
        return box(self.west, self.south, self.east, self.north)

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes into units of the drawing."""
        return np.column_stack(((points[:, 0] - self.west) * self.across, (self.north - points[:, 1]) * self.down))


def draw(shapes: Sequence[BaseGeometry], names: Sequence[str]) -> Drawing:
    """Draw the first shape whole, and of the others what falls into the frame around it; write names where they fit."""
    frame = framed(shapes[0])
    window = frame.window().buffer(BEYOND / frame.down, join_style="mitre")
    around = [eastward(shape) if frame.east > 180 else shape for shape in shapes[1:]]
    clipped = [whole(shapes[0]), *(as_multipolygon(shape.intersection(window)) for shape in around)]
    placed = np.array([shapely.transform(shape, frame.place) for shape in clipped], dtype=object)
    # Simplified as one coverage, so that borders that two areas share stay shared.
    simple: list[BaseGeometry] = shapely.coverage_simplify(placed, TOLERANCE).tolist()
    bar_m, bar_width = bar(frame)
    return Drawing(
        width=WIDTH,
        height=frame.height,
        paths=[path(shape) for shape in simple],
        names=lettered(simple, names, box(0, 0, WIDTH, frame.height).difference(_around_bar(frame, bar_width))),
        bar_m=bar_m,
        bar_width=bar_width,
        bar_x=BAR_INSET,
        bar_y=frame.height - BAR_INSET,
    )


def lettered(shapes: Sequence[BaseGeometry], names: Sequence[str], room: BaseGeometry) -> list[Lettering | None]:
    """Where the names stand: in their shape, in the room, and never on one another; the first chooses first."""
    found: list[Lettering | None] = []
    for shape, name in zip(shapes, names, strict=True):
        placed = letter(as_multipolygon(shapely.make_valid(shape).intersection(room)), name)
        room = room.difference(placed.taken) if placed else room
        found.append(placed)
    return found


def _around_bar(frame: Frame, bar_width: int) -> BaseGeometry:
    """The corner where the scale bar and its figure stand."""
    return box(0, frame.height - 3 * BAR_INSET, max(bar_width, BAR_WORDS) + 2 * BAR_INSET, frame.height)


def framed(shape: BaseGeometry) -> Frame:
    """The frame around a shape: equirectangular about its middle, where a kilometre is as long each way."""
    west, south, east, north = whole(shape).bounds
    shrink = max(math.cos(math.radians((south + north) / 2)), 0.01)
    across, down = (east - west) * shrink, north - south
    margin = 2 * MARGIN * max(across, down)
    wide, high = across + margin, down + margin
    wide, high = max(wide, high / TALLEST), max(high, wide * FLATTEST)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    scale = WIDTH / wide
    return Frame(
        west=middle_x - wide / shrink / 2,
        north=middle_y + high / 2,
        east=middle_x + wide / shrink / 2,
        south=middle_y - high / 2,
        across=scale * shrink,
        down=scale,
        height=round(high * scale),
    )


def whole(shape: BaseGeometry) -> BaseGeometry:
    """A shape that was cut at ±180 degrees put together again, its western part beyond 180."""
    west, _, east, _ = shape.bounds
    return eastward(shape) if east - west > 180 else shape


def eastward(shape: BaseGeometry) -> BaseGeometry:
    """Negative longitudes counted on past 180."""
    return shapely.transform(shape, lambda points: points + np.where(points[:, :1] < 0, [[360.0, 0.0]], [[0.0, 0.0]]))


def path(shape: BaseGeometry) -> str:
    """The polygons as one SVG path of whole numbers; holes are cut out by the rule evenodd."""
    polygons = sorted(as_multipolygon(shape).geoms, key=lambda part: -part.area)
    kept = [part for nth, part in enumerate(polygons) if nth == 0 or part.area >= SMALLEST]
    rings = [ring for part in kept for ring in (part.exterior, *part.interiors)]
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)


def _ring(points: NDArray[np.float64]) -> str:
    whole = np.rint(points[:-1]).astype(int)
    whole = whole[np.concatenate(([True], np.any(np.diff(whole, axis=0) != 0, axis=1)))]
    if len(whole) < 3:
        return ""
    (x, y), steps = whole[0].tolist(), np.diff(whole, axis=0).tolist()
    return f"M{x} {y}l" + " ".join(f"{right} {down}" for right, down in steps) + "z"


def bar(frame: Frame) -> tuple[int, int]:
    """A scale bar: the longest of 1, 2 or 5 times a power of ten metres that fits into a quarter of the width."""
    latitude = (frame.north + frame.south) / 2
    there = distance_m(
        from_latitude=latitude,
        from_longitude=frame.west,
        to_latitude=latitude,
        to_longitude=(frame.west + frame.east) / 2,
    )
    whole_m = 2 * there
    fits = [step * 10**power for power in range(8) for step in (1, 2, 5) if step * 10**power <= whole_m / 4]
    metres = fits[-1] if fits else 1
    return metres, round(metres / whole_m * WIDTH)

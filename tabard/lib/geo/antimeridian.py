"""Rings that cross ±180 degrees, seen as one line, then cut into parts that stay on their side (RFC 7946 §3.1.9)."""

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, box
from shapely.affinity import translate

from tabard.lib.geo.features import BadShape

Points = NDArray[np.float64]
WIDEST = 90.0
"""A ring written past ±180 is believed up to this width in degrees; wider, it is a mistake in the file."""


def unrolled(points: Points) -> Points:
    """The ring with longitudes that never jump: 179, -179 becomes 179, 181, and 180, -180 becomes 180, 180.

    Raises BadShape round a pole, and round the whole earth.
    """
    steps = np.diff(points[:, 0])
    turns = np.where(np.abs(steps) > 180, -np.sign(steps), 0.0)
    if not turns.any():
        return points
    shift = np.concatenate(([0.0], np.cumsum(turns))) * 360
    longitudes = points[:, 0] + shift
    if shift[-1] != 0 or np.ptp(longitudes) == 0:
        raise BadShape("it goes once round the earth, so it is not clear which side is inside")
    return np.column_stack((longitudes, points[:, 1]))


def is_believable(points: Points) -> bool:
    """Whether longitudes past ±180 are a crossing (some points on each side, not too wide) and no typing error."""
    west, east = points[:, 0].min(), points[:, 0].max()
    past = west < -180 or east > 180
    return not past or (east - west <= WIDEST and (west < -180 < east or west < 180 < east))


def aligned(outer: Points, hole: Points) -> Points:
    """The hole moved by whole turns to where its outer ring was unrolled to."""
    middle = (outer[:, 0].min() + outer[:, 0].max()) / 2
    turns = round((middle - (hole[:, 0].min() + hole[:, 0].max()) / 2) / 360)
    return np.column_stack((hole[:, 0] + 360 * turns, hole[:, 1])) if turns else hole


def cut(shape: MultiPolygon) -> list[Polygon]:
    """The polygons within ±180; those beyond are cut off and moved to the other side."""
    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return list(shape.geoms)
    parts: list[Polygon] = []
    for turn in (-360, 0, 360):
        inside = shape.intersection(box(-180 + turn, -90, 180 + turn, 90))
        moved = translate(inside, xoff=-turn)
        parts.extend(part for part in getattr(moved, "geoms", [moved]) if isinstance(part, Polygon) and part.area > 0)
    return parts

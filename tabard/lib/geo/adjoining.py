"""Which areas lie beside one another, and in which direction: what a map shows, in words."""

from enum import StrEnum

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.measure import bearing
from tabard.lib.geo.mending import as_multipolygon

TOUCHING = 0.0003
"""Degrees, some 30 m: areas no further apart than a river or a railway are beside one another."""


class Direction(StrEnum):
    NORTH = "north"
    NORTH_EAST = "north-east"
    EAST = "east"
    SOUTH_EAST = "south-east"
    SOUTH = "south"
    SOUTH_WEST = "south-west"
    WEST = "west"
    NORTH_WEST = "north-west"
    INSIDE = "inside"
    AROUND = "around"


COMPASS = list(Direction)[:8]


def direction(own: BaseGeometry, other: BaseGeometry) -> Direction | None:
    """Where `other` lies as seen from the middle of `own`; None when the two are not beside one another."""
    if not shapely.dwithin(own, other, TOUCHING):
        return None
    if filled(own).covers(other):
        return Direction.INSIDE
    if filled(other).covers(own):
        return Direction.AROUND
    border = other.intersection(own.buffer(TOUCHING))
    here, there = own.centroid, border.centroid
    degrees = bearing(from_latitude=here.y, from_longitude=here.x, to_latitude=there.y, to_longitude=there.x)
    return COMPASS[round(degrees / 45) % 8]


def filled(shape: BaseGeometry) -> MultiPolygon:
    """The shape with its holes filled."""
    return MultiPolygon([Polygon(part.exterior) for part in as_multipolygon(shape).geoms])

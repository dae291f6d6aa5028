"""The area nearest to a position that lies in none, in metres along the geodesic."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, STRtree, box
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.measure import distance_m

Numbers = NDArray[np.float64]
SPHERE_M = 6_371_008.8
LEAST_M_PER_DEGREE = 110_000.0
POLAR = 85.0
LONGEST_EDGE = 0.1
SLACK = 0.99
"""Distances on the ellipsoid differ from those on the sphere by up to 0.6 per cent."""


class NearestAreas:
    """Finds the nearest of many shapes. No area is looked at whose bounding box is further away than the best found."""

    def __init__(self, shapes: NDArray[np.object_], tree: STRtree) -> None:
        self._shapes, self._tree = shapes, tree
        self._bounds: Numbers = shapely.bounds(shapes).reshape(-1, 4)

    def find(self, *, latitude: float, longitude: float) -> tuple[int, float]:
        """The index of the nearest shape (the first of equals) and the distance in metres to its edge."""
        near = self._candidates(latitude, longitude)
        at_least = boxes_at_least_m(self._bounds[near], latitude, longitude) * SLACK
        best, best_m = -1, math.inf
        for nth in np.argsort(at_least, kind="stable").tolist():
            if at_least[nth] > best_m:
                break
            index = int(near[nth])
            away = edge_m(self._shapes[index], latitude, longitude)
            if (away, index) < (best_m, best):
                best, best_m = index, away
        return best, best_m

    def _candidates(self, latitude: float, longitude: float) -> NDArray[np.int64]:
        """All areas that can be the nearest: those within reach of one that is near, where the map is not distorted."""
        guess = int(self._tree.nearest(Point(longitude, latitude)))
        reach = edge_m(self._shapes[guess], latitude, longitude) / (LEAST_M_PER_DEGREE * SLACK)
        north = abs(latitude) + reach
        sideways = reach / math.cos(math.radians(north)) if north < POLAR else math.inf
        if abs(longitude) + sideways > 180:
            return np.arange(len(self._shapes))
        window = box(longitude - sideways, latitude - reach, longitude + sideways, latitude + reach)
        return np.sort(self._tree.query(window))


def boxes_at_least_m(bounds: Numbers, latitude: float, longitude: float) -> Numbers:
    """How far, on the sphere, the position is from each box (west, south, east, north): 0 inside it."""
    west, south, east, north = bounds.T
    within = (west <= longitude) & (longitude <= east)
    to_side = np.minimum(_turn(west - longitude), _turn(east - longitude))
    across = np.radians(np.where(within, 0.0, to_side))
    here = math.radians(latitude)
    # Along a meridian the cosine of the distance is largest at `peak`, or at the end of the box's side next to it.
    peak = np.degrees(np.arctan2(math.sin(here), math.cos(here) * np.cos(across)))
    closest = np.full(len(bounds), -1.0)
    for side in (south, north, np.clip(peak, south, north)):
        there = np.radians(side)
        cosine = math.sin(here) * np.sin(there) + math.cos(here) * np.cos(there) * np.cos(across)
        closest = np.maximum(closest, cosine)
    inside = within & (south <= latitude) & (latitude <= north)
    metres: Numbers = np.where(inside, 0.0, np.arccos(np.clip(closest, -1.0, 1.0)) * SPHERE_M)
    return metres


def edge_m(shape: BaseGeometry, latitude: float, longitude: float) -> float:
    """Metres from a position outside the shape to the nearest point of its edge.

    Edges are straight on the map, as they are where `covers` is asked: long ones are cut up, or they would bulge
    towards the pole as great circles do.
    """
    rings = shapely.get_rings(shapely.get_parts(shapely.segmentize(shape, LONGEST_EDGE)))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    on_sphere = _vectors(points[:, 1], points[:, 0])
    same_ring = ring_of[1:] == ring_of[:-1]
    starts, ends = on_sphere[:-1][same_ring], on_sphere[1:][same_ring]
    here = _vectors(np.array([latitude]), np.array([longitude]))[0]
    along = ends - starts
    length = np.einsum("ij,ij->i", along, along)
    share = np.einsum("ij,ij->i", here - starts, along) / np.where(length == 0, 1.0, length)
    nearest = starts + np.clip(share, 0.0, 1.0)[:, None] * along
    x, y, z = nearest[int(np.argmin(np.linalg.norm(nearest - here, axis=1)))]
    return distance_m(
        from_latitude=latitude,
        from_longitude=longitude,
        to_latitude=math.degrees(math.atan2(z, math.hypot(x, y))),
        to_longitude=math.degrees(math.atan2(y, x)),
    )


def _turn(degrees: Numbers) -> Numbers:
    """The angle as the shorter way round, 0 to 180."""
    rest = np.abs(degrees) % 360
    shorter: Numbers = np.minimum(rest, 360 - rest)
    return shorter


def _vectors(latitudes: Numbers, longitudes: Numbers) -> Numbers:
    latitudes, longitudes = np.radians(latitudes), np.radians(longitudes)
    return np.column_stack(
        (np.cos(latitudes) * np.cos(longitudes), np.cos(latitudes) * np.sin(longitudes), np.sin(latitudes))
    )

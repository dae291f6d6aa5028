"""Areas and distances on the WGS84 ellipsoid."""

from typing import Any

from pyproj import Geod
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

WGS84 = Geod(ellps="WGS84")


def area_m2(shape: BaseGeometry) -> float:
    """Square metres of the polygons in the shape, holes left out; lines and points have none."""
    polygons: list[Any] = list(getattr(shape, "geoms", [shape]))
    return sum(abs(WGS84.geometry_area_perimeter(part)[0]) for part in polygons if isinstance(part, Polygon))


def distance_m(*, from_latitude: float, from_longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres along the geodesic between two positions."""
    return float(WGS84.inv(from_longitude, from_latitude, to_longitude, to_latitude)[2])


def bearing(*, from_latitude: float, from_longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Degrees clockwise from north, 0 to 360, in which the second position is seen from the first."""
    return float(WGS84.inv(from_longitude, from_latitude, to_longitude, to_latitude)[0]) % 360

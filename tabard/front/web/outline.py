"""A neighbourhood's boundary as a small drawing, and in words for those who do not see it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import pgettext
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tabard.people.places.models import Boundary, Neighbourhood

WIDTH, HEIGHT, MARGIN = 320, 200, 12
NEIGHBOURS = 6


@dataclass(frozen=True)
class Nearby:
    """Another neighbourhood, and where it lies as seen from this one."""

    name: str
    slug: str
    direction: str


@dataclass(frozen=True)
class Outline:
    """`path` is SVG's, in a view box of WIDTH by HEIGHT."""

    path: str
    area_km2: float
    nearby: list[Nearby]
    source: str
    licence: str


def outline_of(place: Neighbourhood) -> Outline | None:
    """The live boundary and the nearest neighbourhoods, in two queries. None where there is no boundary."""
    boundary = Boundary.objects.live().of(place).select_related("generation").first()
    if boundary is None:
        return None
    return Outline(
        path=drawn(boundary.shape),
        area_km2=boundary.area_m2 / 1_000_000,
        nearby=_nearby(place),
        source=boundary.generation.source,
        licence=boundary.generation.licence,
    )


def drawn(shape: BaseGeometry) -> str:
    """SVG path data for a shape in WGS84 (longitude first), north up, fitted into the view box; holes stay holes."""
    west, south, east, north = shape.bounds
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.01)
    width, height = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / width, (HEIGHT - 2 * MARGIN) / height)
    left, top = (WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2
    pixel = 0.6 / scale

    def ring(points: Iterator[tuple[float, float]]) -> str:
        spots = [f"{left + (x - west) * squeeze * scale:.1f} {top + (north - y) * scale:.1f}" for x, y in points]
        return f"M{'L'.join(dict.fromkeys(spots))}Z"

    simple = shape.simplify(pixel, preserve_topology=True)
    rings = [line for part in _polygons(simple) for line in (part.exterior, *part.interiors)]
    return "".join(ring((point[0], point[1]) for point in line.coords) for line in rings)


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    return [shape] if isinstance(shape, Polygon) else []


def _nearby(place: Neighbourhood) -> list[Nearby]:
    if place.latitude is None or place.longitude is None:
        return []
    others = Neighbourhood.objects.filter(force=place.force_id, retired_at=None).exclude(pk=place.pk)
    squeeze = math.cos(math.radians(place.latitude))
    found = []
    for name, slug, latitude, longitude in others.values_list("name", "slug", "latitude", "longitude"):
        if latitude is not None and longitude is not None:
            north, east = latitude - place.latitude, (longitude - place.longitude) * squeeze
            found.append((math.hypot(north, east), name, slug, math.degrees(math.atan2(east, north)) % 360))
    return [Nearby(name, slug, compass(bearing)) for _away, name, slug, bearing in sorted(found)[:NEIGHBOURS]]


def compass(bearing: float) -> str:
    """The direction in words for degrees clockwise from north."""
    names = [
        pgettext("direction", "to the north"),
        pgettext("direction", "to the north-east"),
        pgettext("direction", "to the east"),
        pgettext("direction", "to the south-east"),
        pgettext("direction", "to the south"),
        pgettext("direction", "to the south-west"),
        pgettext("direction", "to the west"),
        pgettext("direction", "to the north-west"),
    ]
    return names[round(bearing / 45) % 8]

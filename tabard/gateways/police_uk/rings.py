"""A boundary as one flat list of points, the only form that data.police.uk knows, and back.

Decision: nothing is left out. The list is the outer ring of the largest part, closed; every further ring (other parts,
holes) follows, closed, and each time the line comes back to the very first point. Those ways there and back lie on one
another and enclose nothing, outer rings run anticlockwise and holes clockwise: so drawing, filling, the shoelace area
and point-in-polygon tests of any client come out right, as they would not with holes and islands dropped. A
neighbourhood of one part without holes, as nearly all are, is simply its ring.
"""

from collections.abc import Sequence
from itertools import chain
from math import isfinite

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from tabard.lib.geo.features import Polygon as Rings
from tabard.lib.geo.features import Ring


def flattened(shape: BaseGeometry) -> Ring:
    """All rings of a MultiPolygon in one list of (longitude, latitude)."""
    polygons = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon)]
    parts = sorted(map(orient, polygons), key=lambda part: part.area, reverse=True)
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    first, *others = [[(x, y) for x, y, *_ in ring.coords] for ring in rings]
    flat = list(first)
    for ring in others:
        flat += [*ring, first[0]]
    return flat


def nested(polygons: Sequence[Rings]) -> list[Rings]:
    """Undo `flattened`, once the rings are taken apart: strip the ways there and back, and put holes into their parts.

    A ring inside an odd number of others is a hole of the smallest of them; whichever way it runs, for other servers
    may not care.
    """
    rings = [rings[0] for rings in polygons]
    rings = [rings[0], *(_without_way(ring, rings[0][0]) for ring in rings[1:])]
    if len(rings) == 1 or not all(map(_is_ring, rings)):
        return [[ring] for ring in rings]  # whoever mends it says what is wrong
    shapes = [Polygon(ring) for ring in rings]
    around = [[j for j, other in enumerate(shapes) if j != i and other.contains(shapes[i])] for i in range(len(rings))]
    parts = {i: [ring] for i, ring in enumerate(rings) if len(around[i]) % 2 == 0}
    for i, ring in enumerate(rings):
        if i not in parts:
            parts[max(around[i], key=lambda j: len(around[j]))].append(ring)
    return list(parts.values())


def _is_ring(ring: Ring) -> bool:
    return len(ring) > 3 and all(map(isfinite, chain(*ring))) and bool(shapely.is_valid(Polygon(ring)))


def _without_way(ring: Ring, start: tuple[float, float]) -> Ring:
    came_and_went = len(ring) > 5 and ring[0] == ring[-1] == start and ring[1] == ring[-2]
    return ring[1:-1] if came_and_went else ring

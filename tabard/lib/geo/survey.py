"""What stands out in a set of areas: what was repaired, which of them overlap, and what lies between them unclaimed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.features import Feature
from tabard.lib.geo.measure import area_m2
from tabard.lib.geo.mending import as_multipolygon

SMALLEST_M2 = 1.0
"""Overlaps and gaps below a square metre are the rounding of coordinates."""


@dataclass(frozen=True)
class Repair:
    code: str
    name: str
    what: str


@dataclass(frozen=True)
class Overlap:
    """Ground that two areas both claim."""

    first_code: str
    second_code: str
    area_m2: float


@dataclass(frozen=True)
class Gap:
    """Ground that `beside_codes` enclose on all sides and none claims; a bay that opens outwards is not one."""

    latitude: float
    longitude: float
    area_m2: float
    beside_codes: list[str]


@dataclass(frozen=True)
class Survey:
    """Everything found, the largest first."""

    count: int
    area_m2: float
    repairs: list[Repair]
    overlaps: list[Overlap]
    gaps: list[Gap]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def survey(features: Sequence[Feature]) -> Survey:
    """Look over areas that have been mended."""
    shapes = np.array([feature.geometry for feature in features], dtype=object)
    tree = STRtree(shapes)
    together = shapely.union_all(shapes)
    return Survey(
        count=len(features),
        area_m2=area_m2(as_multipolygon(together)),
        repairs=[Repair(feature.code, feature.name, what) for feature in features for what in feature.repairs],
        overlaps=_overlaps(features, tree),
        gaps=_gaps(features, tree, together),
    )


def _overlaps(features: Sequence[Feature], tree: STRtree) -> list[Overlap]:
    firsts, seconds = tree.query(tree.geometries, predicate="intersects")
    found = []
    for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
        if first < second:
            both = features[first].geometry.intersection(features[second].geometry)
            size = area_m2(as_multipolygon(both))
            if size >= SMALLEST_M2:
                found.append(Overlap(features[first].code, features[second].code, size))
    return sorted(found, key=lambda overlap: (-overlap.area_m2, overlap.first_code, overlap.second_code))


def _gaps(features: Sequence[Feature], tree: STRtree, together: BaseGeometry) -> list[Gap]:
    found = []
    for part in as_multipolygon(together).geoms:
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            size = area_m2(hole)
            if size >= SMALLEST_M2:
                middle = hole.representative_point()
                beside = sorted(features[index].code for index in tree.query(hole, predicate="intersects").tolist())
                found.append(Gap(middle.y, middle.x, size, beside))
    return sorted(found, key=lambda gap: (-gap.area_m2, gap.latitude, gap.longitude))

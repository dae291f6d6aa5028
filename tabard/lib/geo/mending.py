"""Raw features into areas that can be located in: what can be mended is mended and said, the rest is refused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from tabard.lib.geo import antimeridian
from tabard.lib.geo.antimeridian import Points
from tabard.lib.geo.features import BadFeature, BadFeatures, BadShape, Feature, RawFeature, Ring
from tabard.lib.geo.features import Polygon as Rings
from tabard.lib.geo.measure import area_m2
from tabard.lib.geo.properties import LONGEST_NAME, check_properties, check_words


def mend_all(raw_features: Iterable[RawFeature]) -> list[Feature]:
    """Mend every feature and join those that share code and name; raises BadFeatures naming all that cannot be used."""
    mended: list[Feature] = []
    problems: list[BadFeature] = []
    for raw in raw_features:
        try:
            mended.append(mend(raw))
        except BadShape as error:
            problems.append(BadFeature(index=raw.index, code=raw.code, name=raw.name, problem=str(error)))
    if problems:
        raise BadFeatures(problems)
    return join_twins(mended)


def mend(raw: RawFeature) -> Feature:
    """Make a valid MultiPolygon within ±180 and ±90 out of the rings; raises BadShape.

    What cannot be kept is refused here too, while it is known which feature it belongs to.
    """
    check_words(raw.code, raw.name)
    check_properties(raw.extra)
    repairs: list[str] = []
    if len(raw.name) > LONGEST_NAME:
        repairs.append(f"its name of {len(raw.name)} characters: cut to {LONGEST_NAME}")
    if raw.left_out:
        repairs.append(f"left out {parts(raw.left_out)} that were points or lines")
    shapes = [_mend_polygon(rings, f"polygon {nth}", repairs) for nth, rings in enumerate(raw.polygons, start=1)]
    pieces = [piece for shape in shapes for piece in shape]
    if not pieces:
        raise BadShape("it has no area")
    return Feature(
        index=raw.index,
        code=raw.code,
        name=raw.name[:LONGEST_NAME],
        geometry=_as_one(pieces, repairs),
        repairs=tuple(repairs),
        extra=raw.extra,
    )


def join_twins(features: Sequence[Feature]) -> list[Feature]:
    """Several features with one code and one name are parts of one area; with different names they are a mistake."""
    by_code: defaultdict[str, list[Feature]] = defaultdict(list)
    for feature in features:
        by_code[feature.code].append(feature)
    problems = [problem for twins in by_code.values() for problem in _clashes(twins)]
    if problems:
        raise BadFeatures(problems)
    return [_joined(twins) for twins in by_code.values()]


def as_multipolygon(shape: BaseGeometry) -> MultiPolygon:
    """The polygons with an area in the shape, outer rings anticlockwise; lines and points are dropped."""
    members = list(getattr(shape, "geoms", [shape]))
    flat = [part for member in members for part in getattr(member, "geoms", [member])]
    return MultiPolygon([orient(part) for part in flat if isinstance(part, Polygon) and part.area > 0])


def parts(count: int) -> str:
    """“1 part”, “2 parts”."""
    return f"{count} part" if count == 1 else f"{count} parts"


def _mend_polygon(rings: Rings, what: str, repairs: list[str]) -> list[Polygon]:
    lines = [_mend_ring(ring, f"{what}, ring {nth}", repairs) for nth, ring in enumerate(rings, start=1)]
    outer, holes = lines[0], [line for line in lines[1:] if line is not None]
    if outer is None:
        return []
    shape = Polygon(outer, [antimeridian.aligned(outer, hole) for hole in holes])
    valid = _made_valid(shape, what, repairs)
    if valid.is_empty:
        return []
    if not -180 <= valid.bounds[0] <= valid.bounds[2] <= 180:
        repairs.append(f"{what}: cut where it crosses ±180 degrees")
    return antimeridian.cut(valid)


def _mend_ring(ring: Ring, what: str, repairs: list[str]) -> Points | None:
    if not ring:
        repairs.append(f"{what}: left out, it has no points")
        return None
    points = np.array(ring, dtype=np.float64)
    _check_finite(points, what)
    if not np.array_equal(points[0], points[-1]):
        points = np.vstack((points, points[:1]))
        repairs.append(f"{what}: closed")
    _check_range(points, what)
    points = antimeridian.unrolled(points)
    fresh = np.concatenate(([True], np.any(np.diff(points, axis=0) != 0, axis=1)))
    if not fresh.all():
        repairs.append(f"{what}: dropped {_points(int((~fresh).sum()))} that stood twice in a row")
    points = points[fresh]
    if len(np.unique(points, axis=0)) < 3:
        repairs.append(f"{what}: left out, it has fewer than three different points")
        return None
    return points


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def _check_finite(points: Points, what: str) -> None:
    finite = np.isfinite(points)
    if finite.all():
        return
    nth, axis = np.argwhere(~finite)[0]
    raise BadShape(f"{what}, point {nth + 1}: {('longitude', 'latitude')[axis]} is {points[nth, axis]}, not a number")


def _check_range(points: Points, what: str) -> None:
    too_far = np.flatnonzero(np.abs(points[:, 1]) > 90)
    if len(too_far):
        nth = int(too_far[0])
        hint = _hint(*points[nth])
        raise BadShape(f"{what}, point {nth + 1}: latitude {points[nth, 1]:g} is outside ±90{hint}")
    if not antimeridian.is_believable(points):
        nth = int(np.argmax(np.abs(points[:, 0])))
        hint = _hint(*points[nth])
        raise BadShape(f"{what}, point {nth + 1}: longitude {points[nth, 0]:g} is outside ±180{hint}")


def _hint(longitude: float, latitude: float) -> str:
    if abs(longitude) <= 90 and abs(latitude) <= 180:
        return "; latitude and longitude look swapped"
    if max(abs(longitude), abs(latitude)) > 1000:
        return "; these look like metres on a national grid: export the file as WGS84 longitude and latitude"
    return ""


def _made_valid(shape: Polygon, what: str, repairs: list[str]) -> MultiPolygon:
    if shape.is_valid:
        return as_multipolygon(shape)
    reason = shapely.is_valid_reason(shape)
    valid = as_multipolygon(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    repairs.append(f"{what}: made valid ({reason[0].lower()}{reason[1:]})")
    return valid


def _as_one(pieces: list[Polygon], repairs: list[str]) -> MultiPolygon:
    shape = MultiPolygon([orient(piece) for piece in pieces])
    if shape.is_valid:
        return shape
    before, joined = sum(area_m2(piece) for piece in pieces), as_multipolygon(shapely.union_all(pieces))
    repairs.append(f"joined parts that overlap or share an edge ({max(before - area_m2(joined), 0):,.0f} m² in both)")
    return joined


def _clashes(twins: list[Feature]) -> list[BadFeature]:
    first = twins[0]
    return [
        BadFeature(
            index=other.index,
            code=other.code,
            name=other.name,
            problem=f"its code is already that of feature {first.index} (“{first.name}”)",
        )
        for other in twins[1:]
        if other.name != first.name
    ]


def _joined(twins: list[Feature]) -> Feature:
    if len(twins) == 1:
        return twins[0]
    repairs = [repair for twin in twins for repair in twin.repairs]
    repairs.append("joined from features " + ", ".join(str(twin.index) for twin in twins))
    shape = as_multipolygon(shapely.union_all([twin.geometry for twin in twins]))
    return replace(twins[0], geometry=shape, repairs=tuple(repairs))

"""The boundary of one neighbourhood as data.police.uk gives it: a list of {"latitude": "51.5", "longitude": "-3.2"}."""

from typing import Any

from tabard.lib.geo.features import BadFeature, BadFeatures, BadShape, Position, RawFeature, Ring
from tabard.lib.geo.rings import number, shown


def is_boundary(document: Any) -> bool:
    """Whether a parsed document is a boundary in this form, be it a broken one."""
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and ("latitude" in first or "longitude" in first)


def boundary_feature(
    document: Any, *, code: str, name: str, index: int = 1, extra: dict[str, Any] | None = None
) -> RawFeature:
    """Turn a parsed boundary into a feature; raises BadFeatures.

    The form has no rings: several parts follow one another, each coming back to its own first point.
    """
    try:
        rings = split_where_closed(_ring(document))
    except BadShape as error:
        raise BadFeatures([BadFeature(index=index, code=code, name=name, problem=str(error))]) from None
    return RawFeature(index=index, code=code, name=name, polygons=[[ring] for ring in rings], extra=extra or {})


def _ring(document: Any) -> Ring:
    if not isinstance(document, list) or not document:
        raise BadShape(f"its boundary is {shown(document)}, where a list of points is needed")
    return [_position(point, f"point {nth}") for nth, point in enumerate(document, start=1)]


def _position(point: Any, what: str) -> Position:
    if not isinstance(point, dict):
        raise BadShape(f"{what} is {shown(point)}, where a latitude and a longitude are needed")
    return (
        number(point.get("longitude"), f"{what}: longitude"),
        number(point.get("latitude"), f"{what}: latitude"),
    )


def split_where_closed(points: Ring) -> list[Ring]:
    """Several closed rings written one after the other, taken apart."""
    rings: list[Ring] = []
    current: Ring = []
    for point in points:
        current.append(point)
        if len(current) > 3 and point == current[0]:
            rings.append(current)
            current = []
    if len(current) > 2 or not rings:
        rings.append(current)
    return rings

"""Numbers into positions, and positions into rings: whatever file they came from."""

from typing import Any

from tabard.lib.geo.features import BadShape, Polygon, Position, Ring

LONGEST_SHOWN = 40


def number(value: Any, what: str) -> float:
    """Read a number that may have come as text, with a decimal point; whether it is finite is checked when mending."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadShape(f"{what} is {shown(value)}, which is not a number")
    try:
        return float(value)
    except (ValueError, OverflowError):
        raise BadShape(f"{what} is {shown(value)}, which is not a number") from None


def shown(value: Any) -> str:
    """The value as a person can find it again in the file, never longer than a line."""
    text = "missing" if value is None else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def position(value: Any, what: str) -> Position:
    """Read [longitude, latitude], or [longitude, latitude, height]: the height is left out."""
    if not isinstance(value, list | tuple) or len(value) < 2:
        raise BadShape(f"{what} is {shown(value)}, where [longitude, latitude] is needed")
    return number(value[0], f"{what}: longitude"), number(value[1], f"{what}: latitude")


def ring(value: Any, what: str) -> Ring:
    """Read a list of positions."""
    if not isinstance(value, list | tuple):
        raise BadShape(f"{what} is {shown(value)}, where a list of positions is needed")
    return [position(pair, f"{what}, point {nth}") for nth, pair in enumerate(value, start=1)]


def polygon(value: Any, what: str) -> Polygon:
    """Read a list of rings: the outer one, then its holes."""
    if not isinstance(value, list | tuple) or not value:
        raise BadShape(f"{what} is {shown(value)}, where a list of rings is needed")
    return [ring(points, f"{what}, ring {nth}") for nth, points in enumerate(value, start=1)]


def polygons(value: Any) -> list[Polygon]:
    """Read a list of polygons."""
    if not isinstance(value, list | tuple) or not value:
        raise BadShape(f"its coordinates are {shown(value)}, where a list of polygons is needed")
    return [polygon(rings, f"polygon {nth}") for nth, rings in enumerate(value, start=1)]

"""Where on a drawn area its name can stand: wholly inside, where there is most room; nowhere if it does not fit."""

from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, box
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

LETTER = 22.0
LINE = 44.0
"""Units of the drawing that a letter is wide at most on average, and a line high: text of 40 units."""
ROOM = 16.0
"""Left free around a name."""
FINENESS = 0.05


@dataclass(frozen=True)
class Lettering:
    """A name in one or two lines, each with the height that its letters stand on, centred on `x`."""

    x: int
    lines: list[tuple[str, int]]
    taken: BaseGeometry
    """The box that it fills."""


def letter(shape: MultiPolygon, name: str) -> Lettering | None:
    """The name in as few lines as fit into the shape (both in units of the drawing), or None."""
    for lines in layouts(name):
        width = max(len(line) for line in lines) * LETTER + ROOM
        height = len(lines) * LINE + ROOM
        taken = roomiest(shape, width, height)
        if taken is not None:
            west, top, east, _bottom = taken.bounds
            first = top + ROOM / 2 + LINE * 0.75
            return Lettering(
                x=round((west + east) / 2),
                lines=[(line, round(first + nth * LINE)) for nth, line in enumerate(lines)],
                taken=taken,
            )
    return None


def layouts(name: str) -> list[list[str]]:
    """The name in one line, and cut in two at the space that leaves the longer half shortest."""
    words = name.split()
    cuts = [[" ".join(words[:nth]), " ".join(words[nth:])] for nth in range(1, len(words))]
    whole = [[" ".join(words)]] if words else []
    return [*whole, min(cuts, key=lambda lines: max(map(len, lines)))] if cuts else whole


def roomiest(shape: MultiPolygon, width: float, height: float) -> BaseGeometry | None:
    """A box of this size inside the shape, about the middle of the largest ellipse of its proportions."""
    if shape.is_empty or shape.area < width * height:
        return None
    squeezed: MultiPolygon = scale(shape, xfact=1 / width, yfact=1 / height, origin=(0, 0))
    (x, y), *_ = shapely.get_coordinates(shapely.maximum_inscribed_circle(squeezed, tolerance=FINENESS)).tolist()
    found = box((x - 0.5) * width, (y - 0.5) * height, (x + 0.5) * width, (y + 0.5) * height)
    return found if shape.covers(found) else None

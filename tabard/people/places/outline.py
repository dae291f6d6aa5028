"""The map of a neighbourhood, drawn on the server from the live boundaries, and the same in words.

Drawn once for each set of live generations in each process, and kept with the live map: it asks the database nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.adjoining import Direction, direction
from tabard.lib.geo.drawing import draw, framed
from tabard.lib.geo.lettering import Lettering
from tabard.lib.geo.measure import area_m2
from tabard.people.places.live_map import Credit, LiveMap, Place, current_map
from tabard.people.places.models import Neighbourhood

WHERE = {
    Direction.NORTH: _("To the north"),
    Direction.NORTH_EAST: _("To the north-east"),
    Direction.EAST: _("To the east"),
    Direction.SOUTH_EAST: _("To the south-east"),
    Direction.SOUTH: _("To the south"),
    Direction.SOUTH_WEST: _("To the south-west"),
    Direction.WEST: _("To the west"),
    Direction.NORTH_WEST: _("To the north-west"),
    Direction.INSIDE: _("Inside it"),
    Direction.AROUND: _("All around it"),
}


@dataclass(frozen=True)
class OutlinePath:
    """One area on the map: `d` is for an SVG path with fill-rule evenodd."""

    place: Place
    d: str
    is_own: bool
    is_adjoining: bool
    name: Lettering | None
    """Where its name stands; None where it has no room."""


@dataclass(frozen=True)
class Adjoining:
    """A neighbourhood beside this one."""

    place: Place
    direction: Direction

    @property
    def where(self) -> str:
        """“To the north”, in the reader's language."""
        return str(WHERE[self.direction])


@dataclass(frozen=True)
class Outline:
    """The map, its own area first, with its scale bar; and in words: its size, and what lies on which side of it."""

    width: int
    height: int
    paths: list[OutlinePath]
    bar_m: int
    bar_width: int
    bar_x: int
    bar_y: int
    area_km2: float
    adjoining: list[Adjoining]
    credit: Credit

    @property
    def bar_words(self) -> str:
        """“500 m” or “2 km”, in the reader's language."""
        if self.bar_m < 1000:
            return gettext("%(m)s m") % {"m": self.bar_m}
        return gettext("%(km)s km") % {"km": self.bar_m // 1000}


def outline_of(neighbourhood: Neighbourhood) -> Outline | None:
    """The outline of a neighbourhood; None where it has no live boundary."""
    live_map = current_map()
    if neighbourhood.pk not in live_map.places:
        return None
    outline = live_map.outlines.get(neighbourhood.pk)
    if outline is None:
        outline = live_map.outlines[neighbourhood.pk] = _draw(live_map, neighbourhood.pk)
    return outline


def _draw(live_map: LiveMap, pk: int) -> Outline:
    own = live_map.locator.shape_of(pk)
    around = [(key, shape) for key, shape in live_map.locator.meeting(framed(own).window()) if key != pk]
    places = [live_map.places[key] for key in (pk, *(key for key, _shape in around))]
    drawing = draw([own, *(shape for _key, shape in around)], [place.name for place in places])
    drawn = zip(places, drawing.paths, drawing.names, strict=True)
    adjoining = _adjoining(live_map, own, around)
    beside = {each.place for each in adjoining}
    paths = [
        OutlinePath(place, d, is_own=place.neighbourhood_id == pk, is_adjoining=place in beside, name=name)
        for place, d, name in drawn
        if d
    ]
    return Outline(
        width=drawing.width,
        height=drawing.height,
        paths=paths,
        bar_m=drawing.bar_m,
        bar_width=drawing.bar_width,
        bar_x=drawing.bar_x,
        bar_y=drawing.bar_y,
        area_km2=area_m2(own) / 1e6,
        adjoining=adjoining,
        credit=live_map.credits_by_force[live_map.places[pk].force_slug],
    )


def _adjoining(live_map: LiveMap, own: BaseGeometry, around: Sequence[tuple[int, BaseGeometry]]) -> list[Adjoining]:
    """Those that touch, clockwise from the north."""
    order = list(Direction)
    sides = [(key, direction(own, shape)) for key, shape in around]
    found = [Adjoining(live_map.places[key], side) for key, side in sides if side is not None]
    return sorted(found, key=lambda beside: (order.index(beside.direction), beside.place.name, beside.place.slug))

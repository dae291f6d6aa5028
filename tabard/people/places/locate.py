"""Which neighbourhood a position belongs to, from the live boundaries in memory. Positions are not kept or logged."""

from typing import NamedTuple

from tabard.lib.geo.locator import BadPosition, NothingToLocate, PositionSwapped
from tabard.people.places.live_map import Place, current_map

__all__ = ["BadPosition", "Located", "NothingToLocate", "PositionSwapped", "locate"]


class Located(NamedTuple):
    """The neighbourhood of a position; where it lies in none, the nearest one and how far away that is."""

    place: Place
    is_inside: bool
    distance_m: float
    is_pinned: bool


def locate(*, latitude: float, longitude: float) -> Located:
    """The neighbourhood for a position in WGS84.

    Raises BadPosition (PositionSwapped among them), and NothingToLocate while no boundaries are live.
    """
    live_map = current_map()
    found = live_map.locator.locate(latitude=latitude, longitude=longitude)
    return Located(live_map.places[found.key], found.is_inside, found.distance_m, found.is_pinned)

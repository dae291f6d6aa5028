"""Which neighbourhood a position belongs to, from the live boundaries in memory. Positions are not kept or logged."""

from typing import NamedTuple

from tabard.lib.geo.locator import BadPosition, NothingToLocate, PositionSwapped
from tabard.people.places.live_map import Place, current_map

__all__ = ["BadPosition", "Located", "NothingToLocate", "PositionSwapped", "covering", "locate"]


class Located(NamedTuple):
    """The neighbourhood of a position; where it lies in none, the nearest one and how far away that is."""

    neighbourhood_id: int
    force_slug: str
    code: str
    name: str
    slug: str
    is_inside: bool
    distance_m: float = 0.0
    is_pinned: bool = False


def locate(*, latitude: float, longitude: float) -> Located:
    """The neighbourhood for a position in WGS84.

    Raises BadPosition (PositionSwapped among them), and NothingToLocate while no boundaries are live.
    """
    live_map = current_map()
    found = live_map.locator.locate(latitude=latitude, longitude=longitude)
    place = live_map.places[found.key]
    return Located(
        neighbourhood_id=place.neighbourhood_id,
        force_slug=place.force_slug,
        code=place.code,
        name=place.name,
        slug=place.slug,
        is_inside=found.is_inside,
        distance_m=found.distance_m,
        is_pinned=found.is_pinned,
    )


def covering(*, latitude: float, longitude: float) -> list[Place]:
    """All neighbourhoods that cover the position, the one that `locate` chooses first; pins are not asked."""
    live_map = current_map()
    return [live_map.places[key] for key in live_map.locator.covering(latitude=latitude, longitude=longitude)]

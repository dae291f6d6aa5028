"""Which neighbourhood a position belongs to, from the live boundaries kept in this process's memory.

What is kept is compared with the database at most once a second (and, inside a transaction, every time, since its own
unfinished work must be seen); otherwise a look-up asks the database nothing. Positions are neither kept nor logged.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import shapely
from django.db import connection

from tabard.lib.geo.locator import Area, BadPosition, Locator, NothingToLocate, Pinned, PositionSwapped
from tabard.people.places.models import Boundary, BoundaryGeneration, Pin

CHECK_EVERY = 1.0

__all__ = ["BadPosition", "Located", "NothingToLocate", "PositionSwapped", "covering", "forget", "locate"]


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a neighbourhood without asking the database."""

    neighbourhood_id: int
    force_slug: str
    code: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Located:
    """The neighbourhood of a position; where it lies in none, the nearest one and how far away that is."""

    neighbourhood_id: int
    force_slug: str
    code: str
    name: str
    slug: str
    is_inside: bool
    distance_m: float = 0.0
    is_pinned: bool = False


Editions = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class LiveMap:
    """The live boundaries of all forces, as they were in the database under these editions."""

    editions: Editions
    locator: Locator
    places: dict[int, Place]


@dataclass
class _Kept:
    live_map: LiveMap | None = None
    checked_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


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


def forget() -> None:
    """Look at the database at the next question."""
    _kept.checked_at = 0.0


def current_map(clock: Callable[[], float] = time.monotonic) -> LiveMap:
    """The map in memory, made anew when the database holds other editions."""
    kept = _kept.live_map
    if kept is not None and clock() - _kept.checked_at < CHECK_EVERY and not connection.in_atomic_block:
        return kept
    if kept is not None and not _kept.lock.acquire(blocking=connection.in_atomic_block):
        return kept  # another thread is looking; what we have was right a moment ago
    if kept is None:
        _kept.lock.acquire()
    try:
        return _look_again(clock())
    finally:
        _kept.lock.release()


def _look_again(now: float) -> LiveMap:
    editions = _editions()
    kept = _kept.live_map
    if kept is None or kept.editions != editions:
        kept = _kept.live_map = _read(editions)
    _kept.checked_at = now
    return kept


def _editions() -> Editions:
    generations = BoundaryGeneration.objects.live().order_by("pk").values_list("edition", flat=True)
    pins = Pin.objects.live().order_by("pk").values_list("edition", flat=True)
    return tuple(str(edition) for edition in generations), tuple(str(edition) for edition in pins)


def _read(editions: Editions) -> LiveMap:
    areas: list[Area] = []
    places: dict[int, Place] = {}
    rows = Boundary.objects.live().filter(neighbourhood__isnull=False).order_by("pk")
    fields = ("force__slug", "code", "name", "slug")
    for wkb, size, pk, *words in rows.values_list(
        "wkb", "area_m2", "neighbourhood_id", *(f"neighbourhood__{name}" for name in fields)
    ).iterator(chunk_size=1000):
        areas.append(Area(pk, shapely.from_wkb(bytes(wkb)), size))
        places[pk] = Place(pk, *words)
    pins = [
        Pinned(pin.neighbourhood_id, pin.latitude, pin.longitude, pin.radius_m)
        for pin in Pin.objects.live().filter(neighbourhood__in=places).order_by("pk")
    ]
    return LiveMap(editions, Locator(areas, pins), places)

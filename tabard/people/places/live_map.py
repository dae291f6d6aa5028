"""The live boundaries of all forces, kept in this process's memory and compared with the database.

At most once a second is the database asked whether it holds other editions (inside a transaction every time, since its
own unfinished work must be seen). Threads share the map; one of them looks while the others go on with what they have.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db import connection

from tabard.lib.geo.locator import Area, Locator, Pinned
from tabard.people.places.models import Boundary, BoundaryGeneration, Pin

CHECK_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a neighbourhood without asking the database."""

    neighbourhood_id: int
    force_slug: str
    code: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a force's live boundaries come from, to be named wherever they are shown."""

    source: str
    licence: str


Editions = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class LiveMap:
    """The live boundaries of all forces, as they were in the database under these editions."""

    editions: Editions
    locator: Locator
    places: dict[int, Place]
    credits_by_force: dict[str, Credit]
    outlines: dict[int, Any] = field(default_factory=dict)
    """Drawn by `outline`, and kept as long as this map."""


@dataclass
class _Kept:
    live_map: LiveMap | None = None
    checked_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


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
    live = BoundaryGeneration.objects.live().values_list("force__slug", "source", "licence")
    credit = {force: Credit(source, licence) for force, source, licence in live}
    return LiveMap(editions, Locator(areas, pins), places, credit)

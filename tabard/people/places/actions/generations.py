"""Taking in a new generation of boundaries, and switching it on in one step."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify
from shapely import MultiPolygon

from tabard.lib.geo.features import Feature
from tabard.lib.geo.measure import area_m2
from tabard.people.places import live_map
from tabard.people.places.changes import (
    BoundaryChanged,
    GenerationImported,
    GenerationSwitchedOn,
    NeighbourhoodAdded,
    NeighbourhoodRenamed,
    NeighbourhoodRetired,
)
from tabard.people.places.models import MOVES, Boundary, BoundaryGeneration, Force, Neighbourhood, State
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record

BATCH = 200


class NothingToImport(ValueError):
    """A generation without a single boundary: switched on, it would retire the whole force."""


class GenerationCannotMove(ValueError):
    """The generation is already live."""


@dataclass(frozen=True)
class Origin:
    """Where boundaries come from, and under which licence they may be used."""

    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Switched:
    """What switching on a generation did, by the neighbourhoods' codes."""

    added: list[str]
    renamed: list[str]
    reshaped: list[str]
    retired: list[str]


@transaction.atomic
def import_generation(
    *,
    force: Force,
    features: Sequence[Feature],
    origin: Origin,
    now: datetime,
    survey: dict[str, Any] | None = None,
    by: AbstractBaseUser | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> BoundaryGeneration:
    """Keep the features as a draft; nothing that residents see changes. Raises NothingToImport.

    `progress` is told how many more are kept, batch by batch.
    """
    if not features:
        raise NothingToImport(force.slug)
    generation = BoundaryGeneration.objects.create(
        force=force, source=origin.source, licence=origin.licence, imported_at=now, survey=survey or {}
    )
    for start in range(0, len(features), BATCH):
        batch = features[start : start + BATCH]
        Boundary.objects.bulk_create(_boundary(generation, feature) for feature in batch)
        progress(len(batch))
    detail = {"force": force.slug, "boundaries": len(features)}
    write_audit(actor=by, act="places.generation_imported", subject=generation, detail=detail, now=now)
    record(GenerationImported(generation_id=generation.pk))
    return generation


@transaction.atomic
def switch_on(*, generation: BoundaryGeneration, now: datetime, by: AbstractBaseUser | None = None) -> Switched:
    """Make the generation the live one of its force, in one step: neighbourhoods follow it, the old one stays readable.

    Neighbourhoods that it does not have are retired, not deleted. Raises GenerationCannotMove.
    """
    force = Force.objects.select_for_update().get(pk=generation.force_id)
    generation.refresh_from_db()
    if State.LIVE not in MOVES[State(generation.state)]:
        raise GenerationCannotMove(str(generation))
    before = {boundary.code: boundary.digest for boundary in _live_digests(force)}
    BoundaryGeneration.objects.of(force).live().update(state=State.PAST, active_to=now)
    generation.state, generation.active_from, generation.active_to = State.LIVE, now, None
    generation.save(update_fields=["state", "active_from", "active_to"])
    record(GenerationSwitchedOn(generation_id=generation.pk))
    switched = _Switching(force, generation, now).run(before)
    detail = {"force": force.slug, **{key: len(codes) for key, codes in vars(switched).items()}}
    write_audit(actor=by, act="places.generation_switched_on", subject=generation, detail=detail, now=now)
    live_map.forget()
    transaction.on_commit(live_map.forget)
    return switched


def digest_of(shape: MultiPolygon) -> str:
    """The same for shapes that are the same ground, wherever their rings start, to about a centimetre."""
    return hashlib.sha256(shapely.to_wkb(shapely.normalize(shapely.set_precision(shape, 1e-7)))).hexdigest()


def _boundary(generation: BoundaryGeneration, feature: Feature) -> Boundary:
    west, south, east, north = feature.geometry.bounds
    return Boundary(
        generation=generation,
        code=feature.code,
        name=feature.name,
        wkb=shapely.to_wkb(feature.geometry),
        digest=digest_of(feature.geometry),
        area_m2=area_m2(feature.geometry),
        west=west,
        south=south,
        east=east,
        north=north,
        properties=feature.extra,
    )


def _live_digests(force: Force) -> Iterable[Boundary]:
    return Boundary.objects.live().filter(generation__force=force).only("code", "digest")


class _Switching:
    """One switch-on: brings the force's neighbourhoods in line with a generation, and says what changed."""

    def __init__(self, force: Force, generation: BoundaryGeneration, now: datetime) -> None:
        self.force, self.generation, self.now = force, generation, now
        self.known = {row.code: row for row in Neighbourhood.objects.of(force)}
        self.slugs = set(Neighbourhood.objects.values_list("slug", flat=True))
        self.done = Switched([], [], [], [])

    def run(self, before: dict[str, str]) -> Switched:
        boundaries = list(self.generation.boundaries.order_by("pk"))
        for boundary in boundaries:
            neighbourhood = self._neighbourhood(boundary)
            boundary.neighbourhood = neighbourhood
            if before.get(boundary.code, boundary.digest) != boundary.digest:
                self.done.reshaped.append(boundary.code)
                record(BoundaryChanged(neighbourhood_id=neighbourhood.pk, generation_id=self.generation.pk))
        Boundary.objects.bulk_update(boundaries, ["neighbourhood"], batch_size=BATCH)
        self._retire_all_but({boundary.code for boundary in boundaries})
        return self.done

    def _neighbourhood(self, boundary: Boundary) -> Neighbourhood:
        place = self.known.get(boundary.code)
        is_new = place is None or place.retired_at is not None
        is_renamed = place is not None and place.name != boundary.name
        if place is None:
            place = Neighbourhood(force=self.force, code=boundary.code, slug=self._free_slug(boundary))
        middle = middle_of(boundary.shape)
        place.name, place.retired_at = boundary.name, None
        place.longitude, place.latitude = middle
        place.save()
        ids = {"neighbourhood_id": place.pk, "generation_id": self.generation.pk}
        if is_new:
            self.done.added.append(boundary.code)
            record(NeighbourhoodAdded(**ids))
        if is_renamed:
            self.done.renamed.append(boundary.code)
            record(NeighbourhoodRenamed(**ids))
        return place

    def _retire_all_but(self, codes: set[str]) -> None:
        for place in Neighbourhood.objects.of(self.force).current().exclude(code__in=codes).order_by("pk"):
            place.retired_at = self.now
            place.save(update_fields=["retired_at"])
            self.done.retired.append(place.code)
            record(NeighbourhoodRetired(neighbourhood_id=place.pk, generation_id=self.generation.pk))

    def _free_slug(self, boundary: Boundary) -> str:
        name = slugify(boundary.name)[:60] or slugify(boundary.code) or "neighbourhood"
        wanted = [name, f"{name[:40]}-{self.force.slug[:30]}", f"{name[:40]}-{slugify(boundary.code)[:30]}"]
        free = next((slug for slug in wanted if slug not in self.slugs), "")
        number = 2
        while not free:
            free = f"{name}-{number}" if f"{name}-{number}" not in self.slugs else ""
            number += 1
        self.slugs.add(free)
        return free


def middle_of(shape: Any) -> tuple[float, float]:
    """Longitude and latitude of a place inside the shape: its centroid where that is inside."""
    middle = shape.centroid if shape.covers(shape.centroid) else shape.representative_point()
    return float(middle.x), float(middle.y)

"""Valid rows of places, made by actions where there is one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from shapely import box
from shapely.geometry.base import BaseGeometry

from tabard.lib.geo.features import Feature
from tabard.lib.geo.mending import as_multipolygon
from tabard.people.places.actions.forces import add_force
from tabard.people.places.actions.generations import Origin, import_generation, switch_on
from tabard.people.places.models import BoundaryGeneration, Force, Neighbourhood, Postcode

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
numbers = count(1)


def make_force(slug: str = "", name: str = "") -> Force:
    slug = slug or f"force-{next(numbers)}"
    return add_force(slug=slug, name=name or slug.replace("-", " ").title(), now=NINE)


def make_neighbourhood(force: Force | None = None, code: str = "", name: str = "") -> Neighbourhood:
    """A neighbourhood without a boundary."""
    code = code or f"N{next(numbers)}"
    name = name or f"Place {code}"
    force = force or make_force()
    return Neighbourhood.objects.create(force=force, code=code, name=name, slug=f"{force.slug}-{code}".lower())


def square(west: float, south: float, side: float = 1.0) -> BaseGeometry:
    return box(west, south, west + side, south + side)


def feature(code: str, shape: BaseGeometry, name: str = "") -> Feature:
    return Feature(index=1, code=code, name=name or f"Place {code}", geometry=as_multipolygon(shape))


def make_draft(force: Force, features: Sequence[Feature], now: datetime = NINE) -> BoundaryGeneration:
    return import_generation(force=force, features=features, origin=Origin(source="drawn for a test"), now=now)


def make_live(force: Force, features: Sequence[Feature], now: datetime = NINE) -> BoundaryGeneration:
    generation = make_draft(force, features, now)
    switch_on(generation=generation, now=now)
    return generation


def make_postcode(
    code: str, position: tuple[float, float] | None = (51.5, -3.2), *, is_terminated: bool = False
) -> Postcode:
    latitude, longitude = position or (None, None)
    return Postcode.objects.create(
        code=code, latitude=latitude, longitude=longitude, is_terminated=is_terminated, listed_at=NINE
    )

"""Adding a force, and saying what it and its neighbourhoods are."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from tabard.people.places.changes import ForceAdded, ForceDescribed, NeighbourhoodDescribed
from tabard.people.places.models import Force, Neighbourhood
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record

FORCE_FIELDS = {"name", "description", "url", "telephone", "engagement_methods"}
NEIGHBOURHOOD_FIELDS = {
    "description",
    "population",
    "email",
    "telephone",
    "url_force",
    "links",
    "contact",
    "locations",
}


@transaction.atomic
def add_force(*, slug: str, name: str, now: datetime, by: AbstractBaseUser | None = None) -> Force:
    """Let this server hold a force. Raises ValidationError for a slug that is taken or no slug."""
    force = Force(slug=slug, name=name)
    force.full_clean()
    force.save(force_insert=True)
    write_audit(actor=by, act="places.force_added", subject=force, detail={"slug": slug}, now=now)
    record(ForceAdded(force_id=force.pk))
    return force


@transaction.atomic
def describe_force(
    *,
    force: Force,
    facts: Mapping[str, Any],
    now: datetime,
    by: AbstractBaseUser | None = None,
    answered: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Set those of `FORCE_FIELDS` that `facts` names; `answered` is for the audit chain, too. Raises
    ValidationError."""
    changed = _set(force, facts, FORCE_FIELDS)
    if changed:
        detail = {"changed": changed, **answered}
        write_audit(actor=by, act="places.force_described", subject=force, detail=detail, now=now)
        record(ForceDescribed(force_id=force.pk))


@transaction.atomic
def describe_neighbourhood(
    *,
    neighbourhood: Neighbourhood,
    facts: Mapping[str, Any],
    now: datetime,
    by: AbstractBaseUser | None = None,
    answered: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Set those of `NEIGHBOURHOOD_FIELDS` that `facts` names; codes and names come with boundaries. `answered` as in
    `describe_force`.

    Raises ValidationError.
    """
    changed = _set(neighbourhood, facts, NEIGHBOURHOOD_FIELDS)
    if changed:
        detail = {"changed": changed, **answered}
        write_audit(actor=by, act="places.neighbourhood_described", subject=neighbourhood, detail=detail, now=now)
        record(NeighbourhoodDescribed(neighbourhood_id=neighbourhood.pk))


def _set(row: models.Model, facts: Mapping[str, Any], allowed: set[str]) -> list[str]:
    unknown = set(facts) - allowed
    if unknown:
        raise KeyError(f"{', '.join(sorted(unknown))} cannot be described")
    changed = sorted(field for field, value in facts.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, facts[field])
    if changed:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - set(changed))  # noqa: SLF001
        row.save(update_fields=changed)
    return changed

"""Deciding for single spots which neighbourhood they belong to."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from tabard.lib.geo.locator import checked
from tabard.people.places import live_map
from tabard.people.places.changes import PinPlaced, PinRemoved
from tabard.people.places.models import Neighbourhood, Pin
from tabard.plant.audit.actions import label, write_audit
from tabard.plant.changes.actions import record

WIDEST_M = 500.0


class PinTooWide(ValueError):
    """A pin decides for a spot, not for a district."""


@transaction.atomic
def place_pin(
    *,
    neighbourhood: Neighbourhood,
    position: tuple[float, float],
    now: datetime,
    radius_m: float = 25,
    reason: str = "",
    by: AbstractBaseUser | None = None,
) -> Pin:
    """Decide that all within `radius_m` of `position` (latitude, longitude) belongs to the neighbourhood.

    Raises BadPosition and PinTooWide.
    """
    latitude, longitude = checked(*position)
    if not 0 < radius_m <= WIDEST_M:
        raise PinTooWide(f"{radius_m:g} m; a pin reaches {WIDEST_M:g} m at most")
    pin = Pin.objects.create(
        neighbourhood=neighbourhood,
        latitude=latitude,
        longitude=longitude,
        radius_m=radius_m,
        reason=reason,
        placed_at=now,
        placed_by_id=by.pk if by else None,
    )
    write_audit(actor=by, act="places.pin_placed", subject=pin, on_behalf_of=neighbourhood, now=now)
    record(PinPlaced(pin_id=pin.pk, neighbourhood_id=neighbourhood.pk))
    _forget()
    return pin


@transaction.atomic
def remove_pin(*, pin: Pin, now: datetime, by: AbstractBaseUser | None = None) -> None:
    """Let the boundaries decide again."""
    subject, removed = label(pin), PinRemoved(pin_id=pin.pk, neighbourhood_id=pin.neighbourhood_id)
    pin.delete()
    write_audit(actor=by, act="places.pin_removed", subject=subject, on_behalf_of=pin.neighbourhood, now=now)
    record(removed)
    _forget()


def _forget() -> None:
    live_map.forget()
    transaction.on_commit(live_map.forget)

"""Taking over the national list of postcodes, for the areas that this server polices."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tabard.people.places.changes import PostcodesListed
from tabard.people.places.models import Postcode
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record

BATCH = 2000


def save_postcodes(*, postcodes: Sequence[Postcode]) -> None:
    """Insert or overwrite, in transactions short enough that other writers get their turn on SQLite."""
    for start in range(0, len(postcodes), BATCH):
        with transaction.atomic():
            Postcode.objects.bulk_create(
                postcodes[start : start + BATCH],
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["latitude", "longitude", "is_terminated", "listed_at"],
            )


@transaction.atomic
def finish_list(*, edition: str, now: datetime) -> int:
    """Drop every code that was not listed `now`, and say that the list is complete. Returns how many there are."""
    Postcode.objects.exclude(listed_at=now).delete()
    count = Postcode.objects.count()
    detail = {"edition": edition, "count": count}
    write_audit(actor=None, act="places.postcodes_listed", subject="postcodes", detail=detail, now=now)
    record(PostcodesListed(count=count))
    return count

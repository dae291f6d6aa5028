"""Recording a change, and giving what follows from it another try."""

from datetime import datetime

from django.db import connection, transaction

from tabard.plant.changes import registry
from tabard.plant.changes.changes import Change
from tabard.plant.changes.models import Consequence, RecordedChange
from tabard.plant.changes.nudges import after_commit, nudge


class NotInTransaction(RuntimeError):
    """A change was recorded outside the transaction that made it."""


def record(change: Change) -> None:
    """Keep `change` and one row for each of its consequences, in the transaction that is open.

    Raises NotInTransaction without one, KeyError for a change that wiring.py does not name.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(change.name())
    following = registry.jobs_after(change)
    kept = RecordedChange.objects.create(name=change.name(), payload=change.payload())
    Consequence.objects.bulk_create(
        Consequence(change=kept, job=job, next_attempt_at=kept.recorded_at) for job in following
    )
    if following:
        after_commit(nudge)


@transaction.atomic
def retry_dead(*, now: datetime) -> int:
    """Try every dead consequence once more, when somebody has mended what stopped it. Returns how many."""
    count = Consequence.objects.dead().update(state=Consequence.State.WAITING, next_attempt_at=now, attempts=0)
    if count:
        after_commit(nudge)
    return count

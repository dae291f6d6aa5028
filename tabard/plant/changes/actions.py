"""Recording a change."""

from django.db import connection

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

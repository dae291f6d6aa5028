"""Working off what follows from changes."""

from collections.abc import Callable
from datetime import datetime

import structlog

from tabard.plant.changes import leases, registry
from tabard.plant.changes.models import Consequence

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


def work_off(*, now: Clock) -> int:
    """Run every consequence that is due, one after the other, until none is (or the process is asked to stop).

    Returns how many were run.
    """
    count = 0
    while not leases.halting.is_set():
        row = leases.claim(Consequence.objects.due(now()), now=now())
        if row is None:
            break
        _run(row, now=now)
        count += 1
    return count


def _run(row: Consequence, *, now: Clock) -> None:
    try:
        change_class = registry.change_classes()[row.change.name]
        with leases.heartbeat.holding(row):
            registry.jobs()[row.job](change_class(**row.change.payload))
    except Exception as error:  # noqa: BLE001  whatever a job raises, the row must say so and the worker live on
        _fail(row, error, now=now())
    else:
        row.state, row.done_at, row.last_error = Consequence.State.DONE, now(), ""
    row.lease_until = None
    try:
        leases.write(row, "state", "done_at", "lease_until", "last_error", "next_attempt_at")
    except leases.LeaseLost:
        log.warning("consequence is in other hands", job=row.job, change=row.change_id)


def _fail(row: Consequence, error: Exception, *, now: datetime) -> None:
    row.last_error = leases.describe(error)
    row.next_attempt_at = now + leases.wait_before(row.attempts)
    if row.next_attempt_at > row.change.recorded_at + Consequence.GIVE_UP_AFTER:
        row.state = Consequence.State.DEAD
    log.error(
        "consequence failed",
        job=row.job,
        change=row.change_id,
        attempts=row.attempts,
        state=row.state,
        error=row.last_error,
    )

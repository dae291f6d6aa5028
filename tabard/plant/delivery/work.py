"""Sending what the ledger holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection

from tabard.plant.changes import leases, registry
from tabard.plant.delivery.batch import Batch
from tabard.plant.delivery.models import Delivery

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


def work_off_in_threads(*, now: Clock) -> int:
    """Send everything that is due, on as many threads as TABARD_WORKER_THREADS says. Returns the batches worked on."""
    due = min(Delivery.objects.due(now()).count(), settings.WORKER_THREADS)
    if due <= 1:
        return work_off(now=now)
    with ThreadPoolExecutor(max_workers=due, thread_name_prefix="sender") as threads:
        return sum(threads.map(lambda _: _work_off_and_close(now=now), range(due)))


def _work_off_and_close(*, now: Clock) -> int:
    try:
        return work_off(now=now)
    finally:
        connection.close()


def work_off(*, now: Clock) -> int:
    """Send batch after batch until none is due. Returns how many were worked on."""
    count = 0
    while (row := leases.claim(Delivery.objects.due(now()), now=now())) is not None:
        _send(row, now=now)
        count += 1
    return count


def _send(row: Delivery, *, now: Clock) -> None:
    try:
        with leases.heartbeat.holding(row):
            registry.wiring().SENDERS[row.channel](Batch(row))
    except Exception as error:  # noqa: BLE001  whatever a sender raises, the row must say so and the worker live on
        _put_back(row, leases.describe(error), now=now())
    else:
        if row.remaining:
            _put_back(row, "some recipients are still to be reached", now=now())
        else:
            _close(row, Delivery.State.DONE, now=now())


def _put_back(row: Delivery, why: str, *, now: datetime) -> None:
    row.last_error = why[: leases.ERROR_LENGTH]
    row.next_attempt_at = now + leases.wait_before(row.attempts)
    if row.next_attempt_at > row.give_up_at:
        _close(row, Delivery.State.DEAD, now=now)
        log.error("delivery given up", delivery=row.pk, channel=row.channel, about=row.about, error=row.last_error)
        return
    still_waiting = Delivery.objects.filter(pk=row.pk, state=Delivery.State.WAITING)
    still_waiting.update(lease_until=None, last_error=row.last_error, next_attempt_at=row.next_attempt_at)
    log.warning("delivery put back", delivery=row.pk, channel=row.channel, attempts=row.attempts, error=row.last_error)


def _close(row: Delivery, state: Delivery.State, *, now: datetime) -> None:
    """A batch that was recalled while it was being sent stays recalled."""
    mine = Delivery.objects.filter(pk=row.pk, state=Delivery.State.WAITING)
    mine.update(state=state, finished_at=now, lease_until=None, last_error=row.last_error if state == "dead" else "")

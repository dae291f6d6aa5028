"""Sending what the ledger holds."""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from django.utils import timezone

from tabard.plant.changes import leases, registry
from tabard.plant.delivery.batch import Batch
from tabard.plant.delivery.models import Delivery

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
LOOK_SECONDS = 2.0

bell = threading.Condition()
"""Rung when there is something to send; the senders of this process wait on it."""


def ring() -> None:
    with bell:
        bell.notify_all()


def keep_sending() -> None:
    """What one sender's thread does: send what is due, wait for the bell or two seconds, until asked to stop."""
    while not leases.halting.is_set():
        now = timezone.now()
        if Delivery.objects.due(now).exists():
            work_off(now=timezone.now)
        with bell:
            bell.wait(LOOK_SECONDS)


def work_off(*, now: Clock) -> int:
    """Send batch after batch until none is due (or the process is asked to stop). Returns how many were worked on."""
    count = 0
    while not leases.halting.is_set():
        row = leases.claim(Delivery.objects.due(now()), now=now())
        if row is None:
            break
        _send(row, now=now)
        count += 1
    return count


def _send(row: Delivery, *, now: Clock) -> None:
    try:
        with leases.heartbeat.holding(row):
            registry.wiring().SENDERS[row.channel](Batch(row))
    except leases.LeaseLost:
        log.warning("delivery is in other hands", delivery=row.pk, channel=row.channel)
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
    Delivery.objects.still_held(row).update(
        lease_until=None, last_error=row.last_error, next_attempt_at=row.next_attempt_at
    )
    log.warning("delivery put back", delivery=row.pk, channel=row.channel, attempts=row.attempts, error=row.last_error)


def _close(row: Delivery, state: Delivery.State, *, now: datetime) -> None:
    error = row.last_error if state == Delivery.State.DEAD else ""
    Delivery.objects.still_held(row).update(
        state=state, finished_at=now, lease_until=None, last_error=error, secrets={}
    )

"""Queueing, sending and recalling."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from tabard.plant.changes import leases, registry
from tabard.plant.delivery.batch import LEASE, Batch
from tabard.plant.delivery.models import GIVE_UP_AFTER, Delivery

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


@transaction.atomic
def enqueue(
    *, channel: str, key: str, about: str, recipients: Sequence[str], payload: dict[str, Any], now: datetime
) -> None:
    """Put one batch into the ledger; the same `key` again changes nothing. `recipients` are unique strings."""
    unique = list(dict.fromkeys(recipients))
    Delivery.objects.bulk_create(
        [
            Delivery(
                channel=channel,
                key=key,
                about=about,
                payload=payload,
                remaining=unique,
                total=len(unique),
                next_attempt_at=now,
                created_at=now,
                give_up_at=now + GIVE_UP_AFTER,
            )
        ],
        ignore_conflicts=True,
    )
    if not any(entry[1] is nudge for entry in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


@transaction.atomic
def recall(*, about: str, now: datetime) -> int:
    """Stop whatever of `about` has not been sent yet. Returns the number of batches stopped."""
    waiting = Delivery.objects.about(about).filter(state=Delivery.State.WAITING)
    return waiting.update(state=Delivery.State.RECALLED, finished_at=now)


@transaction.atomic
def retry_dead(*, about: str, now: datetime) -> int:
    """Give dead batches of `about` another stretch of time, when somebody has mended what stopped them."""
    dead = Delivery.objects.about(about).filter(state=Delivery.State.DEAD)
    return dead.update(
        state=Delivery.State.WAITING, next_attempt_at=now, give_up_at=now + GIVE_UP_AFTER, attempts=0, finished_at=None
    )


def nudge() -> None:
    """Tell a worker that there is something to send. A lost nudge costs time only: the sweep finds the rows."""
    work_off_task.enqueue()


@task()
def work_off_task() -> None:
    work_off_in_threads(now=timezone.now)


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
    while (row := leases.claim(Delivery.objects.due(now()), now=now(), lease=LEASE)) is not None:
        _send(row, now=now)
        count += 1
    return count


def _send(row: Delivery, *, now: Clock) -> None:
    try:
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

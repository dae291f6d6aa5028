"""Taking work rows one at a time, so that no two workers hold the same one, on SQLite as on PostgreSQL.

A held row's lease is short and is renewed while its holder lives: what a killed worker held is free again within half a
minute, and a job that takes long is not run twice. A holder that slept through its lease (a paused machine) finds that
the row has another number of attempts: what it then writes is not written.
"""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from django.db import Error, connection, models, transaction
from django.utils import timezone

from tabard.plant.changes.models import Leased

log = structlog.get_logger(__name__)
Row = TypeVar("Row", bound=Leased)

LEASE = timedelta(seconds=30)
RENEW_SECONDS = 8.0
halting = threading.Event()
"""Set when this process is asked to stop: whoever works off rows ends after the one in hand."""

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
ERROR_LENGTH = 500


def claim(due: models.QuerySet[Row], *, now: datetime) -> Row | None:
    """Take the most overdue row of `due` and hold it for a lease; None when nothing is due.

    PostgreSQL skips rows that others are taking (SKIP LOCKED); SQLite's immediate transactions let one in at a time.
    """
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
        if row is not None:
            row.lease_until = now + LEASE
            row.attempts += 1
            row.save(update_fields=["lease_until", "attempts"])
    return row


class LeaseLost(Exception):
    """The row is in other hands by now: this holder's lease ended before it wrote."""


def write(row: Leased, *fields: str) -> None:
    """Save `fields` of a row that is still ours. Raises LeaseLost when somebody else has claimed it since."""
    values = {field: getattr(row, field) for field in fields}
    if not type(row)._default_manager.filter(pk=row.pk, attempts=row.attempts).update(**values):  # noqa: SLF001
        raise LeaseLost(row.pk)


class Heartbeat:
    """One thread in each working process that renews the leases of the rows that it holds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: set[tuple[type[Leased], int]] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def holding(self, row: Leased) -> Iterator[None]:
        """Keep `row` leased for as long as the block runs."""
        held = (type(row), row.pk)
        with self._lock:
            self._held.add(held)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(held)

    def _beat(self) -> None:
        pause = threading.Event()
        while not pause.wait(RENEW_SECONDS):
            with self._lock:
                held = sorted(self._held, key=lambda pair: (pair[0].__name__, pair[1]))
                if not held:
                    self._thread = None
                    return
            try:
                for model, pk in held:
                    renew(model, pk, now=timezone.now())
            except Error as error:
                log.warning("leases not renewed", error=type(error).__name__)
            finally:
                connection.close()


def renew(model: type[Leased], pk: int, *, now: datetime) -> None:
    """Extend the lease of a row that is still held; one that was put back meanwhile stays free."""
    model._default_manager.filter(pk=pk, lease_until__isnull=False).update(lease_until=now + LEASE)  # noqa: SLF001


heartbeat = Heartbeat()


def wait_before(attempt: int) -> timedelta:
    """How long to wait after failed attempt number `attempt` (from 1): doubling, with jitter, never beyond 6 hours."""
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    jitter: float = random.uniform(0.75, 1.25)  # noqa: S311  no secret
    return timedelta(seconds=wait.total_seconds() * jitter)


def describe(error: BaseException) -> str:
    """What went wrong, without the words that were being handled: those may be a resident's."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" at {where.tb_frame.f_globals.get('__name__')}:{where.tb_lineno}" if where else ""
    return f"{type(error).__name__}{place}"[:ERROR_LENGTH]

"""Taking work rows one at a time, so that no two workers hold the same one, on SQLite as on PostgreSQL."""

import random
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models, transaction

from tabard.plant.changes.models import Leased

Row = TypeVar("Row", bound=Leased)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
ERROR_LENGTH = 500


def claim(due: models.QuerySet[Row], *, now: datetime, lease: timedelta) -> Row | None:
    """Take the most overdue row of `due` and hold it until `now + lease`; None when nothing is due.

    PostgreSQL skips rows that others are taking (SKIP LOCKED); SQLite's immediate transactions let one in at a time.
    """
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
        if row is not None:
            row.lease_until = now + lease
            row.attempts += 1
            row.save(update_fields=["lease_until", "attempts"])
    return row


def wait_before(attempt: int) -> timedelta:
    """How long to wait after failed attempt number `attempt` (from 1): doubling, with jitter, never beyond 6 hours."""
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    jitter: float = random.uniform(0.75, 1.25)  # noqa: S311  no secret
    return wait * jitter


def describe(error: BaseException) -> str:
    """What went wrong, without the words that were being handled: those may be a resident's."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" at {where.tb_frame.f_globals.get('__name__')}:{where.tb_lineno}" if where else ""
    return f"{type(error).__name__}{place}"[:ERROR_LENGTH]

"""Telling a worker that there is work, through the Django Tasks API. A lost nudge costs time only."""

from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from tabard.plant.changes import work


def after_commit(nudge: Callable[[], None]) -> None:
    """Give `nudge` once when the open transaction commits, however often it is asked for."""
    if not any(entry[1] is nudge for entry in connection.run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    work_off.enqueue()


@task()
def work_off() -> None:
    """Run every consequence that is due."""
    work.work_off(now=timezone.now)

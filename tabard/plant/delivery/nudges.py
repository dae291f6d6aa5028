"""Telling a worker that there is something to send. A lost nudge costs time only: the sweep finds the rows."""

from django.utils import timezone
from django_tasks import task

from tabard.plant.delivery import work


def nudge() -> None:
    work_off.enqueue()


@task()
def work_off() -> None:
    """Send every batch that is due."""
    work.work_off_in_threads(now=timezone.now)

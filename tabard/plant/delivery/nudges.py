"""Telling a worker that there is something to send. A lost nudge costs time only: senders look every two seconds."""

from django_tasks import task

from tabard.plant.delivery import work


def nudge() -> None:
    ring.enqueue()


@task()
def ring() -> None:
    """Wake the senders of the process that this task reached."""
    work.ring()

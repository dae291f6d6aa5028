"""What the worker does for the ledger by the clock."""

from datetime import datetime, timedelta

from django.utils import timezone

from tabard.plant.delivery import work
from tabard.plant.delivery.models import Delivery

KEEP_FINISHED = timedelta(days=90)


def sweep(now: datetime) -> None:
    """Take up whatever a lost nudge or a killed worker left behind."""
    if Delivery.objects.due(now).exists():
        work.work_off_in_threads(now=timezone.now)


def forget_finished(now: datetime) -> None:
    """What was delivered is kept for 90 days, so that the desk can show it; recipients' names go with the row."""
    finished = Delivery.objects.filter(state__in=[Delivery.State.DONE, Delivery.State.RECALLED])
    finished.filter(finished_at__lt=now - KEEP_FINISHED).delete()

"""What the worker does for the ledger by the clock."""

from datetime import datetime, timedelta

from tabard.plant.delivery.models import Delivery

KEEP_FINISHED = timedelta(days=90)


def forget_finished(now: datetime) -> None:
    """What was delivered is kept for 90 days, so that the desk can show it; recipients' names go with the row."""
    finished = Delivery.objects.filter(state__in=[Delivery.State.DONE, Delivery.State.RECALLED])
    finished.filter(finished_at__lt=now - KEEP_FINISHED).delete()

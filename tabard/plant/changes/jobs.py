"""What the worker does for this room by the clock."""

from datetime import datetime, timedelta

from django.utils import timezone

from tabard.plant.changes import work
from tabard.plant.changes.models import Consequence, RecordedChange

KEEP_DONE = timedelta(days=7)


def sweep(now: datetime) -> None:
    """Take up whatever a lost nudge or a killed worker left behind."""
    if Consequence.objects.due(now).exists():
        work.work_off(now=timezone.now)


def forget_done(now: datetime) -> None:
    """Changes whose consequences are all done are kept for a week; dead ones until somebody has looked at them."""
    old = RecordedChange.objects.filter(recorded_at__lt=now - KEEP_DONE)
    old.exclude(consequences__state__in=[Consequence.State.WAITING, Consequence.State.DEAD]).delete()

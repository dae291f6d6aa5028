"""What the worker tidies once an hour."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from tabard.plant.changes.jobs import forget_done
from tabard.plant.delivery.jobs import forget_finished

KEEP_NUDGES = timedelta(hours=6)


def tidy(now: datetime) -> None:
    """Forget changes and deliveries past their time, and old nudges: they carry nothing, the rows are the truth."""
    forget_done(now)
    forget_finished(now)
    DBTaskResult.objects.filter(enqueued_at__lt=now - KEEP_NUDGES).delete()

"""What the worker tidies once an hour."""

from datetime import datetime, timedelta

from django.db import connection
from django_tasks_db.models import DBTaskResult

from tabard.plant.changes.jobs import forget_done
from tabard.plant.delivery.jobs import forget_finished

KEEP_NUDGES = timedelta(hours=6)


def tidy(now: datetime) -> None:
    """Forget changes and deliveries past their time, and old nudges: they carry nothing, the rows are the truth."""
    forget_done(now)
    forget_finished(now)
    DBTaskResult.objects.filter(enqueued_at__lt=now - KEEP_NUDGES).delete()
    _empty_log()


def _empty_log() -> None:
    """SQLite's write-ahead log keeps what was overwritten until it is used anew: on a quiet server perhaps never."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

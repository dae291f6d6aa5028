"""What is late: what the server was to do or to send, and has not."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from tabard.plant.changes.models import Consequence
from tabard.plant.delivery.models import Delivery

PATIENCE = timedelta(minutes=15)
_GIVEN_UP = Q(state="dead")


def late_consequences(now: datetime) -> QuerySet[Consequence]:
    """Given up, or due for more than a quarter of an hour; the oldest first."""
    waiting = Q(state=Consequence.State.WAITING, change__recorded_at__lt=now - PATIENCE)
    late = Consequence.objects.filter(_GIVEN_UP | waiting)
    return late.select_related("change").order_by("change__recorded_at", "pk")


def late_deliveries(now: datetime) -> QuerySet[Delivery]:
    waiting = Q(state=Delivery.State.WAITING, created_at__lt=now - PATIENCE)
    return Delivery.objects.filter(_GIVEN_UP | waiting).order_by("created_at", "pk")


def count(now: datetime) -> int:
    return late_consequences(now).count() + late_deliveries(now).count()

"""The ledger's rows, and the questions that are asked of them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import F, Max, Q, Sum

from tabard.plant.changes.models import Leased

GIVE_UP_AFTER = timedelta(days=3)


class ChannelSum(NamedTuple):
    """How it stands on one channel, counted in recipients; `last_at` is when the last batch ended."""

    channel: str
    total: int
    delivered: int
    refused: int
    waiting: int
    dead: int
    recalled: int
    last_at: datetime | None


def _left_in(state: str) -> Sum:
    """Those who were neither reached nor refused, of the batches in `state`."""
    return Sum(F("total") - F("delivered") - F("refused_count"), filter=Q(state=state), default=0)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING, next_attempt_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lte=now)
        )

    def still_held(self, row: "Delivery") -> "DeliveryQuerySet":
        """This row, unless it was recalled meanwhile, or taken by another worker after our lease ended."""
        return self.filter(pk=row.pk, attempts=row.attempts, state=Delivery.State.WAITING)

    def dead(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.DEAD)

    def about(self, subject: str) -> "DeliveryQuerySet":
        return self.filter(about=subject)

    def by_channel(self) -> list[ChannelSum]:
        """How it stands on each channel, by the channel's name."""
        sums = self.values_list("channel").annotate(
            asked=Sum("total"),
            reached=Sum("delivered"),
            turned_away=Sum("refused_count"),
            waiting=_left_in(Delivery.State.WAITING),
            dead=_left_in(Delivery.State.DEAD),
            recalled=_left_in(Delivery.State.RECALLED),
            last_at=Max("finished_at"),
        )
        return [ChannelSum(*row) for row in sums.order_by("channel")]


class Delivery(Leased):
    """One batch of recipients of one thing on one channel."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"
        RECALLED = "recalled"

    channel = models.CharField(max_length=30)
    key = models.CharField(max_length=200, unique=True, help_text="Makes queueing the same batch twice harmless.")
    about = models.CharField(max_length=100, db_index=True, help_text="What is delivered: `post:12`.")
    payload = models.JSONField(default=dict)
    secrets = models.JSONField(
        default=dict, help_text="What may be known only until it is sent or given up, a code to sign in with."
    )
    remaining = models.JSONField(default=list, help_text="Recipients still to be reached, in order.")
    refused = models.JSONField(default=dict, help_text="Recipient -> why it was refused for good.")
    total = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["channel", "state"], name="delivery_by_channel"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=F("delivered") + F("refused_count")), name="delivery_adds_up")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.about}: {self.delivered} of {self.total}, {self.state}"

"""The record of changes and of what is still to follow from them."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class Leased(models.Model):
    """A row of work: one worker at a time holds it, and a worker that dies loses it when its lease ends."""

    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class RecordedChange(models.Model):
    """One change, as it was recorded."""

    name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["name", "recorded_at"], name="change_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.payload}"


class ConsequenceQuerySet(models.QuerySet["Consequence"]):
    def due(self, now: datetime) -> "ConsequenceQuerySet":
        """Neither done nor dead, its time come, and in nobody's hands (or in those of somebody who went away)."""
        return self.filter(state=Consequence.State.WAITING, next_attempt_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lte=now)
        )

    def dead(self) -> "ConsequenceQuerySet":
        return self.filter(state=Consequence.State.DEAD)


class Consequence(Leased):
    """One job that follows from one change."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    change = models.ForeignKey(RecordedChange, on_delete=models.CASCADE, related_name="consequences")
    job = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ConsequenceQuerySet.as_manager()

    GIVE_UP_AFTER = timedelta(days=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "job"], name="consequence_once_per_job")]
        indexes = [models.Index(fields=["next_attempt_at"], name="consequence_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.job} after {self.change_id}: {self.state}"

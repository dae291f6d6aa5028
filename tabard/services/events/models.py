"""Events and priorities of a neighbourhood, with the fields that data.police.uk gives them."""

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Team

STALE_AFTER = timedelta(days=90)


class Kind(models.TextChoices):
    MEETING = "meeting", "Meeting"
    OTHER = "other", "Other"


def new_uid() -> str:
    """RFC 5545 §3.8.4.7: worldwide unique, and the same in every edition of the event."""
    return str(uuid.uuid4())


class EventQuerySet(models.QuerySet["Event"]):
    def in_neighbourhood(self, neighbourhood: Neighbourhood) -> "EventQuerySet":
        return self.filter(neighbourhood=neighbourhood)

    def covered_by(self, team: Team) -> "EventQuerySet":
        return self.filter(neighbourhood__cover__team=team)

    def upcoming(self, now: datetime) -> "EventQuerySet":
        """Still to come or going on, cancelled ones included: whoever planned to come must read that."""
        return self.filter(Q(ends_at__gt=now) | Q(ends_at=None, starts_at__gt=now))

    def past(self, now: datetime) -> "EventQuerySet":
        return self.exclude(pk__in=self.upcoming(now).values("pk"))

    def happening(self) -> "EventQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def soonest_first(self) -> "EventQuerySet":
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> "EventQuerySet":
        return self.order_by("-starts_at", "-pk")


class Event(models.Model):
    """Something that residents can come to."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="events")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    uid = models.CharField(max_length=255, unique=True, default=new_uid, help_text="iCalendar's UID.")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEETING)
    description = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    online_url = models.URLField(blank=True, max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    contact = models.JSONField(default=dict, blank=True, help_text="`email`, `telephone`, as far as there are any.")
    revision = models.PositiveIntegerField(default=0, help_text="iCalendar's SEQUENCE.")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Cancelled because the server that it came from held it no longer."
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
        ]
        indexes = [models.Index(fields=["neighbourhood", "starts_at"], name="event_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class PriorityQuerySet(models.QuerySet["Priority"]):
    def in_neighbourhood(self, neighbourhood: Neighbourhood) -> "PriorityQuerySet":
        return self.filter(neighbourhood=neighbourhood)

    def covered_by(self, team: Team) -> "PriorityQuerySet":
        return self.filter(neighbourhood__cover__team=team)

    def current(self) -> "PriorityQuerySet":
        return self.filter(closed_at=None)

    def newest_first(self) -> "PriorityQuerySet":
        return self.order_by("-issue_date", "-pk")


class Priority(models.Model):
    """An issue that residents raised, and what was done: "You said, we did"."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="priorities")
    issue = models.TextField()
    issue_date = models.DateField()
    action = models.TextField(blank=True)
    action_date = models.DateField(null=True, blank=True)
    reviewed_date = models.DateField(null=True, blank=True, help_text="When the team last said that this still holds.")
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Closed because the server that it came from held it no longer."
    )
    source = models.CharField(
        max_length=255, null=True, blank=True, unique=True, help_text="What it was made from: once each."
    )

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "priorities"
        constraints = [
            models.CheckConstraint(condition=~Q(issue=""), name="priority_has_issue"),
            models.CheckConstraint(
                condition=Q(action="") | Q(action_date__isnull=False), name="priority_action_has_date"
            ),
        ]
        indexes = [models.Index(fields=["neighbourhood", "issue_date"], name="priority_by_date")]

    def __str__(self) -> str:
        return self.issue[:60]

    @property
    def last_word_date(self) -> date:
        return max(day for day in (self.issue_date, self.action_date, self.reviewed_date) if day is not None)

    def is_stale(self, today: date) -> bool:
        """Whether nobody has said a word about it for more than 90 days."""
        return today - self.last_word_date > STALE_AFTER

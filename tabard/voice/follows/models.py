"""Followers and what they follow."""

import secrets
from datetime import datetime, timedelta
from typing import Protocol

from django.db import models
from django.db.models import F, Q

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Team

KEEP_UNCONFIRMED = timedelta(days=7)
KEEP_ENDED = timedelta(days=30)

Target = Team | Officer | Neighbourhood


class Heard(Protocol):
    """What decides who hears a post (voice.posts stands beside this room, so it is known by its shape only)."""

    @property
    def team_id(self) -> int: ...
    @property
    def officer_id(self) -> int | None: ...
    @property
    def speaks_as(self) -> str: ...


def new_token() -> str:
    """128 random bits: beyond guessing, and looked up by its index (ASVS 6.5.2)."""
    return secrets.token_hex(16)


class FollowerQuerySet(models.QuerySet["Follower"]):
    def reachable(self) -> "FollowerQuerySet":
        return self.filter(stopped_at=None)

    def forgettable(self, now: datetime) -> "FollowerQuerySet":
        """Those whose address we have no more reason to keep: no follow left, and no wish never to be written to."""
        return (
            self.filter(follows=None)
            .exclude(stop_reason__in=Follower.KEPT_REASONS)
            .filter(Q(stopped_at=None) | Q(stopped_at__lte=now - KEEP_ENDED))
        )


class Follower(models.Model):
    """One address on one channel."""

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"

    class StopReason(models.TextChoices):
        ASKED = "asked", "stopped all by themselves"
        NEVER = "never", "asked never to be written to"
        COMPLAINT = "complaint", "reported our mail as unwanted"
        GONE = "gone", "the mailbox does not exist"
        FAILING = "failing", "mail was refused again and again"

    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=500, help_text="In its canonical spelling.")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    added_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=10, choices=StopReason, blank=True)
    asks = models.PositiveIntegerField(default=0, help_text="Askings since `asks_since`.")
    asks_since = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0, help_text="Days on which mail was refused, lately.")
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = FollowerQuerySet.as_manager()

    # Only the holder of the token may undo these; the form cannot, or anyone could write to whoever said no.
    SHUT_REASONS = (StopReason.NEVER, StopReason.COMPLAINT)
    KEPT_REASONS = (*SHUT_REASONS, StopReason.GONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="follower_once"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stop_reason="") | (Q(stopped_at__isnull=False) & ~Q(stop_reason="")),
                name="follower_stop_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} follower {self.pk}"

    @property
    def is_shut(self) -> bool:
        return self.stop_reason in self.SHUT_REASONS


class FollowQuerySet(models.QuerySet["Follow"]):
    def live(self) -> "FollowQuerySet":
        """Asked for and not ended, confirmed or not."""
        return self.filter(ended_at=None)

    def confirmed(self) -> "FollowQuerySet":
        """In force: confirmed, not ended, and of a follower who can be written to."""
        return self.live().filter(confirmed_at__isnull=False, follower__stopped_at=None)

    def owing(self) -> "FollowQuerySet":
        """In force, or handed over to one that is: what was said in its time is still owed to who can be written to."""
        in_force = Q(ended_at=None, confirmed_at__isnull=False)
        goes_on = Q(handed_to__ended_at=None, handed_to__confirmed_at__isnull=False)
        return self.filter(in_force | goes_on, follower__stopped_at=None)

    def in_force_at(self, moment: datetime) -> "FollowQuerySet":
        """Confirmed by `moment` and not ended then: does not change when asked again later."""
        return self.filter(confirmed_at__lte=moment).filter(Q(ended_at=None) | Q(ended_at__gt=moment))

    def hearing(self, post: Heard) -> "FollowQuerySet":
        """The follows through which `post` is heard: of its team, of every neighbourhood that the team covers, and of
        the officer, where the officer speaks in their own name."""
        hears = Q(team=post.team_id) | Q(neighbourhood__cover__team=post.team_id)
        if post.officer_id is not None and post.speaks_as == "officer":
            hears |= Q(officer=post.officer_id)
        return self.filter(hears)

    def by(self, channel: str) -> "FollowQuerySet":
        return self.filter(follower__channel=channel)

    def every(self, frequency: str) -> "FollowQuerySet":
        return self.filter(frequency=frequency)

    def hearing_at_once(self, moment: datetime) -> "FollowQuerySet":
        """Those to whom what came out at `moment` goes at once, also if they have changed to digests since."""
        is_now = Q(frequency=Follow.Frequency.NOW) & (Q(at_once_from=None) | Q(at_once_from__lt=moment))
        was_now = Q(at_once_to__gte=moment) & (Q(at_once_from=None) | Q(at_once_from__lt=moment))
        return self.filter(is_now | (was_now & ~Q(frequency=Follow.Frequency.NOW)))

    def owed_digest(self, frequency: str, end: datetime) -> "FollowQuerySet":
        """Not yet told what came out until `end`, or until its officer handed over before that."""
        owed = Q(told_until=None) | Q(told_until__lt=end)
        began = self.owing().every(frequency).filter(owed, confirmed_at__lte=end)
        return began.filter(Q(ended_at=None) | Q(told_until=None) | Q(told_until__lt=F("ended_at")))

    def owed_before_at_once(self, settled: datetime) -> "FollowQuerySet":
        """Changed from digests to `now` before `settled`, and not yet told what came out until then."""
        return self.owing().filter(
            frequency=Follow.Frequency.NOW, at_once_from__lte=settled, told_until__lt=F("at_once_from")
        )

    def of(self, target: Target) -> "FollowQuerySet":
        return self.filter(**target_fields(target))

    def with_targets(self) -> "FollowQuerySet":
        return self.select_related("follower", "team", "officer", "neighbourhood")

    def forgettable(self, now: datetime) -> "FollowQuerySet":
        return self.filter(
            Q(confirmed_at=None, asked_at__lte=now - KEEP_UNCONFIRMED) | Q(ended_at__lte=now - KEEP_ENDED)
        )


class Follow(models.Model):
    """One follower's wish to hear from one team, officer or neighbourhood."""

    class Frequency(models.TextChoices):
        NOW = "now", "At once"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follows")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.NOW)
    language = models.CharField(max_length=20, default="en-gb")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    handed_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The same follower’s follow that goes on in place of this one, when its officer left.",
    )
    told_until = models.DateTimeField(null=True, blank=True, help_text="Digests owe what came out since.")
    at_once_from = models.DateTimeField(null=True, blank=True, help_text="When `now` was chosen in place of digests.")
    at_once_to = models.DateTimeField(null=True, blank=True, help_text="When digests were chosen in place of `now`.")

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False, officer=None, neighbourhood=None)
                | Q(team=None, officer__isnull=False, neighbourhood=None)
                | Q(team=None, officer=None, neighbourhood__isnull=False),
                name="follow_has_one_target",
            ),
            *(
                models.UniqueConstraint(
                    fields=["follower", target], condition=Q(ended_at=None), name=f"follow_of_{target}_once"
                )
                for target in ("team", "officer", "neighbourhood")
            ),
        ]
        indexes = [
            models.Index(fields=["ended_at"], name="follow_ended"),
            models.Index(fields=["asked_at"], name="follow_unconfirmed", condition=Q(confirmed_at=None)),
        ]

    def __str__(self) -> str:
        return f"follow {self.pk}"

    @property
    def target(self) -> Target:
        """Queries unless loaded `with_targets()`."""
        target = self.team or self.officer or self.neighbourhood
        assert target is not None  # noqa: S101  the database keeps it: follow_has_one_target
        return target


def target_fields(target: Target) -> dict[str, Target]:
    """The one field of a Follow that `target` belongs in."""
    if isinstance(target, Team):
        return {"team": target}
    return {"officer": target} if isinstance(target, Officer) else {"neighbourhood": target}

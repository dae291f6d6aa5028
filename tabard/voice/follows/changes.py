"""What can happen among followers."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class FollowAsked(Change):
    """Somebody asked for `follow_id` at `asked_at` (ISO 8601): whoever holds the address is to be asked."""

    follow_id: int
    asked_at: str


@dataclass(frozen=True)
class FollowConfirmed(Change):
    follow_id: int


@dataclass(frozen=True)
class FollowEnded(Change):
    follow_id: int


@dataclass(frozen=True)
class FollowerStopped(Change):
    follower_id: int
    reason: str


@dataclass(frozen=True)
class FollowsHandedOver(Change):
    """The followers of `officer_id` follow `to_officer_id` or `to_team_id` (the other is 0) since `handed_at` (ISO)."""

    officer_id: int
    to_officer_id: int
    to_team_id: int
    handed_at: str

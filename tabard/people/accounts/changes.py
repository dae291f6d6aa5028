"""What can happen to the accounts of the force's people."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class UserInvited(Change):
    """Someone is to get a mail with a link to set up their account."""

    user_id: int
    invited_at: str


@dataclass(frozen=True)
class SessionsEnded(Change):
    """Whatever speaks for someone since before `ended_at` must be let in anew: they have lost a phone, or chosen a new
    password, or have another role."""

    user_id: int
    ended_at: str


@dataclass(frozen=True)
class UserDeactivated(Change):
    user_id: int


@dataclass(frozen=True)
class RoleChanged(Change):
    user_id: int
    role: str

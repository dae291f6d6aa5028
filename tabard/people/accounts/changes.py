"""What can happen to the accounts of the force's people."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class UserInvited(Change):
    """Someone is to get a mail with a link to set up their account."""

    user_id: int


@dataclass(frozen=True)
class AccountMailAsked(Change):
    """A mail about an account is due; `user_id` is 0 where the address has none, and then nothing goes out.

    `mail` is allauth's name of the mail. `code` signs in for minutes, only in the browser that asked for it, and a
    second factor is asked for after it. `ip` and `browser` tell who changed an account from where a change came.
    """

    user_id: int
    mail: str
    asked_at: str
    code: str
    ip: str
    browser: str


@dataclass(frozen=True)
class UserDeactivated(Change):
    user_id: int


@dataclass(frozen=True)
class RoleChanged(Change):
    user_id: int
    role: str

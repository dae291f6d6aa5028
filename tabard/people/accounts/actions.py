"""Inviting people, giving roles, and shutting accounts. Nobody signs up."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string

from tabard.people.accounts.changes import RoleChanged, SessionsEnded, UserDeactivated, UserInvited
from tabard.people.accounts.models import Role, User
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.plant.delivery.actions import enqueue

MAIL_CHANNEL = "account"


class EmailTaken(Exception):
    """Somebody else signs in with this address."""


class LastLead(Exception):
    """Without this digital lead nobody could administer the site."""


class NotASampleUser(Exception):
    """Codes are printed for people of the made-up force only."""


class NoAuthenticatorApp(Exception):
    """The user has no authenticator app set up."""


@transaction.atomic
def add_user(
    *,
    email: str,
    name: str,
    now: datetime,
    role: str = Role.OFFICER,
    password: str | None = None,
    is_sample: bool = False,
    by: User | None = None,
) -> User:
    """Add someone who may sign in; without a password by mailed code, passkey or directory. Raises EmailTaken.

    The address counts as verified: the digital lead vouches for it, and each way in goes through mailbox or directory.
    """
    address = email.strip().lower()
    if User.objects.with_email(address).exists():
        raise EmailTaken
    user = User.objects.create_user(address, password, name=name, role=role, is_sample=is_sample)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    write_audit(actor=by, act="accounts.added", subject=user, detail={"role": str(role)}, now=now)
    return user


@transaction.atomic
def invite_user(*, email: str, name: str, now: datetime, role: str = Role.OFFICER, by: User | None = None) -> User:
    """Add someone and send them the link that sets up their account. Raises EmailTaken."""
    user = add_user(email=email, name=name, role=role, now=now, by=by)
    invite_again(user=user, now=now, by=by)
    return user


@transaction.atomic
def invite_again(*, user: User, now: datetime, by: User | None = None) -> None:
    """Send a fresh link to someone who has not yet used theirs."""
    write_audit(actor=by, act="accounts.invited", subject=user, now=now)
    record(UserInvited(user_id=user.pk, invited_at=now.isoformat()))


@transaction.atomic
def accept_invitation(*, user: User, now: datetime, password: str | None = None) -> None:
    """Take up the account; with no password it is to be opened by passkey. Every link to it is used up by this."""
    user.set_password(password)
    user.last_login = now
    user.save(update_fields=["password", "last_login"])
    write_audit(actor=user, act="accounts.invitation_accepted", subject=user, now=now)


@transaction.atomic
def change_role(*, user: User, role: str, now: datetime, by: User | None = None) -> None:
    """Give another role; open sessions end, so that no old right lives on in one. Raises LastLead."""
    if user.role == role:
        return
    _refuse_to_lose_last_lead(user)
    before, user.role = user.role, role
    _end_sessions(user, now, "role")
    write_audit(actor=by, act="accounts.role_changed", subject=user, detail={"from": before, "to": str(role)}, now=now)
    record(RoleChanged(user_id=user.pk, role=str(role)))


@transaction.atomic
def deactivate_user(*, user: User, now: datetime, by: User | None = None) -> None:
    """Shut the account; open sessions end at once. Raises LastLead."""
    if not user.is_active:
        return
    _refuse_to_lose_last_lead(user)
    user.is_active = False
    _end_sessions(user, now, "is_active")
    write_audit(actor=by, act="accounts.deactivated", subject=user, now=now)
    record(UserDeactivated(user_id=user.pk))


@transaction.atomic
def reactivate_user(*, user: User, now: datetime, by: User | None = None) -> None:
    """Open the account again; whoever it is signs in anew."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    write_audit(actor=by, act="accounts.reactivated", subject=user, now=now)


@transaction.atomic
def remove_second_factors(*, user: User, now: datetime, by: User | None = None) -> None:
    """For someone who lost phone and recovery codes: open sessions end, and the next sign-in asks to set one up."""
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user, now)
    write_audit(actor=by, act="accounts.second_factors_removed", subject=user, now=now)


@transaction.atomic
def give_totp(*, user: User, secret: str) -> None:
    """Set up an authenticator app with a known secret (base32): for people of the sample force, and for tests."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)


def one_time_code(*, user: User, now: datetime) -> str:
    """What a sample user's authenticator app shows at `now`. Raises NotASampleUser, NoAuthenticatorApp."""
    if not user.is_sample:
        raise NotASampleUser
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if kept is None:
        raise NoAuthenticatorApp
    counter = int(now.timestamp()) // settings.MFA_TOTP_PERIOD
    return str(format_hotp_value(hotp_value(decrypt(kept.data["secret"]), counter)))


@transaction.atomic
def ask_for_mail(*, email: str, mail: str, now: datetime, code: str = "", ip: str = "", browser: str = "") -> None:
    """Let the mail that allauth calls `mail` go to whoever signs in with `email`.

    `code` signs in for minutes, only in the browser that asked for it, and a second factor is asked for after it; `ip`
    and `browser` tell who changed an account from where a change came. The ledger forgets all three with the sending.
    A stranger's address takes the same time and leaves the same row, so that nobody learns who has an account.
    """
    user = User.objects.active().with_email(email).first()
    enqueue(
        channel=MAIL_CHANNEL,
        key=f"{MAIL_CHANNEL}:{get_random_string(22)}",
        about=f"user:{user.pk if user else 0}",
        recipients=[str(user.pk)] if user else [],
        payload={"mail": mail, "asked_at": now.isoformat(), "has_code": bool(code)},
        secrets={"code": code, "ip": ip, "browser": browser.replace("\x00", "")},
        now=now,
    )


@transaction.atomic
def note_new_password(*, user: User, act: str, now: datetime) -> None:
    """Someone chose a password; the sessions opened with the one before have ended by that (see User)."""
    write_audit(actor=user, act=act, subject=user, now=now)
    record(SessionsEnded(user_id=user.pk, ended_at=now.isoformat()))


def note_account(*, user: User, act: str, now: datetime, how: list[str] | None = None) -> None:
    """Write down what someone did, or tried, at the door; `how` names the ways in that they used."""
    write_audit(actor=user, act=act, subject=user, detail={"how": how} if how else {}, now=now)


def _refuse_to_lose_last_lead(user: User) -> None:
    if user.role == Role.LEAD and not User.objects.leads().select_for_update().exclude(pk=user.pk):
        raise LastLead


def _end_sessions(user: User, now: datetime, *changed: str) -> None:
    user.session_generation += 1
    user.save(update_fields=["session_generation", *changed])
    record(SessionsEnded(user_id=user.pk, ended_at=now.isoformat()))

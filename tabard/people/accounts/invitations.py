"""The link in an invitation: signed, good for a week, and only until the account is first used."""

from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from tabard.people.accounts.models import User
from tabard.plant.design.addresses import whole

GOOD_FOR = timedelta(days=7)
SALT = "accounts.invitation"


class InvitationNotValid(Exception):
    """The link is forged, too old, or was used; or the account is shut."""


def invitation_link(user: User, *, now: datetime) -> str:
    """The full address to send to `user`. Each new link leaves older ones good; using one ends all."""
    token = signing.dumps([user.pk, _state(user), int(now.timestamp())], salt=SALT)
    return whole(reverse("accounts:invitation", args=[token]))


def invited_user(token: str, *, now: datetime) -> User:
    """The user whom the link was sent to. Raises InvitationNotValid."""
    try:
        pk, state, made_at = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise InvitationNotValid from error
    user = User.objects.active().filter(pk=pk).first()
    if user is None or now.timestamp() - made_at > GOOD_FOR.total_seconds():
        raise InvitationNotValid
    if not constant_time_compare(state, _state(user)):
        raise InvitationNotValid
    return user


def _state(user: User) -> str:
    """Changes when the invitation is accepted, when the user signs in, and when their sessions are ended."""
    words = f"{user.password}|{user.last_login}|{user.email}|{user.session_generation}"
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()[:32]

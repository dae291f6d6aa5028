"""People with accounts, and how a test signs them in."""

import re
from datetime import UTC, datetime
from itertools import count
from time import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.people.accounts import actions
from tabard.people.accounts.models import Role, User
from tabard.plant.changes import work as changes_work
from tabard.plant.delivery.work import work_off

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_user(
    name: str = "Alice Archer", *, role: str = Role.OFFICER, email: str = "", is_sample: bool = False
) -> User:
    """Someone with PASSWORD and an authenticator app that holds SECRET."""
    user = actions.add_user(
        email=email or f"someone{next(_numbers)}@police.example",
        name=name,
        role=role,
        password=PASSWORD,
        is_sample=is_sample,
        now=NINE,
    )
    actions.give_totp(user=user, secret=SECRET)
    return user


def sign_in(client: Client, user: User, *, second_factor: str = "totp") -> Client:
    """Open a session as the pages would; with an empty `second_factor`, one that has shown none."""
    client.force_login(user)
    session = client.session
    methods = ["password", "mfa"] if second_factor else ["password"]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time()} for method in methods]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return client


def code_now() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time()) // 30)))


def type_password(client: Client, user: User, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def sign_in_and_change_password(client: Client, user: User) -> User:
    sign_in(client, user)
    fresh = "an other long phrase"
    given = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert client.post(reverse("account_change_password"), given).status_code == 302
    return user


def deliver() -> None:
    """What the worker does a moment later."""
    changes_work.work_off(now=timezone.now)
    work_off(now=timezone.now)


def mailed_code() -> str:
    deliver()
    found = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]

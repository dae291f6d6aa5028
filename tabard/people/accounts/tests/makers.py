"""People with accounts, and how a test signs them in."""

from datetime import UTC, datetime
from itertools import count
from time import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from tabard.people.accounts import actions
from tabard.people.accounts.models import Role, User

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

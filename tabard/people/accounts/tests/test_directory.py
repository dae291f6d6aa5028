"""The force's own directory: it says who somebody is, and the digital lead had decided whether they may come in."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from tabard.people.accounts import actions
from tabard.people.accounts.models import User
from tabard.people.accounts.tests.makers import NINE, make_user
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PERSON = {"sub": "b-17", "email": "bob@police.example", "email_verified": True, "name": "Bob Barker"}


class Directory(ThreadingHTTPServer):
    """A directory that speaks OpenID Connect and vouches for one person (OpenID Connect Core 1.0, section 3.1)."""

    person: dict[str, Any]
    is_broken = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: Directory

    def do_GET(self) -> None:
        base = self.server.address
        discovery = {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        self._answer(self.server.person if self.path == "/userinfo" else discovery)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "token", "token_type": "Bearer"})

    def _answer(self, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(500 if self.server.is_broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def directory(settings) -> Iterator[Directory]:
    server = Directory(("127.0.0.1", 0), Answers)
    server.person = dict(PERSON)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    app = {"provider_id": "directory", "name": "Blue Pages", "client_id": "tabard", "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": server.address}}]}
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def come_in(client):
    """Go out to the directory and come back with what it gave."""
    out = client.post(reverse("openid_connect_login", args=["directory"]))
    asked = parse_qs(urlsplit(out.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(reverse("openid_connect_callback", args=["directory"]), {"code": "c", "state": asked["state"][0]})


def test_an_invited_person_comes_in_and_is_asked_for_a_second_factor(client, directory):
    bob = actions.add_user(email="Bob@police.example", name="Bob Barker", now=NINE)

    come_in(client)

    assert client.get("/account/").url == reverse("accounts:second_factor")
    assert SocialAccount.objects.get().user_id == bob.pk
    assert AuditEntry.objects.filter(act="accounts.directory_matched").count() == 1


def test_a_second_factor_is_asked_for_on_every_visit(client, directory):
    make_user("Bob Barker", email="bob@police.example")

    first = come_in(client)
    second = come_in(client)

    assert first.url == second.url == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    "said",
    [
        {"email": "mallory@police.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": ""},
        {"email": None},
    ],
)
def test_who_is_not_invited_or_not_vouched_for_stays_outside(client, directory, said):
    actions.add_user(email="bob@police.example", name="Bob Barker", now=NINE)
    directory.person |= said

    answer = come_in(client)

    assert answer.status_code == 403
    assert "not invited" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_directory_that_never_says_verified_is_trusted_only_where_the_force_says_so(client, directory, settings):
    bob = actions.add_user(email="bob@police.example", name="Bob Barker", now=NINE)
    del directory.person["email_verified"]

    without = come_in(client)
    settings.OIDC_TRUST_EMAIL = True
    come_in(client)

    assert without.status_code == 403
    assert client.session["_auth_user_id"] == str(bob.pk)


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": "true"}, {"email": ""}])
def test_a_trusted_directory_that_calls_an_address_unverified_is_believed(client, directory, settings, said):
    settings.OIDC_TRUST_EMAIL = True
    actions.add_user(email="bob@police.example", name="Bob Barker", now=NINE)
    directory.person |= said

    assert come_in(client).status_code == 403


def test_a_shut_account_is_not_opened_by_the_directory(client, directory):
    bob = actions.add_user(email="bob@police.example", name="Bob Barker", now=NINE)
    come_in(client)
    actions.deactivate_user(user=bob, now=NINE)
    client.cookies.clear()

    come_in(client)

    assert "_auth_user_id" not in client.session


def test_a_person_is_known_again_by_the_directorys_own_key_not_by_address(client, directory):
    bob = actions.add_user(email="bob@police.example", name="Bob Barker", now=NINE)
    come_in(client)
    client.cookies.clear()
    directory.person["email"] = "robert@police.example"

    come_in(client)

    assert client.session["_auth_user_id"] == str(bob.pk)


def test_an_answer_that_was_not_asked_for_is_refused(client, directory):
    actions.add_user(email="bob@police.example", name="Bob Barker", now=NINE)

    client.get(reverse("openid_connect_callback", args=["directory"]), {"code": "c", "state": "made-up"})

    assert "_auth_user_id" not in client.session


def test_a_directory_that_is_broken_is_named_on_an_honest_page(client, directory):
    directory.is_broken = True

    answer = client.post(reverse("openid_connect_login", args=["directory"]))

    assert answer.status_code < 500
    assert "did not sign you in" in answer.content.decode()


def test_the_sign_in_page_offers_the_directory_only_where_there_is_one(client, directory, settings):
    with_it = client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    without = client.get(reverse("account_login")).content.decode()

    assert "Sign in through Blue Pages" in with_it
    assert "Sign in through" not in without
    assert client.post(reverse("openid_connect_login", args=["directory"])).status_code == 404

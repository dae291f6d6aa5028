"""Passkeys: made, used as second factor, used alone; and what no browser would send."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.people.accounts.tests.authenticator import Passkey
from tabard.people.accounts.tests.makers import PASSWORD, make_user, sign_in
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
HTTPS = {"secure": True}


def options_in(page: str):
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def add_passkey(client: Client, passkey: Passkey, name: str = "work phone"):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, **HTTPS)
    page = client.get(reverse("mfa_add_webauthn"), **HTTPS).content.decode()
    credential = passkey.make(options_in(page)["creation_options"])
    return client.post(reverse("mfa_add_webauthn"), {"name": name, "credential": credential}, **HTTPS)


def ask_for_passkey(client: Client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"}, **HTTPS)
    return answer.json()["request_options"]


def test_a_passkey_is_made_and_listed(client):
    alice = make_user()
    sign_in(client, alice)

    answer = add_passkey(client, Passkey())

    assert answer.status_code == 302
    assert "work phone" in client.get(reverse("mfa_list_webauthn"), **HTTPS).content.decode()
    assert AuditEntry.objects.filter(act="accounts.passkey_added").count() == 1


def test_a_passkey_is_a_second_factor(client):
    alice, passkey = make_user(), Passkey()
    add_passkey(sign_in(client, alice), passkey)
    new = Client()
    new.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD}, **HTTPS)
    page = new.get(reverse("mfa_authenticate"), **HTTPS).content.decode()

    new.post(reverse("mfa_authenticate"), {"credential": passkey.use(options_in(page)["request_options"])}, **HTTPS)

    assert new.get("/account/", **HTTPS).status_code == 200


def test_a_passkey_alone_signs_in(client):
    passkey = Passkey()
    add_passkey(sign_in(client, make_user()), passkey)
    new = Client()

    new.post(reverse("mfa_login_webauthn"), {"credential": passkey.use(ask_for_passkey(new))}, **HTTPS)

    assert new.get("/account/", **HTTPS).status_code == 200
    assert AuditEntry.objects.filter(act="accounts.signed_in").exists()


def test_a_passkey_set_up_first_opens_the_account(client):
    alice = make_user()
    Authenticator.objects.all().delete()
    client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD}, **HTTPS)

    add_passkey(client, Passkey())

    assert client.get("/account/", **HTTPS).status_code == 200


def test_another_sites_passkey_signs_nobody_in(client):
    passkey = Passkey()
    add_passkey(sign_in(client, make_user()), passkey)
    passkey.origin = "https://testserver.evil.example"
    new = Client()

    new.post(reverse("mfa_login_webauthn"), {"credential": passkey.use(ask_for_passkey(new))}, **HTTPS)

    assert new.get("/account/", **HTTPS).status_code == 302


def test_a_passkeys_answer_works_once(client):
    passkey = Passkey()
    add_passkey(sign_in(client, make_user()), passkey)
    first, second = Client(), Client()
    answer = passkey.use(ask_for_passkey(first))
    first.post(reverse("mfa_login_webauthn"), {"credential": answer}, **HTTPS)
    ask_for_passkey(second)

    second.post(reverse("mfa_login_webauthn"), {"credential": answer}, **HTTPS)

    assert second.get("/account/", **HTTPS).status_code == 302


def test_somebody_elses_passkey_can_be_neither_renamed_nor_removed(client):
    alice, bob = make_user("Alice Archer"), make_user("Bob Barker")
    add_passkey(sign_in(client, alice), Passkey())
    key = Authenticator.objects.get(user=alice, type=Authenticator.Type.WEBAUTHN)
    other = sign_in(Client(), bob)
    other.post(reverse("account_reauthenticate"), {"password": PASSWORD}, **HTTPS)

    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert other.post(reverse(name, args=[key.pk]), {"name": "mine"}, **HTTPS).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_the_only_second_factor_is_not_removed(client):
    alice = make_user()
    add_passkey(sign_in(client, alice), Passkey())
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)

    answer = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), **HTTPS)

    assert answer.url == reverse("mfa_list_webauthn")
    assert Authenticator.objects.filter(pk=key.pk).exists()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(
    st.sampled_from(["id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment"]),
    JUNK
    | st.dictionaries(
        st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]), JUNK
    ),
)


@given(credential=JUNK | FIELDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_in_place_of_a_passkey_is_refused(client, settings, credential):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    new = Client()
    ask_for_passkey(new)

    answer = new.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(credential)}, **HTTPS)

    assert answer.url == reverse("account_login")

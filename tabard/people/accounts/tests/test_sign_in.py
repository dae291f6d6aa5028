"""Coming in: password or mailed code, and always a second factor."""

import re
from datetime import timedelta
from time import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from tabard.people.accounts import actions
from tabard.people.accounts.models import Role, User
from tabard.people.accounts.tests.makers import (
    NINE,
    PASSWORD,
    SECRET,
    code_now,
    deliver,
    mailed_code,
    make_user,
    sign_in,
    type_password,
)
from tabard.plant.audit.models import AuditEntry
from tabard.plant.delivery.models import Delivery

pytestmark = pytest.mark.django_db
HOME = "/account/"
MADE_UP = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


def wrong_code() -> str:
    near = {format_hotp_value(hotp_value(SECRET, int(time()) // 30 + step)) for step in (-2, -1, 0, 1, 2)}
    return next(f"{number:06}" for number in range(9) if f"{number:06}" not in near)


def acts() -> list[str]:
    return [act for act in AuditEntry.objects.in_order().values_list("act", flat=True) if act != "accounts.added"]


def test_a_password_alone_opens_nothing(client):
    alice = make_user()

    answer = type_password(client, alice)

    assert answer.url == reverse("mfa_authenticate")
    assert client.get(HOME).status_code == 302
    assert "_auth_user_id" not in client.session


def test_password_and_authenticator_app_open_the_account(client):
    alice = make_user()
    type_password(client, alice)

    answer = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert answer.url == "/desk/"
    assert client.get(HOME).status_code == 200
    assert acts() == ["accounts.signed_in"]
    assert AuditEntry.objects.get(act="accounts.signed_in").detail == {"how": ["password", "mfa"]}


def test_a_wrong_code_is_refused_and_written_down(client):
    type_password(client, make_user())

    answer = client.post(reverse("mfa_authenticate"), {"code": wrong_code()})

    assert answer.status_code == 200
    assert "Incorrect code" in answer.content.decode()
    assert acts() == ["accounts.second_factor_failed"]


def test_a_code_from_the_app_works_once(client):
    alice, code = make_user(), code_now()
    type_password(client, alice)
    client.post(reverse("mfa_authenticate"), {"code": code})
    other = Client()
    type_password(other, alice)

    other.post(reverse("mfa_authenticate"), {"code": code})

    assert other.get(HOME).status_code == 302


def test_a_mailed_code_is_no_second_factor(client):
    alice = make_user()
    client.post(reverse("account_request_login_code"), {"email": alice.email})

    answer = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})

    assert answer.url == reverse("mfa_authenticate")
    assert client.get(HOME).status_code == 302


def test_a_stranger_who_asks_for_a_code_gets_the_same_page_and_no_mail(client):
    known = client.post(reverse("account_request_login_code"), {"email": make_user().email})
    mails = Delivery.objects.filter(channel="account").count()

    unknown = Client().post(reverse("account_request_login_code"), {"email": "nobody@police.example"})
    deliver()

    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert [each.to for each in mail.outbox] == [[User.objects.get().email]]
    assert mails == 1


def test_guessing_passwords_is_stopped(client):
    alice = make_user()
    for _ in range(5):
        type_password(client, alice, "wrong wrong wrong")

    answer = type_password(client, alice)

    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()


def test_guessing_codes_is_stopped(client):
    type_password(client, make_user())
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": wrong_code()})

    answer = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert answer.status_code == 200
    assert client.get(HOME).status_code == 302


def test_a_recovery_code_signs_in_once(client):
    alice = make_user()
    code = RecoveryCodes.activate(alice).get_unused_codes()[0]
    type_password(client, alice)

    client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    type_password(again, alice)
    again.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get(HOME).status_code == 200
    assert again.get(HOME).status_code == 302


def test_nobody_signs_up(client):
    for address in ("/account/signup/", "/account/signup/passkey/", "/account/email/", "/account/3rdparty/"):
        assert client.get(address).status_code == 404


def test_without_a_second_factor_one_is_led_to_set_one_up_and_can_do_nothing_else(client):
    alice = make_user()
    Authenticator.objects.all().delete()
    type_password(client, alice)

    for name in ("accounts:home", "account_change_password", "mfa_index", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"] == reverse("accounts:second_factor")
    page = client.get(reverse("accounts:second_factor")).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_account_and_shows_recovery_codes(client):
    alice = make_user()
    Authenticator.objects.all().delete()
    type_password(client, alice)
    client.get(reverse("mfa_activate_totp"))
    code = format_hotp_value(hotp_value(client.session["mfa.totp.secret"], int(time()) // 30))

    answer = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert client.get(answer.url).status_code == 200
    assert client.get(HOME).status_code == 200
    assert "accounts.authenticator_app_added" in acts()
    deliver()
    assert "Authenticator App" in mail.outbox[-1].subject


def test_whoever_sets_up_a_second_factor_sees_no_links_that_lead_back_to_the_same_page(client):
    lead = actions.add_user(email="lee@police.example", name="Lee Lead", role=Role.LEAD, password=PASSWORD, now=NINE)
    sign_in(client, lead, second_factor="")

    for name in ("accounts:second_factor", "mfa_activate_totp"):
        page = client.get(reverse(name)).content.decode()
        assert 'href="/desk/people/"' not in page
        assert page.count(f'href="{reverse("account_logout")}"') == 1


def test_signing_out_is_offered_once(client):
    page = sign_in(client, make_user()).get(HOME).content.decode()

    assert page.count(f'href="{reverse("account_logout")}"') == 1


def test_a_session_from_before_the_second_factor_cannot_add_its_own(client):
    thief = sign_in(client, make_user(), second_factor="")

    for name in ("mfa_add_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "account_reauthenticate"):
        assert thief.get(reverse(name))["Location"] == reverse("accounts:second_factor")
    assert thief.get(reverse("accounts:second_factor"))["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_session_from_before_the_second_factor_goes_on_once_it_is_shown(client):
    sign_in(client, make_user(), second_factor="")

    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})

    assert client.get(HOME).status_code == 200


def test_a_reset_password_does_not_go_round_the_second_factor(client):
    alice = make_user()
    client.post(reverse("account_reset_password"), {"email": alice.email})
    deliver()
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[1]).url

    client.post(form, {"password1": "an other long phrase", "password2": "an other long phrase"})

    assert client.get(HOME).status_code == 302
    answer = type_password(client, alice, "an other long phrase")
    assert answer.url == reverse("mfa_authenticate")
    assert Authenticator.objects.filter(user=alice).exists()


def test_the_last_second_factor_stays(client):
    alice = make_user()
    sign_in(client, alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse("mfa_deactivate_totp"))

    assert "last second factor" in page.content.decode()
    assert Authenticator.objects.filter(user=alice).exists()


@pytest.mark.parametrize("end", ["deactivate", "role", "factors", "password"])
def test_open_sessions_end_at_once(client, end):
    alice = make_user()
    sign_in(client, alice)
    assert client.get(HOME).status_code == 200

    if end == "deactivate":
        actions.deactivate_user(user=alice, now=NINE)
    elif end == "role":
        actions.change_role(user=alice, role=Role.SERGEANT, now=NINE)
    elif end == "factors":
        actions.remove_second_factors(user=alice, now=NINE)
    else:
        alice.set_password("an other long phrase")
        alice.save()

    assert client.get(HOME).url.startswith(reverse("account_login"))


def test_a_session_ended_by_shutting_the_account_stays_ended_when_it_is_opened_again(client):
    alice = make_user()
    sign_in(client, alice)
    actions.deactivate_user(user=alice, now=NINE)

    actions.reactivate_user(user=alice, now=NINE + timedelta(hours=1))

    assert client.get(HOME).status_code == 302


def test_who_is_shut_out_is_told_so(client):
    alice = make_user()
    actions.deactivate_user(user=alice, now=NINE)

    answer = type_password(client, alice)

    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 302)


def test_the_last_digital_lead_stays():
    lead = make_user(role=Role.LEAD)

    with pytest.raises(actions.LastLead):
        actions.deactivate_user(user=lead, now=NINE)
    with pytest.raises(actions.LastLead):
        actions.change_role(user=lead, role=Role.OFFICER, now=NINE)
    make_user(role=Role.LEAD)
    actions.deactivate_user(user=lead, now=NINE)

    assert User.objects.leads().count() == 1


def test_an_address_belongs_to_one_in_any_case():
    make_user(email="Alice@Police.Example")

    with pytest.raises(actions.EmailTaken):
        actions.add_user(email=" alice@police.example ", name="Mallory", now=NINE)


def test_too_many_tries_get_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    alice = make_user()
    type_password(client, alice, "wrong wrong wrong")

    answer = type_password(client, alice)

    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()

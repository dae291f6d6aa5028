"""How somebody comes to have an account."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.people.accounts import actions, jobs
from tabard.people.accounts.changes import UserInvited
from tabard.people.accounts.invitations import InvitationNotValid, invitation_link, invited_user
from tabard.people.accounts.models import Role, User
from tabard.people.accounts.tests.makers import NINE, SECRET, make_user
from tabard.plant.changes.models import RecordedChange
from tabard.plant.delivery.work import work_off

LONG = "an other long phrase"


def path_of(link: str) -> str:
    return link.split("/", 3)[3].join(["/", ""])


def invite(name: str = "Bob Barker") -> User:
    return actions.invite_user(email="bob@police.example", name=name, now=timezone.now())


def deliver() -> None:
    """What the worker does a moment later; each consequence once more than it must."""
    for change in RecordedChange.objects.filter(name="accounts.UserInvited"):
        for _ in range(2):
            jobs.queue_invitation(UserInvited(**change.payload))
    work_off(now=timezone.now)


@pytest.mark.django_db
def test_an_invitation_is_mailed_and_leads_to_the_second_factor(client):
    invite()
    assert RecordedChange.objects.filter(name="accounts.UserInvited").count() == 1

    deliver()
    link = re.search(r"https?://\S+", str(mail.outbox[0].body))
    assert link
    page = path_of(link[0])
    assert "Bob Barker" in client.get(page).content.decode()
    answer = client.post(page, {"password1": LONG, "password2": LONG})

    assert mail.outbox[0].to == ["bob@police.example"]
    assert answer.url == reverse("accounts:second_factor")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_an_invitation_can_be_taken_up_with_a_passkey_alone(client):
    page = path_of(invitation_link(invite(), now=timezone.now()))

    answer = client.post(page, {"passkey": "1"})

    assert answer.url == reverse("mfa_add_webauthn")
    assert client.get(answer.url).status_code == 200
    assert not User.objects.get().has_usable_password()


@pytest.mark.django_db
def test_opening_the_link_uses_nothing_up_but_taking_it_up_does(client):
    page = path_of(invitation_link(invite(), now=timezone.now()))
    for _ in range(3):
        assert client.get(page).status_code == 200

    client.post(page, {"password1": LONG, "password2": LONG})

    assert Client().get(page).status_code == 410
    assert Client().post(page, {"password1": LONG, "password2": LONG}).status_code == 410


@pytest.mark.django_db
def test_an_invitation_taken_up_by_someone_signed_in_as_another_signs_that_one_out(client):
    page = path_of(invitation_link(invite(), now=timezone.now()))
    client.force_login(make_user())

    client.post(page, {"password1": LONG, "password2": LONG})

    assert client.session["_auth_user_id"] == str(User.objects.get(email="bob@police.example").pk)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "password12345", "bobbarker123", "123456789012345"])
def test_a_weak_password_is_refused(client, password):
    page = path_of(invitation_link(invite(), now=timezone.now()))

    client.post(page, {"password1": password, "password2": password})

    assert not User.objects.get().has_usable_password()


@pytest.mark.django_db
def test_a_link_is_good_for_a_week():
    token = path_of(invitation_link(invite(), now=NINE)).split("/")[-2]

    assert invited_user(token, now=NINE + timedelta(days=7)).name == "Bob Barker"
    with pytest.raises(InvitationNotValid):
        invited_user(token, now=NINE + timedelta(days=7, seconds=1))


@pytest.mark.django_db
def test_a_shut_account_cannot_be_taken_up():
    bob = invite()
    token = path_of(invitation_link(bob, now=NINE)).split("/")[-2]

    actions.deactivate_user(user=bob, now=NINE)

    with pytest.raises(InvitationNotValid):
        invited_user(token, now=NINE)


@given(st.text(max_size=200))
def test_a_forged_link_is_refused(token: str):
    with pytest.raises(InvitationNotValid):
        invited_user(token, now=NINE)


@pytest.mark.django_db
def test_whoever_has_signed_in_is_sent_no_invitation():
    bob = invite()
    actions.accept_invitation(user=bob, password=LONG, now=NINE)

    deliver()

    assert mail.outbox == []


def run(*words: str, **options: object) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_lead_is_made_on_the_server_and_sets_up_by_link(client):
    printed = run("create_lead", "lead@police.example", name="Lee Lead")

    link = re.search(r"https?://\S+", printed)
    assert link
    assert client.get(path_of(link[0])).status_code == 200
    assert User.objects.leads().get().name == "Lee Lead"


@pytest.mark.django_db
def test_a_lead_is_not_made_of_somebody_elses_account_nor_twice():
    alice, lead = make_user(), make_user(role=Role.LEAD)
    lead.last_login = NINE
    lead.save()

    with pytest.raises(CommandError, match="no digital lead"):
        run("create_lead", alice.email, name="Alice")
    with pytest.raises(CommandError, match="already"):
        run("create_lead", lead.email)
    with pytest.raises(CommandError, match="--name"):
        run("create_lead", "new@police.example")
    with pytest.raises(CommandError, match="no e-mail address"):
        run("create_lead", "new", name="New")


@pytest.mark.django_db
def test_a_lead_who_lost_everything_starts_anew(client):
    lead = make_user(role=Role.LEAD)

    link = re.search(r"https?://\S+", run("create_lead", lead.email, reset=True))

    assert link
    client.post(path_of(link[0]), {"password1": LONG, "password2": LONG})
    assert client.get(reverse("accounts:second_factor")).status_code == 200


@pytest.mark.django_db
def test_the_code_of_a_sample_officer_can_be_printed():
    sample = make_user(is_sample=True)

    assert re.fullmatch(r"\d{6}\n", run("one_time_code", sample.email))


@pytest.mark.django_db
def test_the_code_of_a_sample_officer_is_what_their_app_shows():
    # RFC 6238, appendix B: the secret "12345678901234567890" at 1111111109 seconds, last six digits
    sample = make_user(is_sample=True)
    actions.give_totp(user=sample, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

    at = timezone.datetime.fromtimestamp(1111111109, tz=NINE.tzinfo)

    assert actions.one_time_code(user=sample, now=at) == "081804"


@pytest.mark.django_db
def test_no_real_accounts_code_is_ever_printed():
    real = make_user()

    with pytest.raises(CommandError, match="real account") as refusal:
        run("one_time_code", real.email)

    assert SECRET not in str(refusal.value)
    with pytest.raises(CommandError, match="Nobody"):
        run("one_time_code", "nobody@police.example")

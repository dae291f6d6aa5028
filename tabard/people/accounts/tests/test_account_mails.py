"""Mails about accounts: codes, links and news of changes."""

import re
import socket
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.people.accounts import actions
from tabard.people.accounts.tests.makers import (
    deliver,
    make_user,
    sign_in_and_change_password,
)
from tabard.plant.changes import work as changes_work
from tabard.plant.changes.models import RecordedChange
from tabard.plant.delivery.actions import enqueue
from tabard.plant.delivery.models import Delivery
from tabard.plant.delivery.work import work_off

pytestmark = pytest.mark.django_db
HOME = "/account/"
MADE_UP = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


@pytest.mark.parametrize("form", ["account_request_login_code", "account_reset_password"])
def test_a_stranger_cannot_tell_from_page_nor_from_work_done_who_has_an_account(client, settings, form):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody answers there
    told, rows = [], []

    for email in (make_user(email="alice@police.example").email, "nobody@police.example"):
        answer = Client().post(reverse(form), {"email": email}, follow=True)
        told.append(MADE_UP.sub("", answer.content.decode()).replace(email, ""))
        rows.append((Delivery.objects.count(), RecordedChange.objects.count()))

    assert told[0] == told[1]
    assert "could not" not in told[0]
    assert rows == [(1, 0), (2, 0)]


def test_a_reset_link_waits_for_a_mail_server_that_is_away(client, settings):
    alice, working = make_user(), settings.EMAIL_BACKEND
    client.post(reverse("account_reset_password"), {"email": alice.email})
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    deliver()
    settings.EMAIL_BACKEND = working

    work_off(now=lambda: timezone.now() + timedelta(minutes=10))

    assert [each.to for each in mail.outbox] == [[alice.email]]


def test_a_silent_mail_server_holds_up_nothing_that_follows_from_what_officers_do(client, settings):
    """Consequences and the clock publish posts and show them on open pages: none of them may wait for mail."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 1
        client.post(reverse("account_request_login_code"), {"email": make_user().email})
        actions.invite_user(email="bob@police.example", name="Bob Barker", now=timezone.now())

        changes_work.work_off(now=timezone.now)

        with pytest.raises(BlockingIOError):
            silent.accept()
    assert set(Delivery.objects.values_list("channel", "state")) == {("account", "waiting")}
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("end", ["sent", "late"])
def test_a_code_is_forgotten_with_the_sending(client, end):
    client.post(reverse("account_request_login_code"), {"email": make_user().email})
    asked = Delivery.objects.get()
    assert asked.secrets["code"]

    work_off(now=lambda: timezone.now() + (timedelta(days=2) if end == "late" else timedelta()))

    kept = Delivery.objects.get()
    assert (kept.state, kept.secrets) == ("done", {})
    assert asked.secrets["code"] not in str([*Delivery.objects.values(), *RecordedChange.objects.values()])


def test_a_code_goes_out_before_all_the_mail_that_waits(client):
    enqueue(channel="email", key="post", about="post:1", recipients=["1", "2"], payload={}, now=timezone.now())
    client.post(reverse("account_request_login_code"), {"email": make_user().email})

    first = Delivery.objects.due(timezone.now()).order_by("next_attempt_at", "pk")[0]

    assert first.channel == "account"


def test_a_code_that_has_ended_is_not_sent_late(client):
    alice = make_user()
    asked_at = timezone.now() - timedelta(hours=1)

    actions.ask_for_mail(email=alice.email, mail="account/email/login_code", code="ABC-DEF", now=asked_at)
    deliver()

    assert mail.outbox == []


def test_a_mail_about_a_change_says_when_and_from_where_it_came(client):
    alice = sign_in_and_change_password(client, make_user())
    deliver()

    body = str(mail.outbox[0].body)

    assert mail.outbox[0].to == [alice.email]
    assert "IP address: 127.0.0.1" in body


def test_mails_about_accounts_name_the_site_and_hold_no_markup(client):
    alice = make_user()
    client.post(reverse("account_reset_password"), {"email": alice.email})
    deliver()

    body = str(mail.outbox[0].body)

    assert "This mail comes from Peelborough Police." in body
    assert "&" not in body
    assert "<" not in body

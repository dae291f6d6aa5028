"""What whoever runs the server sets: the mail server, the provider, its secret."""

import base64
import json

import pytest
from anymail.exceptions import AnymailWebhookValidationFailure
from django.core.checks import Error, Warning
from django.test import RequestFactory
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from environs import Env

from tabard.gateways.email import transport, webhooks
from tabard.gateways.email.tests.makers import make_follow, make_team
from tabard.lib.mail.servers import check_mail_url
from tabard.voice.follows.models import Follower

SECRET = "tabard:a-long-random-word"
POSTMARK = "anymail.backends.postmark.EmailBackend"
COMPLAINT = {"RecordType": "SpamComplaint", "Email": "jo@home.example", "BouncedAt": "2026-11-22T09:00:00Z", "ID": 1}


@pytest.mark.parametrize(
    ("url", "host", "port", "security", "password"),
    [
        ("submission://user:p%23w@mail.example:587", "mail.example", 587, "starttls", "p#w"),
        ("submission://user:p%23w@mail.example", "mail.example", 587, "starttls", "p#w"),
        ("submission://user:p%23w@mail.example:465?ssl=true", "mail.example", 465, "tls", "p#w"),
        ("smtp://user:p%23w@mail.example:465?ssl=true", "mail.example", 465, "tls", "p#w"),
        ("smtp://user:p%23w@mail.example:25?tls=true", "mail.example", 25, "starttls", "p#w"),
        ("smtp://relay.internal:25", "relay.internal", 25, "none", ""),
        ("smtp://relay.internal", "relay.internal", 25, "none", ""),
    ],
)
def test_each_documented_mail_server_is_spoken_to_as_documented(
    settings, monkeypatch, url: str, host: str, port: int, security: str, password: str
):
    monkeypatch.setenv("MAIL_SERVER", url)
    check_mail_url(url)
    for name, value in Env().dj_email_url("MAIL_SERVER").items():
        setattr(settings, name, value)

    relay = transport.relay()

    assert settings.EMAIL_BACKEND == transport.SMTP_BACKEND
    assert (relay.host, relay.port, relay.security, relay.password) == (host, port, security, password)


def post_complaint(path: str = "follow/reports/postmark/tracking/", secret: str = ""):
    """To the addresses that stand with the settings of this moment."""
    found = URLResolver(RegexPattern(r""), webhooks.addresses()).resolve(path)
    more = {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    body = json.dumps(COMPLAINT)
    return found.func(RequestFactory().post(f"/{path}", body, content_type="application/json", **more))


@pytest.mark.django_db
def test_a_stranger_cannot_stop_a_follower_by_a_forged_complaint(settings):
    make_follow(make_team())
    settings.EMAIL_BACKEND, settings.ANYMAIL = POSTMARK, {"WEBHOOK_SECRET": SECRET}

    for secret in ("", "tabard:wrong"):
        with pytest.raises(AnymailWebhookValidationFailure):
            post_complaint(secret=secret)

    assert Follower.objects.get().stop_reason == ""


@pytest.mark.django_db
def test_the_provider_stops_who_complained(settings):
    make_follow(make_team())
    settings.EMAIL_BACKEND, settings.ANYMAIL = POSTMARK, {"WEBHOOK_SECRET": SECRET}

    assert post_complaint(secret=SECRET).status_code == 200

    assert Follower.objects.get().stop_reason == "complaint"


@pytest.mark.parametrize("path", ["postmark/tracking/", "sendgrid/tracking/", "mandrill/", "mailgun/tracking/"])
@pytest.mark.parametrize("anymail", [{}, {"WEBHOOK_SECRET": ""}, {"WEBHOOK_SECRET": []}, {"WEBHOOK_SECRET": [""]}])
def test_without_a_secret_no_provider_has_an_address(settings, anymail: dict, path: str):
    settings.EMAIL_BACKEND, settings.ANYMAIL = POSTMARK, anymail

    with pytest.raises(Resolver404):
        post_complaint(f"follow/reports/{path}")

    assert len(webhooks.check_webhook_secret(None)) == 1


@pytest.mark.parametrize("path", ["sendgrid/tracking/", "mandrill/", "postmark/inbound/", "resend/tracking/"])
def test_only_the_chosen_providers_reports_have_an_address(settings, path: str):
    settings.EMAIL_BACKEND, settings.ANYMAIL = POSTMARK, {"WEBHOOK_SECRET": SECRET}

    with pytest.raises(Resolver404):
        post_complaint(f"follow/reports/{path}", SECRET)

    assert webhooks.check_webhook_secret(None) == []


@pytest.mark.parametrize(
    ("backend", "anymail", "said"),
    [
        (POSTMARK, {}, Warning),
        (POSTMARK, {"WEBHOOK_SECRET": "no-colon-but-rather-long"}, Error),
        (POSTMARK, {"WEBHOOK_SECRET": "a:b"}, Error),
        (POSTMARK, {"WEBHOOK_SECRET": [SECRET, 5]}, Error),
        (POSTMARK, {"WEBHOOK_SECRET": [SECRET]}, None),
        (transport.SMTP_BACKEND, {}, None),
        (transport.FOLDER_BACKEND, {}, None),
    ],
)
def test_a_start_says_what_is_missing_for_a_providers_reports(settings, backend: str, anymail: dict, said: type | None):
    settings.EMAIL_BACKEND, settings.ANYMAIL = backend, anymail

    assert [type(message) for message in webhooks.check_webhook_secret(None)] == ([said] if said else [])

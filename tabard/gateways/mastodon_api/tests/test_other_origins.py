"""What an app in a browser, a page of another origin, may read of our answers, also when something is wrong."""

import errno

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client
from django.urls import include, path

from tabard.gateways.mastodon_api.tests.makers import make_phone

pytestmark = pytest.mark.django_db
PREFLIGHT = {"Origin": "https://elk.example", "Access-Control-Request-Method": "POST"}


def full(request):
    raise OSError(errno.ENOSPC, "No space left on device", "/pictures/secret-name")


def mistake(request):
    raise ValueError("a secret word")


urlpatterns = [
    path("api/v1/full", full),
    path("api/v1/mistake", mistake),
    path("mistake/", mistake),
    path("", include("tabard.urls")),
]


@pytest.fixture
def app():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "path", ["/api/v1/statuses", "/api/v1/apps", "/api/v2/media", "/oauth/token", "/oauth/revoke", "/api/v1/statuses/1"]
)
def test_a_browser_may_ask_before_it_sends(app, path):
    answer = app.options(path, headers=PREFLIGHT)

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"POST", "PUT", "PATCH", "DELETE"} <= set(answer["Access-Control-Allow-Methods"].split(", "))
    assert {"Authorization", "Idempotency-Key", "*"} <= set(answer["Access-Control-Allow-Headers"].split(", "))


def test_an_app_reads_the_address_of_the_next_page(app):
    phone = make_phone()
    phone.post("/api/v1/statuses", {"status": "Market on Friday."})

    answer = phone.get("/api/v1/timelines/public")

    assert "Link" in answer["Access-Control-Expose-Headers"].split(", ")
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/api/v1/timelines/home", "testserver", 401),
        ("/api/v1/statuses/999", "testserver", 404),
        ("/api/v1/nonsense", "testserver", 404),
        ("/api/v1/accounts/lookup?acct=%00", "testserver", 404),
        ("/api/v1/x%00", "testserver", 404),
        ("/api/v1", "testserver", 404),
        ("/api/v9/statuses", "testserver", 404),
        ("/api/oembed?url=x", "testserver", 404),
        ("/oauth/userinfo", "testserver", 404),
        ("/oauth/token?%00", "testserver", 404),
        (f"/api/v1/statuses/1?{'&'.join(f'a{number}=1' for number in range(2_000))}", "testserver", 413),
        ("/api/v1/instance", "else.example", 400),
        ("/api/v1/full", "testserver", 503),
        ("/api/v1/mistake", "testserver", 500),
    ],
)
def test_what_is_wrong_is_told_so_that_an_app_can_read_it(app, settings, path, host, status):
    settings.ROOT_URLCONF = __name__

    answer = app.get(path, headers={"Host": host})

    assert answer.status_code == status
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["error"]
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/statuses", "/oauth/token"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"])
@pytest.mark.parametrize("many", [True, False])
def test_what_is_too_much_is_told_to_be_so(app, path, kind, many):
    if kind == "json":
        kind, body = "application/json", b'{"status": "' + b"a" * 3_000_000 + b'"}'
    elif kind.startswith("multipart"):
        one = b'--x\r\nContent-Disposition: form-data; name="status"\r\n\r\n%s\r\n'
        body = (one % b"a" * 2_000 if many else one % (b"a" * 3_000_000)) + b"--x--\r\n"
    else:
        body = b"&".join([b"status=a"] * 2_000) if many else b"status=" + b"a" * 3_000_000

    answer = app.post(path, body, content_type=kind)

    assert answer.status_code == 413
    assert "too large" in answer.json()["error"]


def test_an_app_is_told_when_to_try_again(app, settings):
    settings.ROOT_URLCONF = __name__

    answer = app.get("/api/v1/full")

    assert answer["Retry-After"] == "30"
    assert "Retry-After" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(("path", "status"), [("/mistake/", 500), ("/nowhere/", 404), ("/account/login/", 200)])
def test_pages_stay_pages_for_this_origin_alone(app, settings, path, status):
    settings.ROOT_URLCONF = __name__

    answer = app.get(path)

    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert "Access-Control-Allow-Origin" not in answer
    assert "Content-Security-Policy" in answer


@pytest.mark.anyio
def test_all_is_the_same_in_the_way_that_the_site_is_served(settings):
    settings.ROOT_URLCONF = __name__
    get = async_to_sync(AsyncClient(raise_request_exception=False).get)

    refused, page = get("/api/v1/mistake"), get("/nowhere/")

    assert refused.json()["error"]
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in page

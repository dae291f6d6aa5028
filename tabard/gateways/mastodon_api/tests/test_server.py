"""What apps ask a server before anything else, and what they ask for in vain."""

import re

import pytest
from django.core.cache import cache

from tabard.gateways.mastodon_api.tests.makers import make_phone, write
from tabard.voice.network.tests.makers import make_far_actor, make_far_note

pytestmark = pytest.mark.django_db
SEMVER = re.compile(r"\d+\.\d+\.\d+( \(compatible; Tabard [^)]+\))?$")


@pytest.mark.parametrize("path", ["/api/v1/instance", "/api/v2/instance"])
def test_an_app_reads_what_may_be_sent(client, path):
    told = client.get(path).json()

    assert SEMVER.match(told["version"])
    assert told["configuration"]["statuses"]["max_characters"] == 5000
    assert told["configuration"]["media_attachments"]["description_limit"] == 1500
    assert "image/jpeg" in told["configuration"]["media_attachments"]["supported_mime_types"]
    assert told["configuration"]["polls"]["max_options"] == 8


def test_whom_to_write_to_is_named_before_any_other_server_has_asked(client):
    first, second = (client.get(f"/api/v{version}/instance").json() for version in (1, 2))

    assert first["contact_account"]["uri"].endswith("/actor/")
    assert second["contact"]["account"] == first["contact_account"]


def test_what_is_passed_on_is_not_counted_as_said(client):
    phone = make_phone()
    write(phone)
    cache.clear()
    phone.post(f"/api/v1/statuses/{make_far_note(make_far_actor()).pk}/reblog")

    told = client.get("/api/v1/instance").json()

    assert told["stats"]["status_count"] == client.get("/nodeinfo/2.1").json()["usage"]["localPosts"] == 1


@pytest.mark.parametrize(
    "path",
    [
        *("v1/custom_emojis", "v1/trends/tags", "v1/trends/statuses", "v1/trends/links"),
        *("v1/instance/peers", "v1/directory", "v1/instance/activity", "v1/instance/domain_blocks"),
    ],
)
def test_lists_that_are_never_filled_are_empty(client, path):
    assert client.get(f"/api/{path}").json() == []


@pytest.mark.parametrize(
    "path", ["v1/announcements", "v1/endorsements", "v1/suggestions", "v2/suggestions", "v1/featured_tags"]
)
def test_lists_of_ones_own_that_are_never_filled_are_empty(client, path):
    assert make_phone().get(f"/api/{path}").json() == []
    assert client.get(f"/api/{path}").status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/nonsense", "/api/v2/x/y", "/api/v1/", "/api/v1/statuses/1/nonsense"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_what_is_unknown_says_so_in_json(client, path, method):
    answer = getattr(client, method)(path)

    assert answer.status_code == 404
    assert answer.json() == {"error": "Record not found"}


def test_another_method_is_not_allowed(client):
    answer = client.delete("/api/v1/instance")

    assert answer.status_code == 405
    assert answer.json()["error"]
    assert answer["Allow"] == "GET, OPTIONS"


def test_the_api_of_police_uk_stays_where_it_is(client):
    assert client.get("/api/forces").status_code == 200


def test_preferences_are_told():
    assert make_phone().get("/api/v1/preferences").json()["posting:default:visibility"] == "public"


def test_no_answer_sets_a_cookie(client):
    phone = make_phone()

    for path in ("/api/v1/instance", "/api/v1/timelines/home", "/api/v1/accounts/verify_credentials"):
        assert not phone.get(path).cookies


def test_a_stroke_at_the_end_is_forgiven(client):
    assert client.get("/api/v1/instance/").json() == client.get("/api/v1/instance").json()
    assert client.post("/api/v1/apps/", {"client_name": "Tusky", "redirect_uris": "tusky://x"}).status_code == 200
    assert client.get("/api/v1/").status_code == 404
    assert client.get("/api/v1/nonsense/").status_code == 404

"""Being found: WebFinger, host-meta, NodeInfo."""

import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import cache

from tabard.gateways.activitypub.tests.makers import AS2, make_note, make_officer, make_team

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1:8000"


@pytest.mark.parametrize(
    "resource",
    [
        f"acct:riverside@{HOST}",
        f"acct:RIVERSIDE@{HOST}",
        f"acct:@riverside@{HOST}",
        f"riverside@{HOST}",
        f"@Riverside@{HOST}",
        f"http://{HOST}/@riverside/",
        f"http://{HOST}/@riverside",
    ],
)
def test_webfinger_and_actor_point_at_each_other(client, resource):
    make_team("Riverside", handle="riverside")

    response = client.get("/.well-known/webfinger", {"resource": resource})
    found = response.json()
    (own,) = [link for link in found["links"] if link["rel"] == "self"]
    actor = client.get(own["href"].removeprefix(f"http://{HOST}"), HTTP_ACCEPT=own["type"]).json()

    assert response["Content-Type"] == "application/jrd+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert found["subject"] == f"acct:riverside@{HOST}"
    assert actor["id"] == own["href"]
    assert f"acct:{actor['preferredUsername']}@{HOST}" == found["subject"]


def test_webfinger_names_only_the_links_that_are_asked_for(client):
    make_team("Riverside", handle="riverside")

    found = client.get("/.well-known/webfinger", {"resource": f"acct:riverside@{HOST}", "rel": "self"}).json()

    assert [link["rel"] for link in found["links"]] == ["self"]


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("", 400),
        (f"acct:nobody@{HOST}", 404),
        ("acct:riverside@elsewhere.example", 404),
        ("acct:riverside", 404),
        ("riverside@elsewhere.example", 404),
        ("riverside", 404),
        ("@riverside", 404),
        (f"mailto:riverside@{HOST}", 404),
        (f"http://{HOST}/@riverside/1/", 404),
        ("http://127.0.0.1:80001/@riverside/", 404),
        ("https://elsewhere.example/@riverside/", 404),
        ("mailto:riverside@home.example", 404),
    ],
)
def test_webfinger_knows_nobody_else(client, resource, status):
    make_team("Riverside", handle="riverside")

    assert client.get("/.well-known/webfinger", {"resource": resource}).status_code == status


def test_the_server_is_an_application_whose_key_anybody_can_fetch(client):
    found = client.get("/.well-known/webfinger", {"resource": f"acct:server@{HOST}"}).json()
    actor = client.get("/actor/", HTTP_ACCEPT=AS2).json()

    assert actor["type"] == "Application"
    assert {"rel": "self", "type": AS2, "href": actor["id"]} in found["links"]
    assert actor["publicKey"]["owner"] == actor["id"]
    assert "BEGIN PUBLIC KEY" in actor["publicKey"]["publicKeyPem"]


def test_a_person_at_the_servers_address_is_shown_home(client):
    assert client.get("/actor/", HTTP_ACCEPT="text/html").headers["Location"] == "/"


def test_host_meta_leads_to_webfinger(client):
    response = client.get("/.well-known/host-meta")
    link = fromstring(response.content)[0]

    assert response["Content-Type"] == "application/xrd+xml; charset=utf-8"
    assert link.attrib["rel"] == "lrdd"
    assert link.attrib["template"] == f"http://{HOST}/.well-known/webfinger?resource={{uri}}"


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_nodeinfo_counts_teams_officers_and_what_they_said(client, version):
    cache.clear()
    team = make_team("Riverside", handle="riverside")
    client.get("/@riverside/", HTTP_ACCEPT=AS2)
    make_note(team)
    links = client.get("/.well-known/nodeinfo").json()["links"]
    (href,) = [link["href"] for link in links if link["rel"].endswith(f"/schema/{version}")]

    response = client.get(href.removeprefix(f"http://{HOST}"))
    told = response.json()

    assert f"schema/{version}#" in response["Content-Type"]
    assert (told["version"], told["software"]["name"], told["protocols"]) == (version, "tabard", ["activitypub"])
    assert told["openRegistrations"] is False
    assert told["usage"]["users"]["total"] == 1
    assert told["usage"]["localPosts"] == 1


def test_an_officer_can_be_found_too(client):
    officer = make_officer(team=make_team("Riverside"))

    found = client.get("/.well-known/webfinger", {"resource": f"acct:{officer.handle.name}@{HOST}"}).json()

    assert found["aliases"] == [f"http://{HOST}/@{officer.handle.name}/"]

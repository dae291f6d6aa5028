"""One address, two faces: which is shown decides the Accept header."""

import pytest

from tabard.gateways.activitypub.tests.makers import AS2, make_note, make_team
from tabard.voice.network.actions.notes import withdraw_post

pytestmark = pytest.mark.django_db
LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (AS2, "application/activity+json; charset=utf-8"),
        (LD, LD),
        ("application/activity+json, application/ld+json", "application/activity+json; charset=utf-8"),
        (f"{LD}, {AS2}", LD),
        ('application/ld+json; profile="https://example.org/a https://www.w3.org/ns/activitystreams"', LD),
        (f"text/html;q=0.5, {AS2}", "application/activity+json; charset=utf-8"),
        (f"text/html, {AS2};q=0.9", "text/html; charset=utf-8"),
        (f"{AS2};q=0, */*", "text/html; charset=utf-8"),
        ('application/ld+json; profile="https://example.org/other"', "text/html; charset=utf-8"),
        ("application/json", "text/html; charset=utf-8"),
        (BROWSER, "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("", "text/html; charset=utf-8"),
    ],
)
def test_the_accept_header_chooses_the_face(client, accept, answered):
    make_team("Riverside", handle="riverside")

    response = client.get("/@riverside/", HTTP_ACCEPT=accept)

    assert response.status_code == 200
    assert response["Content-Type"] == answered
    assert "Accept" in response["Vary"]


def test_who_says_nothing_gets_the_page(client):
    make_team("Riverside", handle="riverside")

    response = client.get("/@riverside/")

    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_a_post_has_both_faces(client):
    note = make_note(make_team("Riverside", handle="riverside"))
    path = f"/@riverside/{note.post_id}/"

    assert client.get(path, HTTP_ACCEPT=AS2).json()["id"] == note.uri
    assert b"Sixty-one cars" in client.get(path, HTTP_ACCEPT=BROWSER).content


def test_the_id_has_the_handle_in_lower_case(client):
    make_team("Riverside", handle="riverside")

    response = client.get("/@RiverSide/", HTTP_ACCEPT=AS2)

    assert (response.status_code, response["Location"]) == (301, "http://127.0.0.1:8000/@riverside/")


def test_a_note_asked_for_under_another_handle_leads_to_its_own(client):
    note = make_note(make_team("Riverside", handle="riverside"))
    make_team("Hillside", handle="hillside")

    response = client.get(f"/@hillside/{note.post_id}/", HTTP_ACCEPT=AS2)

    assert (response.status_code, response["Location"]) == (301, note.uri)


def test_what_was_taken_back_leaves_a_tombstone(client):
    note = make_note(make_team("Riverside", handle="riverside"))
    withdraw_post(note.post, now=note.published_at)

    response = client.get(f"/@riverside/{note.post_id}/", HTTP_ACCEPT=AS2)

    assert response.status_code == 410
    assert response.json()["type"] == "Tombstone"
    assert response.json()["formerType"] == "Note"
    assert "content" not in response.json()


@pytest.mark.parametrize("path", ["/@nobody/", "/@nobody/outbox", "/@riverside/999/", "/@riverside/999/replies"])
def test_what_is_not_there_is_404(client, path):
    make_team("Riverside", handle="riverside")

    assert client.get(path, HTTP_ACCEPT=AS2).status_code == 404


def test_a_reader_gets_no_cookie(client):
    make_team("Riverside", handle="riverside")

    assert not client.get("/@riverside/", HTTP_ACCEPT=AS2).cookies

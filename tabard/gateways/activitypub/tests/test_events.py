"""Meetings in the fediverse: read at the address of their page, and told to who follows the team that invites."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tabard.gateways.activitypub.tests.hearing import heard, work_all
from tabard.gateways.activitypub.tests.makers import AS2, NINE, actor_of, make_follower, make_officer, make_team
from tabard.plant.changes import work as consequences
from tabard.plant.delivery.models import Delivery
from tabard.services.events import actions
from tabard.services.events.models import Event, Kind
from tabard.services.events.tests.makers import make_event
from tabard.services.events.wording import EventWords

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
SIX = datetime(2026, 7, 3, 17, tzinfo=UTC)  # in London


@pytest.fixture
def team():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def place(team):
    return team.covers.get().neighbourhood


@pytest.fixture
def alice(team):
    return make_officer("Alice Archer", team=team)


def read(client, event: Event) -> dict:
    return client.get(f"/events/{event.pk}/", HTTP_ACCEPT=AS2).json()


# -- at their address --------------------------------------------------------------------------------------------------


def test_a_meeting_has_two_faces(client, place, alice):
    event = make_event(place, alice)

    page = client.get(f"/events/{event.pk}/", HTTP_ACCEPT="text/html")
    activity = client.get(f"/events/{event.pk}/", HTTP_ACCEPT=AS2)

    assert f'<link rel="alternate" type="{AS2}" href="{SITE}/events/{event.pk}/">' in page.content.decode()
    assert activity["Content-Type"] == f"{AS2}; charset=utf-8"
    assert (activity.json()["id"], activity.json()["type"]) == (f"{SITE}/events/{event.pk}/", "Event")
    assert "Accept" in page["Vary"]
    assert "Accept" in activity["Vary"]


def test_a_meeting_says_when_where_and_who_invites(client, place, alice):
    event = make_event(
        place,
        alice,
        starts_at=SIX,
        ends_at=SIX + timedelta(hours=2),
        description="Tea & biscuits. #Riverside",
        place="Quayside Library",
        address="1 Old Quay",
        online_url="https://meet.example/riverside",
    )

    said = read(client, event)

    assert (said["name"], said["attributedTo"]) == ("Beat meeting", f"{SITE}/@riverside/")
    assert (said["to"], said["cc"]) == (
        ["https://www.w3.org/ns/activitystreams#Public"],
        [f"{SITE}/@riverside/followers"],
    )
    assert (said["startTime"], said["endTime"]) == ("2026-07-03T18:00:00+01:00", "2026-07-03T20:00:00+01:00")
    assert said["timezone"] == "Europe/London"
    assert said["summary"] == "Friday 3 July 2026, 18:00 – 20:00, Quayside Library, 1 Old Quay, online"
    assert said["location"] == [
        {"type": "Place", "name": "Quayside Library", "address": "1 Old Quay"},
        {
            "type": "VirtualLocation",
            "name": "https://meet.example/riverside",
            "url": "https://meet.example/riverside",
        },
    ]
    assert "Tea &amp; biscuits." in said["content"]
    assert [tag["name"] for tag in said["tag"]] == ["#Riverside"]
    assert (said["eventStatus"], said["ical:status"], said["category"]) == ("EventScheduled", "CONFIRMED", "MEETING")
    assert (said["joinMode"], said["externalParticipationUrl"]) == ("external", said["id"])
    assert "updated" not in said


def test_what_a_meeting_does_not_say_is_not_made_up(client, place, alice):
    event = make_event(place, alice, "Street surgery", starts_at=SIX, kind=Kind.OTHER, place="The green")

    said = read(client, event)

    assert "endTime" not in said
    assert said["location"] == {"type": "Place", "name": "The green"}
    assert said["content"] == "<p>Friday 3 July 2026, 18:00, The green</p>"
    assert said["category"] == "COMMUNITY"


def test_a_meeting_over_midnight_says_the_day_on_which_it_ends(client, place, alice):
    event = make_event(place, alice, starts_at=SIX, ends_at=SIX + timedelta(hours=8))

    assert read(client, event)["summary"] == "Friday 3 July 2026, 18:00 – Saturday 4 July 2026, 02:00"


def test_a_cancelled_meeting_says_so_in_its_name_and_its_status(client, place, alice):
    event = make_event(place, alice)
    actions.cancel_event(event=event, by=alice, now=NINE)

    said = read(client, event)

    assert said["name"] == "Cancelled: Beat meeting"
    assert (said["eventStatus"], said["ical:status"]) == ("EventCancelled", "CANCELLED")
    assert said["updated"]


def test_a_meeting_is_told_in_the_servers_language_whoever_asks(client, place, alice):
    event = make_event(place, alice, starts_at=SIX)

    answer = client.get(f"/events/{event.pk}/", HTTP_ACCEPT=AS2, HTTP_ACCEPT_LANGUAGE="cy")

    assert answer.json()["summary"].startswith("Friday 3 July 2026")


def test_a_meeting_of_a_place_without_a_team_is_the_servers(client, place):
    words = EventWords(title="Surgery", starts_at=SIX)
    event = actions.take_in_event(neighbourhood=place, uid="them:1", words=words, now=NINE)
    Event.objects.update(team=None)

    assert read(client, event)["attributedTo"] == f"{SITE}/actor/"


def test_a_meeting_that_is_not_there_is_404(client):
    assert client.get("/events/999/", HTTP_ACCEPT=AS2).status_code == 404


# -- told --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def follower(team, peer):
    found = make_follower(actor_of(team), host=peer.host)
    work_all()
    peer.posted.clear()
    return found


def soon(**more) -> datetime:
    return (timezone.now() + timedelta(days=2, **more)).replace(microsecond=0)


@pytest.mark.usefixtures("follower")
def test_followers_of_the_team_hear_of_a_meeting_and_of_each_change(place, alice, peer):
    event = make_event(place, alice, starts_at=soon())
    work_all()
    later = EventWords(title="Beat meeting", starts_at=soon(hours=1), place="Quayside Library")
    actions.change_event(event=event, by=alice, words=later, now=timezone.now())
    work_all()
    actions.cancel_event(event=event, by=alice, now=timezone.now())
    work_all()

    created, changed, cancelled = heard(peer)
    assert [each["type"] for each in (created, changed, cancelled)] == ["Create", "Update", "Update"]
    assert {each["object"]["id"] for each in (created, changed, cancelled)} == {f"{SITE}/events/{event.pk}/"}
    assert created["actor"] == f"{SITE}/@riverside/"
    assert changed["object"]["location"]["name"] == "Quayside Library"
    assert cancelled["object"]["eventStatus"] == "EventCancelled"
    assert len({each["id"] for each in (created, changed, cancelled)}) == 3
    assert created["@context"][-1]["eventStatus"]["@id"] == "https://w3id.org/fep/8a8e/eventStatus"


@pytest.mark.usefixtures("follower")
def test_a_server_that_was_away_hears_what_a_meeting_says_by_then(place, alice, peer):
    event = make_event(place, alice, starts_at=soon())
    consequences.work_off(now=timezone.now)
    actions.cancel_event(event=event, by=alice, now=timezone.now())
    work_all()

    created = heard(peer, "Create")
    assert [each["object"]["name"] for each in created] == ["Cancelled: Beat meeting"]
    assert {row.state for row in Delivery.objects.about(f"event:{event.pk}")} == {"done"}


@pytest.mark.usefixtures("follower")
def test_an_imported_meeting_that_is_over_is_no_news(place, peer):
    words = EventWords(title="Surgery", starts_at=timezone.now() - timedelta(days=1))
    actions.take_in_event(neighbourhood=place, uid="them:1", words=words, now=timezone.now())
    work_all()

    assert heard(peer) == []


@pytest.mark.usefixtures("follower")
def test_who_follows_another_team_hears_nothing(peer):
    quarry = make_team("Quarry", handle="quarry")
    make_event(quarry.covers.get().neighbourhood, make_officer(team=quarry), starts_at=soon())
    work_all()

    assert heard(peer) == []

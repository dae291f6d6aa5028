from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.services.events import actions
from tabard.services.events.models import Event
from tabard.services.events.tests.makers import make_event
from tabard.services.events.wording import EventWords

YEAR = timezone.now().year + 1
SUMMER = datetime(YEAR, 7, 1, 17, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def pat(team):
    return make_officer("Pat Green", team=team)


@pytest.fixture
def place(team):
    return team.covers.get().neighbourhood


@pytest.fixture
def meeting(place, pat) -> Event:
    return make_event(
        place,
        pat,
        "Beat meeting; tea, cake",
        starts_at=SUMMER,
        ends_at=SUMMER + timedelta(hours=1),
        place="Town Hall",
        address="1 High Street",
        description="Bring\nyour \\ neighbours, all; of them.",
        online_url="https://meet.example/1",
        contact=(("email", "riverside@force.example"), ("telephone", "101")),
    )


def calendar_at(client: Client, path: str) -> Calendar:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    assert response.content.replace(b"\r\n", b"").count(b"\n") == 0
    return Calendar.from_ical(response.content)


def events_in(calendar: Calendar) -> list:
    return list(calendar.walk("VEVENT"))


def test_an_event_reads_back_as_it_was_written(client, meeting, settings):
    calendar = calendar_at(client, f"/events/{meeting.pk}.ics")

    (event,) = events_in(calendar)
    assert calendar["version"] == "2.0"
    assert str(event["uid"]) == meeting.uid
    assert str(event["summary"]) == "Beat meeting; tea, cake"
    assert str(event["description"]) == "Bring\nyour \\ neighbours, all; of them.\n\nhttps://meet.example/1"
    assert str(event["location"]) == "Town Hall, 1 High Street"
    assert event["dtstart"].dt == SUMMER
    assert event["dtend"].dt == SUMMER + timedelta(hours=1)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event["dtstart"].dt.hour == 18
    assert str(event["url"]) == f"{settings.BASE_URL}/events/{meeting.pk}/"
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert str(event["organizer"]) == "mailto:riverside@force.example"
    assert event["last-modified"].dt == event["dtstamp"].dt == meeting.changed_at


def test_the_zone_comes_with_its_rules(client, meeting):
    (zone,) = calendar_at(client, f"/events/{meeting.pk}.ics").walk("VTIMEZONE")

    assert str(zone["tzid"]) == "Europe/London"
    assert zone.walk("DAYLIGHT")
    assert zone.walk("STANDARD")


def test_an_event_far_away_is_in_its_summer_time(client, meeting):
    far = datetime(2055, 7, 1, 17, 30, tzinfo=UTC)
    Event.objects.filter(pk=meeting.pk).update(starts_at=far, ends_at=None)

    calendar = calendar_at(client, f"/events/{meeting.pk}.ics")

    (event,), (zone,) = events_in(calendar), calendar.walk("VTIMEZONE")
    assert event["dtstart"].dt == far
    assert zone.to_tz(lookup_tzid=False).utcoffset(datetime(2055, 7, 1)) == timedelta(hours=1)  # noqa: DTZ001  local


def test_a_change_keeps_the_uid_and_counts_up(client, meeting, pat):
    before = client.get(f"/events/{meeting.pk}.ics")
    words = EventWords(title="Beat meeting, later", starts_at=SUMMER + timedelta(hours=2))
    actions.change_event(event=meeting, by=pat, words=words, now=timezone.now())

    (event,) = events_in(calendar_at(client, f"/events/{meeting.pk}.ics"))

    assert (str(event["uid"]), event["sequence"]) == (meeting.uid, 1)
    again = client.get(f"/events/{meeting.pk}.ics", headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 200


def test_a_cancelled_event_says_so_in_the_calendar(client, meeting, place, pat):
    actions.cancel_event(event=meeting, by=pat, now=timezone.now())

    (event,) = events_in(calendar_at(client, f"/places/{place.slug}/events.ics"))

    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_a_neighbourhoods_calendar_holds_its_events_and_no_old_ones(client, meeting, place, pat):
    old = make_event(place, pat, "Long ago", starts_at=SUMMER)
    Event.objects.filter(pk=old.pk).update(starts_at=timezone.now() - timedelta(days=90))
    other = make_team("Abbey", handle="abbey")
    make_event(other.covers.get().neighbourhood, make_officer("Sam Brown", team=other), "Elsewhere", starts_at=SUMMER)

    calendar = calendar_at(client, f"/places/{place.slug}/events.ics")

    assert [str(event["summary"]) for event in events_in(calendar)] == ["Beat meeting; tea, cake"]
    assert str(calendar["x-wr-calname"]) == "Riverside"


def test_an_empty_calendar_is_a_calendar(client, place):
    assert events_in(calendar_at(client, f"/places/{place.slug}/events.ics")) == []


def test_nothing_in_an_event_can_write_lines_of_its_own(client, meeting):
    evil = "x\r\nATTENDEE:mailto:evil@a.example\nEND:VEVENT\u2028BEGIN:VALARM"
    Event.objects.filter(pk=meeting.pk).update(
        title=evil,
        description=evil,
        place=evil,
        address=evil,
        online_url="https://a.example/\r\nX-EVIL:1",
        contact={"email": 'a@b.example"\r\nX-EVIL:1', "telephone": evil},
    )
    meeting.team.name = 'Evil";X="1\r\nX-EVIL:2'
    meeting.team.save()

    calendar = calendar_at(client, f"/events/{meeting.pk}.ics")

    (event,) = events_in(calendar)
    assert not {"attendee", "x-evil"} & {name.lower() for name in event}
    assert not calendar.walk("VALARM")
    assert event.errors == []


def test_who_has_it_already_gets_304(client, meeting, place):
    for path in (f"/events/{meeting.pk}.ics", f"/places/{place.slug}/events.ics"):
        first = client.get(path)

        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert "attachment" not in first["Content-Disposition"]


def test_more_events_cost_no_more_queries(client, meeting, place, pat, django_assert_num_queries):
    for number in range(5):
        make_event(place, pat, f"Meeting {number}", starts_at=SUMMER)

    with django_assert_num_queries(2):
        client.get(f"/places/{place.slug}/events.ics")


@pytest.mark.parametrize("path", ["/events/999999.ics", "/places/nowhere/events.ics", "/events/x.ics"])
def test_what_is_not_there_is_a_404(client, path):
    assert client.get(path).status_code == 404

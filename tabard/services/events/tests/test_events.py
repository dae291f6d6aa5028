"""Events that residents can come to."""

from datetime import timedelta

import pytest

from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.services.events import access, actions, wording
from tabard.services.events.models import Event, Kind
from tabard.services.events.tests.makers import make_event
from tabard.services.events.wording import EventWords

pytestmark = pytest.mark.django_db
ELEVEN = TEN + timedelta(hours=1)


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def place(team):
    return team.covers.get().neighbourhood


@pytest.fixture
def alice(team):
    return make_officer("Alice Archer", team=team)


def test_an_event_says_when_where_and_how_to_join(place, team, alice):
    event = make_event(
        place,
        alice,
        "  Beat \n meeting ",
        ends_at=ELEVEN,
        description="Tea\r\nand biscuits",
        place="Quayside Library",
        address="1 Old Quay",
        online_url="https://meet.example/riverside",
        contact=(("email", "riverside@police.example"), ("telephone", "")),
    )

    kept = Event.objects.get(pk=event.pk)
    assert (kept.title, kept.kind, kept.team, kept.revision) == ("Beat meeting", Kind.MEETING, team, 0)
    assert (kept.description, kept.contact) == ("Tea\nand biscuits", {"email": "riverside@police.example"})
    assert RecordedChange.objects.get(name="events.EventAdded").payload == {"event_id": kept.pk}
    assert AuditEntry.objects.about(f"events.event:{kept.pk}").get().act == "events.added"


def test_a_form_sent_twice_adds_one_event(place, alice):
    words = EventWords(title="Beat meeting", starts_at=TEN)

    events = [actions.add_event(neighbourhood=place, by=alice, words=words, now=NINE, token="form-1") for _ in range(2)]

    assert events[0] == events[1] == Event.objects.get()
    assert RecordedChange.objects.filter(name="events.EventAdded").count() == 1


def test_going_back_and_adding_another_adds_two_events(place, alice):
    for title in ("Beat meeting", "Street surgery"):
        words = EventWords(title=title, starts_at=TEN)
        actions.add_event(neighbourhood=place, by=alice, words=words, now=NINE, token="form-1")

    assert set(Event.objects.values_list("title", flat=True)) == {"Beat meeting", "Street surgery"}


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": " "}, wording.TitleMissing),
        ({"title": "t" * 201}, wording.TextTooLong),
        ({"description": "t" * 5001}, wording.TextTooLong),
        ({"ends_at": TEN}, wording.EventEndsBeforeItStarts),
        ({"online_url": "http://meet.example/"}, wording.OnlineLinkNotHttps),
        ({"online_url": "javascript:alert(1)"}, wording.OnlineLinkNotHttps),
        ({"online_url": "https://police.example@evil.example/"}, wording.OnlineLinkNotHttps),
        ({"online_url": "https://[broken"}, wording.OnlineLinkNotHttps),
        ({"online_url": "https://x.example/" + "x" * 500}, wording.OnlineLinkNotHttps),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_the_reason(place, alice, wrong, refusal):
    with pytest.raises(refusal):
        make_event(place, alice, **wrong)

    assert not Event.objects.exists()


def test_a_changed_event_has_a_new_revision_under_the_same_uid(place, alice):
    event = make_event(place, alice)
    uid = event.uid

    is_change = actions.change_event(
        event=event, by=alice, words=EventWords(title="Beat meeting", starts_at=ELEVEN), now=NINE
    )

    assert is_change
    assert (event.uid, event.revision, event.starts_at) == (uid, 1, ELEVEN)


def test_a_change_that_changes_nothing_is_none(place, alice):
    event = make_event(place, alice)

    assert not actions.change_event(
        event=event, by=alice, words=EventWords(title="Beat meeting", starts_at=TEN), now=TEN
    )
    assert event.revision == 0
    assert not RecordedChange.objects.filter(name="events.EventChanged").exists()


def test_a_cancelled_event_stays_in_sight_and_can_no_longer_be_changed(place, alice):
    event = make_event(place, alice)

    for _ in range(2):
        actions.cancel_event(event=event, by=alice, now=NINE)

    assert event in Event.objects.in_neighbourhood(place).upcoming(NINE)
    assert event not in Event.objects.happening()
    assert RecordedChange.objects.filter(name="events.EventCancelled").count() == 1
    with pytest.raises(actions.EventIsCancelled):
        actions.change_event(event=event, by=alice, words=EventWords(title="New", starts_at=TEN), now=NINE)


def test_what_has_begun_cannot_be_cancelled(place, alice):
    event = make_event(place, alice)

    with pytest.raises(actions.EventIsOver):
        actions.cancel_event(event=event, by=alice, now=TEN)


def test_an_event_is_upcoming_until_it_ends(place, alice):
    event = make_event(place, alice, ends_at=ELEVEN)
    short = make_event(place, alice, "Without an end")

    assert set(Event.objects.upcoming(NINE)) == {event, short}
    assert set(Event.objects.upcoming(TEN)) == {event}
    assert set(Event.objects.upcoming(ELEVEN)) == set()
    assert set(Event.objects.past(ELEVEN)) == {event, short}


def test_another_teams_officer_and_a_former_one_change_nothing(place, alice):
    event = make_event(place, alice)
    charlie = make_officer("Charlie Cole", team=make_team("Quarry"))
    former = make_officer("Dora Dean")

    for officer in (charlie, former):
        with pytest.raises(access.NotCovering):
            make_event(place, officer)
        with pytest.raises(access.NotCovering):
            actions.change_event(event=event, by=officer, words=EventWords(title="x", starts_at=TEN), now=NINE)
        with pytest.raises(access.NotCovering):
            actions.cancel_event(event=event, by=officer, now=NINE)
        with pytest.raises(access.Http404):
            access.event_to_change(officer=officer, pk=event.pk, now=NINE)
    assert access.event_to_change(officer=alice, pk=event.pk, now=NINE) == event


def test_an_imported_event_is_kept_once_and_brought_up_to_date(place):
    words = EventWords(title="Surgery", starts_at=TEN)

    for title in ("Surgery", "Surgery", "Street surgery"):
        words = EventWords(title=title, starts_at=TEN)
        event = actions.take_in_event(neighbourhood=place, uid="them:1", words=words, now=NINE)

    assert Event.objects.get() == event
    assert (event.title, event.revision) == ("Street surgery", 1)


def test_an_imported_event_that_was_cancelled_here_stays_cancelled(place, alice):
    words = EventWords(title="Surgery", starts_at=TEN)
    event = actions.take_in_event(neighbourhood=place, uid="them:1", words=words, now=NINE)
    actions.cancel_event(event=event, by=alice, now=NINE)

    again = actions.take_in_event(
        neighbourhood=place, uid="them:1", words=EventWords(title="New", starts_at=TEN), now=TEN
    )

    assert (again.title, again.is_cancelled) == ("Surgery", True)

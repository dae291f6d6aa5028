"""The desk's pages about a neighbourhood's events and priorities."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.front.desk.tests.makers import seat
from tabard.people.teams.tests.makers import make_team
from tabard.plant.audit.models import AuditEntry
from tabard.services.events import actions
from tabard.services.events.models import Event, Priority
from tabard.services.events.wording import EventWords, PriorityWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def place(team):
    return team.covers.get().neighbourhood


@pytest.fixture
def seated(team):
    return seat(team)


@pytest.fixture
def alice(seated):
    return seated[0]


@pytest.fixture
def browser(seated):
    return seated[1]


def add_event(place, alice, **more):
    now = timezone.now()
    words = EventWords(title="Beat meeting", starts_at=now + timedelta(days=2), **more)
    return actions.add_event(neighbourhood=place, by=alice, words=words, now=now)


def add_priority(place, alice, *, days_ago=0, **more):
    now = timezone.now()
    today = timezone.localdate(now)
    words = PriorityWords(issue="Mopeds on the towpath", issue_date=today - timedelta(days=days_ago), **more)
    return actions.add_priority(neighbourhood=place, by=alice, words=words, today=today, now=now)


MEETING = {
    "title": "Beat meeting",
    "kind": "meeting",
    "starts_at": "2099-07-01T18:30",
    "ends_at": "2099-07-01T19:30",
    "place": "Quayside Library",
    "online_url": "https://meet.example/riverside",
    "email": "riverside@peelborough.police.uk",
    "token": "form-1",
}


def test_a_meeting_is_added_once_from_a_form_sent_twice(browser, place):
    for _ in range(2):
        browser.post(f"/desk/places/{place.slug}/events/", MEETING)

    event = Event.objects.get()
    assert (event.title, event.starts_at.isoformat()) == ("Beat meeting", "2099-07-01T17:30:00+00:00")
    assert event.contact == {"email": "riverside@peelborough.police.uk"}
    assert "Beat meeting" in browser.get(f"/desk/places/{place.slug}/").content.decode()


def test_what_the_guidelines_refuse_or_ask_about_is_told_on_the_form(browser, place):
    address, shouted = f"/desk/places/{place.slug}/events/", "COME AND TELL US ALL ABOUT WHAT WORRIES YOU MOST IN TOWN"
    named = browser.post(address, {**MEETING, "description": "John Smith was arrested for burglary."})
    asked = browser.post(address, {**MEETING, "description": shouted})

    assert "We do not name people who are only arrested or suspected." in named.content.decode()
    assert "Is this what you mean? “COME AND TELL US" in asked.content.decode()
    assert "Capitals are hard to read" in asked.content.decode()
    assert not Event.objects.exists()

    browser.post(address, {**MEETING, "description": shouted})

    assert Event.objects.get().description == shouted
    assert AuditEntry.objects.get(act="events.added").detail == {"meant_so": ["capitals"]}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "Give the event a title."),
        ({"starts_at": ""}, "Say when it begins."),
        ({"ends_at": "2099-07-01T18:30"}, "The event must end after it starts."),
        ({"online_url": "http://meet.example/"}, "The online link must begin with https://"),
        ({"starts_at": "2020-07-01T18:30"}, "This time is past."),
        ({"email": "nobody"}, "Write an e-mail address, such as name@example.com."),
        ({"description": "d" * 5001}, "Shorten this to 5000 characters."),
    ],
)
def test_a_meeting_that_cannot_be_says_why_and_keeps_what_was_typed(browser, place, wrong, told):
    page = browser.post(f"/desk/places/{place.slug}/events/", {**MEETING, **wrong}).content.decode()

    assert told in page
    assert "Quayside Library" in page
    assert not Event.objects.exists()


def test_a_meeting_is_somewhere_or_online(browser, place):
    address = f"/desk/places/{place.slug}/events/"
    nowhere = {**MEETING, "place": "", "online_url": ""}

    page = browser.post(address, nowhere).content.decode()
    refused = Event.objects.count()
    browser.post(address, {**nowhere, "online_url": MEETING["online_url"]})
    browser.post(address, {**nowhere, "kind": "other", "title": "Bicycle marking"})

    assert "Say where you meet, or give the link to join online." in page
    assert refused == 0
    assert Event.objects.count() == 2


def test_a_meeting_is_moved_and_cancelled(browser, place, alice):
    event = add_event(place, alice)

    browser.post(f"/desk/events/{event.pk}/", {**MEETING, "title": "Street surgery"})
    event.refresh_from_db()
    assert (event.title, event.revision) == ("Street surgery", 1)

    browser.get(f"/desk/events/{event.pk}/cancel/")
    assert not Event.objects.get().is_cancelled
    browser.post(f"/desk/events/{event.pk}/cancel/")
    assert Event.objects.get().is_cancelled
    page = browser.get(f"/desk/places/{place.slug}/").content.decode()
    assert "Cancelled" in page
    assert "Write a post as well: some apps show no change." in page


def test_a_meeting_over_two_days_says_on_which_it_ends(browser, place):
    answer = browser.post(f"/desk/places/{place.slug}/events/", {**MEETING, "ends_at": "2099-07-02T12:00"}, follow=True)

    assert "18:30–Thu 2 Jul 2099, 12:00" in " ".join(answer.content.decode().split())


def test_a_cancelled_meeting_is_not_changed_and_the_page_says_so(browser, place, alice):
    event = add_event(place, alice)
    actions.cancel_event(event=event, by=alice, now=timezone.now())

    page = browser.post(f"/desk/events/{event.pk}/", MEETING).content.decode()

    assert "This event is cancelled. Add a new one instead." in page


def test_a_priority_is_added_changed_and_closed(browser, place):
    raised = {"issue": "Mopeds on the towpath", "issue_date": "2020-01-05", "token": "form-1"}
    for _ in range(2):
        browser.post(f"/desk/places/{place.slug}/priorities/", raised)
    priority = Priority.objects.get()

    done = {**raised, "action": "Two patrols a week", "action_date": "2020-02-01"}
    browser.post(f"/desk/priorities/{priority.pk}/", done)
    priority.refresh_from_db()
    assert (priority.action, str(priority.action_date)) == ("Two patrols a week", "2020-02-01")

    browser.get(f"/desk/priorities/{priority.pk}/close/")
    assert Priority.objects.current().exists()
    browser.post(f"/desk/priorities/{priority.pk}/close/")
    assert not Priority.objects.current().exists()
    assert "This priority is closed." in browser.post(f"/desk/priorities/{priority.pk}/", done).content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"issue": ""}, "Say what residents raised."),
        ({"issue_date": "2099-01-01"}, "This date is still to come."),
        ({"action": "Patrols"}, "Say when the action was taken."),
    ],
)
def test_a_priority_that_cannot_be_says_why(browser, place, wrong, told):
    page = browser.post(
        f"/desk/places/{place.slug}/priorities/", {"issue": "Litter", "issue_date": "2020-01-05", **wrong}
    ).content.decode()

    assert told in page
    assert not Priority.objects.exists()


def test_a_silent_priority_is_shown_as_such_until_somebody_looks_again(browser, place, alice):
    priority = add_priority(place, alice, days_ago=91)
    assert "No word for 90 days" in browser.get(f"/desk/places/{place.slug}/").content.decode()
    assert "No word for 90 days" in browser.get("/desk/").content.decode()

    browser.post(f"/desk/priorities/{priority.pk}/review/")

    assert "No word for 90 days" not in browser.get(f"/desk/places/{place.slug}/").content.decode()
    assert "No word for 90 days" not in browser.get("/desk/").content.decode()


def test_another_teams_officer_finds_nothing_behind_any_door(place, alice):
    event, priority = add_event(place, alice), add_priority(place, alice)
    _, charlies = seat(make_team("Quarry"), "Charlie Cole")
    doors = [
        f"places/{place.slug}/events/",
        f"places/{place.slug}/priorities/",
        f"events/{event.pk}/",
        f"events/{event.pk}/cancel/",
        f"priorities/{priority.pk}/",
        f"priorities/{priority.pk}/review/",
        f"priorities/{priority.pk}/close/",
    ]

    statuses = {charlies.post(f"/desk/{door}", {**MEETING, "issue": "x"}).status_code for door in doors}
    statuses |= {charlies.get(f"/desk/{door}").status_code for door in doors if "review" not in door}
    statuses.add(charlies.get(f"/desk/places/{place.slug}/").status_code)

    assert statuses == {404}
    assert (Event.objects.get().title, Priority.objects.current().count()) == ("Beat meeting", 1)


@pytest.mark.parametrize(
    "page", ["places/{slug}/", "places/{slug}/events/", "places/{slug}/priorities/", "events/{event}/",
             "events/{event}/cancel/", "priorities/{priority}/", "priorities/{priority}/close/"]
)  # fmt: skip
def test_every_page_opens(browser, place, alice, page):
    event, priority = add_event(place, alice), add_priority(place, alice)

    answer = browser.get("/desk/" + page.format(slug=place.slug, event=event.pk, priority=priority.pk))

    assert answer.status_code == 200


def test_whoever_adds_can_go_back_and_an_open_priority_is_not_called_done(browser, place, alice):
    add_priority(place, alice, action="Two patrols", action_date=timezone.localdate())

    form = browser.get(f"/desk/places/{place.slug}/events/").content.decode()
    page = browser.get(f"/desk/places/{place.slug}/").content.decode()

    assert "Back without saving" in form
    assert "Leave it as it is" not in form
    assert "last word on" in page
    assert "done on" not in page

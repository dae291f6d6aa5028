"""What the team works on: you said, we did."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.services.events import access, actions, wording
from tabard.services.events.models import Priority
from tabard.services.events.tests.makers import TODAY, make_priority
from tabard.services.events.wording import PriorityWords


@pytest.fixture
def place(db):
    return make_team("Riverside").covers.get().neighbourhood


@pytest.fixture
def alice(place):
    return make_officer("Alice Archer", team=place.cover.team)


def test_a_priority_says_what_was_raised_and_what_was_done(place, alice):
    priority = make_priority(place, alice, action="Two patrols a week", action_date=TODAY)

    assert list(Priority.objects.in_neighbourhood(place).current()) == [priority]
    assert AuditEntry.objects.about(f"events.priority:{priority.pk}").get().act == "events.priority_added"


def test_a_form_sent_twice_adds_one_priority(place, alice):
    words = PriorityWords(issue="Litter", issue_date=TODAY)

    for _ in range(2):
        actions.add_priority(neighbourhood=place, by=alice, words=words, today=TODAY, now=NINE, token="form-1")

    assert Priority.objects.count() == 1


def test_going_back_and_raising_another_adds_two_priorities(place, alice):
    for issue in ("Litter", "Mopeds"):
        words = PriorityWords(issue=issue, issue_date=TODAY)
        actions.add_priority(neighbourhood=place, by=alice, words=words, today=TODAY, now=NINE, token="form-1")

    assert set(Priority.objects.values_list("issue", flat=True)) == {"Litter", "Mopeds"}


@pytest.mark.django_db(transaction=True)
def test_a_double_click_adds_one_priority_and_shows_no_error(place, alice):
    words, start, failures = PriorityWords(issue="Litter", issue_date=TODAY), threading.Barrier(4), []

    def click() -> None:
        try:
            start.wait()
            actions.add_priority(neighbourhood=place, by=alice, words=words, today=TODAY, now=NINE, token="form-1")
        except BaseException as error:  # noqa: BLE001  shown below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert failures == []
    assert Priority.objects.count() == 1
    assert AuditEntry.objects.filter(act="events.priority_added").count() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"issue": " \n"}, wording.IssueMissing),
        ({"issue": "i" * 5001}, wording.TextTooLong),
        ({"action": "Patrols"}, wording.ActionDateMissing),
        ({"issue_date": TODAY + timedelta(days=1)}, wording.DateInFuture),
        ({"action": "Patrols", "action_date": TODAY + timedelta(days=1)}, wording.DateInFuture),
    ],
)
def test_a_priority_that_cannot_be_is_refused_with_the_reason(place, alice, wrong, refusal):
    with pytest.raises(refusal):
        make_priority(place, alice, **wrong)


@given(
    issue=some.dates(date(2020, 1, 1), date(2026, 12, 31)),
    later=some.lists(some.one_of(some.none(), some.integers(0, 400)), min_size=2, max_size=2),
    silence=some.integers(0, 400),
)
def test_a_priority_is_stale_once_nobody_has_said_a_word_for_more_than_90_days(issue, later, silence):
    words = [issue, *(issue + timedelta(days=days) for days in later if days is not None)]
    action, review = (None if days is None else issue + timedelta(days=days) for days in later)
    priority = Priority(issue="x", issue_date=issue, action_date=action, reviewed_date=review)

    assert priority.is_stale(max(words) + timedelta(days=silence)) == (silence > 90)


def test_looking_at_it_again_ends_the_silence_once_a_day(place, alice):
    priority = make_priority(place, alice, issue_date=TODAY - timedelta(days=200))
    assert priority.is_stale(TODAY)

    for _ in range(2):
        actions.review_priority(priority=priority, by=alice, today=TODAY, now=NINE)

    assert not priority.is_stale(TODAY)
    assert RecordedChange.objects.filter(name="events.PriorityReviewed").count() == 1


def test_a_change_is_kept_and_none_is_none(place, alice):
    priority = make_priority(place, alice)
    words = PriorityWords(issue="Quad bikes", issue_date=TODAY)

    outcomes = [
        actions.change_priority(priority=priority, by=alice, words=words, today=TODAY, now=NINE) for _ in range(2)
    ]

    assert outcomes == [True, False]
    assert Priority.objects.get().issue == "Quad bikes"


def test_a_closed_priority_is_no_longer_worked_on(place, alice):
    priority = make_priority(place, alice)

    for _ in range(2):
        actions.close_priority(priority=priority, by=alice, now=NINE)

    assert not Priority.objects.current().exists()
    with pytest.raises(actions.PriorityIsClosed):
        actions.review_priority(priority=priority, by=alice, today=TODAY, now=NINE)


def test_another_teams_officer_changes_nothing(place, alice):
    priority = make_priority(place, alice)
    charlie = make_officer("Charlie Cole", team=make_team("Quarry"))

    with pytest.raises(access.NotCovering):
        make_priority(place, charlie)
    with pytest.raises(access.NotCovering):
        actions.review_priority(priority=priority, by=charlie, today=TODAY, now=NINE)
    with pytest.raises(access.NotCovering):
        actions.close_priority(priority=priority, by=charlie, now=NINE)
    with pytest.raises(access.Http404):
        access.priority_to_change(officer=charlie, pk=priority.pk, now=NINE)
    assert access.priority_to_change(officer=alice, pk=priority.pk, now=NINE) == priority


def test_an_imported_priority_is_kept_once_and_stays_closed_where_it_was_closed(place, alice):
    def take_in(issue: str) -> Priority:
        words = PriorityWords(issue=issue, issue_date=TODAY)
        return actions.take_in_priority(neighbourhood=place, source="them:1", words=words, today=TODAY, now=NINE)

    priority = take_in("Litter")
    assert take_in("Litter and noise") == priority
    actions.close_priority(priority=priority, by=alice, now=NINE)

    assert take_in("Something else").issue == "Litter and noise"

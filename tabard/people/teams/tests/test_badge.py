"""The proof that an officer is real."""

from datetime import timedelta

import pytest

from tabard.people.teams import actions
from tabard.people.teams.models import Badge, Officer
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_posting, make_team
from tabard.plant.media.tests.makers import make_picture

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def badge_at(officer: Officer, moment=TEN):
    badge = Officer.objects.badge(officer.number, at=moment)
    assert badge is not None
    return badge


def test_a_serving_officers_badge_names_the_teams_and_since_when(django_assert_num_queries):
    team = make_team("Riverside")
    alice = make_officer("Alice Archer", team=team)

    with django_assert_num_queries(2):
        badge = Officer.objects.badge(f" {alice.number} ", at=TEN)

    assert badge is not None
    assert (badge.is_active, badge.name_or_number, badge.since) == (True, "Alice Archer", NINE)
    assert [served.handle_name for served in badge.teams] == [team.handle_name]


def test_a_former_officers_badge_says_so_from_the_moment_on_and_tells_no_more_of_them():
    alice = make_officer("Alice Archer", team=make_team("Riverside"))
    actions.change_officer(officer=alice, picture=make_picture(), now=NINE)

    actions.end_posting(posting=alice.postings.get(), now=TEN)

    assert badge_at(alice, TEN - DAY / 48).is_active
    assert badge_at(alice, TEN - DAY / 48).picture is not None
    assert badge_at(alice, TEN) == Badge(number=alice.number, force="Peelborough")


def test_an_officer_known_by_number_shows_no_name():
    alice = make_officer("Alice Archer", team=make_team())
    actions.change_officer(officer=alice, is_name_public=False, now=NINE)

    assert "Archer" not in repr(badge_at(alice).name_or_number)


def test_since_reaches_back_over_postings_that_touch_but_not_over_a_gap():
    alice = make_officer()
    long_ago, first, second = make_team("Long ago"), make_team("First"), make_team("Second")
    for team, begins, ends in ((long_ago, NINE - 90 * DAY, NINE - 60 * DAY), (first, NINE - 30 * DAY, NINE)):
        actions.end_posting(posting=make_posting(alice, team, now=begins), now=ends)
    make_posting(alice, second, now=NINE)

    badge = badge_at(alice)

    assert badge.since == NINE - 30 * DAY
    assert badge.teams == (second,)


def test_one_who_never_served_has_no_badge_yet():
    alice = make_officer()
    actions.post_officer(officer=alice, team=make_team(), active_from=TEN + DAY, now=NINE)

    assert Officer.objects.badge(alice.number, at=TEN) is None
    assert badge_at(alice, TEN + DAY).is_active


def test_an_unknown_number_has_no_badge():
    assert Officer.objects.badge("0", at=TEN) is None

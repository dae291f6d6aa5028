"""Forms that a hurried hand sends twice: the second is refused by name, whichever database is there."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tabard.people.teams import actions
from tabard.people.teams.models import Officer, Posting, Team
from tabard.people.teams.tests.makers import NINE, make_force, make_neighbourhood, make_officer, make_team

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4


def refusals(write: Callable[[], object]) -> list[type[BaseException]]:
    """What the clicks were told that did not succeed, all sent at the same moment."""
    start, told = threading.Barrier(CLICKS), []

    def click() -> None:
        try:
            start.wait()
            write()
        except BaseException as error:  # noqa: BLE001  shown by the caller
            told.append(type(error))
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(CLICKS)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    return told


def test_an_officer_is_posted_once():
    officer, team = make_officer(), make_team()

    told = refusals(lambda: actions.post_officer(officer=officer, team=team, now=NINE))

    assert told == [actions.AlreadyPosted] * (CLICKS - 1)
    assert Posting.objects.count() == 1


def test_an_officer_is_added_once():
    force = make_force()

    told = refusals(lambda: actions.add_officer(force=force, name="Alice", number="4127", rank="PC", now=NINE))

    assert told == [actions.NumberTaken] * (CLICKS - 1)
    assert Officer.objects.count() == 1


def test_a_number_is_given_to_one_of_two_officers():
    officers = [make_officer(), make_officer(), make_officer(), make_officer()]

    told = refusals(lambda: actions.change_officer(officer=officers.pop(), number="4127", now=NINE))

    assert told == [actions.NumberTaken] * (CLICKS - 1)
    assert Officer.objects.filter(number="4127").count() == 1


def test_a_team_is_founded_once():
    town = make_neighbourhood()

    told = refusals(
        lambda: actions.found_team(force=town.force, name="Riverside", neighbourhoods=[town], handle="town", now=NINE)
    )

    assert told == [actions.NeighbourhoodHasTeam] * (CLICKS - 1)
    assert Team.objects.count() == 1

"""Officers read each version of the guideline once."""

import pytest

from tabard.front.desk.tests.makers import seat
from tabard.people.teams.tests.makers import make_team
from tabard.voice.guidelines.actions import adopt_guideline
from tabard.voice.guidelines.models import Acknowledgement, Guideline
from tabard.voice.guidelines.tests.makers import NOW, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated():
    return seat(make_team("Riverside"))


def words_at(desk, address):
    return desk.get(address).content.decode()


def test_the_desk_asks_until_the_officer_has_read_it(seated):
    officer, desk = seated
    assert "How we write, in a few sentences" in words_at(desk, "/desk/")
    assert "We laugh at nobody" in words_at(desk, "/desk/guideline/")

    desk.post("/desk/guideline/", {"number": "1"})

    assert Acknowledgement.objects.get().user == officer.user
    assert "How we write, in a few sentences" not in words_at(desk, "/desk/")
    assert "You have said that you read this version." in words_at(desk, "/desk/guideline/")


def test_a_new_version_is_asked_about_again(seated):
    _officer, desk = seated
    desk.post("/desk/guideline/", {"number": "1"})

    adopt_guideline(by=make_lead(), sentences=[("kind", "We are kind.")], what_changed="Shorter.", now=NOW)

    assert "The guideline has a new version" in words_at(desk, "/desk/")


def test_what_was_not_read_is_not_acknowledged(seated):
    _officer, desk = seated
    adopt_guideline(by=make_lead(), sentences=[("kind", "We are kind.")], what_changed="", now=NOW)

    answer = desk.post("/desk/guideline/", {"number": "1"})

    assert "The guideline has changed while you read" in answer.content.decode()
    assert not Acknowledgement.objects.exists()
    assert Guideline.objects.current().number == 2

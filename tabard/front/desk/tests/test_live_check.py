"""What an officer is told while they write."""

import pytest

from tabard.front.desk.tests.makers import seat
from tabard.people.teams.tests.makers import make_team
from tabard.voice.guidelines.tests.makers import make_lexicon

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return seat(make_team("Riverside"))[1]


def check(desk, text, **more):
    answer = desk.post("/desk/check/", {"text": text, "language": "en-GB", **more})
    assert answer.status_code == 200
    return answer.json()


def test_the_words_are_marked_and_the_advice_names_the_sentence(desk):
    told = check(desk, "\N{POLICE CAR} What a bloody mess.")

    assert told["spans"] == [[9, 15, "ask"]]
    assert "Children read this, too." in told["html"]
    assert "Guideline, sentence 11" in told["html"]
    assert "bloody" in told["html"]
    assert told["said"] == "1 thing to look at."


def test_harmless_words_are_left_alone(desk):
    told = check(desk, "Bikes marked today: 61.")

    assert told["spans"] == []
    assert told["html"].strip() == ""
    assert told["said"] == "Nothing stands in the way."


def test_what_will_not_go_out_is_said_to_be_so(desk):
    told = check(desk, "We have arrested John Smith, 34, on suspicion of theft.")

    assert told["said"] == "1 thing to look at. As it is, this will not go out."


def test_words_of_the_force_s_own_are_told_under_their_name(desk):
    make_lexicon("Operation Thunder")

    assert "Names of operations" in check(desk, "All about Operation Thunder.")["html"]


def test_markup_in_a_draft_is_told_as_words(desk):
    html = check(desk, "bit.ly/<script>alert(1)</script> bloody")["html"]

    assert "<script" not in html


def test_endless_words_are_cut_before_they_are_read(desk):
    assert check(desk, "bloody " * 20_000)["spans"]


def test_it_is_no_page(desk, client):
    assert desk.get("/desk/check/").status_code == 405
    assert client.post("/desk/check/", {"text": "x"}).status_code == 302

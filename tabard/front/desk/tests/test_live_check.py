"""What an officer is told while they write."""

import pytest
from django.utils import timezone

from tabard.people.teams.tests.makers import TEN, make_officer, make_team
from tabard.voice.guidelines.tests.makers import make_lexicon
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import (
    BOY,
    FOUND,
    REWARD,
    approve,
    make_draft,
    make_held,
    make_post,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db
PLATE = "Have you seen this van? AB12 CDE, white, on Mill Lane."


@pytest.fixture
def desk(browser):
    return browser


def check(desk, text, **more):
    answer = desk.post("/desk/check/", {"text": text, "language": "en-GB", **more})
    assert answer.status_code == 200
    return answer.json()


def test_the_words_are_marked_and_the_advice_names_the_sentence(desk):
    told = check(desk, "\N{POLICE CAR} What a bloody mess.")

    assert told["spans"] == [["text", 9, 15, "ask"]]
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


def test_what_stands_in_another_field_is_found_there(desk):
    told = check(desk, "Hello.", content_notice="A bloody mess", new_series="Bloody nights")

    assert told["spans"] == [["content_notice", 2, 8, "ask"], ["new_series", 0, 6, "ask"]]
    assert "In the content notice" in told["html"]
    assert "In the name of the series" in told["html"]


def test_a_description_is_found_in_its_own_place_whichever_is_left_out(desk):
    told = check(desk, "Hello.", kept_1="x", drop_1="on", alt_1="A bloody dog", kept_2="x", alt_2="A bloody cat")

    assert told["spans"] == [["alt_2", 2, 8, "ask"]]


def test_a_plate_beside_a_picture_is_refused_while_it_is_typed(desk):
    assert check(desk, PLATE)["spans"][0][3] == "ask"
    assert check(desk, PLATE, picture_1="street.jpg", alt_1="A van")["spans"][0][3] == "refuse"


def test_an_answer_of_a_question_is_checked_with_the_draft_that_has_it(desk, riverside, alice):
    poll = Poll(("A bloody mess", "All fine"), 3600)
    post = make_draft(riverside, alice, "How was it?", poll=poll)

    told = desk.post(f"/desk/check/?post={post.pk}", {"text": "How was it?", "language": "en-GB"}).json()

    assert told["spans"] == [["poll", 2, 8, "ask"]]
    assert "In the answers to choose from" in told["html"]


def test_a_plate_is_answered_with_a_tap_which_stays(desk):
    before, after = check(desk, PLATE), check(desk, PLATE, claims="plate_is_appeal")

    assert 'value="plate_is_appeal"' in before["html"]
    assert "checked" not in before["html"]
    assert after["spans"] == []
    assert "checked" in after["html"]
    assert after["said"] == "Nothing stands in the way."


def test_a_kind_counts_while_typing(desk):
    wanted = "Wanted: John Smith in connection with a burglary. Do not approach him: 999, or 101, ref 12."

    assert "this will not go out" in check(desk, wanted)["said"]
    assert "A sergeant will look at this first" in check(desk, wanted, kind="appeal")["said"]


def test_what_will_be_held_is_told_to_the_button(desk):
    assert check(desk, REWARD)["held"] is True
    for words in ("Bikes marked today: 61.", "We have arrested John Smith, 34, on suspicion of theft.", PLATE):
        assert check(desk, words)["held"] is False


def test_a_change_is_held_for_what_is_new_in_it(desk, riverside, alice):
    post = make_post(riverside, alice, FOUND)
    Post.objects.update(text=REWARD)  # of a time when no rule asked for more
    address = f"/desk/check/?post={post.pk}"

    assert desk.post(address, {"text": f"{REWARD} Call 101.", "language": "en-GB"}).json()["held"] is False
    assert desk.post(address, {"text": f"{REWARD} {BOY}", "language": "en-GB"}).json()["held"] is True


def test_nobody_is_told_that_a_sergeant_looks_first_at_what_one_approved(desk, riverside, alice):
    """It waited too long for the approval: sent again, it goes out at once."""
    post = make_held(riverside, alice, at=TEN)
    address, typed = f"/desk/check/?post={post.pk}", {"text": REWARD, "language": "en-GB"}
    assert desk.post(address, typed).json()["held"] is True

    approve(review_of(post), make_sergeant(riverside), now=timezone.now())

    assert desk.post(address, typed).json()["held"] is False


@pytest.mark.parametrize("more", [{"kind": "office"}, {"kind": "<b>"}, {"claims": ["pre_election", "x" * 500]}])
def test_what_cannot_be_said_counts_for_nothing(desk, more):
    assert check(desk, PLATE, **more)["said"] == "1 thing to look at."


def test_a_post_of_another_team_is_not_read(desk):
    other = make_team("Hillside")
    post = make_draft(other, make_officer("Bob Baker", team=other), "A bloody mess")

    assert desk.post(f"/desk/check/?post={post.pk}", {"text": "x"}).status_code == 404
    assert desk.post("/desk/check/?post=x", {"text": "Hello."}).status_code == 200


def test_the_next_post_of_a_thread_is_read_after_the_earlier_ones(desk, riverside, alice):
    first = make_post(riverside, alice, "We arrested a man on Mill Lane last night for the burglary.")
    text = "It was John Smith, 34, of Gaol Lane."

    told = check(desk, text, reply_to=first.pk)

    assert told["spans"] == [["text", 7, 17, "refuse"]]
    assert check(desk, text, reply_to="")["spans"] == []
    elsewhere = make_team("Hillside")
    theirs = make_post(elsewhere, make_officer("Bob Barker", team=elsewhere), first.text)
    assert check(desk, text, reply_to=theirs.pk)["spans"] == []

"""What an officer is told while they write."""

import pytest
from django.utils import timezone

from tabard.front.desk.slots import sign
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.guidelines.tests.makers import make_lexicon
from tabard.voice.posts import actions
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import (
    BOY,
    FOUND,
    REFUSED,
    REWARD,
    approve,
    make_draft,
    make_held,
    make_post,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Poll, Said

pytestmark = pytest.mark.django_db
WANTED = "WANTED: John Smith, 34, for theft. Do not approach him, call 999. Tips: 101, ref PB123, until 6 December."
PLATE = "Have you seen this van? AB12 CDE, white, on Mill Lane."


@pytest.fixture
def desk(browser):
    return browser


def check(desk, text, *, post=None, **more):
    address = f"/desk/check/?post={post.pk}" if post else "/desk/check/"
    answer = desk.post(address, {"text": text, "language": "en-GB", **more})
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
    Post.objects.update(text=f"{REWARD} {FOUND}")  # of a time when no rule asked for more

    old = check(desk, f"{REWARD} {FOUND} Call 101.", post=post)
    new = check(desk, f"{REWARD} {FOUND} {BOY}", post=post)
    dearer = check(desk, f"{REWARD.replace('500', '50,000')} {FOUND}", post=post)

    assert (old["held"], old["said"], old["spans"]) == (False, "Nothing stands in the way.", [])
    assert "a sergeant looks first" not in old["html"]
    for told in (new, dearer):
        assert (told["held"], told["said"]) == (True, "1 thing to look at. A sergeant will look at this first.")


def test_nobody_is_told_that_a_sergeant_looks_first_at_what_one_approved(desk, riverside, alice):
    """It waited too long for the approval: sent again, it goes out at once."""
    post = make_held(riverside, alice, at=TEN)
    assert check(desk, REWARD, post=post)["held"] is True

    approve(review_of(post), make_sergeant(riverside), now=timezone.now())

    told, other = check(desk, REWARD, post=post), check(desk, f"{REWARD} {FOUND}", post=post)
    assert (told["held"], told["said"]) == (False, "1 thing to look at. It was approved as it is.")
    assert (other["held"], other["said"]) == (True, "1 thing to look at. A sergeant will look at this first.")


def test_what_was_approved_though_it_is_refused_goes_out_and_the_page_says_so(desk, riverside, alice):
    post = make_draft(riverside, alice, REFUSED)
    actions.ask_override(post=post, by=alice, reason="The coroner asks.", now=NINE, wants_at=TEN)
    approve(review_of(post), make_sergeant(riverside), now=timezone.now(), reason="Agreed.")

    assert check(desk, REFUSED, post=post)["said"] == "1 thing to look at. It was approved as it is."
    assert "this will not go out" in check(desk, f"{REFUSED} Thank you.", post=post)["said"]


@pytest.mark.parametrize(
    ("typed", "held"), [(FOUND, False), (f"{FOUND} Thank you.", True), (FOUND.upper().replace(":", ","), False)]
)
def test_what_the_edit_page_says_of_an_appeal_is_what_happens(desk, riverside, alice, typed, held):
    picture = make_picture(alt="A man in a red coat")
    post = make_draft(riverside, alice, f"{WANTED} {FOUND}", said=Said(Kind.APPEAL), pictures=(picture,))
    actions.publish_post(post=post, by=alice, now=NINE)
    approve(review_of(post), make_sergeant(riverside), now=timezone.now())
    sent = {"kind": "appeal", "kept_1": sign(picture, alice), "alt_1": picture.alt, "content_notice": ""}

    told = check(desk, f"{WANTED} {typed}", post=post, **sent)
    desk.post(f"/desk/posts/{post.pk}/edit/", {"text": f"{WANTED} {typed}", "language": "en-GB", **sent})

    assert told["held"] is held
    assert ("A sergeant will look" in told["said"]) is held
    assert post.reviews.waiting().exists() is held


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

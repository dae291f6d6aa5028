"""A reload, a double click, and two who decide at the same time: one effect, and an honest page for the other."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tabard.front.desk.tests.makers import seat, words
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import make_team
from tabard.voice.posts import actions
from tabard.voice.posts.models import Review, State
from tabard.voice.posts.tests.makers import (
    FOUND,
    REFUSED,
    acts_on,
    approve,
    change,
    changes_of,
    make_draft,
    make_held,
    review_of,
)

pytestmark = pytest.mark.django_db
DECIDED = "This has been decided meanwhile."
ACTS = {
    "approve": ("posts.review_approved", State.PUBLISHED),
    "return": ("posts.review_returned", State.DRAFT),
    "withdraw": ("posts.review_withdrawn", State.DRAFT),
}


@pytest.fixture
def alice(seated):
    return seated


def click(desk, review, act):
    typed = {"fingerprint": review.fingerprint, "reason": "Seen.", "withdraw-reason": "Seen."}
    return desk.post(f"/desk/reviews/{review.pk}/{act}/", typed, follow=True)


def make_refused(team, by):
    post = make_draft(team, by, REFUSED)
    actions.ask_override(post=post, by=by, reason="The owner asked us.", now=timezone.now())
    return post


@pytest.mark.parametrize("make", [make_held, make_refused])
@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_who_comes_second_reads_that_it_is_decided_and_by_whom(alice, sally, riverside, make, first, second):
    tom = seat(riverside, "Tom Second", role=Role.SERGEANT)
    post = make(riverside, alice[0])
    review = review_of(post)
    click(sally[1], review, first)

    answers = [click(desk, review, second) for desk in (tom[1], sally[1])]

    for answer in answers:
        assert answer.status_code == 200
        assert DECIDED in words(answer)
        assert "PC Sally Sergeant" in words(answer)
    act, state = ACTS[first]
    post.refresh_from_db()
    assert post.state == state
    assert [each for each in acts_on(post) if each.startswith("posts.review_")] == [act]


@pytest.mark.parametrize("act", ["approve", "return"])
def test_a_lead_who_was_asked_reads_that_somebody_decided_and_none_of_the_words(alice, riverside, act):
    leads = [seat(None, name, role=Role.LEAD) for name in ("Lena Lead", "Lars Late")]
    review = review_of(make_held(riverside, alice[0]))
    click(leads[0][1], review, act)

    clicked = click(leads[1][1], review, act)
    opened = leads[1][1].get(f"/desk/reviews/{review.pk}/", follow=True)

    for answer in (clicked, opened):
        assert answer.status_code == 200
        assert answer.redirect_chain == [("/desk/reviews/", 302)]
        assert DECIDED in words(answer)
        assert "reward" not in words(answer)


def test_a_stranger_is_not_told_that_there_was_a_review(alice, sally, riverside):
    stranger = seat(make_team("Quarry"), "Charlie Cole")[1]
    review = review_of(make_held(riverside, alice[0]))
    click(sally[1], review, "approve")

    assert stranger.get(f"/desk/reviews/{review.pk}/").status_code == 404
    assert click(stranger, review, "approve").status_code == 404


def test_an_exception_that_is_asked_for_twice_is_asked_for_once(alice, riverside):
    post = make_draft(riverside, alice[0], REFUSED)
    asked = {"reason_asked": "The owner asked us."}

    answers = [alice[1].post(f"/desk/posts/{post.pk}/override/", asked, follow=True) for _click in range(2)]

    assert all("A sergeant is asked" in words(answer) for answer in answers)
    assert Review.objects.count() == 1
    assert changes_of(post).count("PostHeld") == 1


def test_an_exception_that_was_granted_is_not_asked_for_again(alice, sally, riverside):
    post = make_refused(riverside, alice[0])
    approve(review_of(post), sally[0], reason="I have seen the order.", now=timezone.now())

    again = alice[1].post(f"/desk/posts/{post.pk}/override/", {"reason_asked": "Again."}, follow=True)

    assert "Somebody else has changed this post meanwhile." in words(again)
    assert Review.objects.count() == 1


def test_an_exception_for_words_that_a_colleague_made_harmless_is_told_so_where_they_stand(alice, riverside):
    post = make_draft(riverside, alice[0], REFUSED)
    change(post, seat(riverside, "Bob Baker")[0], FOUND)

    answer = alice[1].post(f"/desk/posts/{post.pk}/override/", {"reason_asked": "Why not."}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/desk/posts/{post.pk}/"
    assert "The guidelines do not refuse this. Publish it as usual." in words(answer)


@pytest.mark.parametrize("act", ["approve", "return", "withdraw"])
def test_the_address_of_a_decision_opened_or_reloaded_leads_to_the_page_that_has_its_form(alice, sally, riverside, act):
    post = make_refused(riverside, alice[0])
    address = f"/desk/reviews/{review_of(post).pk}/"
    told = sally[1].post(f"{address}{act}/", {"reason": " ", "withdraw-reason": " "})
    assert "Give your reason in a sentence." in words(told)

    reloaded = sally[1].get(f"{address}{act}/")

    assert (reloaded.status_code, reloaded.url) == (302, address)
    post.refresh_from_db()
    assert post.state == State.HELD


def test_the_address_at_which_an_exception_was_asked_for_reloaded_leads_to_the_draft(alice, riverside):
    post = make_draft(riverside, alice[0], REFUSED)
    assert "Say why" in words(alice[1].post(f"/desk/posts/{post.pk}/override/", {"reason_asked": ""}))

    reloaded = alice[1].get(f"/desk/posts/{post.pk}/override/")

    assert (reloaded.status_code, reloaded.url) == (302, f"/desk/posts/{post.pk}/draft/")
    assert not Review.objects.exists()


def test_the_address_at_which_a_time_was_refused_reloaded_leads_to_the_post(alice, riverside):
    post = make_draft(riverside, alice[0])
    assert alice[1].post(f"/desk/posts/{post.pk}/time/", {}).status_code == 200

    reloaded = alice[1].get(f"/desk/posts/{post.pk}/time/")

    assert (reloaded.status_code, reloaded.url) == (302, f"/desk/posts/{post.pk}/")


@pytest.mark.django_db(transaction=True)
def test_sergeants_who_approve_and_give_back_and_an_author_who_takes_back_at_once_make_one_decision():
    riverside = make_team("Riverside")
    alice = seat(riverside, "Alice Archer")
    people = [(seat(riverside, f"Sergeant {act}", role=Role.SERGEANT)[1], act) for act in ("approve", "return")]
    review = review_of(make_held(riverside, alice[0]))
    start, told, failures = threading.Barrier(6), [], []

    def decide(desk: Client, act: str) -> None:
        try:
            start.wait()
            told.append(click(desk, review, act))
        except BaseException as error:  # noqa: BLE001  shown below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    def copy_of(desk: Client) -> Client:
        other = Client()
        other.cookies = desk.cookies
        return other

    clicks = [(copy_of(desk), act) for desk, act in [*people, (alice[1], "withdraw")] for _twice in range(2)]
    threads = [threading.Thread(target=decide, args=each) for each in clicks]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failures == []
    assert {answer.status_code for answer in told} == {200}
    assert sum(DECIDED in words(answer) for answer in told) == 5
    decided = [each for each in acts_on(review.post) if each.startswith("posts.review_")]
    assert len(decided) == 1
    review.post.refresh_from_db()
    assert review.post.state == dict(ACTS.values())[decided[0]]

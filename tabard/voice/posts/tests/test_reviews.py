"""What waits for a second pair of eyes, who may look, and what comes of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.voice.posts import access, actions, jobs
from tabard.voice.posts.checking import check_review
from tabard.voice.posts.models import Post, Review, Voice
from tabard.voice.posts.tests.makers import (
    BOY,
    FOUND,
    NOON,
    REFUSED,
    REWARD,
    acts_on,
    approve,
    change,
    changes_of,
    edit,
    make_draft,
    make_held,
    make_post,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import TextIsEmpty, Words

pytestmark = pytest.mark.django_db
LATE = NINE + timedelta(hours=4)


# -- holding -----------------------------------------------------------------------------------------------------------


def test_what_a_rule_wants_looked_at_is_held_and_not_public(riverside, alice):
    post = make_held(riverside, alice)

    review = review_of(post)
    assert post.state == "held"
    assert not Post.objects.public().exists()
    assert (review.kind, review.state, review.asked_by, review.last_changed_by) == (
        "publication",
        "waiting",
        alice,
        alice,
    )
    assert (review.wants_at, review.due_at, review.rules, review.four_eyes) == (None, LATE, ["reward"], False)
    assert (changes_of(post), acts_on(post)) == (["PostHeld"], ["posts.saved", "posts.held"])


def test_the_words_of_what_is_held_stand_nowhere_in_the_chain(riverside, alice, sally):
    post = make_held(riverside, alice)
    approve(review_of(post), sally)

    told = str(list(AuditEntry.objects.values_list("detail", flat=True)))

    assert "reward" in told
    assert "£500" not in told  # three digits alone may stand in a checksum


def test_a_double_click_asks_for_one_review(riverside, alice):
    post = make_held(riverside, alice)

    actions.publish_post(post=post, by=alice, now=TEN)

    assert Review.objects.get().due_at == LATE
    assert changes_of(post) == ["PostHeld"]


def test_a_held_post_remembers_when_it_was_to_go_out(riverside, alice):
    post = make_held(riverside, alice, at=NOON)

    review = review_of(post)
    assert (post.state, post.publish_at, review.wants_at, review.due_at) == ("held", None, NOON, NOON)

    actions.schedule_post(post=post, by=alice, publish_at=TEN, now=NINE)
    review.refresh_from_db()
    assert (review.wants_at, review.due_at) == (TEN, TEN)


@pytest.mark.parametrize("act", ["publish", "schedule"])
def test_a_held_post_with_harmless_words_goes_on_without_a_review(riverside, alice, act):
    post = make_held(riverside, alice)
    change(post, alice, FOUND)

    if act == "publish":
        actions.publish_post(post=post, by=alice, now=NINE)
    else:
        actions.schedule_post(post=post, by=alice, publish_at=NOON, now=NINE)

    assert post.state == {"publish": "published", "schedule": "scheduled"}[act]
    assert review_of(post).state == "withdrawn"
    assert "ReviewWithdrawn" in changes_of(post)


def test_a_scheduled_post_that_gets_words_to_look_at_is_held(riverside, alice):
    post = make_draft(riverside, alice)
    actions.schedule_post(post=post, by=alice, publish_at=NOON, now=NINE)

    change(post, alice, REWARD)

    assert (post.state, review_of(post).wants_at) == ("held", NOON)


def test_a_held_post_is_not_emptied_discarded_or_taken_off_a_schedule(riverside, alice):
    post = make_held(riverside, alice)

    with pytest.raises(TextIsEmpty):
        change(post, alice, " ")
    with pytest.raises(actions.MoveNotAllowed):
        actions.discard_draft(post=post, by=alice, now=NINE)
    with pytest.raises(actions.MoveNotAllowed):
        actions.unschedule_post(post=post, by=alice, now=NINE)


# -- approving ---------------------------------------------------------------------------------------------------------


def test_what_is_approved_goes_out_and_shows_by_whom_and_under_which_version(riverside, alice, sally):
    post = make_held(riverside, alice)
    review = review_of(post)

    approve(review, sally, now=TEN)

    post.refresh_from_db()
    version = post.versions.get()
    assert (post.state, post.published_at, post.officer) == ("published", TEN, alice)
    assert (version.officer, version.review, version.guideline) == (alice, review, post.guideline)
    assert [finding["rule"] for finding in version.findings] == ["reward"]
    assert post.guideline.number == 1
    assert (review.state, review.decided_by, review.decided_at) == ("approved", sally, TEN)
    assert changes_of(post) == ["PostHeld", "PostPublished", "ReviewApproved"]
    entries = AuditEntry.objects.about(f"posts.post:{post.pk}").newest_first()[:2]
    assert {entry.act: entry.actor_id for entry in entries} == {
        "posts.published": sally.user.pk,
        "posts.review_approved": sally.user.pk,
    }


def test_what_is_approved_before_its_time_waits_for_it_and_then_goes_out(riverside, alice, sally):
    post = make_held(riverside, alice, at=NOON)

    approve(review_of(post), sally, now=TEN)

    post.refresh_from_db()
    assert (post.state, post.publish_at, post.scheduled_by) == ("scheduled", NOON, alice)
    jobs.publish_due(NOON)
    assert Post.objects.public().get().versions.get().review == review_of(post)


def test_what_is_approved_after_its_time_asks_for_another_instead_of_going_out(riverside, alice, sally):
    post = make_held(riverside, alice, at=TEN)

    approve(review_of(post), sally, now=NOON)

    post.refresh_from_db()
    assert (post.state, post.publish_at) == ("draft", None)
    assert "its time has passed" in post.returned_because
    actions.publish_post(post=post, by=alice, now=NOON)
    assert post.state == "published"
    assert Review.objects.count() == 1


@pytest.mark.parametrize("other", [REWARD + " Call 101.", BOY])
def test_other_words_than_the_approved_ones_need_a_review_of_their_own(riverside, alice, sally, other):
    post = make_held(riverside, alice, at=TEN)
    approve(review_of(post), sally, now=NOON)

    actions.change_draft(post=post, by=alice, words=Words(text=other), now=NOON)
    actions.publish_post(post=post, by=alice, now=NOON)

    assert post.state == "held"
    assert Review.objects.waiting().count() == 1


def test_words_that_changed_since_the_approver_looked_are_not_approved(riverside, alice, sally):
    post = make_held(riverside, alice)
    review = review_of(post)
    seen = check_review(review, NINE).fingerprint
    change(post, alice, "£900 reward for information.")

    with pytest.raises(actions.ReviewHasChanged):
        actions.approve_review(review=review, by=sally, fingerprint=seen, now=TEN)

    assert not Post.objects.public().exists()


def test_an_approval_does_not_let_out_what_the_guidelines_refuse(riverside, alice, sally):
    post = make_held(riverside, alice)
    change(post, alice, f"{REWARD} {REFUSED}")

    with pytest.raises(actions.DraftRefused):
        approve(review_of(post), sally)

    assert not Post.objects.public().exists()


def test_nothing_is_decided_twice(riverside, alice, sally):
    post = make_held(riverside, alice)
    review, later = review_of(post), review_of(post)
    approve(review, sally)

    for again in (
        lambda: approve(later, sally),
        lambda: actions.return_review(review=later, by=sally, reason="No", now=TEN),
        lambda: actions.withdraw_review(review=later, by=alice, now=TEN),
    ):
        with pytest.raises(actions.ReviewIsDecided):
            again()

    assert changes_of(post).count("PostPublished") == 1


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_give_one_publication():
    riverside = make_team()
    alice = make_officer("Alice Archer", team=riverside)
    sergeants = [make_sergeant(riverside, f"Sergeant {number}") for number in range(4)]
    post = make_held(riverside, alice)
    start, refused, failures = threading.Barrier(4), [], []

    def click(by) -> None:
        try:
            review = review_of(post)
            start.wait()
            approve(review, by)
        except actions.ReviewIsDecided as decided:
            refused.append(decided)
        except BaseException as error:  # noqa: BLE001  shown below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click, args=[by]) for by in sergeants]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert (failures, len(refused)) == ([], 3)
    assert RecordedChange.objects.filter(name="posts.PostPublished").count() == 1


def test_nothing_goes_out_in_the_name_of_whoever_has_left(riverside, alice, sally):
    post = make_held(riverside, alice, speaks_as=Voice.OFFICER)
    teams.end_posting(posting=Posting.objects.get(officer=alice), now=TEN)

    with pytest.raises(actions.AskerHasLeft):
        approve(review_of(post), sally, now=NOON)
    actions.return_review(review=review_of(post), by=sally, reason="She left.", now=NOON)

    post.refresh_from_db()
    assert (post.state, post.officer, post.speaks_as) == ("draft", None, Voice.TEAM)


def test_what_was_to_go_on_after_a_post_taken_back_is_not_approved(riverside, alice, sally):
    first = make_post(riverside, alice)
    post = make_held(riverside, alice, reply_to=first)
    actions.retract_post(post=first, by=alice, reason="Wrong", now=NINE)

    with pytest.raises(actions.ReplyElsewhere):
        approve(review_of(post), sally)

    assert review_of(post).state == "waiting"


# -- returning and withdrawing -----------------------------------------------------------------------------------------


def test_what_is_returned_is_a_draft_again_and_says_why(riverside, alice, sally):
    post = make_held(riverside, alice)

    actions.return_review(review=review_of(post), by=sally, reason="  Ask\nCrimestoppers first. ", now=TEN)

    post.refresh_from_db()
    assert (post.state, post.officer, post.returned_because) == ("draft", alice, "Ask Crimestoppers first.")
    assert review_of(post).reason == "Ask Crimestoppers first."
    assert changes_of(post) == ["PostHeld", "ReviewReturned"]


@pytest.mark.parametrize("reason", ["", " \n", "r" * 501])
def test_what_is_returned_needs_a_reason(riverside, alice, sally, reason):
    review = review_of(make_held(riverside, alice))

    with pytest.raises(actions.ReasonIsMissing):
        actions.return_review(review=review, by=sally, reason=reason, now=TEN)


def test_what_was_returned_can_be_asked_for_again(riverside, alice, sally):
    post = make_held(riverside, alice)
    actions.return_review(review=review_of(post), by=sally, reason="No", now=TEN)

    post.refresh_from_db()
    actions.publish_post(post=post, by=alice, now=NOON)

    assert [review.state for review in post.reviews.newest_first()] == ["waiting", "returned"]


def test_the_author_takes_back_what_they_asked_for(riverside, alice):
    post = make_held(riverside, alice)

    actions.withdraw_review(review=review_of(post), by=alice, now=TEN)

    post.refresh_from_db()
    assert (post.state, review_of(post).state) == ("draft", "withdrawn")
    assert changes_of(post) == ["PostHeld", "ReviewWithdrawn"]


def test_a_stranger_takes_back_nothing(riverside, alice):
    review = review_of(make_held(riverside, alice))

    with pytest.raises(access.NotPosted):
        actions.withdraw_review(review=review, by=make_officer("Charlie Cole", team=make_team("Quarry")), now=TEN)


def test_a_handover_takes_back_what_the_leaver_asked_for(riverside, alice, bob):
    post, edited, his = make_held(riverside, alice), make_post(riverside, bob), make_draft(riverside, bob, REWARD)
    edit(edited, alice, REWARD)
    actions.publish_post(post=his, by=alice, now=NINE)

    preview = teams.preview_hand_over(officer=alice, to=riverside, now=TEN)
    teams.hand_over(officer=alice, to=riverside, now=TEN)

    assert ("held posts, as drafts to the team", 2) in {(line.what, line.count) for line in preview}
    for each in (post, his):
        each.refresh_from_db()
        assert (each.state, each.officer) == ("draft", None)
        assert "has left the team" in each.returned_because
    assert not Review.objects.waiting().exists()
    assert edited.versions.count() == 1

"""What waits for a second pair of eyes, who may look, and what comes of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404

from tabard.people.accounts.models import Role
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import NINE, TEN, make_force, make_officer, make_posting, make_team, make_user
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
    approve,
    make_draft,
    make_held,
    make_post,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import TextIsEmpty, Words

pytestmark = pytest.mark.django_db
LATE = NINE + timedelta(hours=4)


@pytest.fixture
def riverside():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def alice(riverside):
    return make_officer("Alice Archer", team=riverside, user=make_user())


@pytest.fixture
def bob(riverside):
    return make_officer("Bob Baker", team=riverside)


@pytest.fixture
def sally(riverside):
    return make_sergeant(riverside)


def changes_of(post: Post) -> list[str]:
    kept = RecordedChange.objects.filter(payload__post_id=post.pk).order_by("pk")
    return [change.name.removeprefix("posts.") for change in kept]


def acts_on(post: Post) -> list[str]:
    return [entry.act for entry in AuditEntry.objects.about(f"posts.post:{post.pk}").in_order()]


def change(post, by, text, **more):
    actions.change_draft(post=post, by=by, words=Words(text=text), now=NINE, **more)


def edit(post, by, text, now=TEN, **more):
    return actions.edit_post(post=post, by=by, text=text, content_notice="", language="", now=now, **more)


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
    assert "500" not in told


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


# -- editing together --------------------------------------------------------------------------------------------------


def test_the_sergeant_changes_the_words_and_the_review_knows_of_it(riverside, alice, sally):
    post = make_held(riverside, alice)
    before = review_of(post)

    change(post, sally, "£500 reward for information. Call 101.", saved_at=post.saved_at)

    after = review_of(post)
    assert (after.pk, after.last_changed_by, after.asked_by) == (before.pk, sally, alice)
    assert after.fingerprint != before.fingerprint
    approve(after, sally)
    assert Post.objects.public().get().text.endswith("Call 101.")


def test_two_who_change_the_same_words_do_not_overwrite_each_other(riverside, alice, sally):
    post = make_held(riverside, alice)
    read_at = post.saved_at
    actions.change_draft(post=post, by=sally, words=Words(text=REWARD + " Call 101."), now=TEN)

    with pytest.raises(actions.DraftHasChanged) as refused:
        change(post, alice, REWARD + " Call us.", saved_at=read_at)

    assert refused.value.by == sally
    assert Post.objects.get(pk=post.pk).text.endswith("Call 101.")


def test_nobody_changes_what_speaks_in_anothers_name_not_even_the_sergeant(riverside, alice, sally):
    post = make_held(riverside, alice, speaks_as=Voice.OFFICER)

    with pytest.raises(access.NotTheirVoice):
        change(post, sally, FOUND)


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


# -- who may -----------------------------------------------------------------------------------------------------------


def may(review, officer, now=TEN):
    """As the queue and the door both see it."""
    in_queue = review in access.review_queue(officer, now)
    at_door = officer in access.reviewers_of(review, now)
    assert in_queue == at_door
    return in_queue


def test_nobody_approves_what_they_wrote_or_asked_for(riverside, sally):
    other = make_sergeant(riverside, "Saul Sergeant")
    post = make_draft(riverside, sally, REWARD)
    actions.publish_post(post=post, by=other, now=NINE)
    third = make_sergeant(riverside, "Sid Sergeant")

    for own in (sally, other):
        with pytest.raises(access.NotTheReviewer):
            approve(review_of(post), own)
        assert not may(review_of(post), own)
    assert may(review_of(post), third)


def test_an_officer_a_stranger_and_a_safeguarding_lead_approve_nothing(riverside, alice, bob, sally):
    review = review_of(make_held(riverside, alice))
    quarry = make_sergeant(make_team("Quarry"), "Quentin")
    safe = make_sergeant(riverside, "Sue Safe", role=Role.SAFEGUARDING)
    lead = make_sergeant(None, "Lena Lead", role=Role.LEAD)

    for by in (alice, bob, quarry, safe, lead):
        assert not may(review, by)
        with pytest.raises(access.NotTheReviewer):
            approve(review, by)
        with pytest.raises(access.NotTheReviewer):
            actions.return_review(review=review, by=by, reason="No", now=TEN)
    assert may(review, sally)


def test_a_sergeant_approves_nothing_after_their_posting_or_with_a_closed_account(riverside, alice, sally):
    closed = make_sergeant(riverside, "Sid Sergeant")
    closed.user.is_active = False
    closed.user.save()
    teams.end_posting(posting=Posting.objects.get(officer=sally), now=TEN)
    review = review_of(make_held(riverside, alice))

    for by in (sally, closed):
        assert not may(review, by, NOON)
        with pytest.raises(access.NotTheReviewer):
            approve(review, by, now=NOON)


def test_where_the_team_has_no_sergeant_another_of_the_force_looks_or_the_lead(riverside, alice):
    quarry = make_sergeant(make_team("Quarry"), "Quentin")
    lead = make_sergeant(None, "Lena Lead", role=Role.LEAD)
    idle = make_sergeant(None, "Ida Idle")
    review = review_of(make_held(riverside, alice))

    assert (may(review, quarry), may(review, lead), may(review, idle)) == (True, True, False)
    sally = make_sergeant(riverside)
    assert (may(review, quarry), may(review, lead), may(review, sally)) == (False, False, True)


def test_what_the_only_sergeant_wrote_another_of_the_force_looks_at(riverside, sally):
    quarry = make_sergeant(make_team("Quarry"), "Quentin")
    review = review_of(make_held(riverside, sally))

    assert (may(review, sally), may(review, quarry)) == (False, True)


def test_a_sergeant_of_another_force_approves_nothing(riverside, alice):
    other = make_sergeant(make_team("Far", force=make_force("elsewhere")), "Frank Far")

    assert not may(review_of(make_held(riverside, alice)), other)


def test_four_eyes_means_that_whoever_changed_the_words_does_not_approve_them(riverside, alice, sally):
    other = make_sergeant(riverside, "Saul Sergeant")
    post = make_held(riverside, alice, BOY)
    change(post, sally, BOY + " Call 101.")

    assert review_of(post).four_eyes
    assert (may(review_of(post), sally), may(review_of(post), other)) == (False, True)
    with pytest.raises(access.NotTheReviewer):
        approve(review_of(post), sally)
    approve(review_of(post), other)
    assert Post.objects.public().get() == post


def test_four_eyes_count_also_for_words_that_were_changed_before_anybody_asked(riverside, alice, sally):
    post = make_draft(riverside, alice)
    change(post, sally, BOY)
    actions.publish_post(post=post, by=alice, now=NINE)

    with pytest.raises(access.NotTheReviewer):
        approve(review_of(post), sally)


def test_a_review_is_seen_by_those_who_may_decide_it_and_by_the_team(riverside, alice, bob):
    quarry = make_sergeant(make_team("Quarry"), "Quentin")
    stranger = make_officer("Charlie Cole", team=make_team("Hill"))
    review = review_of(make_held(riverside, alice))

    for officer in (alice, bob, quarry):
        assert access.review_to_see(officer=officer, pk=review.pk, now=TEN) == review
    with pytest.raises(Http404):
        access.review_to_see(officer=stranger, pk=review.pk, now=TEN)


def test_a_queue_costs_the_same_however_long_it_is(riverside, alice, sally, django_assert_num_queries):
    for hours in range(5):
        make_held(riverside, alice, at=NOON + timedelta(hours=5 - hours))

    with django_assert_num_queries(2):
        queue = [(review.post.team.handle_name, str(review.asked_by)) for review in access.review_queue(sally, TEN)]

    assert len(queue) == 5
    due = [review.due_at for review in access.review_queue(sally, TEN)]
    assert due == sorted(due)


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


# -- overriding a refusal ----------------------------------------------------------------------------------------------


def refused_draft(team, by):
    post = make_draft(team, by, REFUSED)
    with pytest.raises(actions.DraftRefused):
        actions.publish_post(post=post, by=by, now=NINE)
    return post


def test_what_is_refused_goes_out_only_with_a_named_approver_and_a_recorded_reason(riverside, alice, sally):
    post = refused_draft(riverside, alice)
    review = actions.ask_override(post=post, by=alice, reason=" The  coroner asks. ", now=NINE)

    assert (review.kind, review.reason_asked, post.state) == ("override", "The coroner asks.", "held")
    with pytest.raises(actions.ReasonIsMissing):
        approve(review, sally)
    approve(review, sally, reason="Agreed with the coroner.")

    post.refresh_from_db()
    assert post.state == "published"
    entry = AuditEntry.objects.get(act="posts.review_approved")
    assert (entry.actor_id, entry.detail["reason"]) == (sally.user.pk, "Agreed with the coroner.")
    assert entry.detail["rules"] == ["address"]


def test_an_override_lets_out_these_very_words_only(riverside, alice, sally):
    post = refused_draft(riverside, alice)
    approve(actions.ask_override(post=post, by=alice, reason="Really", now=NINE, wants_at=TEN), sally, reason="Yes")
    actions.unschedule_post(post=post, by=alice, now=NINE)

    change(post, alice, "We searched 16 Gaol Lane this morning.")
    with pytest.raises(actions.DraftRefused):
        actions.publish_post(post=post, by=alice, now=NINE)
    change(post, alice, REFUSED)
    actions.publish_post(post=post, by=alice, now=NINE)

    assert post.state == "published"


def test_what_is_not_refused_needs_no_override(riverside, alice):
    with pytest.raises(actions.NothingToOverride):
        actions.ask_override(post=make_draft(riverside, alice, REWARD), by=alice, reason="Really", now=NINE)


@pytest.mark.parametrize("reason", ["", "r" * 501])
def test_whoever_asks_for_an_override_says_why(riverside, alice, reason):
    with pytest.raises(actions.ReasonIsMissing):
        actions.ask_override(post=make_draft(riverside, alice, REFUSED), by=alice, reason=reason, now=NINE)


# -- edits -------------------------------------------------------------------------------------------------------------


def test_an_edit_that_must_be_looked_at_waits_and_the_public_text_stays(riverside, alice, sally):
    post = make_post(riverside, alice)

    assert edit(post, alice, REWARD) is actions.Edited.WAITS

    post.refresh_from_db()
    review = review_of(post)
    assert (post.state, post.text, post.edited_at, post.versions.count()) == ("published", FOUND, None, 1)
    assert (review.kind, review.proposed["text"]) == ("edit", REWARD)
    approve(review, sally, now=NOON)
    post.refresh_from_db()
    assert (post.text, post.edited_at) == (REWARD, NOON)
    version = post.versions.get(number=2)
    assert (version.officer, version.review) == (alice, review)
    assert "PostEdited" in changes_of(post)


def test_an_edit_that_is_returned_or_withdrawn_is_dropped(riverside, alice, sally):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)
    actions.return_review(review=review_of(post), by=sally, reason="No", now=TEN)
    edit(post, alice, REWARD)
    actions.withdraw_review(review=review_of(post), by=alice, now=TEN)

    post.refresh_from_db()
    assert (post.state, post.text, post.returned_because) == ("published", FOUND, "")
    assert [review.state for review in post.reviews.newest_first()] == ["withdrawn", "returned"]


def test_an_edit_is_refused_asked_about_or_let_through_as_a_draft_is(riverside, alice):
    post = make_post(riverside, alice)

    with pytest.raises(actions.DraftRefused):
        edit(post, alice, REFUSED)
    with pytest.raises(actions.DraftAsks):
        edit(post, alice, "Call Dave on 07700 900123.")
    assert edit(post, alice, "Found: a blue bicycle.") is actions.Edited.DONE


def test_an_edit_of_approved_words_needs_no_review_unless_it_adds_something(riverside, alice, sally):
    post = make_held(riverside, alice, f"A red shed was robbed. {REWARD}")
    approve(review_of(post), sally)

    assert edit(post, alice, f"A blue shed was robbed. {REWARD}") is actions.Edited.DONE
    assert edit(post, alice, f"A blue shed was robbed. {REWARD} {BOY}") is actions.Edited.WAITS


def test_the_same_edit_sent_twice_waits_once_and_another_takes_its_place(riverside, alice):
    post = make_post(riverside, alice)

    for text in (REWARD, REWARD, "£900 reward for information."):
        assert edit(post, alice, text) is actions.Edited.WAITS

    assert Review.objects.get().proposed["text"].startswith("£900")
    assert changes_of(post).count("PostHeld") == 1


def test_a_harmless_edit_by_whoever_asked_takes_the_place_of_the_one_that_waits(riverside, alice):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)

    assert edit(post, alice, "Found: a bicycle.") is actions.Edited.DONE
    assert review_of(post).state == "withdrawn"


def test_a_colleague_does_not_edit_over_an_edit_that_waits(riverside, alice, bob):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)

    with pytest.raises(actions.EditWaits):
        edit(post, bob, "Found: a bicycle.")


def test_retracting_takes_back_the_edit_that_waits(riverside, alice):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)

    actions.retract_post(post=post, by=alice, reason="Wrong", now=NOON)

    assert review_of(post).state == "withdrawn"


def test_nobody_approves_their_own_edit(riverside, alice, sally):
    post = make_post(riverside, alice)
    edit(post, sally, REWARD)

    with pytest.raises(access.NotTheReviewer):
        approve(review_of(post), sally)


def test_an_approved_edit_whose_proposal_changed_meanwhile_is_not_applied(riverside, alice, sally):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)
    seen = check_review(review_of(post), TEN).fingerprint
    edit(post, alice, "£900 reward for information.")

    with pytest.raises(actions.ReviewHasChanged):
        actions.approve_review(review=review_of(post), by=sally, fingerprint=seen, now=NOON)


def test_a_former_posting_is_no_way_in(riverside, alice):
    sid = make_sergeant(None, "Sid Sergeant")
    make_posting(sid, riverside)
    Posting.objects.filter(officer=sid).update(active_to=TEN)

    assert not may(review_of(make_held(riverside, alice)), sid, TEN)

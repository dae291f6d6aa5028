"""What goes out though it is refused, edits that wait, and words that several change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tabard.people.teams.tests.makers import NINE, TEN
from tabard.plant.audit.models import AuditEntry
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import access, actions, jobs, questions
from tabard.voice.posts.checking import check_review
from tabard.voice.posts.models import Post, Review, Voice
from tabard.voice.posts.tests.makers import (
    BOY,
    FOUND,
    NOON,
    REFUSED,
    REWARD,
    approve,
    change,
    changes_of,
    edit,
    make_draft,
    make_held,
    make_post,
    review_of,
)
from tabard.voice.posts.wording import TextIsEmpty, Words

pytestmark = pytest.mark.django_db


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
    assert (entry.actor_id, entry.reason_given.text) == (sally.user.pk, "Agreed with the coroner.")
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


def test_an_approval_ends_with_a_later_return_or_after_a_week(riverside, alice, sally):
    post = make_held(riverside, alice, at=NOON)
    approve(review_of(post), sally, now=TEN)
    actions.unschedule_post(post=post, by=alice, now=TEN)
    other = "£900 reward for information."
    change(post, alice, other)
    actions.publish_post(post=post, by=alice, now=TEN)
    actions.return_review(review=review_of(post), by=sally, reason="No reward at all.", now=NOON)

    change(post, alice, REWARD)
    actions.publish_post(post=post, by=alice, now=NOON)
    assert post.state == "held"

    actions.withdraw_review(review=review_of(post), by=alice, now=NOON)
    later = NOON + timedelta(days=8)
    actions.schedule_post(post=post, by=alice, publish_at=later, now=NOON)
    approve(review_of(post), sally, now=NOON)
    post.refresh_from_db()
    actions.unschedule_post(post=post, by=alice, now=NOON)
    actions.publish_post(post=post, by=alice, now=later)
    assert post.state == "held"


def test_an_approval_holds_until_the_time_that_was_agreed_to(riverside, alice, sally):
    later = NOON + timedelta(days=8)
    post = make_held(riverside, alice, at=later)
    approve(review_of(post), sally, now=NOON)

    jobs.publish_due(later)

    assert Post.objects.public().get() == post


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "A woman was raped in town on Friday. Call 101.",
            "A woman who works at Tesco on Mill Lane was raped in town on Friday. She lives at Mill Lane.",
        ),
        (BOY, "A 15-year-old boy of Mill Lane School was arrested for robbery."),
    ],
    ids=["sexual", "child"],
)
def test_an_edit_that_makes_approved_words_graver_is_refused(riverside, alice, sally, before, after):
    post = make_held(riverside, alice, before)
    approve(review_of(post), sally)

    with pytest.raises(actions.DraftRefused):
        edit(post, alice, after)

    post.refresh_from_db()
    assert (post.text, post.versions.count()) == (before, 1)


def test_a_picture_beside_a_plate_that_was_confirmed_without_one_is_refused(riverside, alice):
    plate = "We stopped AB12 CDE on Mill Lane."
    post = make_draft(riverside, alice, plate)
    with pytest.raises(actions.DraftAsks), questions.kept(alice.user, NINE):
        actions.publish_post(post=post, by=alice, now=NINE)
    actions.publish_post(post=post, by=alice, now=NINE)

    with pytest.raises(actions.DraftRefused):
        edit(post, alice, plate, pictures=(make_picture(alt="A red car."),))

    assert edit(post, alice, f"{plate} Thank you.") is actions.Edited.DONE


def test_an_edited_post_says_under_which_version_of_the_guideline_it_stands(riverside, alice):
    post = make_post(riverside, alice)
    Post.objects.filter(pk=post.pk).update(guideline=None)

    edit(post, alice, "Found: a blue bicycle.")

    post.refresh_from_db()
    assert post.guideline == post.versions.get(number=2).guideline is not None


def test_an_edit_of_approved_words_needs_no_review_unless_it_adds_something(riverside, alice, sally):
    before = "A {} shed was robbed. It was on Friday."
    post = make_held(riverside, alice, f"{before.format('red')} {REWARD}")
    approve(review_of(post), sally)

    assert edit(post, alice, f"{before.format('blue')} {REWARD}") is actions.Edited.DONE
    assert edit(post, alice, f"{before.format('blue')} {REWARD} {BOY}") is actions.Edited.WAITS


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


# -- an edit that is refused -------------------------------------------------------------------------------------------


def ask_for(post, by, text=REFUSED, reason="The coroner asks.", **more):
    return actions.ask_edit_override(post=post, by=by, words=Words(text=text, **more), reason=reason, now=TEN)


def test_a_refused_edit_goes_out_only_with_a_named_approver_and_a_recorded_reason(riverside, alice, sally):
    post = make_post(riverside, alice)

    review = ask_for(post, alice)

    post.refresh_from_db()
    assert (post.state, post.text) == ("published", FOUND)
    assert (review.kind, review.reason_asked, review.proposed["text"]) == (
        "edit-override",
        "The coroner asks.",
        REFUSED,
    )
    with pytest.raises(actions.ReasonIsMissing):
        approve(review, sally, now=NOON)
    approve(review, sally, now=NOON, reason="Agreed with the coroner.")
    post.refresh_from_db()
    assert (post.text, post.edited_at) == (REFUSED, NOON)
    assert post.versions.get(number=2).review == review
    asked = AuditEntry.objects.get(act="posts.override_asked")
    decided = AuditEntry.objects.get(act="posts.review_approved")
    assert (asked.detail["kind"], asked.detail["rules"]) == ("edit-override", ["address"])
    assert (decided.actor_id, decided.reason_given.text) == (sally.user.pk, "Agreed with the coroner.")


def test_nobody_approves_the_exception_for_their_own_edit(riverside, alice, sally):
    review = ask_for(make_post(riverside, alice), sally)

    with pytest.raises(access.NotTheReviewer):
        approve(review, sally, reason="I want it.")
    review.state, review.decided_by, review.decided_at, review.reason = "approved", sally, TEN, "Yes"
    review.asked_by = alice
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save()


def test_an_approved_edit_is_no_leave_for_a_post(riverside, alice, sally):
    post = make_post(riverside, alice)
    approve(ask_for(post, alice), sally, reason="Yes")

    with pytest.raises(actions.DraftRefused):
        actions.publish_post(post=make_draft(riverside, alice, REFUSED), by=alice, now=NOON)


def test_an_exception_for_an_edit_is_returned_or_withdrawn_and_the_post_stays(riverside, alice, sally):
    post = make_post(riverside, alice)
    actions.return_review(review=ask_for(post, alice), by=sally, reason="No", now=TEN)
    actions.withdraw_review(review=ask_for(post, alice), by=alice, now=TEN)

    post.refresh_from_db()
    assert (post.state, post.text, post.returned_because) == ("published", FOUND, "")


def test_an_exception_is_not_asked_for_what_is_not_refused_or_without_a_reason(riverside, alice, bob):
    post = make_post(riverside, alice)

    for text, refusal in ((FOUND, actions.NothingToOverride), (REWARD, actions.NothingToOverride), ("", TextIsEmpty)):
        with pytest.raises(refusal):
            ask_for(post, alice, text)
    for reason in ("", " \n ", "r" * 501):
        with pytest.raises(actions.ReasonIsMissing):
            ask_for(post, alice, reason=reason)
    with pytest.raises(actions.WordsAndPicturesAtOnce):
        ask_for(post, alice, pictures=(make_picture(alt="A shed."),))
    with pytest.raises(actions.MoveNotAllowed):
        ask_for(make_draft(riverside, alice), alice)
    edit(post, alice, REWARD)
    with pytest.raises(actions.EditWaits):
        ask_for(post, bob)


def test_an_exception_takes_the_place_of_the_edit_that_waits_and_the_other_way_round(riverside, alice, sally):
    post = make_post(riverside, alice)
    edit(post, alice, REWARD)
    first = ask_for(post, alice)

    assert edit(post, alice, REWARD) is actions.Edited.WAITS

    review = Review.objects.get()
    assert (review.pk, review.kind, review.reason_asked) == (first.pk, "edit", "")
    assert changes_of(post).count("PostHeld") == 3


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

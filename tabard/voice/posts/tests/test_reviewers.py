"""Who may look at what is held, and who may not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from tabard.people.accounts.models import Role
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import NINE, TEN, make_force, make_officer, make_posting, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import Post, Review, Voice
from tabard.voice.posts.tests.makers import (
    BOY,
    NOON,
    REFUSED,
    REWARD,
    approve,
    change,
    make_draft,
    make_held,
    make_sergeant,
    review_of,
)

pytestmark = pytest.mark.django_db


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


def test_whoever_asks_for_an_exception_of_what_waits_does_not_approve_it(riverside, alice, sally):
    post = make_held(riverside, alice)
    change(post, alice, REFUSED)

    actions.ask_override(post=post, by=sally, reason="The coroner asks.", now=TEN)

    review = review_of(post)
    assert (Review.objects.count(), review.kind, review.asked_by, review.asked_at) == (1, "override", sally, TEN)
    assert not may(review, sally)
    assert AuditEntry.objects.filter(act="posts.override_asked", actor=sally.user).count() == 1
    assert RecordedChange.objects.filter(name="posts.PostHeld").count() == 2


def test_whoever_wrote_the_words_of_an_exception_does_not_approve_it(riverside, alice, sally):
    post = make_draft(riverside, alice, REWARD)
    change(post, sally, REFUSED)
    review = actions.ask_override(post=post, by=alice, reason="The coroner asks.", now=NINE)

    assert not may(review, sally)
    with pytest.raises(access.NotTheReviewer):
        approve(review, sally, reason="Yes")


def test_an_exception_approved_by_whoever_wrote_it_cannot_be_kept(riverside, alice, sally):
    post = make_draft(riverside, alice, REFUSED)
    review = actions.ask_override(post=post, by=alice, reason="The coroner asks.", now=NINE)
    review.state, review.decided_by, review.decided_at, review.reason = "approved", sally, TEN, "Yes"
    review.last_changed_by = sally

    with pytest.raises(IntegrityError), transaction.atomic():
        review.save()


def test_words_sent_again_as_they_are_do_not_hide_who_wrote_them(riverside, alice, sally):
    post = make_draft(riverside, alice, BOY)
    change(post, sally, BOY + " Call 101.")

    change(post, alice, BOY + " Call 101.")
    actions.publish_post(post=post, by=alice, now=NINE)
    change(post, alice, BOY + " Call 101.")

    assert (post.changed_by, review_of(post).last_changed_by) == (sally, sally)
    assert not may(review_of(post), sally)


def test_a_review_is_seen_by_those_who_may_decide_it_and_by_the_team(riverside, alice, bob):
    quarry = make_sergeant(make_team("Quarry"), "Quentin")
    stranger = make_officer("Charlie Cole", team=make_team("Hill"))
    review = review_of(make_held(riverside, alice))

    for officer in (alice, bob, quarry):
        assert access.review_to_see(officer=officer, pk=review.pk, now=TEN) == review
    with pytest.raises(Http404):
        access.review_to_see(officer=stranger, pk=review.pk, now=TEN)


def test_what_its_author_took_back_or_got_back_is_their_own_again(riverside, alice, sally):
    post = make_held(riverside, alice, speaks_as=Voice.OFFICER)
    review = review_of(post)
    assert access.review_to_see(officer=sally, pk=review.pk, now=TEN) == review

    actions.withdraw_review(review=review, by=alice, now=TEN)

    with pytest.raises(Http404):
        access.review_to_see(officer=sally, pk=review.pk, now=TEN)
    assert access.review_to_see(officer=alice, pk=review.pk, now=TEN) == review


def test_a_queue_costs_the_same_however_long_it_is(riverside, alice, sally, django_assert_num_queries):
    for hours in range(5):
        make_held(riverside, alice, at=NOON + timedelta(hours=5 - hours))

    with django_assert_num_queries(4):  # who it is, the reviews, their posts, the pictures
        queue = [(review.post.team.handle_name, str(review.asked_by)) for review in access.review_queue(sally, TEN)]

    assert len(queue) == 5
    due = [review.due_at for review in access.review_queue(sally, TEN)]
    assert due == sorted(due)


def test_a_former_posting_is_no_way_in(riverside, alice):
    sid = make_sergeant(None, "Sid Sergeant")
    make_posting(sid, riverside)
    Posting.objects.filter(officer=sid).update(active_to=TEN)

    assert not may(review_of(make_held(riverside, alice)), sid, TEN)

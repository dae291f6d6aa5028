"""Whoever writes is posted to the team at that moment; nobody speaks in another's name."""

from datetime import timedelta

import pytest
from django.http import Http404

from tabard.people.teams import actions as teams
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_posting, make_team, make_user
from tabard.voice.posts import access, actions
from tabard.voice.posts.models import Review, Voice
from tabard.voice.posts.tests.makers import (
    NOON,
    REWARD,
    approve,
    edit,
    make_draft,
    make_held,
    make_post,
    make_retracted,
    make_scheduled,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Words

pytestmark = pytest.mark.django_db

DOORS = {
    "save": lambda post, by, now: actions.save_draft(team=post.team, by=by, words=Words(text="Hello"), now=now),
    "change": lambda post, by, now: actions.change_draft(post=post, by=by, words=Words(text="Hello"), now=now),
    "discard": lambda post, by, now: actions.discard_draft(post=post, by=by, now=now),
    "schedule": lambda post, by, now: actions.schedule_post(post=post, by=by, publish_at=NOON, now=now),
    "unschedule": lambda post, by, now: actions.unschedule_post(post=post, by=by, now=now),
    "publish": lambda post, by, now: actions.publish_post(post=post, by=by, now=now),
    "edit": lambda post, by, now: actions.edit_post(
        post=post, by=by, text="Hello", content_notice="", language="", now=now
    ),
    "retract": lambda post, by, now: actions.retract_post(post=post, by=by, reason="Wrong", now=now),
    "override": lambda post, by, now: actions.ask_override(post=post, by=by, reason="Really", now=now),
    "series": lambda post, by, now: actions.start_series(team=post.team, by=by, name="Night", now=now),
}
MAKERS = [make_draft, make_scheduled, make_held, make_post, make_retracted]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("make", MAKERS)
def test_an_officer_of_another_team_is_refused_at_every_door(door, make):
    riverside = make_team("Riverside")
    post = make(riverside, make_officer("Alice Archer", team=riverside))
    charlie = make_officer("Charlie Cole", team=make_team("Quarry"))

    with pytest.raises(access.NotPosted):
        DOORS[door](post, charlie, TEN)


@pytest.mark.parametrize("door", DOORS)
def test_a_former_officer_is_refused_at_every_door_from_the_moment_the_posting_ends(door):
    riverside = make_team("Riverside")
    alice = make_officer("Alice Archer")
    posting = make_posting(alice, riverside)
    post = make_draft(riverside, alice)
    teams.end_posting(posting=posting, now=TEN)

    with pytest.raises(access.NotPosted):
        DOORS[door](post, alice, TEN)


@pytest.mark.parametrize("door", DOORS)
def test_an_officer_whose_account_is_closed_is_refused_at_every_door(door):
    riverside = make_team("Riverside")
    user = make_user()
    alice = make_officer("Alice Archer", team=riverside, user=user)
    post = make_draft(riverside, alice)
    user.is_active = False
    user.save()

    with pytest.raises(access.NotPosted):
        DOORS[door](post, alice, TEN)


@pytest.mark.parametrize("door", ["change", "discard", "schedule", "publish", "edit", "override"])
def test_a_colleague_neither_changes_nor_publishes_what_speaks_in_anothers_name(door):
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    post = make_draft(riverside, alice, speaks_as=Voice.OFFICER)

    with pytest.raises(access.NotTheirVoice):
        DOORS[door](post, bob, TEN)


def test_a_colleague_cannot_make_a_draft_speak_in_its_authors_name():
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    post = make_draft(riverside, alice)

    with pytest.raises(access.NotTheirVoice):
        actions.change_draft(post=post, by=bob, words=Words(text="Hello", speaks_as=Voice.OFFICER), now=TEN)


def test_a_colleague_takes_down_what_speaks_in_anothers_name():
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    post = make_post(riverside, alice, speaks_as=Voice.OFFICER)
    planned = make_scheduled(riverside, alice, speaks_as=Voice.OFFICER)

    actions.retract_post(post=post, by=bob, reason="Wrong street", now=TEN)
    actions.unschedule_post(post=planned, by=bob, now=NINE)

    assert (post.state, planned.state) == ("retracted", "draft")


def test_the_desk_shows_the_teams_posts_but_not_a_colleagues_own_drafts():
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    shared, own = make_draft(riverside, alice), make_draft(riverside, alice, speaks_as=Voice.OFFICER)

    assert set(access.on_desk_of(bob, TEN)) == {shared}
    assert set(access.on_desk_of(alice, TEN)) == {shared, own}
    assert access.post_on_desk(officer=bob, pk=shared.pk, now=TEN) == shared
    with pytest.raises(Http404):
        access.post_on_desk(officer=bob, pk=own.pk, now=TEN)


def test_the_desk_opens_no_post_of_another_team_or_before_the_posting_begins():
    riverside = make_team("Riverside")
    alice = make_officer("Alice Archer", team=riverside)
    post = make_post(riverside, alice)
    charlie = make_officer("Charlie Cole", team=make_team("Quarry"))

    for officer, now in ((charlie, TEN), (alice, NINE - timedelta(seconds=1))):
        with pytest.raises(Http404):
            access.post_to_change(officer=officer, pk=post.pk, now=now)
    assert access.post_to_change(officer=alice, pk=post.pk, now=TEN) == post


def test_the_desk_shows_but_does_not_let_change_a_colleagues_own_post():
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    post = make_post(riverside, alice, speaks_as=Voice.OFFICER)

    assert access.post_on_desk(officer=bob, pk=post.pk, now=TEN) == post
    with pytest.raises(access.NotTheirVoice):
        access.post_to_change(officer=bob, pk=post.pk, now=TEN)


def test_what_waits_in_ones_own_name_is_read_by_those_who_decide_or_asked_and_by_no_other_colleague():
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    carol, sally = make_officer("Carol Cole", team=riverside), make_sergeant(riverside)
    post, shared = make_held(riverside, alice, speaks_as=Voice.OFFICER), make_held(riverside, alice)
    Review.objects.filter(post=post).update(asked_by=carol)  # as of a time when somebody else could ask

    for officer in (alice, carol, sally):
        assert access.post_on_desk(officer=officer, pk=post.pk, now=TEN) == post
        assert access.review_to_see(officer=officer, pk=review_of(post).pk, now=TEN) == review_of(post)

    assert set(access.on_desk_of(bob, TEN)) == {shared}
    with pytest.raises(Http404):
        access.review_to_see(officer=bob, pk=review_of(post).pk, now=TEN)
    with pytest.raises(access.NotTheirVoice):  # it is withdrawn by its author alone, as before
        actions.withdraw_review(review=review_of(post), by=bob, reason="Not now.", now=TEN)


@pytest.mark.parametrize("end", ["waits", "returned", "withdrawn"])
def test_an_edit_in_ones_own_name_is_read_by_no_other_colleague_until_it_is_out(end):
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    sally = make_sergeant(riverside)
    post = make_post(riverside, alice, speaks_as=Voice.OFFICER)
    edit(post, alice, REWARD)
    review = review_of(post)
    if end == "returned":
        actions.return_review(review=review, by=sally, reason="No", now=TEN)
    if end == "withdrawn":
        actions.withdraw_review(review=review, by=alice, now=TEN)

    assert access.review_to_see(officer=alice, pk=review.pk, now=TEN) == review
    for officer in (bob,) if end != "withdrawn" else (bob, sally):
        with pytest.raises(Http404):
            access.review_to_see(officer=officer, pk=review.pk, now=TEN)
    assert (review in access.reviews_to_see(sally, TEN)) == (end != "withdrawn")
    assert post in access.on_desk_of(bob, TEN)


def test_an_edit_that_is_out_is_no_secret():
    riverside = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Baker", team=riverside)
    post = make_post(riverside, alice, speaks_as=Voice.OFFICER)
    edit(post, alice, REWARD)
    approve(review_of(post), make_sergeant(riverside))

    assert access.review_to_see(officer=bob, pk=review_of(post).pk, now=TEN) == review_of(post)

"""Every move of the table, and no other, in whatever order officers make them."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.changes.models import RecordedChange
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.access import NotTheirVoice, NotTheReviewer
from tabard.voice.posts.models import MOVES, Post, State
from tabard.voice.posts.tests.makers import (
    MARKET,
    NOON,
    REWARD,
    approve,
    make_draft,
    make_held,
    make_post,
    make_retracted,
    make_scheduled,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Words


def lapsed(post):
    """Left alone for a year."""
    while actions.erase_next_expired(now=LATER):
        pass
    post.refresh_from_db()
    return post


def let_lapse(post, _by):
    if lapsed(post).state != State.LAPSED:
        raise actions.MoveNotAllowed(post.state, State.LAPSED)


MAKE = {
    State.DRAFT: make_draft,
    State.SCHEDULED: make_scheduled,
    State.HELD: make_held,
    State.PUBLISHED: make_post,
    State.RETRACTED: make_retracted,
    State.LAPSED: lambda team, by: lapsed(make_draft(team, by)),
}
LATER = NINE + timedelta(days=366)


def take_back(post, by):
    if post.state == State.HELD:
        actions.withdraw_review(review=review_of(post), by=by, now=NINE)
    else:
        actions.unschedule_post(post=post, by=by, now=NINE)


def reworded(post, by, text):
    """The post with these words, where it is none yet that the public knew."""
    if post.published_at is None:
        actions.change_draft(post=post, by=by, words=Words(text=text), now=NINE)
    elif text == REWARD:
        raise actions.MoveNotAllowed(post.state, State.HELD)
    return True


MOVE = {
    State.DRAFT: take_back,
    State.SCHEDULED: lambda post, by: (
        reworded(post, by, MARKET) and actions.schedule_post(post=post, by=by, publish_at=NOON, now=NINE)
    ),
    State.HELD: lambda post, by: reworded(post, by, REWARD) and actions.publish_post(post=post, by=by, now=NINE),
    State.PUBLISHED: lambda post, by: reworded(post, by, MARKET) and actions.publish_post(post=post, by=by, now=NINE),
    State.RETRACTED: lambda post, by: actions.retract_post(post=post, by=by, reason="Wrong", now=NINE),
    State.LAPSED: let_lapse,
}
REPEATED_IN_PEACE = {State.DRAFT, State.PUBLISHED, State.RETRACTED, State.LAPSED}


@pytest.mark.django_db
@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("to", State)
def test_a_post_moves_as_the_table_says_and_in_no_other_way(start, to):
    team = make_team()
    alice = make_officer(team=team)
    post = MAKE[start](team, alice)

    if to in MOVES[start]:
        MOVE[to](post, alice)
        assert Post.objects.get(pk=post.pk).state == to
    elif start == to and to in REPEATED_IN_PEACE:
        before = RecordedChange.objects.count()
        MOVE[to](post, alice)
        assert RecordedChange.objects.count() == before
    else:
        with pytest.raises(actions.MoveNotAllowed):
            MOVE[to](post, alice)
        assert Post.objects.get(pk=post.pk).state == start


class OneAfternoon(RuleBasedStateMachine):
    """Two officers do anything in any order with one post; it never is in a state that the table does not lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.team = make_team()
        self.officers = [make_officer("Alice Archer", team=self.team), make_officer("Bob Baker", team=self.team)]
        self.officers.append(make_sergeant(self.team))
        self.post = make_draft(self.team, self.officers[0])
        self.now = NINE
        self.last = State.DRAFT

    def attempt(self, act) -> None:
        with contextlib.suppress(actions.PostRefused, NotTheirVoice, NotTheReviewer):
            act()

    @rule(who=some.sampled_from([0, 1]), hours=some.integers(-1, 3))
    def schedule(self, who, hours):
        at = self.now + timedelta(hours=hours)
        self.attempt(lambda: actions.schedule_post(post=self.post, by=self.officers[who], publish_at=at, now=self.now))

    @rule(who=some.sampled_from([0, 1]))
    def unschedule(self, who):
        self.attempt(lambda: actions.unschedule_post(post=self.post, by=self.officers[who], now=self.now))

    @rule(who=some.sampled_from([0, 1]))
    def publish(self, who):
        self.attempt(lambda: actions.publish_post(post=self.post, by=self.officers[who], now=self.now))

    @rule(who=some.sampled_from([0, 1]), text=some.sampled_from(["", "A", REWARD, "#tag @riverside"]))
    def rewrite(self, who, text):
        by = self.officers[who]
        self.attempt(lambda: actions.change_draft(post=self.post, by=by, words=Words(text=text), now=self.now))
        self.attempt(
            lambda: actions.edit_post(post=self.post, by=by, text=text, content_notice="", language="", now=self.now)
        )

    @rule(who=some.sampled_from([0, 1]))
    def retract(self, who):
        self.attempt(lambda: actions.retract_post(post=self.post, by=self.officers[who], reason="x", now=self.now))

    @rule(who=some.sampled_from([0, 2]), act=some.sampled_from(["approve", "return", "withdraw"]))
    def decide(self, who, act):
        review = self.post.reviews.newest_first().first()
        if review is None:
            return
        by = self.officers[who]
        if act == "approve":
            self.attempt(lambda: approve(review, by, now=self.now))
        elif act == "return":
            self.attempt(lambda: actions.return_review(review=review, by=by, reason="No", now=self.now))
        else:
            self.attempt(lambda: actions.withdraw_review(review=review, by=by, now=self.now))

    @rule(hours=some.integers(0, 2))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        jobs.publish_due(self.now)

    def public_texts(self):
        return set(self.post.versions.values_list("text", flat=True))

    def was_approved(self):
        approved = self.post.reviews.filter(state="approved")
        return approved.filter(decided_by=self.officers[2]).exists()

    @invariant()
    def it_moved_as_the_table_says(self):
        post = Post.objects.get(pk=self.post.pk)
        state = State(post.state)
        steps = MOVES[self.last] | {self.last}
        assert state in steps | {further for step in steps for further in MOVES[step]}
        assert state != State.PUBLISHED or (post.text and post.versions.count() >= 1)
        assert state != State.HELD or post.reviews.waiting().count() == 1
        assert state in {State.HELD, State.PUBLISHED} or not post.reviews.waiting().exists()
        assert REWARD not in self.public_texts() or self.was_approved()
        assert (state == State.RETRACTED) == (post.retracted_at is not None)
        if state == State.PUBLISHED:
            assert post.versions.order_by("-number")[0].text == post.text
        self.last = state


class TestOneAfternoon(TestCase, OneAfternoon.TestCase):
    settings = hypothesis_settings(max_examples=25, stateful_step_count=15, deadline=None)

"""Posts that wait for their time, and what may happen to them meanwhile."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.access import NotTheirVoice
from tabard.voice.posts.models import MOVES, Post, State, Voice
from tabard.voice.posts.tests.makers import NOON, make_draft, make_post, make_retracted, make_scheduled
from tabard.voice.posts.wording import TextIsEmpty, Words

MAKE = {
    State.DRAFT: make_draft,
    State.SCHEDULED: make_scheduled,
    State.PUBLISHED: make_post,
    State.RETRACTED: make_retracted,
}
MOVE = {
    State.DRAFT: lambda post, by: actions.unschedule_post(post=post, by=by, now=NINE),
    State.SCHEDULED: lambda post, by: actions.schedule_post(post=post, by=by, publish_at=NOON, now=NINE),
    State.PUBLISHED: lambda post, by: actions.publish_post(post=post, by=by, now=NINE),
    State.RETRACTED: lambda post, by: actions.retract_post(post=post, by=by, reason="Wrong", now=NINE),
}
REPEATED_IN_PEACE = {State.DRAFT, State.PUBLISHED, State.RETRACTED}


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


@pytest.mark.django_db
def test_a_time_that_nobody_here_will_see_is_refused():
    team = make_team()
    alice = make_officer(team=team)
    post = make_draft(team, alice)

    for far in (NINE + actions.FARTHEST + timedelta(seconds=1), NINE.replace(year=9999)):
        with pytest.raises(actions.PostTimeTooFar):
            actions.schedule_post(post=post, by=alice, publish_at=far, now=NINE)
    actions.schedule_post(post=post, by=alice, publish_at=NINE + actions.FARTHEST, now=NINE)


@pytest.mark.django_db
@pytest.mark.parametrize("publish_at", [NINE, NINE - timedelta(seconds=1)])
def test_a_time_that_is_past_is_refused(publish_at):
    team = make_team()
    alice = make_officer(team=team)
    post = make_draft(team, alice)

    with pytest.raises(actions.PostTimeIsPast):
        actions.schedule_post(post=post, by=alice, publish_at=publish_at, now=NINE)


@pytest.mark.django_db
def test_a_scheduled_post_goes_out_when_its_time_has_come_and_not_before():
    team = make_team()
    alice = make_officer(team=team)
    post = make_scheduled(team, alice, at=TEN)

    jobs.publish_due(TEN - timedelta(seconds=1))
    assert not Post.objects.public().exists()

    jobs.publish_due(TEN)
    post.refresh_from_db()
    assert (post.state, post.published_at, post.publish_at) == ("published", TEN, None)


@pytest.mark.django_db
def test_the_words_of_a_scheduled_post_can_be_changed_but_not_taken_away():
    team = make_team()
    alice = make_officer(team=team)
    post = make_scheduled(team, alice)

    actions.change_draft(post=post, by=alice, words=Words(text="Market on Saturday."), now=NINE)
    with pytest.raises(TextIsEmpty):
        actions.change_draft(post=post, by=alice, words=Words(text=" "), now=NINE)

    jobs.publish_due(TEN)
    assert Post.objects.public().get().text == "Market on Saturday."


@pytest.mark.django_db
@pytest.mark.parametrize("voice", Voice)
def test_what_somebody_scheduled_who_then_left_comes_back_to_the_teams_desk(voice):
    team = make_team()
    alice, bob = make_officer("Alice Archer", team=team), make_officer("Bob Baker", team=team)
    post = make_scheduled(team, alice, speaks_as=voice)
    teams.end_posting(posting=Posting.objects.get(officer=alice), now=NINE + timedelta(minutes=30))

    jobs.publish_due(TEN)

    post.refresh_from_db()
    assert (post.state, post.officer, post.speaks_as) == ("draft", None, Voice.TEAM)
    assert "had left the team" in post.returned_because
    assert AuditEntry.objects.about(f"posts.post:{post.pk}").newest_first()[0].act == "posts.returned"
    assert RecordedChange.objects.filter(name="posts.PostReturned", payload={"post_id": post.pk}).count() == 1

    actions.publish_post(post=post, by=bob, now=NOON)
    assert (post.officer, post.returned_because) == (bob, "")


@pytest.mark.django_db
def test_nothing_goes_out_in_the_name_of_an_officer_who_was_dismissed():
    team = make_team()
    alice, bob = make_officer("Alice Archer", team=team), make_officer("Bob Baker", team=team)
    post = make_draft(team, bob)
    actions.schedule_post(post=post, by=alice, publish_at=TEN, now=NINE)
    actions.change_draft(post=post, by=bob, words=Words(text=post.text, speaks_as=Voice.OFFICER), now=NINE)
    teams.end_posting(posting=Posting.objects.get(officer=bob), now=NINE + timedelta(minutes=30))

    jobs.publish_due(TEN)

    post.refresh_from_db()
    assert not Post.objects.public().exists()
    assert (post.state, post.officer, post.speaks_as) == ("draft", None, Voice.TEAM)
    assert "in whose name this spoke had left" in post.returned_because


@pytest.mark.django_db
def test_what_was_to_go_on_after_a_post_that_was_taken_back_comes_back_to_its_author():
    team = make_team()
    alice = make_officer("Alice Archer", team=team)
    first, other = make_post(team, alice, "First"), make_scheduled(team, alice, "Other")
    post = make_scheduled(team, alice, reply_to=first)
    actions.retract_post(post=first, by=alice, reason="The wrong street.", now=NINE)

    jobs.publish_due(TEN)

    post.refresh_from_db()
    assert (post.state, post.officer, post.reply_to) == ("draft", alice, None)
    assert "had been taken back" in post.returned_because
    assert RecordedChange.objects.filter(name="posts.PostReturned", payload={"post_id": post.pk}).count() == 1
    assert Post.objects.public().get() == other


@pytest.mark.django_db
def test_whoever_gives_it_another_time_answers_for_it():
    team = make_team()
    alice, bob = make_officer("Alice Archer", team=team), make_officer("Bob Baker", team=team)
    post = make_scheduled(team, alice)
    actions.schedule_post(post=post, by=bob, publish_at=NOON, now=NINE)
    teams.end_posting(posting=Posting.objects.get(officer=alice), now=TEN)

    jobs.publish_due(NOON)

    assert Post.objects.public().get() == post


@pytest.mark.django_db
def test_a_handover_passes_drafts_and_scheduled_posts_to_the_team():
    team = make_team()
    alice, bob = make_officer("Alice Archer", team=team), make_officer("Bob Baker", team=team)
    draft, planned = make_draft(team, alice, speaks_as=Voice.OFFICER), make_scheduled(team, alice)
    published, his = make_post(team, alice), make_draft(team, bob)

    preview = teams.preview_hand_over(officer=alice, to=team, now=TEN)
    teams.hand_over(officer=alice, to=team, now=TEN)

    assert {(line.what, line.count) for line in preview} >= {
        ("draft, to the team", 1),
        ("scheduled post, as a draft to the team", 1),
    }
    for post in (draft, planned):
        post.refresh_from_db()
        assert (post.state, post.officer, post.speaks_as) == ("draft", None, Voice.TEAM)
    assert planned.returned_because
    for post, author in ((published, alice), (his, bob)):
        post.refresh_from_db()
        assert post.officer == author


@pytest.mark.django_db(transaction=True)
def test_several_workers_publish_each_due_post_once():
    team = make_team()
    alice = make_officer(team=team)
    posts = [make_scheduled(team, alice, f"Post {number}") for number in range(12)]
    failures: list[BaseException] = []

    def work() -> None:
        try:
            jobs.publish_due(TEN)
        except BaseException as error:  # noqa: BLE001  shown below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    published = RecordedChange.objects.filter(name="posts.PostPublished")
    assert sorted(change.payload["post_id"] for change in published) == [post.pk for post in posts]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_publish_once():
    team = make_team()
    alice = make_officer(team=team)
    start, failures = threading.Barrier(4), []

    def click() -> None:
        try:
            start.wait()
            post = actions.save_draft(team=team, by=alice, words=Words(text="Hello"), now=NINE, token="one")
            actions.publish_post(post=post, by=alice, now=NINE)
        except BaseException as error:  # noqa: BLE001  shown below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert failures == []
    assert Post.objects.public().count() == 1
    assert RecordedChange.objects.filter(name="posts.PostPublished").count() == 1


@pytest.mark.django_db(transaction=True)
def test_handing_over_waits_for_a_post_that_is_just_being_published_and_both_come_to_an_end():
    team = make_team()
    alice = make_officer(team=team)
    post, failures = make_scheduled(team, alice), []

    def hand_over() -> None:
        try:
            teams.hand_over(officer=alice, to=team, now=TEN)
        except BaseException as error:  # noqa: BLE001  shown below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    leaving = threading.Thread(target=hand_over)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        leaving.start()
        leaving.join(0.5)  # it has come as far as it can
        actions.publish_post(post=post, by=alice, now=NINE)
    leaving.join()

    assert failures == []
    assert Post.objects.public().get() == post
    assert not Posting.objects.held_at(TEN).filter(officer=alice).exists()


class OneAfternoon(RuleBasedStateMachine):
    """Two officers do anything in any order with one post; it never is in a state that the table does not lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.team = make_team()
        self.officers = [make_officer("Alice Archer", team=self.team), make_officer("Bob Baker", team=self.team)]
        self.post = make_draft(self.team, self.officers[0])
        self.now = NINE
        self.last = State.DRAFT

    def attempt(self, act) -> None:
        with contextlib.suppress(actions.PostRefused, NotTheirVoice):
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

    @rule(who=some.sampled_from([0, 1]), text=some.sampled_from(["", "A", "B", "#tag @riverside"]))
    def rewrite(self, who, text):
        by = self.officers[who]
        self.attempt(lambda: actions.change_draft(post=self.post, by=by, words=Words(text=text), now=self.now))
        self.attempt(
            lambda: actions.edit_post(post=self.post, by=by, text=text, content_notice="", language="", now=self.now)
        )

    @rule(who=some.sampled_from([0, 1]))
    def retract(self, who):
        self.attempt(lambda: actions.retract_post(post=self.post, by=self.officers[who], reason="x", now=self.now))

    @rule(hours=some.integers(0, 2))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        jobs.publish_due(self.now)

    @invariant()
    def it_moved_as_the_table_says(self):
        post = Post.objects.get(pk=self.post.pk)
        state = State(post.state)
        steps = MOVES[self.last] | {self.last}
        assert state in steps | {further for step in steps for further in MOVES[step]}
        assert state != State.PUBLISHED or (post.text and post.versions.count() >= 1)
        assert (state == State.RETRACTED) == (post.retracted_at is not None)
        if state == State.PUBLISHED:
            assert post.versions.order_by("-number")[0].text == post.text
        self.last = state


class TestOneAfternoon(TestCase, OneAfternoon.TestCase):
    settings = hypothesis_settings(max_examples=25, stateful_step_count=15, deadline=None)

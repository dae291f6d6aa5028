"""Posts that wait for their time, and what may happen to them meanwhile."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.models import Post, Voice
from tabard.voice.posts.tests.makers import (
    NOON,
    make_draft,
    make_post,
    make_scheduled,
)
from tabard.voice.posts.wording import TextIsEmpty, Words


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
    assert RecordedChange.objects.filter(name="posts.PostReturned", payload__post_id=post.pk).count() == 1

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
    assert RecordedChange.objects.filter(name="posts.PostReturned", payload__post_id=post.pk).count() == 1
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

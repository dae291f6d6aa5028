"""What the record keeps of a poll: its count at each version and at its end, and nothing of its answers once erased."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.actions.notes import note_post, withdraw_post
from tabard.voice.network.actions.reactions import close_next_poll, vote
from tabard.voice.network.models import Poll as OpenPoll
from tabard.voice.network.tests.makers import make_far_actor
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db
MEET = Poll(("Monday at six", "Friday at noon"), 3600)


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


def edit(post, by, text):
    actions.edit_post(post=post, by=by, text=text, content_notice="", language="en", now=NINE)


def export(folder):
    call_command("export_records", "--from", "2026-01-01", "--to", "2040-12-31", "--output", str(folder))
    return json.loads((folder / "records.json").read_text())


def poll_of(post):
    return note_post(Post.objects.for_lists().get(pk=post.pk), now=NINE).poll


def test_the_answers_of_a_poll_go_with_its_post_and_the_count_stays(team, alice):
    post = make_post(team, alice, "When shall we meet?", poll=MEET)
    poll = poll_of(post)
    vote(poll=poll, actor=make_far_actor("nadia"), options=[1], now=NINE)

    jobs.erase_expired(NINE + timedelta(days=8 * 366))
    withdraw_post(post, now=NINE)

    assert "Monday" not in str([*OpenPoll.objects.values(), *Post.objects.values()])
    poll.refresh_from_db()
    assert (poll.options, poll.votes, poll.voters_count) == (["", ""], [0, 1], 1)
    assert close_next_poll(now=NINE + timedelta(hours=2))


def test_each_version_has_the_votes_of_its_time_and_the_chain_the_last_count(team, alice):
    post = make_post(team, alice, "When shall we meet?", poll=MEET)
    poll = poll_of(post)
    vote(poll=poll, actor=make_far_actor("nadia"), options=[1], now=NINE)
    edit(post, alice, "When shall we meet, then?")
    vote(poll=poll, actor=make_far_actor("omar"), options=[1], now=NINE)
    close_next_poll(now=NINE + timedelta(hours=2))

    assert AuditEntry.objects.get(act="network.poll_closed").detail == {"votes": [0, 2], "voters": 2}
    first, second = post.versions.order_by("number")

    assert (first.poll["options"], first.poll["votes"]) == (["Monday at six", "Friday at noon"], [0, 0])
    assert second.poll["votes"] == [0, 1]


def test_an_export_tells_the_count_of_a_poll(team, alice, tmp_path):
    post = make_post(team, alice, "When shall we meet?", poll=MEET)
    poll = poll_of(post)
    vote(poll=poll, actor=make_far_actor("nadia"), options=[1], now=NINE)
    close_next_poll(now=NINE + timedelta(hours=2))

    record = export(tmp_path / "out")[0]

    assert (record["poll_votes"], record["poll_voters"]) == ([0, 1], 1)
    closed = record["audit"][-1]
    assert (closed["act"], closed["detail"]) == ("network.poll_closed", {"votes": [0, 1], "voters": 1})

"""Posts in every state, made the way that officers make them."""

from datetime import datetime, timedelta
from typing import Any

from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE, TEN
from tabard.voice.posts import actions
from tabard.voice.posts.models import Post
from tabard.voice.posts.wording import Words

NOON = NINE + timedelta(hours=3)
FOUND, MARKET = "Found: a red bicycle.", "Market on Friday."


def make_draft(team: Team, by: Officer, text: str = FOUND, *, now: datetime = NINE, **more: Any) -> Post:
    return actions.save_draft(team=team, by=by, words=Words(text=text, **more), now=now)


def make_scheduled(team: Team, by: Officer, text: str = MARKET, *, at: datetime = TEN, **more: Any) -> Post:
    post = make_draft(team, by, text, **more)
    actions.schedule_post(post=post, by=by, publish_at=at, now=NINE)
    return post


def make_post(team: Team, by: Officer, text: str = FOUND, *, now: datetime = NINE, **more: Any) -> Post:
    """A published post."""
    post = make_draft(team, by, text, now=now, **more)
    actions.publish_post(post=post, by=by, now=now)
    return post


def make_retracted(team: Team, by: Officer, *, now: datetime = NINE) -> Post:
    post = make_post(team, by, now=now)
    actions.retract_post(post=post, by=by, reason="The owner was found.", now=now)
    return post

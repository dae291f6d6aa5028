"""Actors of ours and elsewhere, and what goes on between them, said in few words."""

from datetime import UTC, datetime
from typing import Any

from tabard.gateways.activitypub.apply.dispatch import apply
from tabard.gateways.activitypub.fetch import actor_at
from tabard.gateways.activitypub.receive.activities import activity_of
from tabard.gateways.activitypub.tests.coming_in.far_server import FarActor
from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.voice.network.actions import actors, follows, notes
from tabard.voice.network.models import Actor, Note
from tabard.voice.posts.tests.makers import make_post

__all__ = ["NINE", "NOW", "follow", "make_ours", "receive", "say", "seen"]
NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def make_ours(name: str = "Riverside") -> Actor:
    """The actor of a team."""
    return actors.open_actor(make_team(name), now=NINE)


def say(ours: Actor, text: str = "Market on Friday.", **more: Any) -> Note:
    """A note of the team's."""
    post = make_post(ours.team, make_officer(team=ours.team), text, **more)
    return notes.note_post(post, now=NINE)


def seen(far: FarActor, now: datetime = NOW) -> Actor:
    """The row of an actor elsewhere, fetched from there if it must be."""
    return actor_at(far.uri, now=now)


def follow(ours: Actor, far: FarActor, now: datetime = NOW) -> None:
    """One of ours follows one of theirs, who agrees."""
    wish = follows.ask_to_follow(follower=ours, target=seen(far, now), now=now)
    follows.accept_follow(follow=wish, now=now)


def receive(document: dict[str, Any], by: FarActor, now: datetime = NOW) -> None:
    """What the worker does with an activity that `by` signed."""
    apply(activity_of(document), signer=seen(by, now), now=now)

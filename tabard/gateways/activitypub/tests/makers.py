"""Actors and notes of ours, made the way that officers make them, and others who follow them from elsewhere."""

from datetime import datetime
from itertools import count
from typing import Any

from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.voice.network.actions import actors, follows, notes
from tabard.voice.network.models import Actor, Note
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_post

__all__ = ["NINE", "TEN", "make_officer", "make_post", "make_team"]
AS2 = "application/activity+json"
_numbers = count(1)


def actor_of(holder: Team | Officer) -> Actor:
    return actors.open_actor(holder, now=NINE)


def make_note(team: Team, text: str = "Sixty-one cars, four too fast.", *, now: datetime = NINE, **more: Any) -> Note:
    """The note of a post that an officer of the team has published."""
    return note_of(make_post(team, make_officer(team=team), text, now=now, **more))


def note_of(post: Post) -> Note:
    made = notes.note_post(post, now=post.published_at or NINE)
    return Note.objects.for_lists().get(pk=made.pk)


def make_remote(name: str = "", host: str = "social.example", *, inbox: str = "", **more: Any) -> Actor:
    """Somebody at another server, with a shared inbox there unless `inbox` is given."""
    name = name or f"resident{next(_numbers)}"
    uri = f"https://{host}/users/{name}"
    given = {"shared_inbox": "" if inbox else f"https://{host}/inbox", "is_discoverable": True, **more}
    profile = actors.Profile(
        uri=uri,
        kind="Person",
        name=name,
        host=host,
        inbox=inbox or f"{uri}/inbox",
        url=f"https://{host}/@{name}",
        **given,
    )
    return actors.keep_profile(profile, now=NINE)


def make_follower(target: Actor, host: str = "social.example", **more: Any) -> Actor:
    follower = make_remote(host=host, **more)
    follows.ask_to_follow(follower=follower, target=target, now=NINE, uri=f"{follower.uri}#follow/{next(_numbers)}")
    return follower


def make_remote_note(actor: Actor, html: str = "<p>Thank you!</p>", **words: Any) -> Note:
    uri = f"{actor.uri}/notes/{next(_numbers)}"
    return notes.take_note(uri=uri, actor=actor, words=notes.Words(html=html, **words), published_at=NINE, now=NINE)

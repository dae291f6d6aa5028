"""Actors and notes, here and elsewhere, made by actions."""

from datetime import datetime
from itertools import count
from typing import Any

from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE
from tabard.voice.network.actions import actors, follows, notes
from tabard.voice.network.actions.actors import Profile
from tabard.voice.network.actions.notes import Words
from tabard.voice.network.models import Actor, Following, Note
from tabard.voice.posts.models import Post

HOST = "far.example"
_numbers = count(1)


def make_far_actor(
    name: str = "", *, host: str = HOST, handle_host: str = "", now: datetime = NINE, **more: Any
) -> Actor:
    """Somebody at another server, with another host in the handle where one is given."""
    name = name or f"someone{next(_numbers)}"
    uri = f"https://{host}/users/{name}"
    inboxes = {"inbox": f"{uri}/inbox", "shared_inbox": f"https://{host}/inbox"}
    known = {"kind": Actor.Kind.PERSON, "display_name": name.title(), "url": f"https://{host}/@{name}", **inboxes}
    return actors.keep_profile(Profile(uri=uri, name=name, host=handle_host or host, **{**known, **more}), now=now)


def make_actor(holder: Team | Officer, *, now: datetime = NINE) -> Actor:
    return actors.open_actor(holder, now=now)


def make_far_note(actor: Actor, text: str = "Hello.", *, now: datetime = NINE, uri: str = "", **more: Any) -> Note:
    uri = uri or f"https://{actor.host}/notes/{next(_numbers)}"
    words = Words(html=f"<p>{text}</p>", **more)
    return notes.take_note(uri=uri, actor=actor, words=words, published_at=now, now=now)


def make_note(post: Post, *, now: datetime = NINE) -> Note:
    """The note of a published post."""
    return notes.note_post(post, now=now)


def make_follow(follower: Actor, target: Actor, *, now: datetime = NINE) -> Following:
    """An accepted one, whoever asks."""
    asked = follows.ask_to_follow(follower=follower, target=target, now=now)
    follows.accept_follow(follow=asked, now=now)
    asked.refresh_from_db()
    return asked

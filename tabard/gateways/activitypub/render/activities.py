"""What our actors do, as it travels: each activity names who did it, to what, and for whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from tabard.gateways.activitypub.render import events, notes
from tabard.gateways.activitypub.render.actors import moment
from tabard.gateways.activitypub.render.vocabulary import Document
from tabard.services.events.models import Event
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor, Block, Following, Like, Note, Poll, Report


def create(note: Note, *, now: datetime) -> Document:
    """Of a note that stands for a post; read it `for_lists()`."""
    said = notes.note(note, now=now)
    return _activity("Create", f"{note.uri}#create", note.actor.uri, said, _addressed(said, said["published"]))


def update(note: Note, *, number: int, now: datetime) -> Document:
    """What the note says now; `number` tells one change of it from another."""
    said = notes.note(note, now=now)
    uri = addresses.activity_uri(note.uri, "updates", number)
    return _activity("Update", uri, note.actor.uri, said, _addressed(said, moment(now)))


def create_event(event: Event, by: Actor) -> Document:
    said = events.event(event, by)
    return _activity("Create", f"{said['id']}#create", by.uri, said, _addressed(said, said["published"]))


def update_event(event: Event, by: Actor, *, number: int, now: datetime) -> Document:
    said = events.event(event, by)
    uri = addresses.activity_uri(said["id"], "updates", number)
    return _activity("Update", uri, by.uri, said, _addressed(said, moment(now)))


def announce(note: Note) -> Document:
    """Pass on the note that `note` announces; read it with both actors."""
    assert note.announces is not None  # noqa: S101  it is of that kind
    to, cc = notes.audience(note)
    of = note.announces.actor.uri
    about = {"to": to, "cc": [*cc, of], "published": moment(note.published_at)}
    return _activity("Announce", note.uri, note.actor.uri, note.announces.uri, about)


def of_note(note: Note, *, now: datetime) -> Document:
    """The activity by which a note came into being."""
    return announce(note) if note.kind == Note.Kind.ANNOUNCE else create(note, now=now)


def deletion(note: Note) -> Document:
    gone = notes.tombstone(note)
    return _activity("Delete", f"{note.uri}#delete", note.actor.uri, gone, {"to": [addresses.PUBLIC]})


def undo_announce(note: Note) -> Document:
    assert note.announces is not None  # noqa: S101  it is of that kind
    undone = _activity("Announce", note.uri, note.actor.uri, note.announces.uri, {})
    return undo(undone, to=[addresses.PUBLIC])


def update_actor(actor: Actor, described: Document, *, number: int) -> Document:
    uri = addresses.activity_uri(actor.uri, "updates", number)
    return _activity("Update", uri, actor.uri, described, {"to": [addresses.PUBLIC]})


def move(actor: Actor, to: Actor, *, number: int) -> Document:
    """ActivityStreams 2.0 vocabulary, Move, as Mastodon does it: the object is the actor itself."""
    uri = addresses.activity_uri(actor.uri, "moves", number)
    return _activity("Move", uri, actor.uri, actor.uri, {"target": to.uri, "to": [f"{actor.uri}followers"]})


def follow(follow: Following) -> Document:
    return follow_of(follow.uri, follow.follower.uri, follow.target.uri)


def follow_of(uri: str, follower: str, target: str) -> Document:
    return _activity("Follow", uri, follower, target, {"to": [target]})


def answer(kind: str, asked: Document, *, by: Actor) -> Document:
    """An Accept or Reject of what somebody asked, which is embedded whole (fedify#125)."""
    tail = sha256(asked["id"].encode()).hexdigest()[:32]
    uri = addresses.activity_uri(by.uri, f"{kind.lower()}s", tail)
    return _activity(kind, uri, by.uri, asked, {"to": [asked["actor"]]})


def like(like: Like) -> Document:
    return like_of(like.uri, like.actor.uri, like.note)


def like_of(uri: str, actor: str, note: Note) -> Document:
    return _activity("Like", uri, actor, note.uri, {"to": [note.actor.uri]})


def block(block: Block) -> Document:
    return block_of(block.uri, block.actor.uri, block.target.uri)


def block_of(uri: str, actor: str, target: str) -> Document:
    return _activity("Block", uri, actor, target, {"to": [target]})


def undo(undone: Document, *, to: Sequence[str] = ()) -> Document:
    """Take back an activity, embedded whole: Threads answers 500 to one that is only named (fedify#125)."""
    about = {"to": [*to] or undone.get("to", [])}
    return _activity("Undo", f"{undone['id']}/undo", undone["actor"], undone, about)


def pin(note: Note, kind: str, number: int) -> Document:
    """`kind` is Add or Remove: what stands first on the profile."""
    uri = addresses.activity_uri(note.actor.uri, f"{kind.lower()}s", number)
    about = {"target": f"{note.actor.uri}featured", "to": [addresses.PUBLIC]}
    return _activity(kind, uri, note.actor.uri, note.uri, about)


def vote(uri: str, actor: str, poll: Poll, option: int) -> Document:
    """One answer to a poll elsewhere: a Note with nothing but the answer's name, for its author alone."""
    author = poll.note.actor.uri
    chosen = {
        "id": uri,
        "type": "Note",
        "name": poll.options[option],
        "attributedTo": actor,
        "inReplyTo": poll.note.uri,
        "to": [author],
    }
    return _activity("Create", f"{uri}/activity", actor, chosen, {"to": [author]})


def flag(report: Report, server: Actor) -> Document:
    """Signed by the server, so that nobody learns which officer looked."""
    objects = [report.about.uri, *report.notes.order_by("pk").values_list("uri", flat=True)]
    return {**_activity("Flag", report.uri, server.uri, objects, {"to": [report.about.uri]}), "content": report.words}


def _activity(kind: str, uri: str, actor: str, thing: object, about: Mapping[str, object]) -> Document:
    return {"id": uri, "type": kind, "actor": actor, **about, "object": thing}


def _addressed(said: Document, at: str) -> Document:
    return {"to": said["to"], "cc": said["cc"], "published": at}

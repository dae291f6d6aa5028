"""Follows, their answers, and taking things back."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from tabard.gateways.activitypub.receive.activities import Activity
from tabard.gateways.activitypub.receive.values import address, kinds
from tabard.voice.network import addresses
from tabard.voice.network.actions import follows, keeping_out, reactions
from tabard.voice.network.actions.notes import delete_note
from tabard.voice.network.models import Actor, Block, Following, Like, Note

Row = TypeVar("Row", bound=Model)


def ours_at(uri: str) -> Actor | None:
    """The local actor with this id, if it is one that stands for somebody."""
    if not addresses.is_ours(uri):
        return None
    return Actor.objects.local().living().filter(uri=uri).exclude(kind=Actor.Kind.APPLICATION).first()


def follow(activity: Activity, actor: Actor, now: datetime) -> None:
    target = ours_at(activity.object_uri)
    if target is None:
        return
    try:
        follows.ask_to_follow(follower=actor, target=target, uri=activity.uri, now=now)
    except follows.FollowRefused:
        if activity.uri:
            follows.refuse_follow(follower=actor, target=target, uri=activity.uri)


def accept(activity: Activity, actor: Actor, now: datetime) -> None:
    for wish in _wish(activity, actor):
        follows.accept_follow(follow=wish, now=now)


def reject(activity: Activity, actor: Actor, _now: datetime) -> None:
    for wish in _wish(activity, actor):
        follows.reject_follow(follow=wish)


def _wish(activity: Activity, actor: Actor) -> list[Following]:
    """The Follow of one of ours that is answered: by its id, or by whom it names where the id was not kept."""
    wishes = Following.objects.from_here().of(actor).select_related("follower", "target")
    found = wishes.filter(uri=activity.object_uri) if activity.object_uri else wishes.none()
    return list(found) or list(wishes.filter(follower__uri=address(activity.document.get("actor")) or "-"))[:1]


def undo(activity: Activity, actor: Actor, now: datetime) -> None:
    """Whatever it was: the activity taken back may come whole, or by its id alone."""
    kind = next(iter(kinds(activity.document)), "")
    for name, take_back in UNDONE.items():
        if kind in {name, ""}:
            take_back(actor, activity.object_uri, address(activity.document.get("object")), now)


def _end_follow(actor: Actor, uri: str, about: str, _now: datetime) -> None:
    for wish in _those(Following.objects.filter(follower=actor).select_related("target"), uri, target__uri=about):
        follows.end_follow(follower=actor, target=wish.target)


def _undo_like(actor: Actor, uri: str, about: str, _now: datetime) -> None:
    for liked in _those(Like.objects.filter(actor=actor).select_related("note"), uri, note__uri=about):
        reactions.undo_like(actor=actor, note=liked.note)


def _undo_announce(actor: Actor, uri: str, about: str, now: datetime) -> None:
    for note in _those(Note.objects.living().filter(actor=actor, kind="Announce"), uri, announces__uri=about):
        delete_note(note=note, now=now)


def _undo_block(actor: Actor, uri: str, about: str, _now: datetime) -> None:
    for block in _those(Block.objects.filter(actor=actor).select_related("target"), uri, target__uri=about):
        keeping_out.undo_block(actor=actor, target=block.target)


UNDONE: dict[str, Callable[[Actor, str, str, datetime], None]] = {
    "Follow": _end_follow,
    "Like": _undo_like,
    "EmojiReact": _undo_like,
    "Announce": _undo_announce,
    "Block": _undo_block,
}


def _those(rows: QuerySet[Row], uri: str, **about: str) -> list[Row]:
    """The row that came with this id; where none did, those about the same thing."""
    found = list(rows.filter(uri=uri)) if uri else []
    return found or (list(rows.filter(**about)) if all(about.values()) else [])

"""Opening our own actors, and keeping what we know of others."""

from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from tabard.people.teams.models import Handle, Officer, Team
from tabard.plant.changes.actions import record
from tabard.voice.network import addresses
from tabard.voice.network.actions.follows import FollowRefused, ask_to_follow, end_follow
from tabard.voice.network.changes import ActorChanged, ActorGone, ActorMoved, ActorOpened
from tabard.voice.network.models import Actor, Following

SERVER_NAME = "server"


class HandleElsewhere(Exception):
    """Another actor of that server holds the handle under another id."""


@dataclass(frozen=True)
class Profile:
    """What another server says of an actor, already checked: addresses are https, `summary` and values safe HTML."""

    uri: str
    kind: str
    name: str
    host: str
    inbox: str
    shared_inbox: str = ""
    display_name: str = ""
    summary: str = ""
    url: str = ""
    icon_url: str = ""
    header_url: str = ""
    fields: tuple[dict[str, str], ...] = ()
    followers_uri: str = ""
    featured_uri: str = ""
    also_known_as: tuple[str, ...] = ()
    is_locked: bool = False
    is_discoverable: bool = False
    claimed_followers: int = 0
    claimed_following: int = 0
    claimed_notes: int = 0
    created_at: datetime | None = None


def open_actor(holder: Team | Officer, *, now: datetime) -> Actor:
    """The actor of one of ours; made when it is first asked for. Read the holder with its handle."""
    found = Actor.objects.with_people().filter(**_holder(holder)).first()
    return found or _open(holder, now)


def _holder(holder: Team | Officer) -> dict[str, Team | Officer]:
    return {"team": holder} if isinstance(holder, Team) else {"officer": holder}


@transaction.atomic
def _open(holder: Team | Officer, now: datetime) -> Actor:
    handle = holder.handle.name
    kind = Actor.Kind.GROUP if isinstance(holder, Team) else Actor.Kind.PERSON
    start = {"kind": kind, "name": handle, "created_at": now, "is_discoverable": True, **_holder(holder)}
    actor, is_new = Actor.objects.get_or_create(uri=addresses.actor_uri(handle), defaults=start)
    if is_new:
        record(ActorOpened(actor_id=actor.pk))
    return actor


@transaction.atomic
def tell_of_change(holder: Team | Officer, *, now: datetime) -> None:
    """What the public sees of one of ours has changed: whoever follows is to hear of it."""
    record(ActorChanged(actor_id=open_actor(holder, now=now).pk))


def open_server_actor(*, now: datetime) -> Actor:
    start = {"kind": Actor.Kind.APPLICATION, "name": SERVER_NAME, "created_at": now}
    return Actor.objects.get_or_create(uri=addresses.server_actor_uri(), defaults=start)[0]


def actor_of_handle(handle: Handle, *, now: datetime) -> Actor:
    holder = handle.team or handle.officer
    assert holder is not None  # noqa: S101  the database keeps it: handle_is_one_actor
    return open_actor(holder, now=now)


@transaction.atomic
def keep_profile(profile: Profile, *, now: datetime) -> Actor:
    """Take in what another server says of one of its actors. Raises HandleElsewhere, ValueError for one of ours."""
    if addresses.is_ours(profile.uri):
        raise ValueError("one of ours")
    if Actor.objects.named(profile.name, profile.host).exclude(uri=profile.uri).exists():
        raise HandleElsewhere(profile.host)
    known = {field.name: getattr(profile, field.name) for field in fields(profile)}
    known |= {"fields": list(profile.fields), "also_known_as": list(profile.also_known_as)}
    known |= {"fetched_at": now, "gone_at": None, "created_at": profile.created_at or now}
    actor, is_new = Actor.objects.update_or_create(uri=profile.uri, defaults=known)
    if not is_new:
        record(ActorChanged(actor_id=actor.pk))
    return actor


@transaction.atomic
def forget_actor(*, actor: Actor, now: datetime) -> None:
    """A remote actor is gone: so are its notes, likes and follows. The row stays, to refuse what may yet come."""
    actor.notes.all().delete()
    for ties in (actor.likes, actor.follows_in, actor.follows_out, actor.blocks, actor.votes):
        ties.all().delete()
    blank = Profile(uri=actor.uri, kind=actor.kind, name=actor.name, host=actor.host, inbox="")
    for field in fields(blank):
        value = getattr(blank, field.name)
        if field.name != "created_at":
            setattr(actor, field.name, list(value) if isinstance(value, tuple) else value)
    actor.gone_at = now
    actor.save()
    record(ActorGone(actor_id=actor.pk))


@transaction.atomic
def move_actor(*, actor: Actor, to: Actor, now: datetime) -> int:
    """`actor` is now `to`: who of ours followed the one follows the other, if they do not yet. `to` must name `actor`
    among those that it also is; raises ValueError if not. Returns how many of ours follow on."""
    if actor.uri not in to.also_known_as or actor.pk == to.pk:
        raise ValueError("the new actor does not know the old one")
    if actor.moved_to_id == to.pk:
        return 0
    actor.moved_to = to
    actor.save(update_fields=["moved_to"])
    record(ActorMoved(actor_id=actor.pk, to_id=to.pk))
    return _follow_on(actor, to, now)


@transaction.atomic
def hand_over_actor(*, actor: Actor, to: Actor, now: datetime) -> None:
    """Whoever follows one of ours who leaves is asked to follow another of ours, who says that they knew."""
    if actor.uri not in to.also_known_as:
        to.also_known_as = [*to.also_known_as, actor.uri]
        to.save(update_fields=["also_known_as"])
        record(ActorChanged(actor_id=to.pk))
    move_actor(actor=actor, to=to, now=now)
    record(ActorChanged(actor_id=actor.pk))


@transaction.atomic
def take_back(officer: Officer, *, now: datetime) -> None:
    """An officer who had left serves again, under the same handle: they are themselves once more."""
    actor = open_actor(officer, now=now)
    if actor.moved_to_id is not None:
        actor.moved_to = None
        actor.save(update_fields=["moved_to"])
        record(ActorChanged(actor_id=actor.pk))


def _follow_on(actor: Actor, to: Actor, now: datetime) -> int:
    from_here = Following.objects.from_here().of(actor).select_related("follower")
    movers = [follow.follower for follow in from_here if follow.follower_id != to.pk]
    for follower in movers:
        end_follow(follower=follower, target=actor)
        with suppress(FollowRefused):
            ask_to_follow(follower=follower, target=to, now=now)
    return len(movers)

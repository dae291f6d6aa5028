"""Following and being followed, across servers."""

from datetime import datetime

from django.db import transaction

from tabard.lib.sortable_ids import sortable_id
from tabard.plant.changes.actions import record
from tabard.voice.network import addresses
from tabard.voice.network.changes import FollowAccepted, FollowAsked, FollowRejected, FollowUndone
from tabard.voice.network.models import Actor, Block, Following


class FollowRefused(Exception):
    """Nobody follows themselves, one who is gone, one who has blocked them, or this server, which says nothing."""


@transaction.atomic
def ask_to_follow(*, follower: Actor, target: Actor, now: datetime, uri: str = "") -> Following:
    """`uri` is the id of the Follow activity of a remote follower. A local target accepts at once; asking twice is
    harmless, and takes the newer id, which is the one that will be answered or undone. Raises FollowRefused."""
    is_nobody = target.gone_at or follower.gone_at or target.is_server
    if follower.pk == target.pk or is_nobody or _are_apart(follower, target):
        raise FollowRefused
    own = addresses.activity_uri(follower.uri, "follows", sortable_id(now))  # never the same twice
    follow, is_new = Following.objects.select_for_update().get_or_create(
        follower=follower, target=target, defaults={"uri": uri or own, "asked_at": now}
    )
    if uri and follow.uri != uri:
        follow.uri = uri
        follow.save(update_fields=["uri"])
    if is_new:
        record(FollowAsked(follow_id=follow.pk))
    if target.is_local:
        _accept(follow, now)
    return follow


def _are_apart(one: Actor, other: Actor) -> bool:
    pair = [one.pk, other.pk]
    return Block.objects.filter(actor__in=pair, target__in=pair).exists()


def _accept(follow: Following, now: datetime) -> None:
    """The answer is recorded also where it had been given before: whoever asks again did not hear it."""
    if follow.accepted_at is None:
        follow.accepted_at = now
        follow.save(update_fields=["accepted_at"])
    record(FollowAccepted(follow_id=follow.pk))


@transaction.atomic
def accept_follow(*, follow: Following, now: datetime) -> None:
    if follow.accepted_at is None:
        _accept(follow, now)


@transaction.atomic
def reject_follow(*, follow: Following) -> None:
    """`follow.target` will not be followed, or no longer, by the follower."""
    ids = {"follower_id": follow.follower_id, "target_id": follow.target_id}
    if Following.objects.filter(pk=follow.pk).delete()[0]:
        record(FollowRejected(uri=follow.uri, **ids))


@transaction.atomic
def refuse_follow(*, follower: Actor, target: Actor, uri: str) -> None:
    """Tell somebody elsewhere that what they asked for with the Follow `uri` will not be: who hears nothing waits."""
    record(FollowRejected(follower_id=follower.pk, target_id=target.pk, uri=uri))


@transaction.atomic
def end_follow(*, follower: Actor, target: Actor) -> None:
    """The follower wants no more; where none follows, nothing happens."""
    follow = Following.objects.select_for_update().filter(follower=follower, target=target).first()
    if follow is not None:
        follow.delete()
        record(FollowUndone(follower_id=follower.pk, target_id=target.pk, uri=follow.uri))


def choose_what_to_hear(*, follow: Following, shows_announces: bool, notifies: bool) -> None:
    """Whether the follower also reads what the followed pass on, and whether they are told of each note."""
    follow.shows_announces, follow.notifies = shows_announces, notifies
    follow.save(update_fields=["shows_announces", "notifies"])

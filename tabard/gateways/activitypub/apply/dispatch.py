"""Which activity is taken in where."""

from collections.abc import Callable
from datetime import datetime

from tabard.gateways.activitypub.apply import follows, moderation, notes, quotes, reactions
from tabard.gateways.activitypub.receive.activities import Activity
from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor

TAKEN: dict[str, Callable[[Activity, Actor, datetime], None]] = {
    "Follow": follows.follow,
    "Accept": follows.accept,
    "Reject": follows.reject,
    "Undo": follows.undo,
    "Create": notes.create,
    "Update": notes.update,
    "Delete": notes.delete,
    "Announce": reactions.announce,
    "Like": reactions.like,
    "EmojiReact": reactions.like,
    "Add": reactions.pin,
    "Remove": reactions.unpin,
    "Flag": moderation.flag,
    "Block": moderation.block,
    "Move": moderation.move,
    "QuoteRequest": quotes.ask,
}
FORWARDED: dict[str, Callable[[Activity, datetime], None]] = {
    "Create": notes.create_forwarded,
    "Update": notes.create_forwarded,
    "Delete": notes.delete_forwarded,
}


def apply(activity: Activity, *, signer: Actor, now: datetime) -> None:
    """Do what the activity says. One that its actor did not sign itself, but somebody's inbox passed on (ActivityPub
    §7.1.2), only points to its object, which is fetched from where it lives. What has no meaning here does nothing.

    Raises Refused, FetchFailed.
    """
    if activity.uri and host_of(activity.uri) != host_of(activity.actor_uri):
        raise HostMismatch
    if activity.actor_uri == signer.uri:
        if activity.kind in TAKEN:
            TAKEN[activity.kind](activity, signer, now)
    elif activity.kind in FORWARDED:
        FORWARDED[activity.kind](activity, now)

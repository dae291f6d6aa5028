"""Whether a reply from elsewhere stands under our note at once."""

from datetime import datetime, timedelta

from tabard.lib.sortable_ids import first_id_at
from tabard.voice.network.models import Block, Following, HostBlock, Note, ReplyPolicy, Showing

LATE = timedelta(days=2)
"""A note that says it is older is listed as of when it came."""
FLOOD_WITHIN = timedelta(minutes=10)
MOST_OF_ONE_ACTOR = 10
MOST_OF_ONE_HOST = 60
"""Replies to ours within FLOOD_WITHIN; whatever comes beyond holds itself."""
MOST_EDITS = 10
"""Of one reply; one that is rewritten oftener holds itself."""


def showing_of(note: Note, *, now: datetime) -> Showing:
    """As the policy of whoever is answered says; held where its server is silenced or its author blocked, or where too
    many come at once, or it is rewritten too often."""
    answered = note.reply_to
    if answered is None or not answered.is_local or note.is_local:
        return Showing.SHOWN
    policy = answered.actor.reply_policy
    if policy == ReplyPolicy.NONE or _is_kept_away(note) or _is_flood(note, now):
        return Showing.HELD
    if policy == ReplyPolicy.ALL or _hears_us(note):
        return Showing.SHOWN
    return Showing.HELD


def _is_kept_away(note: Note) -> bool:
    """By the force, or by whoever is answered: it is here since it names another of ours."""
    assert note.reply_to is not None  # noqa: S101  asked before
    blocks = Block.objects.filter(actor=note.reply_to.actor_id, target=note.actor_id)
    return blocks.exists() or HostBlock.objects.against(note.actor).exists()


def _hears_us(note: Note) -> bool:
    assert note.reply_to is not None  # noqa: S101  asked before
    return Following.objects.accepted().filter(follower=note.actor, target=note.reply_to.actor).exists()


def _is_flood(note: Note, now: datetime) -> bool:
    if note.edited_at is not None and note.versions.count() > MOST_EDITS:
        return True
    since = now - FLOOD_WITHIN
    came = Note.objects.filter(pk__gte=first_id_at(since - LATE), received_at__gt=since)  # by the key: few are read
    lately = came.filter(reply_to__is_local=True, is_local=False)
    of_host = lately.filter(actor__host=note.actor.host)
    return of_host.filter(actor=note.actor).count() > MOST_OF_ONE_ACTOR or of_host.count() > MOST_OF_ONE_HOST

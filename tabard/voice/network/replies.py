"""Whether a reply from elsewhere stands under our note at once."""

from datetime import datetime, timedelta

from tabard.voice.network.models import Block, Following, HostBlock, Note, ReplyPolicy, Showing

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
    lately = Note.objects.filter(received_at__gt=now - FLOOD_WITHIN, reply_to__is_local=True, is_local=False)
    of_host = lately.filter(actor__host=note.actor.host)
    return of_host.filter(actor=note.actor).count() > MOST_OF_ONE_ACTOR or of_host.count() > MOST_OF_ONE_HOST

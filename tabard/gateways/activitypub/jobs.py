"""What other servers are told of what our actors do, and what the clock asks for.

Where the one who acted is not ours, nobody is told by us: their own server does that.
"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from tabard.gateways.activitypub import naming, outgoing, recipients
from tabard.gateways.activitypub.actions import keys
from tabard.gateways.activitypub.actions.quotes import revoke_leave
from tabard.gateways.activitypub.changes import QuoteRevoked
from tabard.gateways.activitypub.models import Incoming, QuoteLeave
from tabard.gateways.activitypub.render import activities, quotes
from tabard.lib.sortable_ids import sortable_id
from tabard.plant.delivery import actions as delivery
from tabard.services.events.changes import EventAdded, EventCancelled, EventChanged
from tabard.services.events.models import Event
from tabard.voice.network import changes as net
from tabard.voice.network.actions.actors import open_actor, open_server_actor
from tabard.voice.network.models import Actor, Block, Following, Like, Note, Poll, Report

VOTES_COUNTED_EVERY = timedelta(minutes=2)


# -- notes -------------------------------------------------------------------------------------------------------------


def deliver_note(change: net.NoteAdded) -> None:
    """Create, or Announce for what is passed on."""
    note = _our_note(change.note_id)
    if note is not None:
        naming.send(outgoing.CREATE, note, about=_about(note), number=0)


def deliver_note_change(change: net.NoteChanged) -> None:
    note = _our_note(change.note_id)
    if note is not None and note.edited_at is not None:
        _deliver_update(note, int(note.edited_at.timestamp() * 1000))


def _deliver_update(note: Note, number: int) -> None:
    naming.send(outgoing.UPDATE, note, about=_about(note), number=number)


def deliver_note_deletion(change: net.NoteDeleted) -> None:
    """Delete with a Tombstone, or Undo for what was passed on. What has not left yet stays here."""
    note = Note.objects.local().select_related("actor", "announces__actor").filter(pk=change.note_id).first()
    if note is None:
        return
    now = timezone.now()
    delivery.recall(about=_about(note), now=now)
    is_announce = note.kind == Note.Kind.ANNOUNCE
    gone = activities.undo_announce(note) if is_announce else activities.deletion(note)
    outgoing.queue_activity(gone, by=note.actor, to=recipients.of_change(note), about=f"gone:{note.pk}", now=now)


def deliver_pin(change: net.NotePinned) -> None:
    _deliver_pin(change.note_id, "Add")


def deliver_unpin(change: net.NoteUnpinned) -> None:
    _deliver_pin(change.note_id, "Remove")


def _deliver_pin(note_id: int, kind: str) -> None:
    note = _our_note(note_id)
    if note is not None:
        now = timezone.now()
        pinned = activities.pin(note, kind, sortable_id(now))
        inboxes = recipients.of_followers(note.actor)
        outgoing.queue_activity(pinned, by=note.actor, to=inboxes, about=f"note:{note.pk}", now=now)


def _our_note(note_id: int) -> Note | None:
    found = Note.objects.local().living().select_related("actor", "announces__actor", "post")
    return found.filter(pk=note_id).first()


def _about(note: Note) -> str:
    """A post's note stands in the ledger under the post, where the desk looks for it."""
    return f"post:{note.post_id}" if note.post_id is not None else f"note:{note.pk}"


# -- events ------------------------------------------------------------------------------------------------------------


def deliver_event(change: EventAdded) -> None:
    """To the followers of the team that invites; what is over already is no news."""
    if Event.objects.upcoming(timezone.now()).filter(pk=change.event_id).exists():
        _deliver_event(outgoing.CREATE, change.event_id)


def deliver_event_change(change: EventChanged | EventCancelled) -> None:
    """A cancelled one stays, as cancelled: whoever planned to come must read that."""
    _deliver_event(outgoing.UPDATE, change.event_id)


def _deliver_event(verb: str, event_id: int) -> None:
    event = Event.objects.select_related("team__handle").filter(pk=event_id).first()
    if event is not None and event.team is not None:
        now = timezone.now()
        by = open_actor(event.team, now=now)
        outgoing.queue_event(verb, event, by=by, to=recipients.of_followers(by), now=now)


# -- likes and polls ---------------------------------------------------------------------------------------------------


def deliver_like(change: net.NoteLiked) -> None:
    like = Like.objects.filter(pk=change.like_id, actor__host="").select_related("actor", "note__actor").first()
    if like is not None:
        _tell(like.note.actor, activities.like(like), by=like.actor)


def deliver_like_undone(change: net.LikeUndone) -> None:
    actor = _ours(change.actor_id)
    note = Note.objects.select_related("actor").filter(pk=change.note_id).first()
    if actor is not None and note is not None:
        _tell(note.actor, activities.undo(activities.like_of(change.uri, actor.uri, note)), by=actor)


def deliver_vote(change: net.VoteCast) -> None:
    """A choice of ours goes to who asked. What others chose of ours is told to all who hear the question, with the
    other choices of the same two minutes."""
    poll = Poll.objects.select_related("note__actor").get(pk=change.poll_id)
    actor = _ours(change.actor_id)
    if poll.note.is_local:
        now = timezone.now()
        every = VOTES_COUNTED_EVERY.total_seconds()
        until = datetime.fromtimestamp((now.timestamp() // every + 1) * every, UTC)
        inboxes = recipients.of_change(poll.note)
        outgoing.queue_counts(poll.note, to=inboxes, about=_about(poll.note), until=until, now=now)
    elif actor is not None:
        for vote in poll.vote_rows.filter(actor=actor).order_by("option"):
            _tell(poll.note.actor, activities.vote(vote.uri, actor.uri, poll, vote.option), by=actor)


def deliver_poll_result(change: net.PollClosed) -> None:
    poll = Poll.objects.select_related("note__actor").filter(pk=change.poll_id, note__is_local=True).first()
    if poll is not None and poll.note.deleted_at is None and poll.closes_at is not None:
        _deliver_update(poll.note, int(poll.closes_at.timestamp() * 1000))


# -- follows -----------------------------------------------------------------------------------------------------------


def deliver_follow(change: net.FollowAsked) -> None:
    follow = _follow(change.follow_id)
    if follow is not None and follow.follower.is_local:
        _tell(follow.target, activities.follow(follow), by=follow.follower)


def deliver_acceptance(change: net.FollowAccepted) -> None:
    follow = _follow(change.follow_id)
    if follow is not None and follow.target.is_local:
        _tell(
            follow.follower, activities.answer("Accept", activities.follow(follow), by=follow.target), by=follow.target
        )


def deliver_rejection(change: net.FollowRejected) -> None:
    target, follower = _ours(change.target_id), Actor.objects.get(pk=change.follower_id)
    if target is not None:
        asked = activities.follow_of(change.uri, follower.uri, target.uri)
        _tell(follower, activities.answer("Reject", asked, by=target), by=target)


def deliver_follow_undone(change: net.FollowUndone) -> None:
    follower, target = _ours(change.follower_id), Actor.objects.get(pk=change.target_id)
    if follower is not None:
        _tell(target, activities.undo(activities.follow_of(change.uri, follower.uri, target.uri)), by=follower)


def _follow(follow_id: int) -> Following | None:
    return Following.objects.select_related("follower", "target").filter(pk=follow_id).first()


# -- actors ------------------------------------------------------------------------------------------------------------


def make_key(change: net.ActorOpened) -> None:
    keys.key_of(Actor.objects.get(pk=change.actor_id), now=timezone.now())


def deliver_profile(change: net.ActorChanged) -> None:
    actor = _ours(change.actor_id)
    if actor is not None:
        outgoing.queue_profile(actor, to=recipients.of_followers(actor), now=timezone.now())


def deliver_move(change: net.ActorMoved) -> None:
    actor = _ours(change.actor_id)
    if actor is not None:
        now = timezone.now()
        moved = activities.move(actor, Actor.objects.get(pk=change.to_id), number=sortable_id(now))
        inboxes = recipients.of_followers(actor)
        outgoing.queue_activity(moved, by=actor, to=inboxes, about=f"actor:{actor.pk}", now=now)


def deliver_block(change: net.ActorBlocked) -> None:
    block = Block.objects.filter(pk=change.block_id, actor__host="").select_related("actor", "target").first()
    if block is not None:
        _tell(block.target, activities.block(block), by=block.actor)


def deliver_block_undone(change: net.BlockUndone) -> None:
    actor, target = _ours(change.actor_id), Actor.objects.get(pk=change.target_id)
    if actor is not None:
        _tell(target, activities.undo(activities.block_of(change.uri, actor.uri, target.uri)), by=actor)


def revoke_quotes(change: net.ActorBlocked) -> None:
    """Whoever is kept away quotes no longer."""
    for block in Block.objects.filter(pk=change.block_id, actor__host=""):
        for leave in QuoteLeave.objects.filter(note__actor=block.actor_id, actor=block.target_id).order_by("pk"):
            revoke_leave(leave=leave, by=None, now=timezone.now())


def deliver_revocation(change: QuoteRevoked) -> None:
    """To who quoted, and to all who heard what was quoted."""
    leave = QuoteLeave.objects.select_related("note__actor", "actor").get(pk=change.leave_id)
    note, inboxes = leave.note, recipients.of_actor(leave.actor) | recipients.of_change(leave.note)
    gone = quotes.revocation(note, leave.quoting_uri)
    outgoing.queue_activity(gone, by=note.actor, to=inboxes, about=f"note:{note.pk}", now=timezone.now())


def deliver_report(change: net.ReportMade) -> None:
    """A report that its author wanted to be passed on, in the name of the server."""
    report = Report.objects.select_related("about", "reporter").filter(pk=change.report_id, is_forwarded=True).first()
    if report is not None and (report.reporter is None or report.reporter.is_local):
        server = open_server_actor(now=timezone.now())
        _tell(report.about, activities.flag(report, server), by=server)


def _ours(actor_id: int) -> Actor | None:
    return Actor.objects.local().filter(pk=actor_id).first()


def _tell(actor: Actor, activity: dict[str, object], *, by: Actor) -> None:
    """One actor alone; one of ours has learned it already."""
    about = f"actor:{by.pk}"
    outgoing.queue_activity(activity, by=by, to=recipients.of_actor(actor), about=about, now=timezone.now())


def forget_incoming(now: datetime) -> None:
    """Ids of activities are kept as long as anybody may send one of them again."""
    Incoming.objects.finished_before(now - Incoming.KEEP).delete()

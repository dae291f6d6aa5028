"""What can happen among actors. Where the one who acts is local, other servers are told; where not, they told us."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class NoteAdded(Change):
    """Something was said, or passed on, by an actor here or elsewhere."""

    note_id: int


@dataclass(frozen=True)
class NoteChanged(Change):
    note_id: int


@dataclass(frozen=True)
class NoteDeleted(Change):
    """Its row stays, without words, so that its address can say that it is gone."""

    note_id: int


@dataclass(frozen=True)
class NotePinned(Change):
    note_id: int


@dataclass(frozen=True)
class NoteUnpinned(Change):
    note_id: int


@dataclass(frozen=True)
class ReplyShown(Change):
    note_id: int


@dataclass(frozen=True)
class ReplyHidden(Change):
    note_id: int


@dataclass(frozen=True)
class NoteLiked(Change):
    like_id: int


@dataclass(frozen=True)
class LikeUndone(Change):
    """`uri` is the id of the Like that is no more."""

    actor_id: int
    note_id: int
    uri: str


@dataclass(frozen=True)
class FollowAsked(Change):
    follow_id: int


@dataclass(frozen=True)
class FollowAccepted(Change):
    follow_id: int


@dataclass(frozen=True)
class FollowRejected(Change):
    """`target_id` will not be followed, or no longer, by `follower_id`, who had asked with the Follow `uri`."""

    follower_id: int
    target_id: int
    uri: str


@dataclass(frozen=True)
class FollowUndone(Change):
    """`follower_id` no longer follows `target_id`."""

    follower_id: int
    target_id: int
    uri: str


@dataclass(frozen=True)
class ActorOpened(Change):
    """One of our teams or officers can be followed from now on."""

    actor_id: int


@dataclass(frozen=True)
class ActorChanged(Change):
    """What the profile of one of ours says, its keys, or another's as we last fetched it."""

    actor_id: int


@dataclass(frozen=True)
class ActorMoved(Change):
    """Whoever followed `actor_id` is asked to follow `to_id`."""

    actor_id: int
    to_id: int


@dataclass(frozen=True)
class ActorGone(Change):
    actor_id: int


@dataclass(frozen=True)
class ActorBlocked(Change):
    block_id: int


@dataclass(frozen=True)
class BlockUndone(Change):
    actor_id: int
    target_id: int
    uri: str


@dataclass(frozen=True)
class HostBlocked(Change):
    host: str


@dataclass(frozen=True)
class HostUnblocked(Change):
    host: str


@dataclass(frozen=True)
class VoteCast(Change):
    """An actor chose one or more answers of a poll."""

    poll_id: int
    actor_id: int


@dataclass(frozen=True)
class PollClosed(Change):
    poll_id: int


@dataclass(frozen=True)
class ReportMade(Change):
    report_id: int

"""What can happen to a post."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class PostScheduled(Change):
    post_id: int


@dataclass(frozen=True)
class PostUnscheduled(Change):
    """It is a draft again, because somebody wanted it so."""

    post_id: int


@dataclass(frozen=True)
class PostReturned(Change):
    """It is a draft again: whoever wrote it or answered for its time has left, what it goes on after is gone, or the
    rules of the moment refuse it. Where those who wrote it and gave it its time are still there, they are named (0:
    nobody), and the moment tells this return from another."""

    post_id: int
    officer_id: int = 0
    scheduled_by_id: int = 0
    returned_at: str = ""


@dataclass(frozen=True)
class PostPublished(Change):
    post_id: int


@dataclass(frozen=True)
class PostEdited(Change):
    post_id: int
    version: int


@dataclass(frozen=True)
class PostRetracted(Change):
    post_id: int


@dataclass(frozen=True)
class PostHeld(Change):
    """It waits for a review, as a post or as an edit of one."""

    post_id: int
    review_id: int


@dataclass(frozen=True)
class PostHeldInApp(Change):
    """It waits for a review, and its author sees no more of that than a time: they wrote it in an app."""

    post_id: int
    review_id: int


@dataclass(frozen=True)
class HeldPostChanged(Change):
    """Somebody else than before has changed the words that wait."""

    post_id: int
    review_id: int
    changed_by_id: int
    changed_at: str


@dataclass(frozen=True)
class ReviewersChanged(Change):
    """Whoever changed the words that wait cannot approve them, so that others are to."""

    post_id: int
    review_id: int
    changed_by_id: int
    changed_at: str


@dataclass(frozen=True)
class PostMissedItsTime(Change):
    """When its time came, it was held: `review_id` waits."""

    post_id: int
    review_id: int
    scheduled_by_id: int = 0


@dataclass(frozen=True)
class ReviewApproved(Change):
    post_id: int
    review_id: int


@dataclass(frozen=True)
class ReviewReturned(Change):
    post_id: int
    review_id: int


@dataclass(frozen=True)
class ReviewWithdrawn(Change):
    """Nobody need look any more. Where somebody else took it back than asked for it, the review holds their reason."""

    post_id: int
    review_id: int

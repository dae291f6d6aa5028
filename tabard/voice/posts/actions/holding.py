"""Holding a post, or an edit of one, until somebody has looked at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.access import reviewers_of
from tabard.voice.posts.changes import HeldPostChanged, PostHeld, ReviewersChanged, ReviewWithdrawn
from tabard.voice.posts.checking import Checked, proposed_words
from tabard.voice.posts.models import Post, Review, ReviewKind, ReviewState, State


@dataclass(frozen=True)
class Wish:
    """What is asked for: `wants_at` is when it is to go out, `reason` why, where it is refused; `proposed` an edit."""

    kind: ReviewKind = ReviewKind.PUBLICATION
    wants_at: datetime | None = None
    reason: str = ""
    proposed: dict[str, Any] | None = None


def hold(post: Post, checked: Checked, *, by: Officer, now: datetime, wish: Wish = Wish()) -> Review:
    """Take `post`, which is locked, off every way to the public. Asked again, it is the same review, and what was told
    is not told twice."""
    post.state, post.publish_at, post.scheduled_by = State.HELD, None, None
    post.officer, post.returned_because = post.officer or by, ""
    post.save()
    return ask(post, checked, by=by, now=now, wish=wish)


def ask(post: Post, checked: Checked, *, by: Officer, now: datetime, wish: Wish) -> Review:
    """The review that waits for `post`: a new one, or the one that there is with what is now asked for. Who asks for
    another thing, or for another reason, is who asks, and says so anew. Under a legal hold other words for an edit are
    another review, and the withdrawn one keeps those that it had."""
    waiting = post.reviews.waiting().select_for_update().first()
    if waiting is not None and waiting.proposed not in (None, wish.proposed) and post.is_on_hold():
        let_go(post, by=by, now=now)
        waiting = None
    is_new = waiting is None or (waiting.kind, waiting.reason_asked) != (wish.kind, wish.reason)
    changed_by = by if wish.proposed is not None else post.changed_by or by
    review = waiting or Review(post=post)
    if is_new:
        review.asked_by, review.asked_at = by, now
    if waiting is None or review.wants_at != wish.wants_at:
        is_ahead = wish.wants_at is not None and wish.wants_at > now
        review.due_at = wish.wants_at if wish.wants_at and is_ahead else now + Review.ANSWERED_WITHIN
    review.kind, review.wants_at, review.reason_asked = wish.kind, wish.wants_at, wish.reason
    review.proposed, review.last_changed_by = wish.proposed, changed_by
    _note(review, checked)
    if is_new:
        detail = {"review": review.pk, "kind": review.kind, "rules": review.rules}
        if said := proposed_words(review).said.kept():
            detail["said"] = said
        act = "posts.override_asked" if review.is_override else "posts.held"
        why, team = review.reason_asked, post.team
        write_audit(actor=by.user, act=act, subject=post, on_behalf_of=team, detail=detail, reason=why, now=now)
        record(PostHeld(post_id=post.pk, review_id=review.pk))
    return review


def look_again(post: Post, checked: Checked, *, by: Officer, now: datetime) -> None:
    """A held post was written again, by `by` or with the words that it had."""
    review = post.reviews.waiting().select_for_update().get()
    changed_before, asked_before = review.last_changed_by_id, _asked(review, now)
    review.last_changed_by = post.changed_by or by
    _note(review, checked)
    asked, changed_by = _asked(review, now), review.last_changed_by_id
    if changed_by != changed_before:
        record(HeldPostChanged(post.pk, review.pk, changed_by, changed_at=now.isoformat()))
    if asked != asked_before and changed_by not in asked:
        record(ReviewersChanged(post.pk, review.pk, changed_by, changed_at=now.isoformat()))


def _asked(review: Review, now: datetime) -> set[int]:
    return set(reviewers_of(review, now).values_list("pk", flat=True))


def _note(review: Review, checked: Checked) -> None:
    review.findings, review.fingerprint = checked.verdict.kept(), checked.fingerprint
    review.four_eyes = checked.four_eyes
    review.save()


def let_go(post: Post, *, by: Officer | None, now: datetime, reason: str = "") -> None:
    """Nobody need look at `post` any more, if anybody had to; `reason` is of somebody else than asked."""
    review = post.reviews.waiting().select_for_update().first()
    if review is None:
        return
    review.state, review.decided_at, review.decided_by, review.reason = ReviewState.WITHDRAWN, now, by, reason
    review.save()
    actor, act, detail = by.user if by else None, "posts.review_withdrawn", {"review": review.pk}
    write_audit(actor=actor, act=act, subject=post, on_behalf_of=post.team, detail=detail, reason=reason, now=now)
    record(ReviewWithdrawn(post_id=post.pk, review_id=review.pk))

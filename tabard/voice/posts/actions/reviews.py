"""Looking at what is held: whoever may decides once, and never over words that they have not seen."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.guidelines.checking.findings import Decision
from tabard.voice.posts.access import is_own, is_posted, require_change, require_reviewer
from tabard.voice.posts.actions.editing import NothingToOverride, put
from tabard.voice.posts.actions.holding import Wish, hold, let_go
from tabard.voice.posts.actions.moves import check_move, has_its_voice, lock, make_draft, pass_to_team, schedule
from tabard.voice.posts.actions.publication import checked_reason, release, require_public_form
from tabard.voice.posts.changes import PostScheduled, ReviewApproved, ReviewReturned
from tabard.voice.posts.checking import Checked, DraftRefused, check_post, check_review, proposed_words
from tabard.voice.posts.models import Post, Review, ReviewKind, ReviewState, State
from tabard.voice.posts.wording import PostRefused


class ReviewIsDecided(PostRefused):
    """Somebody was faster: `review` as it is now."""

    def __init__(self, review: Review) -> None:
        super().__init__(review.pk)
        self.review = review


class ReviewHasChanged(PostRefused):
    """The words, the pictures or what is found in them are no longer those that the approver saw."""


class AskerHasLeft(PostRefused):
    """Whoever asked, or in whose name it speaks, is not posted to the team any more: it can only be returned."""


@transaction.atomic
def ask_override(*, post: Post, by: Officer, reason: str, now: datetime, wants_at: datetime | None = None) -> Review:
    """Ask that a post goes out though the guidelines refuse it, at `wants_at` or once somebody agreed. Raises
    NotPosted, NotTheirVoice, MoveNotAllowed, TextIsEmpty, ReplyElsewhere, ReasonIsMissing, NothingToOverride."""
    lock(post)
    require_change(post, by, now)
    check_move(post, State.HELD)
    require_public_form(post)
    reason = checked_reason(reason)
    checked = check_post(post, now)
    if checked.verdict.decision != Decision.REFUSE:
        raise NothingToOverride
    return hold(post, checked, by=by, now=now, wish=Wish(ReviewKind.OVERRIDE, wants_at or post.publish_at, reason))


@transaction.atomic
def approve_review(*, review: Review, by: Officer, fingerprint: str, now: datetime, reason: str = "") -> None:
    """Let it go out: at once, at the time that was wanted, or, where that has passed, back to its author for another.
    `fingerprint` is that of `checking.check_review` as the approver saw it; an override needs a `reason`. Raises
    NotTheReviewer, ReviewIsDecided, ReviewHasChanged, ReasonIsMissing, DraftRefused, AskerHasLeft, TextIsEmpty,
    ReplyElsewhere."""
    _open(review, by, now)
    checked = check_review(review, now)
    if checked.fingerprint != fingerprint:
        raise ReviewHasChanged
    if checked.verdict.decision == Decision.REFUSE and not review.is_override:
        raise DraftRefused(checked.verdict)
    if not is_posted(review.asked_by, review.post.team, now) or not has_its_voice(review.post, now):
        raise AskerHasLeft
    reason = checked_reason(reason, shortest=1 if review.is_override else 0)
    review.findings, review.fingerprint, review.four_eyes = checked.verdict.kept(), fingerprint, checked.four_eyes
    require_reviewer(review, by, now)  # a rule may want other eyes since it was asked
    _decide(review, ReviewState.APPROVED, by, reason, now)
    _go_on(review, checked, by, now)
    record(ReviewApproved(post_id=review.post_id, review_id=review.pk))


def _go_on(review: Review, checked: Checked, by: Officer, now: datetime) -> None:
    post, asker = review.post, review.asked_by
    if review.is_edit:
        put(post, proposed_words(review), checked, by=asker, actor=by.user, now=now, review=review)
    elif review.is_late_at(now):
        post.returned_because = _("This was approved, but its time has passed. Give it another time.")
        make_draft(post, now)
    elif review.wants_at is not None:
        schedule(post, asker, review.wants_at)
        record(PostScheduled(post_id=post.pk))
    else:
        require_public_form(post)
        release(post, checked, by=asker, actor=by.user, now=now, review=review)


@transaction.atomic
def return_review(*, review: Review, by: Officer, reason: str, now: datetime) -> None:
    """Give a held post back to its author, or drop an edit, with a reason. Raises NotTheReviewer, ReviewIsDecided,
    ReasonIsMissing."""
    _open(review, by, now)
    reason = checked_reason(reason)
    _decide(review, ReviewState.RETURNED, by, reason, now)
    post = review.post
    if not review.is_edit:
        post.returned_because = reason
        _make_draft_of(post, review, now)
    record(ReviewReturned(post_id=post.pk, review_id=review.pk))


def _make_draft_of(post: Post, review: Review, now: datetime) -> None:
    """A draft of its author's, or of the team's if they have left."""
    if is_posted(post.officer or review.asked_by, post.team, now):
        make_draft(post, now)
    else:
        pass_to_team(post, now)


@transaction.atomic
def withdraw_review(*, review: Review, by: Officer, now: datetime, reason: str = "") -> None:
    """Take back what was asked for: whoever may change the post may, and says why where somebody else wrote it and
    asked. Raises NotPosted, NotTheirVoice, ReviewIsDecided, ReasonIsMissing."""
    _lock(review)
    post = review.post
    require_change(post, by, now)
    _require_waiting(review)
    reason = "" if is_own(review, by) else checked_reason(reason)
    let_go(post, by=by, now=now, reason=reason)
    review.refresh_from_db()
    if not review.is_edit:
        post.returned_because = reason
        make_draft(post, now)


def _open(review: Review, by: Officer, now: datetime) -> None:
    """Raises NotTheReviewer, ReviewIsDecided."""
    _lock(review)
    require_reviewer(review, by, now)
    _require_waiting(review)


def _lock(review: Review) -> None:
    """The post first, as everybody else does."""
    post = review.post
    lock(post)
    review.refresh_from_db(from_queryset=Review.objects.select_for_update())
    review.post = post


def _require_waiting(review: Review) -> None:
    if review.state != ReviewState.WAITING:
        raise ReviewIsDecided(review)


def _decide(review: Review, state: ReviewState, by: Officer, reason: str, now: datetime) -> None:
    review.state, review.decided_by, review.decided_at, review.reason = state, by, now, reason
    review.save()
    detail = {"review": review.pk, "kind": review.kind, "rules": review.rules}
    act = {ReviewState.APPROVED: "posts.review_approved", ReviewState.RETURNED: "posts.review_returned"}[state]
    post, team = review.post, review.post.team
    write_audit(actor=by.user, act=act, subject=post, on_behalf_of=team, detail=detail, reason=reason, now=now)

"""Giving posts a time, and taking it from them."""

from datetime import datetime, timedelta

from django.db import transaction

from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.access import require_change, require_posting
from tabard.voice.posts.actions.holding import Wish, hold, let_go
from tabard.voice.posts.actions.moves import MoveNotAllowed, check_move, lock, make_draft, schedule
from tabard.voice.posts.changes import PostScheduled, PostUnscheduled
from tabard.voice.posts.checking import passage
from tabard.voice.posts.models import Post, State
from tabard.voice.posts.wording import PostRefused, TextIsEmpty

FARTHEST = timedelta(days=366 * 100)


class PostTimeIsPast(PostRefused):
    pass


class PostTimeTooFar(PostRefused):
    """More than FARTHEST from now."""


@transaction.atomic
def schedule_post(*, post: Post, by: Officer, publish_at: datetime, now: datetime) -> None:
    """Publish at `publish_at`, or at another time than before, or hold it where somebody must look at it first:
    `post.state` says which. `by` answers for it: if their posting ends before, the post comes back as a draft. Raises
    NotPosted, NotTheirVoice, MoveNotAllowed, PostTimeIsPast, PostTimeTooFar, TextIsEmpty, DraftRefused, DraftAsks."""
    lock(post)
    require_change(post, by, now)
    check_move(post, State.SCHEDULED)
    if publish_at <= now:
        raise PostTimeIsPast(publish_at)
    if publish_at > now + FARTHEST:
        raise PostTimeTooFar(publish_at)
    if not post.text:
        raise TextIsEmpty
    way = passage(post, author=by.user, now=now, asks=post.state != State.SCHEDULED)
    if not way.is_free:
        hold(post, way.checked, by=by, now=now, wish=Wish(wants_at=publish_at))
        return
    if post.state == State.HELD:
        let_go(post, by=by, now=now)
    schedule(post, by, publish_at)
    detail = {"publish_at": publish_at.isoformat()}
    write_audit(actor=by.user, act="posts.scheduled", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostScheduled(post_id=post.pk))


@transaction.atomic
def unschedule_post(*, post: Post, by: Officer, now: datetime) -> None:
    """Make a scheduled post a draft again; anybody in the team may. Raises NotPosted, MoveNotAllowed."""
    lock(post)
    require_posting(by, post.team, now)
    if post.state == State.DRAFT:
        return
    if post.state != State.SCHEDULED:
        raise MoveNotAllowed(post.state, State.DRAFT)
    make_draft(post, now)
    write_audit(actor=by.user, act="posts.unscheduled", subject=post, on_behalf_of=post.team, now=now)
    record(PostUnscheduled(post_id=post.pk))

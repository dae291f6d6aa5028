"""Moving posts from state to state, one mover at a time."""

from datetime import datetime

from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.access import is_posted
from tabard.voice.posts.changes import PostReturned
from tabard.voice.posts.models import MOVES, NOBODY, Post, State, Voice
from tabard.voice.posts.wording import PostRefused


class MoveNotAllowed(PostRefused):
    """A post in `state` cannot become `to`."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} to {to}")
        self.state, self.to = state, to


class ReplyElsewhere(PostRefused):
    """A thread goes on under a published post of the same team only."""


def lock(post: Post) -> None:
    """Hold the row until the transaction ends, and see it as it is now, not as the caller read it."""
    post.refresh_from_db(from_queryset=Post.objects.select_for_update())


def check_move(post: Post, to: State) -> None:
    if to not in MOVES[State(post.state)]:
        raise MoveNotAllowed(post.state, to)


def make_draft(post: Post, now: datetime) -> None:
    post.state, post.publish_at, post.scheduled_by, post.saved_at = State.DRAFT, None, None, now
    post.save()


def pass_to_team(post: Post, now: datetime) -> None:
    """Whoever of the team takes it up next becomes its author."""
    post.officer, post.speaks_as = None, Voice.TEAM
    make_draft(post, now)


def return_to_author(post: Post, because: str, now: datetime) -> None:
    """When its time came, it could not go out."""
    post.returned_because, scheduled_by = because, post.scheduled_by_id or NOBODY
    make_draft(post, now)
    write_audit(actor=None, act="posts.returned", subject=post, on_behalf_of=post.team, now=now)
    officer = post.officer_id or NOBODY
    record(PostReturned(post.pk, officer_id=officer, scheduled_by_id=scheduled_by, returned_at=now.isoformat()))


def return_to_team(post: Post, because: str, now: datetime) -> None:
    """When its time came, its author or whoever answered for it had left."""
    detail = {"officer": post.officer_id, "scheduled_by": post.scheduled_by_id}
    post.returned_because = because
    pass_to_team(post, now)
    write_audit(actor=None, act="posts.returned", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostReturned(post_id=post.pk))


def has_its_voice(post: Post, now: datetime) -> bool:
    """Whether the officer in whose own name `post` speaks, if it does, still belongs to its team."""
    if post.speaks_as == Voice.TEAM or post.officer is None:
        return True
    return is_posted(post.officer, post.team, now)


def has_public_thread(post: Post) -> bool:
    """Whether what `post` goes on after, if anything, has not been taken back meanwhile."""
    return post.reply_to is None or post.reply_to.is_public


def schedule(post: Post, by: Officer, publish_at: datetime) -> None:
    """`by` answers for the time."""
    post.state, post.publish_at, post.scheduled_by, post.returned_because = State.SCHEDULED, publish_at, by, ""
    post.save()

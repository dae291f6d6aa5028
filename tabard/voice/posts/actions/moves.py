"""Moving posts from state to state, one mover at a time."""

from datetime import datetime

from tabard.voice.posts.models import MOVES, Post, State, Voice
from tabard.voice.posts.wording import PostRefused


class MoveNotAllowed(PostRefused):
    """A post in `state` cannot become `to`."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} to {to}")
        self.state, self.to = state, to


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

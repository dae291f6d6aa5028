"""What becomes of open work when its officer leaves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.actions.holding import let_go
from tabard.voice.posts.actions.moves import pass_to_team
from tabard.voice.posts.changes import PostReturned
from tabard.voice.posts.models import Post, State


@transaction.atomic
def pass_open_work_to_team(*, officer_id: int, now: datetime) -> None:
    """An officer leaves: what they had begun becomes the team's drafts, and nobody need look at what they asked for."""
    for post in Post.objects.open_work_of(officer_id).select_for_update().order_by("pk"):
        if post.state == State.SCHEDULED:
            post.returned_because = _("The officer who had scheduled this has left the team.")
        if post.state == State.HELD:
            post.returned_because = _("The officer who had asked for a review of this has left the team.")
            let_go(post, by=None, now=now)
        pass_to_team(post, now)
        write_audit(actor=None, act="posts.passed_on", subject=post, on_behalf_of=post.team, now=now)
        record(PostReturned(post_id=post.pk))
    edits = Post.objects.public().filter(pk__in=Post.objects.asked_about_by(officer_id).values("pk"))
    for post in edits.select_for_update().order_by("pk"):
        let_go(post, by=None, now=now)

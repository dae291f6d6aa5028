"""What becomes of open work when its officer leaves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.actions.moves import pass_to_team
from tabard.voice.posts.changes import PostReturned
from tabard.voice.posts.models import Post, State


@transaction.atomic
def pass_open_work_to_team(*, officer_id: int, now: datetime) -> None:
    """An officer leaves: what they had begun becomes the team's drafts."""
    for post in Post.objects.open_work_of(officer_id).select_for_update().order_by("pk"):
        if post.state == State.SCHEDULED:
            post.returned_because = _("The officer who had scheduled this has left the team.")
        pass_to_team(post, now)
        write_audit(actor=None, act="posts.passed_on", subject=post, on_behalf_of=post.team, now=now)
        record(PostReturned(post_id=post.pk))

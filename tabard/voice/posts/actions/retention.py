"""How long the words of a post are kept, and what is left when their time is over: that there was a post, when, and its
hashes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.people.accounts.models import Role
from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import erase_reasons, write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.access import require_posting
from tabard.voice.posts.actions.holding import let_go
from tabard.voice.posts.actions.moves import lock
from tabard.voice.posts.changes import PostRetracted
from tabard.voice.posts.models import Post, Retention, State
from tabard.voice.posts.pictures import remove_pictures
from tabard.voice.posts.wording import PostRefused


class OnlyLeadShortens(PostRefused):
    """Anybody in the team may have words kept longer; the record is shortened by a digital lead alone."""


LENGTHS = {name: number for number, name in enumerate(Retention)}


@transaction.atomic
def keep_post_for(*, post: Post, by: Officer, retention: Retention, now: datetime) -> None:
    """Put it into another class. Raises NotPosted, OnlyLeadShortens."""
    lock(post)
    require_posting(by, post.team, now)
    if post.retention == retention or post.erased_at is not None:
        return
    is_lead = by.user is not None and by.user.role == Role.LEAD
    if LENGTHS[retention] < LENGTHS[Retention(post.retention)] and not is_lead:
        raise OnlyLeadShortens
    detail = {"was": post.retention, "is": str(retention)}
    post.retention = retention
    post.save(update_fields=["retention"])
    write_audit(
        actor=by.user, act="posts.retention_changed", subject=post, on_behalf_of=post.team, detail=detail, now=now
    )


@transaction.atomic
def erase_next_expired(*, now: datetime) -> bool:
    """Erase the words of a post whose time is over; one that is still public is taken back with it, from every channel.
    False when there is none. Any number of workers may ask."""
    expired = Post.objects.expired(now).select_related("team").order_by("published_at", "pk")
    post = expired.select_for_update(skip_locked=True, of=("self",)).first()
    if post is None:
        return False
    # asked again once the row is ours: whoever places a hold locks it, too, and may have been faster
    if not post.is_on_hold():
        _erase(post, now)
    return True


def _erase(post: Post, now: datetime) -> None:
    let_go(post, by=None, now=now)
    kept, was_public = post.retention if post.published_at else "unsent", post.is_public
    if was_public:
        post.state, post.retracted_at = State.RETRACTED, now
        post.retraction_reason = _("The time for which posts are kept is over.")
    elif post.published_at is None:
        post.state = State.LAPSED
    post.text, post.content_notice, post.poll, post.returned_because, post.erased_at = "", "", None, "", now
    post.token = None
    post.save()
    post.versions.update(text="", content_notice="", descriptions=[], poll=None, context={})
    post.reviews.exclude(proposed=None).update(proposed={})
    post.reviews.update(reason_asked="", reason="", erased_at=now)
    post.tags.all().delete()
    post.mentions.all().delete()
    remove_pictures(post, None, now)
    hashes = list(post.versions.order_by("number").values_list("sha256", flat=True))
    detail = {"retention": kept, "sha256": hashes}
    team = post.team
    erasure = write_audit(actor=None, act="posts.erased", subject=post, on_behalf_of=team, detail=detail, now=now)
    erase_reasons(by=erasure)
    if was_public:
        record(PostRetracted(post_id=post.pk))

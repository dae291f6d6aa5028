"""Publishing posts, and taking them back. Whoever does holds a posting in the team at that moment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.lib import text as plain_text
from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.posts.access import is_posted, require_change, require_posting
from tabard.voice.posts.actions.drafts import ReplyElsewhere
from tabard.voice.posts.actions.moves import check_move, lock, make_draft, pass_to_team
from tabard.voice.posts.changes import PostPublished, PostRetracted, PostReturned
from tabard.voice.posts.indexing import index_post
from tabard.voice.posts.models import LONGEST_REASON, Post, PostVersion, State, Voice
from tabard.voice.posts.pictures import remove_pictures
from tabard.voice.posts.wording import PostRefused, TextIsEmpty


class ReasonIsMissing(PostRefused):
    """A retraction says why, in 1 to LONGEST_REASON characters."""


@transaction.atomic
def publish_post(*, post: Post, by: Officer, now: datetime) -> None:
    """Publish a draft or a scheduled post now; one that is out already stays as it is, so a double click is harmless.
    Raises NotPosted, NotTheirVoice, MoveNotAllowed, ReplyElsewhere, TextIsEmpty."""
    lock(post)
    require_change(post, by, now)
    if post.state != State.PUBLISHED:
        _publish(post, by, now)


@transaction.atomic
def publish_next_due(*, now: datetime) -> bool:
    """Publish the scheduled post that is longest due, or bring it back to the desk if whoever answers for it or speaks
    in it has left the team, or what it goes on after was taken back. False when nothing is due. Any number of workers
    may ask."""
    post = Post.objects.due(now).soonest_first().select_for_update(skip_locked=True).first()
    if post is None:
        return False
    by = post.scheduled_by
    if by is None or not is_posted(by, post.team, now):
        _return_to_team(post, _("When the time came, the officer who had scheduled this had left the team."), now)
    elif not _has_its_voice(post, now):
        _return_to_team(post, _("When the time came, the officer in whose name this spoke had left the team."), now)
    elif not _has_public_thread(post):
        _return_without_thread(post, now)
    else:
        _publish(post, by, now)
    return True


def _publish(post: Post, by: Officer, now: datetime) -> None:
    """The one way out: whatever checks a post before the public sees it belongs here."""
    check_move(post, State.PUBLISHED)
    if not post.text:
        raise TextIsEmpty
    if not _has_public_thread(post):
        raise ReplyElsewhere(post.reply_to_id)
    post.state, post.published_at, post.publish_at, post.scheduled_by = State.PUBLISHED, now, None, None
    post.officer, post.returned_because = post.officer or by, ""
    post.save()
    keep_version(post, by, number=1, now=now)
    index_post(post)
    write_audit(actor=by.user, act="posts.published", subject=post, on_behalf_of=post.team, now=now)
    record(PostPublished(post_id=post.pk))


def _return_to_team(post: Post, because: str, now: datetime) -> None:
    detail = {"officer": post.officer_id, "scheduled_by": post.scheduled_by_id}
    post.returned_because = because
    pass_to_team(post, now)
    write_audit(actor=None, act="posts.returned", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostReturned(post_id=post.pk))


def _has_its_voice(post: Post, now: datetime) -> bool:
    """Whether the officer in whose own name `post` speaks, if it does, still belongs to its team."""
    if post.speaks_as == Voice.TEAM or post.officer is None:
        return True
    return is_posted(post.officer, post.team, now)


def _has_public_thread(post: Post) -> bool:
    """Whether what `post` goes on after, if anything, has not been taken back meanwhile."""
    return post.reply_to is None or post.reply_to.is_public


def _return_without_thread(post: Post, now: datetime) -> None:
    post.returned_because = _("When the time came, the post that this was to go on after had been taken back.")
    post.reply_to = None
    make_draft(post, now)
    write_audit(actor=None, act="posts.returned", subject=post, on_behalf_of=post.team, now=now)
    record(PostReturned(post_id=post.pk))


@transaction.atomic
def retract_post(*, post: Post, by: Officer, reason: str, now: datetime) -> None:
    """Take a post back from the public, for a reason that its page then gives; anybody in the team may. One that is
    retracted already stays so. Raises NotPosted, MoveNotAllowed, ReasonIsMissing."""
    lock(post)
    require_posting(by, post.team, now)
    if post.state == State.RETRACTED:
        return
    check_move(post, State.RETRACTED)
    reason = " ".join(plain_text.clean(reason).split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise ReasonIsMissing(len(reason))
    post.state, post.retracted_at, post.retraction_reason = State.RETRACTED, now, reason
    post.save()
    post.tags.all().delete()
    post.mentions.all().delete()
    remove_pictures(post, by, now)
    detail = {"reason": reason}
    write_audit(actor=by.user, act="posts.retracted", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostRetracted(post_id=post.pk))


def keep_version(post: Post, by: Officer, *, number: int, now: datetime) -> None:
    PostVersion.objects.create(
        post=post,
        number=number,
        text=post.text,
        content_notice=post.content_notice,
        language=post.language,
        descriptions=[place.picture.alt for place in post.pictures.select_related("picture").order_by("position")],
        shown_from=now,
        officer=by,
    )

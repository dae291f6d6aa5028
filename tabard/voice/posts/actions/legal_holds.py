"""Keeping posts from being deleted while a court, or somebody who asked for records, may want them."""

from datetime import datetime

from django.db import transaction

from tabard.people.accounts.models import User
from tabard.plant.audit.actions import write_audit
from tabard.voice.posts.access import require_lead
from tabard.voice.posts.actions.publication import checked_reason
from tabard.voice.posts.models import LegalHold, Post, PostQuerySet, ReplacedDraft, State
from tabard.voice.posts.pictures import remove_pictures
from tabard.voice.posts.wording import PostRefused

AT_A_TIME = 5_000


class NothingToHold(PostRefused):
    """There is no such post, or its words are erased already."""


class HoldIsReleased(PostRefused):
    pass


@transaction.atomic
def place_hold(*, posts: PostQuerySet, by: User | None, reason: str, now: datetime) -> LegalHold:
    """Let nothing of `posts` be deleted until the hold is released; those whose words are erased already are left out.
    `by` is None for the command. Raises NotTheLead, ReasonIsMissing, NothingToHold."""
    if by is not None:
        require_lead(by)
    reason = checked_reason(reason)
    # locked, so that each is either erased before, or found here by whoever would erase it
    wanted = Post.objects.filter(pk__in=posts.values("pk"), erased_at=None).order_by("pk")
    ids = list(wanted.select_for_update().values_list("pk", flat=True))
    if not ids:
        raise NothingToHold
    hold = LegalHold.objects.create(reason=reason, placed_by=by, placed_at=now)
    places = LegalHold.posts.through
    places.objects.bulk_create((places(legalhold_id=hold.pk, post_id=pk) for pk in ids), batch_size=AT_A_TIME)
    detail = {"posts": len(ids), "first": ids[0], "last": ids[-1]}
    write_audit(actor=by, act="posts.hold_placed", subject=hold, detail=detail, reason=reason, now=now)
    return hold


@transaction.atomic
def release_hold(*, hold: LegalHold, by: User | None, reason: str, now: datetime) -> None:
    """Let go what no other hold keeps: it is deleted when its time is over, or at once where that has passed. Raises
    NotTheLead, ReasonIsMissing, HoldIsReleased."""
    if by is not None:
        require_lead(by)
    reason = checked_reason(reason)
    hold.refresh_from_db(from_queryset=LegalHold.objects.select_for_update())
    if hold.released_at is not None:
        raise HoldIsReleased(hold.pk)
    hold.released_at, hold.released_by, hold.release_reason = now, by, reason
    hold.save()
    write_audit(actor=by, act="posts.hold_released", subject=hold, reason=reason, now=now)
    freed = hold.posts.exclude(pk__in=Post.objects.on_hold().values("pk"))
    ReplacedDraft.objects.filter(post__in=freed).delete()
    # what was taken back meanwhile had its pictures sealed
    for post in freed.filter(state=State.RETRACTED, pictures__isnull=False).distinct().order_by("pk"):
        remove_pictures(post, None, now)

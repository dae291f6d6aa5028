"""Publishing posts, and taking them back. Whoever does holds a posting in the team at that moment."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tabard.lib import text as plain_text
from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.guidelines.checking.findings import Decision, Draft, Severity
from tabard.voice.guidelines.verdicts import verdict_on
from tabard.voice.posts.access import is_posted, require_change, require_posting
from tabard.voice.posts.actions.holding import Wish, hold, let_go
from tabard.voice.posts.actions.moves import (
    ReplyElsewhere,
    check_move,
    has_its_voice,
    has_public_thread,
    lock,
    return_to_author,
    return_to_team,
)
from tabard.voice.posts.changes import PostMissedItsTime, PostPublished, PostRetracted
from tabard.voice.posts.checking import Checked, DraftRefused, advice, passage, require_answer, words_of
from tabard.voice.posts.indexing import index_post
from tabard.voice.posts.models import LONGEST_REASON, Post, PostVersion, Review, State
from tabard.voice.posts.pictures import pictures_of, withdraw_pictures
from tabard.voice.posts.wording import PostRefused, TextIsEmpty, said_of


class ReasonIsMissing(PostRefused):
    """Whoever retracts, returns or overrides says why, in 1 to LONGEST_REASON characters."""


@transaction.atomic
def publish_post(*, post: Post, by: Officer, now: datetime) -> None:
    """Publish a draft, a scheduled or a held post now, or hold it where somebody must look at it first: `post.state`
    says which. One that is out already stays as it is, and one that is held stays with its review, so a double click is
    harmless. Raises NotPosted, NotTheirVoice, MoveNotAllowed, ReplyElsewhere, TextIsEmpty, DraftRefused, DraftAsks."""
    lock(post)
    require_change(post, by, now)
    if post.state == State.PUBLISHED:
        return
    check_move(post, State.PUBLISHED)
    require_public_form(post)
    way = passage(post, author=by.user, now=now, asks=post.state != State.SCHEDULED)
    if not way.is_free:
        hold(post, way.checked, by=by, now=now)
        return
    if post.state == State.HELD:
        let_go(post, by=by, now=now)
    release(post, way.checked, by=by, actor=by.user, now=now, review=way.review)


@transaction.atomic
def publish_next_due(*, now: datetime) -> bool:
    """Publish the scheduled post that is longest due, or bring it back to the desk if whoever answers for it or speaks
    in it has left the team, what it goes on after was taken back, or the rules of the moment refuse it; hold it if they
    ask for a review that it has not had. False when nothing is due. Any number of workers may ask."""
    post = Post.objects.due(now).soonest_first().select_for_update(skip_locked=True).first()
    if post is None:
        return False
    by = post.scheduled_by
    if by is None or not is_posted(by, post.team, now):
        return_to_team(post, _("When the time came, the officer who had scheduled this had left the team."), now)
    elif not has_its_voice(post, now):
        return_to_team(post, _("When the time came, the officer in whose name this spoke had left the team."), now)
    elif not has_public_thread(post):
        post.reply_to = None
        return_to_author(post, _("When the time came, the post that this was to go on after had been taken back."), now)
    else:
        _publish_due(post, by, now)
    return True


def _publish_due(post: Post, by: Officer, now: datetime) -> None:
    """What the author was asked was answered when they gave it its time."""
    try:
        way = passage(post, author=None, now=now, asks=False)
    except DraftRefused as refusal:
        return_to_author(post, _why_refused(refusal), now)
        return
    if way.is_free:
        release(post, way.checked, by=by, actor=by.user, now=now, review=way.review)
    else:
        review = hold(post, way.checked, by=by, now=now, wish=Wish(wants_at=post.publish_at))
        record(PostMissedItsTime(post_id=post.pk, review_id=review.pk, scheduled_by_id=by.pk))


def _why_refused(refusal: DraftRefused) -> str:
    told = " ".join(advice(refusal.verdict.of(Severity.REFUSE)))
    return (_("When the time came, the guidelines refused this. %(advice)s") % {"advice": told})[:LONGEST_REASON]


def require_public_form(post: Post) -> None:
    """Raises TextIsEmpty, ReplyElsewhere."""
    if not post.text:
        raise TextIsEmpty
    if not has_public_thread(post):
        raise ReplyElsewhere(post.reply_to_id)


def release(
    post: Post, checked: Checked, *, by: Officer, actor: User | None, now: datetime, review: Review | None = None
) -> None:
    """The one way out, for what `checking.passage` or an approver let go. `by` answers for it, `actor` did it."""
    post.state, post.published_at, post.publish_at, post.scheduled_by = State.PUBLISHED, now, None, None
    post.officer, post.returned_because = post.officer or by, ""
    post.guideline = checked.verdict.guideline
    post.save()
    version = keep_version(post, checked, by=by, now=now, review=review)
    index_post(post)
    detail = told_of(version, review) | words_of(post).said.kept()
    write_audit(actor=actor, act="posts.published", subject=post, on_behalf_of=post.team, detail=detail, now=now)
    record(PostPublished(post_id=post.pk))


def keep_version(post: Post, checked: Checked, *, by: Officer, now: datetime, review: Review | None) -> PostVersion:
    version = PostVersion(
        post=post,
        number=post.versions.count() + 1,
        **under_the_hash(post),
        shown_from=now,
        officer=by,
        findings=checked.whole.kept(),
        guideline=checked.verdict.guideline,
        review=review,
    )
    version.sha256 = version.computed_hash()
    version.save()
    return version


def told_of(version: PostVersion, review: Review | None) -> dict[str, Any]:
    """What the chain keeps of it: so that the words, and who let them out, are tied together for good."""
    told: dict[str, Any] = {"version": version.number, "sha256": version.sha256}
    return {**told, "review": review.pk} if review else told


def under_the_hash(post: Post) -> dict[str, Any]:
    """As UNDER_THE_HASH names it, of the post as it is."""
    return {
        "text": post.text,
        "content_notice": post.content_notice,
        "language": post.language,
        "descriptions": [picture.alt for picture in pictures_of(post)],
        "poll": _poll_so_far(post),
        "context": _context_of(post),
    }


def _poll_so_far(post: Post) -> dict[str, Any] | None:
    """The question with how many chose each answer until now: none, before its note (voice.network) is there."""
    if post.poll is None:
        return None
    votes = Post.objects.filter(pk=post.pk).values_list("note__poll__votes", flat=True).get()
    return {**post.poll, "votes": votes or [0] * len(post.poll["options"])}


def _context_of(post: Post) -> dict[str, Any]:
    return {
        "speaks_as": str(post.speaks_as),
        "speaker": post.handle_name,
        "audience": str(post.audience),
        "series": post.series.name if post.series else "",
        "reply_to": post.reply_to_id,
        "answers": post.answers,
        **said_of({"kind": post.kind, "claims": post.claims}).kept(),
    }


@transaction.atomic
def retract_post(*, post: Post, by: Officer, reason: str, now: datetime) -> None:
    """Take a post back from the public, for a reason that its page then gives; anybody in the team may. One that is
    retracted already stays so. The public reads the reason, and nobody reviews it: what would be held as a post is
    asked about. Raises NotPosted, MoveNotAllowed, ReasonIsMissing, DraftRefused, DraftAsks."""
    lock(post)
    require_posting(by, post.team, now)
    if post.state == State.RETRACTED:
        return
    check_move(post, State.RETRACTED)
    reason = checked_reason(reason)
    detail = _meant_so(Draft(reason, language=post.language), by.user, now)
    post.state, post.retracted_at, post.retraction_reason = State.RETRACTED, now, reason
    post.save()
    let_go(post, by=by, now=now)
    post.tags.all().delete()
    post.mentions.all().delete()
    withdraw_pictures(post, by, now)
    act, team = "posts.retracted", post.team
    write_audit(actor=by.user, act=act, subject=post, on_behalf_of=team, detail=detail, reason=reason, now=now)
    record(PostRetracted(post_id=post.pk))


def _meant_so(reason: Draft, author: User | None, now: datetime) -> dict[str, list[str]]:
    """For the audit chain, the rules that asked and were answered. Raises DraftRefused, DraftAsks."""
    found = verdict_on(reason, now=now)
    if found.decision == Decision.REFUSE:
        raise DraftRefused(found)
    asked = tuple(replace(each, severity=Severity.ASK) for each in found.of(Severity.REVIEW, Severity.ASK))
    verdict = replace(found, findings=asked)
    require_answer(Checked(verdict, verdict, verdict.fingerprint, verdict.fingerprint), author, now)
    return {"meant_so": sorted({each.rule for each in asked})} if asked else {}


def checked_reason(reason: str, *, shortest: int = 1) -> str:
    """Raises ReasonIsMissing."""
    reason = " ".join(plain_text.clean(reason).split())
    if not shortest <= len(reason) <= LONGEST_REASON:
        raise ReasonIsMissing(len(reason))
    return reason

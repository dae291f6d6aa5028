"""Who may write in a team, and which posts an officer may work on.

What is said in a team is the team's: whoever is posted to it may work on its posts. What speaks in an officer's own
name only that officer may write, change or publish; colleagues may take it down, or off the schedule, and no more. A
draft, and what waits for a second look, they do not read either.

What is held a sergeant of the team decides, never whoever wrote it or asked; where the team has none who may, a
sergeant of the force or the digital lead.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.people.accounts.models import Role, User
from tabard.people.teams.models import Officer, OfficerQuerySet, Posting, Team
from tabard.voice.posts.models import (
    EDITS,
    NOBODY,
    LegalHold,
    Post,
    PostQuerySet,
    Review,
    ReviewQuerySet,
    ReviewState,
    State,
    Voice,
)


class NotPosted(PermissionDenied):
    """The officer holds no posting in the team, or it has ended."""

    def __str__(self) -> str:
        return _("You are not posted to this team now, so you cannot write for it.")


class NotTheirVoice(PermissionDenied):
    """The post speaks in another officer's name."""

    def __str__(self) -> str:
        return _("This speaks in a colleague’s own name. Only they can change it.")


class NotTheReviewer(PermissionDenied):
    """Somebody else must look at it."""

    def __str__(self) -> str:
        return _("A sergeant of this team decides this, and nobody over what they wrote or asked for themselves.")


class NotTheLead(PermissionDenied):
    """Legal holds are the digital lead's."""

    def __str__(self) -> str:
        return _("Only the digital lead places and releases legal holds.")


class DecidedMeanwhile(Http404):
    """This officer could have decided it, and somebody else did: what became of it is not theirs to read."""

    def __str__(self) -> str:
        return _("This has been decided meanwhile.")


def require_lead(user: User) -> None:
    """Raises NotTheLead."""
    if not user.is_active or user.role != Role.LEAD:
        raise NotTheLead(user.pk)


def hold_to_release(pk: int) -> LegalHold:
    """Raises Http404."""
    found = LegalHold.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_posted(officer: Officer, team: Team, now: datetime) -> bool:
    """Whether `officer` holds a posting in `team` at `now`, and their account, if they have one, is open."""
    held = Posting.objects.held_at(now).filter(officer=officer, team=team)
    return held.exclude(officer__user__is_active=False).exists()


def require_posting(officer: Officer, team: Team, now: datetime) -> None:
    """Raises NotPosted unless `officer` holds a posting in `team` at `now`."""
    if not is_posted(officer, team, now):
        raise NotPosted(officer.pk, team.pk)


def may_change(post: Post, officer: Officer) -> bool:
    """Whether the words of `post` are this officer's to change, posting apart."""
    return post.speaks_as == Voice.TEAM or post.officer_id == officer.pk


def require_change(post: Post, officer: Officer, now: datetime) -> None:
    """Raises NotPosted or NotTheirVoice."""
    require_posting(officer, post.team, now)
    if not may_change(post, officer):
        raise NotTheirVoice(post.pk, officer.pk)


def on_desk_of(officer: Officer, now: datetime) -> PostQuerySet:
    """The posts of every team that the officer is posted to at `now`, and that they may read: not other officers' own
    drafts, nor what waits in another's own name, unless they asked for it or may decide it; and nothing that never went
    out and is erased."""
    teams = Posting.objects.held_at(now).filter(officer=officer).values("team")
    is_anothers = Q(speaks_as=Voice.OFFICER) & ~Q(officer=officer)
    waiting = Review.objects.waiting()
    theirs = waiting.asked_by(officer.pk) | waiting.for_reviewer(officer, now)
    return (
        Post.objects.filter(team__in=teams)
        .exclude(state=State.LAPSED)
        .exclude(is_anothers & Q(state=State.DRAFT))
        .exclude(is_anothers & Q(state=State.HELD) & ~Q(pk__in=theirs.values("post")))
    )


def post_on_desk(*, officer: Officer, pk: int, now: datetime) -> Post:
    """A post that the officer may look at and take down. Raises Http404."""
    post = on_desk_of(officer, now).for_lists().filter(pk=pk).first()
    if post is None:
        raise Http404
    return post


def post_to_change(*, officer: Officer, pk: int, now: datetime) -> Post:
    """A post whose words the officer may change. Raises Http404 or NotTheirVoice."""
    post = post_on_desk(officer=officer, pk=pk, now=now)
    if not may_change(post, officer):
        raise NotTheirVoice(post.pk, officer.pk)
    return post


# -- reviews -----------------------------------------------------------------------------------------------------------


def reviewers_of(review: Review, now: datetime) -> OfficerQuerySet:
    """Those who may decide it at `now`. `ReviewQuerySet.for_reviewer` asks the same from the other side."""
    post = review.post
    own = {review.asked_by_id, post.officer_id or NOBODY}
    if review.wants_other_eyes:
        own.add(review.last_changed_by_id)
    others = Officer.objects.filter(user__is_active=True).exclude(pk__in=own)
    sergeants = others.filter(user__role=Role.SERGEANT)
    of_team = sergeants.posted_to(post.team, now)
    if of_team.exists():
        return of_team
    serving = Q(pk__in=sergeants.serving(now).values("pk"))
    return others.filter(serving | Q(user__role=Role.LEAD), force=post.team.force_id)


def require_reviewer(review: Review, officer: Officer, now: datetime) -> None:
    """Raises NotTheReviewer."""
    if not reviewers_of(review, now).filter(pk=officer.pk).exists():
        raise NotTheReviewer(review.pk, officer.pk)


def changeable_by(officer: Officer, now: datetime) -> Callable[[Review], bool]:
    """Says of any review, with one query for all of them, whether the words that wait are this officer's to change.
    Those of an edit only whoever asked can send anew."""
    teams = set(Posting.objects.held_at(now).filter(officer=officer).values_list("team", flat=True))
    return lambda review: not review.is_edit and review.post.team_id in teams and may_change(review.post, officer)


def is_own(review: Review, officer: Officer) -> bool:
    """Whether this officer asked for it, or wrote what waits."""
    return officer.pk in {review.asked_by_id, review.post.officer_id}


def may_withdraw(review: Review, officer: Officer, now: datetime) -> bool:
    """Whether this officer may take back what was asked for."""
    return may_change(review.post, officer) and is_posted(officer, review.post.team, now)


def gives_up_decision(review: Review, officer: Officer, now: datetime) -> bool:
    """Whether `officer` may decide it now, and no longer once they have changed its words."""
    decides = reviewers_of(review, now).filter(pk=officer.pk)
    return review.wants_other_eyes and changeable_by(officer, now)(review) and decides.exists()


def review_queue(officer: Officer, now: datetime) -> ReviewQuerySet:
    """What waits for this officer, by time left."""
    return Review.objects.waiting().for_reviewer(officer, now).for_lists().by_time_left()


def reviews_to_see(officer: Officer, now: datetime) -> ReviewQuerySet:
    """While it waits, for those who may decide it, and always for those who have the post on their desk: once it is
    withdrawn or returned, the words are its author's again. An edit of what speaks in an officer's own name is read by
    that officer, by whoever asked for it and whoever decided it, until the public reads it."""
    is_anothers = Q(post__speaks_as=Voice.OFFICER) & ~Q(post__officer=officer)
    is_read = Q(state=ReviewState.APPROVED) | Q(asked_by=officer) | Q(decided_by=officer)
    on_desk = Review.objects.filter(post__in=on_desk_of(officer, now))
    return on_desk.exclude(is_anothers & Q(kind__in=EDITS) & ~is_read) | Review.objects.waiting().for_reviewer(
        officer, now
    )


def review_to_see(*, officer: Officer, pk: int, now: datetime) -> Review:
    """Raises Http404, or DecidedMeanwhile."""
    found = reviews_to_see(officer, now).for_lists().filter(pk=pk).first()
    if found is None:
        could_decide = Review.objects.filter(pk=pk).for_reviewer(officer, now).exists()
        raise DecidedMeanwhile if could_decide else Http404
    return found

"""Reviews as the desk shows them: the words, what was found in them, and how long there is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from tabard.front.desk.findings import ShownFinding, kept_findings, said_lines, shown_findings
from tabard.front.desk.shown import Shown, published, text_html
from tabard.people.teams.models import Officer
from tabard.voice.posts import access
from tabard.voice.posts.checking import check_review
from tabard.voice.posts.models import Post, Review, ReviewQuerySet
from tabard.voice.posts.wording import said_of


@dataclass(frozen=True)
class Row:
    """`shown` is what would go out, `before` what stands there now, where it is an edit. Whoever approves sends the
    `fingerprint` back: it is that of what they saw. `may_change` says whether the words are the reader's to change,
    `said` is what the author says of the matter."""

    review: Review
    shown: Shown
    findings: list[ShownFinding]
    fingerprint: str
    time_left: str
    is_late: bool
    before: Shown | None = None
    may_change: bool = False
    said: tuple[str, ...] = ()


def asked_by(officer: Officer) -> ReviewQuerySet:
    return Review.objects.waiting().asked_by(officer.pk).for_lists().by_time_left()


def rows(reviews: Iterable[Review], officer: Officer, now: datetime) -> list[Row]:
    """As `officer` reads them."""
    found, changeable = list(reviews), access.changeable_by(officer, now)
    return [replace(row(review, now), may_change=changeable(review)) for review in found]


def row(review: Review, now: datetime) -> Row:
    """With what was found when it was last changed."""
    shown, before = _words(review)
    is_late = review.due_at <= now
    left = _("Its time has come") if is_late else _("%(time)s left") % {"time": timeuntil(review.due_at, now, depth=1)}
    found, said = kept_findings(review.findings), _said(review)
    return Row(review, shown, found, review.fingerprint, left, is_late, before, said=said)


def looked_at(review: Review, now: datetime) -> Row:
    """With what is found now: the rules may have changed since."""
    checked = check_review(review, now)
    return replace(row(review, now), findings=shown_findings(checked.verdict), fingerprint=checked.fingerprint)


def gives_up(post: Post | None, officer: Officer, now: datetime) -> bool:
    """Whether `officer` could approve what waits of `post`, and no longer can once they have changed it."""
    review = post.reviews.waiting().first() if post else None
    return review is not None and access.gives_up_decision(review, officer, now)


def _said(review: Review) -> tuple[str, ...]:
    kept = {"kind": review.post.kind, "claims": review.post.claims} if review.proposed is None else review.proposed
    return tuple(said_lines(said_of(kept)))


def _words(review: Review) -> tuple[Shown, Shown | None]:
    now_there = published(review.post)
    if review.proposed is None:
        return now_there, None
    # one whose words were erased has none
    proposed = {name: review.proposed.get(name, "") for name in ("content_notice", "language")}
    return replace(now_there, html=text_html(review.proposed.get("text", "")), **proposed), now_there

"""Reviews as the desk shows them: the words, what was found in them, and how long there is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.text import Truncator
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from tabard.front.desk.findings import ShownFinding, kept_findings, said_lines, shown_findings
from tabard.front.desk.languages import name_of
from tabard.front.desk.shown import Shown, published, text_html
from tabard.people.teams.models import Officer
from tabard.voice.guidelines.verdicts import Way, way_at
from tabard.voice.posts import access
from tabard.voice.posts.checking import check_review, proposed_words
from tabard.voice.posts.models import Audience, Post, Review, ReviewQuerySet
from tabard.voice.posts.wording import Words, checked_language


@dataclass(frozen=True)
class Row:
    """`shown` is what would go out, `before` what stands there now, where it is an edit. Whoever approves sends the
    `fingerprint` back: it is that of what they saw, so `beside` tells what the words do not show. `may_change` says
    whether they are the reader's to change, `said` is what the author says of the matter."""

    review: Review
    shown: Shown
    findings: list[ShownFinding]
    fingerprint: str
    time_left: str
    is_late: bool
    before: Shown | None = None
    may_change: bool = False
    said: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def asked_by(officer: Officer) -> ReviewQuerySet:
    return Review.objects.waiting().asked_by(officer.pk).for_lists().by_time_left()


def rows(reviews: Iterable[Review], officer: Officer, now: datetime) -> list[Row]:
    """As `officer` reads them."""
    found, changeable, way = list(reviews), access.changeable_by(officer, now), way_at(now)
    return [replace(looked_at(review, now, way), may_change=changeable(review)) for review in found]


def row(review: Review, now: datetime) -> Row:
    """With what was found when it was last changed."""
    shown, before = _words(review)
    is_late = review.due_at <= now
    left = _("Its time has come") if is_late else _("%(time)s left") % {"time": timeuntil(review.due_at, now, depth=1)}
    words, found = proposed_words(review), kept_findings(review.findings)
    said, beside = tuple(said_lines(words.said)), (*_to_whom(words, review.post.reply_to), *_with_what(words))
    return Row(review, shown, found, review.fingerprint, left, is_late, before, said=said, beside=beside)


def looked_at(review: Review, now: datetime, way: Way | None = None) -> Row:
    """With what is found now: the rules may have changed since."""
    checked = check_review(review, now, way)
    return replace(row(review, now), findings=shown_findings(checked.verdict), fingerprint=checked.fingerprint)


def gives_up(post: Post | None, officer: Officer, now: datetime) -> bool:
    """Whether `officer` could approve what waits of `post`, and no longer can once they have changed it."""
    review = post.reviews.waiting().first() if post else None
    return review is not None and access.gives_up_decision(review, officer, now)


def _to_whom(words: Words, above: Post | None) -> Iterator[str]:
    if above is not None:
        yield _("Goes on after: “%(words)s”") % {"words": Truncator(above.text).chars(140)}
    if words.answers:
        yield _("Answers somebody in the fediverse: %(address)s") % {"address": words.answers}
    if words.audience == Audience.QUIET:
        yield _("Quiet: it keeps out of lists, feeds and e-mails. Everybody who has its address can read it.")


def _with_what(words: Words) -> Iterator[str]:
    if words.poll is not None:
        options = "”, “".join(words.poll.options)
        yield _("Answers to choose from: “%(options)s”") % {"options": options}
    if words.series is not None:
        yield _("Series: %(name)s") % {"name": words.series.name}
    if words.language != checked_language(""):
        yield _("Language: %(name)s") % {"name": name_of(words.language)}
    for number, picture in enumerate(words.pictures, start=1):
        if picture.alt:
            yield _("Picture %(number)s is described: “%(words)s”") % {"number": number, "words": picture.alt}


def _words(review: Review) -> tuple[Shown, Shown | None]:
    now_there = published(review.post)
    if review.proposed is None:
        return now_there, None
    # one whose words were erased has none
    proposed = {name: review.proposed.get(name, "") for name in ("content_notice", "language")}
    return replace(now_there, html=text_html(review.proposed.get("text", "")), **proposed), now_there

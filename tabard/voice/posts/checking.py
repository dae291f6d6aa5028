"""What the guidelines say of a post, and whether it may go out: every way to the public asks here."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tabard.people.accounts.models import User
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.claims import APPEALS
from tabard.voice.guidelines.checking.findings import Decision, Draft, Finding, Kind, Severity, gravity
from tabard.voice.guidelines.found import Found, advice_of, kept_by_rule
from tabard.voice.guidelines.verdicts import Verdict, Way, verdict_on, was_asked, way_at
from tabard.voice.posts.models import Audience, Post, Review, ReviewKind, Voice
from tabard.voice.posts.pictures import pictures_of
from tabard.voice.posts.surroundings import Surroundings
from tabard.voice.posts.wording import PostRefused, Words, poll_of, said_of

MOST_BEFORE, LONGEST_BEFORE = 20, 10_000  # posts of a thread, and characters of them
_Told = tuple[object, ...]


class DraftRefused(PostRefused):
    """The guidelines refuse it: `verdict` says why. It goes out with other words, or with a sergeant's override."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(sorted({finding.rule for finding in verdict.of(Severity.REFUSE)}))
        self.verdict = verdict


class DraftAsks(PostRefused):
    """The author is asked whether it is meant so. Whoever meets them says so to `guidelines.actions.ask_author`, once
    the transaction is undone: the same `question` sent again is the answer (`questions.kept`)."""

    def __init__(self, checked: "Checked") -> None:
        super().__init__(sorted({finding.rule for finding in checked.verdict.of(Severity.ASK)}))
        self.verdict, self.question = checked.verdict, checked.question


@dataclass(frozen=True)
class Checked:
    """What was found: in the `whole`, and in what nobody has let out yet. The fingerprint (SHA-256, hex) is of all that
    an approver agrees to: each word in its place, the poll and the pictures; who says it, in which language and series,
    to whom and after what; and what was found. The `question` is of all that its author would send again: each word in
    its place, the poll, and the pictures by how they look, since an app may send the same one anew."""

    verdict: Verdict
    whole: Verdict
    fingerprint: str
    question: str

    @property
    def four_eyes(self) -> bool:
        """Whether a rule, or what was said beside the words, wants another than whoever last changed them."""
        rules = [RULES[each.rule] for each in self.verdict.findings if each.rule in RULES]
        return self.verdict.is_pleaded or any(rule.four_eyes for rule in rules)


@dataclass(frozen=True)
class Passage:
    """It may go out, by `review` if it needed one; or, where not `is_free`, somebody looks at it first."""

    checked: Checked
    is_free: bool
    review: Review | None = None


def draft_of(words: Words) -> Draft:
    """All that the public will read, the text first so that what is found in it stands at the text's own places. Whom
    we answer at another server stands there as they are known: that is no mail address."""
    said = [("text", words.text), ("content_notice", words.content_notice)]
    said += [("poll", option) for option in (words.poll.options if words.poll else ())]
    said += [("series", words.series.name if words.series else "")]
    said += [(f"alt_{number}", picture.alt) for number, picture in enumerate(words.pictures, start=1)]
    fields, start = list[tuple[str, int]](), 0
    for name, text in said:
        if text:
            fields.append((name, start))
            start += len(text) + 1
    return Draft(
        text="\n".join(text for _name, text in said if text),
        language=words.language,
        has_media=bool(words.pictures),
        kind=Kind.REPLY if words.answers else words.said.kind,
        undescribed=sum(not picture.alt.strip() for picture in words.pictures),
        fields=tuple(fields),
        before=_before(words),
    )


def _before(words: Words) -> str:
    """What the public reads above it in our thread. What others answered there is none of it."""
    told, above = list[str](), words.reply_to
    while above is not None and above.is_public and len(told) < MOST_BEFORE:
        told.insert(0, "\n".join(filter(None, (above.text, above.content_notice))))
        above = above.reply_to
    return "\n".join(told)[-LONGEST_BEFORE:]


def check_words(words: Words, now: datetime, way: Way | None = None) -> Checked:
    """By the rules of `now`; who checks many reads the `way` once."""
    verdict = verdict_on(draft_of(words), now=now, claims=words.said.claims, way=way)
    said = [
        verdict.fingerprint,
        words.text,
        words.content_notice,
        words.poll and words.poll.kept(),
        words.said.kept(),
    ]
    shown = [[each.pk, each.alt, each.focus] for each in words.pictures]
    series = words.series.name if words.series else ""
    beside = [words.speaks_as, words.language, series, words.audience, words.answers]
    agreed, asked = _hash_of([said, shown, beside]), _hash_of([said, looks_of(words)])
    return Checked(verdict, verdict, fingerprint=agreed, question=asked)


def looks_of(words: Words) -> list[list[object]]:
    """The pictures by how they look: sent anew, one is another row."""
    return [[each.alt, each.width, each.height, each.blurhash, each.colour] for each in words.pictures]


def _hash_of(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def words_of(post: Post) -> Words:
    """Those that can be checked and edited."""
    return Words(
        text=post.text,
        speaks_as=Voice(post.speaks_as),
        content_notice=post.content_notice,
        language=post.language,
        pictures=pictures_of(post),
        reply_to=post.reply_to,
        series=post.series,
        answers=post.answers,
        audience=Audience(post.audience),
        poll=poll_of(post),
        said=said_of({"kind": post.kind, "claims": post.claims}),
    )


def proposed_words(review: Review) -> Words:
    """All that waits: of an edit its own words, with all else as it is."""
    if review.proposed is None:
        return words_of(review.post)
    proposed = dict(review.proposed)
    said = said_of({name: proposed.pop(name) for name in ("kind", "claims") if name in proposed})
    return replace(words_of(review.post), said=said, **proposed)


def check_post(post: Post, now: datetime, way: Way | None = None) -> Checked:
    """After what it goes on is part of what an approver agrees to; an edit cannot change that."""
    checked = check_words(words_of(post), now, way)
    return replace(checked, fingerprint=_hash_of([checked.fingerprint, post.reply_to_id]))


def check_review(review: Review, now: datetime, way: Way | None = None) -> Checked:
    """What whoever decides it looks at now; `approve_review` wants its fingerprint back."""
    if review.proposed is None:
        return check_post(review.post, now, way)
    return check_edit(review.post, proposed_words(review), now, way)


def check_edit(post: Post, after: Words, now: datetime, way: Way | None = None) -> Checked:
    """New is what a rule finds in words in which it found nothing as grave before, wherever those stand. What somebody
    looks at is new, too, where other words stand around it than before, in an appeal any other words, or where a
    picture was put in or cut otherwise. A picture that is left out alone makes nothing new."""
    way = way or way_at(now)
    before = _without_pictures_left_out(words_of(post), after)
    found, known = check_words(after, now, way), dict[_Told, int]()
    is_appeal = not {before.said.kind, after.said.kind}.isdisjoint(APPEALS)
    for finding, told in _told(check_words(before, now, way).whole, before, is_appeal=is_appeal):
        for each in (told, told[:2]):
            known[each] = max(gravity(finding.severity), known.get(each, -1))
    new = tuple(
        finding
        for finding, told in _told(found.whole, after, is_appeal=is_appeal)
        if gravity(finding.severity) > known.get(told if _is_looked_at(finding) else told[:2], -1)
    )
    return replace(found, verdict=replace(found.whole, findings=new))


def _without_pictures_left_out(before: Words, after: Words) -> Words:
    left = {picture.pk for picture in after.pictures}
    return replace(before, pictures=tuple(picture for picture in before.pictures if picture.pk in left))


def _is_looked_at(finding: Finding) -> bool:
    return gravity(finding.severity) >= gravity(Severity.REVIEW)


def _told(verdict: Verdict, words: Words, *, is_appeal: bool) -> Iterator[tuple[Finding, _Told]]:
    """Each finding with its rule, its words, and what stands around them."""
    text, pictures = verdict.draft.text, tuple((each.pk, each.focus) for each in words.pictures)
    around = Surroundings(text)
    for finding in verdict.findings:
        marked = " ".join(text[finding.start : finding.end].lower().split())
        yield finding, (finding.rule, marked, around.whole if is_appeal else around.of(finding), pictures)


def held_for(review: Review) -> list[Found]:
    """For which rules it waits, without the words, the gravest first."""
    return [found for found in kept_by_rule(review.findings) if gravity(found.severity) >= gravity(Severity.REVIEW)]


def passage(post: Post, *, author: User | None, now: datetime, asks: bool = True) -> Passage:
    """Whether the post may go out as it stands. Refusing goes before reviewing, and that before asking `author`, who is
    not asked again where `asks` is false. Raises DraftRefused, DraftAsks."""
    checked = check_post(post, now)
    decision = checked.verdict.decision
    if decision in {Decision.REFUSE, Decision.REVIEW}:
        approved = post.reviews.approving(checked.fingerprint, now)
        if decision == Decision.REFUSE and (approved is None or approved.kind != ReviewKind.OVERRIDE):
            raise DraftRefused(checked.verdict)
        return Passage(checked, is_free=approved is not None, review=approved)
    if asks:
        require_answer(checked, author, now)
    return Passage(checked, is_free=True)


def require_answer(checked: Checked, author: User | None, now: datetime) -> None:
    """Raises DraftAsks unless there is nothing to ask, or the very same sent again is the answer."""
    if checked.verdict.decision == Decision.ASK and not was_asked(author, checked.question, now):
        raise DraftAsks(checked)


def advice(findings: Iterable[Finding]) -> list[str]:
    """What each asks for, said once."""
    return list(dict.fromkeys(advice_of(finding) for finding in findings))

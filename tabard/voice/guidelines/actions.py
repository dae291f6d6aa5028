"""Adopting and reading guidelines, and tuning their rules. All but reading is the digital lead's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tabard.lib import text as plain_text
from tabard.people.accounts.models import User
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.voice.guidelines.access import require_lead
from tabard.voice.guidelines.changes import ElectionPeriodsChanged, GuidelineAdopted, LexiconChanged, RuleChanged
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.words import split
from tabard.voice.guidelines.models import (
    LONGEST_ADVICE,
    LONGEST_GUIDELINE_WORDS,
    LONGEST_NAME,
    MOST_PHRASES,
    Acknowledgement,
    ElectionPeriod,
    Guideline,
    Lexicon,
    QuestionAsked,
    RuleChoice,
)

LONGEST_PHRASE, MOST_WORDS_OF_ONE = 80, 8
# Letters and figures, perhaps with a *, and what stands between two such runs. The two share no character, so that a
# line is read in one way only, in linear time.
_RUN, _BETWEEN = r"[^\W_]+\*?", r"(?:[_'’-]+|['’-]? ['’-]?)"
_PHRASE = re.compile(rf"{_RUN}(?:{_BETWEEN}{_RUN})*")
_SHORTEST_BEGINNING = 3


class GuidelineRefused(Exception):
    """What was typed cannot be kept; subclasses say why."""


class GuidelineTooLong(GuidelineRefused):
    """`count` words, where LONGEST_GUIDELINE_WORDS are the most."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class GuidelineIsEmpty(GuidelineRefused):
    pass


class NothingChanged(GuidelineRefused):
    """The version that applies says the same already."""


class UnknownRule(GuidelineRefused):
    pass


class BoundRefused(GuidelineRefused):
    """`name` is no number of that rule, or not between its least and its most."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class LexiconRefused(GuidelineRefused):
    """Without a name, words or advice, or with too much of them; or of a name that another has."""


class PhraseRefused(LexiconRefused):
    """Phrases are words, perhaps with a * at the end of one of them. No patterns:
    so what they cost is known when they are saved. `phrase` is the first that is none."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


class PhraseTooLong(PhraseRefused):
    """It has more than LONGEST_PHRASE characters or MOST_WORDS_OF_ONE words."""


class PeriodRefused(GuidelineRefused):
    """It has no name, or ends before it begins."""


# -- the guideline -----------------------------------------------------------------------------------------------------


@transaction.atomic
def adopt_guideline(*, by: User, sentences: Sequence[tuple[str, str]], what_changed: str, now: datetime) -> Guideline:
    """Make these sentences, each a key and its text, the version that applies. Raises NotTheLead, GuidelineIsEmpty,
    GuidelineTooLong, NothingChanged."""
    require_lead(by)
    kept = checked_sentences(sentences)
    before = Guideline.objects.select_for_update().newest_first().first()
    if before is not None and before.sentences == kept:
        raise NothingChanged
    guideline = Guideline.objects.create(
        number=1 if before is None else before.number + 1,
        sentences=kept,
        what_changed=plain_text.clean(what_changed).strip()[:500],
        adopted_at=now,
        adopted_by=by,
    )
    write_audit(actor=by, act="guidelines.adopted", subject=guideline, detail={"number": guideline.number}, now=now)
    record(GuidelineAdopted(guideline_id=guideline.pk))
    return guideline


def checked_sentences(sentences: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """As they are kept: one without words is left out. Raises GuidelineIsEmpty, GuidelineTooLong."""
    texts = ((key, " ".join(plain_text.clean(text).split())) for key, text in sentences)
    kept = [{"key": key, "text": text} for key, text in texts if text]
    if not kept:
        raise GuidelineIsEmpty
    count = sum(len(sentence["text"].split()) for sentence in kept)
    if count > LONGEST_GUIDELINE_WORDS:
        raise GuidelineTooLong(count)
    return kept


@transaction.atomic
def acknowledge_guideline(*, guideline: Guideline, by: User, now: datetime) -> None:
    """They have read it; once is enough."""
    _row, is_new = Acknowledgement.objects.get_or_create(
        guideline=guideline, user=by, defaults={"acknowledged_at": now}
    )
    if is_new:
        write_audit(actor=by, act="guidelines.acknowledged", subject=guideline, now=now)


# -- rules and words ---------------------------------------------------------------------------------------------------


@transaction.atomic
def change_rule(
    *,
    by: User,
    rule: str,
    is_on: bool,
    gravity: str,
    now: datetime,
    bounds: Mapping[str, int] | None = None,
    allowed: str | None = None,
) -> None:
    """Switch a rule of the catalogue on or off, give it another gravity ("" is the catalogue's), other numbers (by the
    names of its bounds; one left out is as usual) or words to pass over, one phrase a line. None leaves them as they
    are. Raises NotTheLead, UnknownRule, BoundRefused, LexiconRefused, PhraseRefused."""
    require_lead(by)
    if rule not in RULES or gravity not in {"", *Severity}:
        raise UnknownRule(rule)
    before = RuleChoice.objects.filter(rule=rule).first() or RuleChoice(rule=rule)
    was = _told_of(before)
    wanted = {
        "is_on": is_on,
        "gravity": gravity,
        "bounds": before.bounds if bounds is None else checked_bounds(rule, bounds),
        "allowed": before.allowed if allowed is None else "\n".join(checked_phrases(allowed)),
    }
    if was == wanted:
        return
    choice, _is_new = RuleChoice.objects.update_or_create(
        rule=rule, defaults={**wanted, "changed_at": now, "changed_by": by}
    )
    detail = {"rule": rule, "was": was, "is": wanted}
    write_audit(actor=by, act="guidelines.rule_changed", subject=choice, detail=detail, now=now)
    record(RuleChanged(choice_id=choice.pk))


def _told_of(choice: RuleChoice) -> dict[str, Any]:
    return {
        "is_on": choice.is_on,
        "gravity": choice.gravity,
        "bounds": choice.bounds,
        "allowed": choice.allowed,
    }


def checked_bounds(rule: str, bounds: Mapping[str, int]) -> dict[str, int]:
    """As they are kept: those that are not as usual. Raises BoundRefused."""
    known = {bound.name: bound for bound in RULES[rule].bounds}
    for name, number in bounds.items():
        bound = known.get(name)
        if bound is None or type(number) is not int or not bound.least <= number <= bound.most:
            raise BoundRefused(name)
    return {name: number for name, number in bounds.items() if number != known[name].usual}


@dataclass(frozen=True)
class LexiconWords:
    """All of a lexicon that its author chooses; `phrases` one a line."""

    name: str
    phrases: str
    gravity: Severity
    advice: str
    sentence: str = ""


def checked_lexicon(words: LexiconWords) -> LexiconWords:
    """As it is kept. Raises LexiconRefused, PhraseRefused."""
    name, advice = (" ".join(plain_text.clean(text).split()) for text in (words.name, words.advice))
    phrases = checked_phrases(words.phrases)
    if not 1 <= len(name) <= LONGEST_NAME or not 1 <= len(advice) <= LONGEST_ADVICE or not phrases:
        raise LexiconRefused
    return LexiconWords(name, "\n".join(phrases), Severity(words.gravity), advice, words.sentence)


def checked_phrases(typed: str) -> list[str]:
    """Each line once, as it is kept. Raises LexiconRefused where there are too many, PhraseRefused."""
    lines = (" ".join(line.split()) for line in plain_text.clean(typed).splitlines())
    phrases = [line for line in dict.fromkeys(lines) if line]
    if len(phrases) > MOST_PHRASES:
        raise LexiconRefused
    for phrase in phrases:
        _check_phrase(phrase)
    return phrases


def _check_phrase(phrase: str) -> None:
    if len(phrase) > LONGEST_PHRASE:
        raise PhraseTooLong(phrase)
    if _PHRASE.fullmatch(phrase) is None:
        raise PhraseRefused(phrase)
    words = split(phrase)
    if len(words) > MOST_WORDS_OF_ONE:
        raise PhraseTooLong(phrase)
    if not words:
        raise PhraseRefused(phrase)
    if any(word.endswith("*") and len(word) <= _SHORTEST_BEGINNING for word in words):
        raise PhraseRefused(phrase)  # "a*" would be found in every post
    if sum(word.endswith("*") for word in words) > 1:
        raise PhraseRefused(phrase)  # each more multiplies the ways that a text can be read


@transaction.atomic
def save_lexicon(*, by: User, words: LexiconWords, now: datetime, lexicon: Lexicon | None = None) -> Lexicon:
    """Add one, or change `lexicon`. Raises NotTheLead, LexiconRefused, PhraseRefused."""
    require_lead(by)
    kept = checked_lexicon(words)
    others = Lexicon.objects.in_use().filter(name=kept.name).exclude(pk=lexicon.pk if lexicon else 0)
    if others.exists():
        raise LexiconRefused
    row = lexicon or Lexicon(added_at=now)
    if lexicon is not None:
        lexicon.refresh_from_db(from_queryset=Lexicon.objects.select_for_update())
    was = _words_of(row) if lexicon else None
    row.name, row.phrases, row.gravity = kept.name, kept.phrases, kept.gravity
    row.advice, row.sentence, row.changed_at, row.changed_by = kept.advice, kept.sentence, now, by
    detail = {"was": was, "is": _words_of(row)}
    if detail["was"] == detail["is"]:
        return row
    row.save()
    write_audit(actor=by, act="guidelines.lexicon_saved", subject=row, detail=detail, now=now)
    record(LexiconChanged(lexicon_id=row.pk))
    return row


@transaction.atomic
def retire_lexicon(*, by: User, lexicon: Lexicon, now: datetime) -> None:
    """Find its words no more; once is enough. Raises NotTheLead."""
    require_lead(by)
    lexicon.refresh_from_db(from_queryset=Lexicon.objects.select_for_update())
    if lexicon.retired_at is not None:
        return
    lexicon.retired_at, lexicon.changed_by = now, by
    lexicon.save(update_fields=["retired_at", "changed_by"])
    detail = {"was": _words_of(lexicon)}
    write_audit(actor=by, act="guidelines.lexicon_retired", subject=lexicon, detail=detail, now=now)
    record(LexiconChanged(lexicon_id=lexicon.pk))


def _words_of(lexicon: Lexicon) -> dict[str, Any]:
    """All of it, as the audit chain holds it."""
    return {
        "name": lexicon.name,
        "phrases": lexicon.phrases.splitlines(),
        "gravity": str(lexicon.gravity),
        "advice": lexicon.advice,
        "sentence": lexicon.sentence,
    }


# -- elections ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_election_period(*, by: User, name: str, starts_date: date, ends_date: date, now: datetime) -> ElectionPeriod:
    """Raises NotTheLead, PeriodRefused."""
    require_lead(by)
    name = " ".join(plain_text.clean(name).split())
    if not 1 <= len(name) <= LONGEST_NAME or ends_date < starts_date:
        raise PeriodRefused
    period = ElectionPeriod.objects.create(name=name, starts_date=starts_date, ends_date=ends_date, added_by=by)
    write_audit(actor=by, act="guidelines.election_added", subject=period, detail=_days(period), now=now)
    record(ElectionPeriodsChanged())
    return period


@transaction.atomic
def remove_election_period(*, by: User, period: ElectionPeriod, now: datetime) -> None:
    """Raises NotTheLead."""
    require_lead(by)
    write_audit(actor=by, act="guidelines.election_removed", subject=period, detail=_days(period), now=now)
    period.delete()
    record(ElectionPeriodsChanged())


def _days(period: ElectionPeriod) -> dict[str, str]:
    return {"name": period.name, "from": period.starts_date.isoformat(), "to": period.ends_date.isoformat()}


# -- questions to the author -------------------------------------------------------------------------------------------


@transaction.atomic
def ask_author(*, user: User, fingerprint: str, now: datetime) -> None:
    """Remember that the author was asked about these words. Called once the transaction that they were to be published
    in is over: that one is undone."""
    QuestionAsked.objects.update_or_create(user=user, fingerprint=fingerprint, defaults={"asked_at": now})

"""The check of what officers say in public elsewhere than in posts: of themselves, their team, meetings, priorities;
and of what others said that they pass on."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from tabard.people.accounts.models import User
from tabard.people.teams.guided import WordsStopped
from tabard.voice.guidelines.actions import ask_author
from tabard.voice.guidelines.checking.findings import Draft, Kind, Severity
from tabard.voice.guidelines.found import LONGEST_QUOTE, advice_of
from tabard.voice.guidelines.verdicts import Verdict, verdict_on, was_asked

ADDRESSES = "address"


def check_said(text: str, *, by: User | None, now: datetime, where: str = "") -> list[str]:
    """The rules whose question `by` has answered. Raises WordsStopped. Nobody reviews such words: what would be held
    as a post is asked about here. `where` is read after the text, as a resident does, and may be an address."""
    return _answered(_read(text, where, now), by, now)


def check_passed_on(draft: Draft, *, by: User, now: datetime) -> list[str]:
    """As `check_said`, of words that others wrote and `by` lets stand among our own posts."""
    return _answered(verdict_on(draft, now=now), by, now)


def _answered(verdict: Verdict, by: User | None, now: datetime) -> list[str]:
    if verdict.of(Severity.REFUSE):
        raise WordsStopped(_advice(verdict, Severity.REFUSE))
    rules = sorted({finding.rule for finding in verdict.of(Severity.REVIEW, Severity.ASK)})
    if rules and by is not None and not was_asked(by, verdict.fingerprint, now):
        remember = partial(ask_author, user=by, fingerprint=verdict.fingerprint, now=now)
        raise WordsStopped(_advice(verdict, Severity.REVIEW, Severity.ASK), remember)
    return rules if by is not None else []


def advice_on(text: str, *, now: datetime, where: str = "") -> tuple[list[str], list[str]]:
    """Of words that nobody here wrote: what is refused in them, and what their author would be asked, each once."""
    verdict = _read(text, where, now)
    return _advice(verdict, Severity.REFUSE), _advice(verdict, Severity.REVIEW, Severity.ASK)


def _read(text: str, where: str, now: datetime) -> Verdict:
    whole = "\n".join(filter(None, (text, where)))
    return _without_addresses(verdict_on(Draft(whole, kind=Kind.PAGE), now=now), len(whole) - len(where))


def _without_addresses(verdict: Verdict, begin: int) -> Verdict:
    """Where one can come to, which is told from `begin` on, is nobody's home."""
    kept = (each for each in verdict.findings if each.rule != ADDRESSES or each.start < begin)
    return replace(verdict, findings=tuple(kept))


def _advice(verdict: Verdict, *severities: Severity) -> list[str]:
    """Each once, with the words that it is about."""
    told: dict[str, str] = {}
    for finding in verdict.of(*severities):
        words = verdict.draft.text[finding.start : finding.end]
        advice = advice_of(finding)
        told.setdefault(advice, f"“{words}”: {advice}" if 0 < len(words) <= LONGEST_QUOTE else advice)
    return list(told.values())

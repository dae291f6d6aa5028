"""What the guidelines found in a draft, as its author reads it: while writing, and when a draft is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tabard.front.desk.sentences import sentence
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Finding, Severity, gravity
from tabard.voice.guidelines.models import Lexicon
from tabard.voice.guidelines.verdicts import Verdict
from tabard.voice.posts.actions import DraftAsks, DraftRefused

LONGEST_QUOTE = 60
MOST_QUOTES = 3


@dataclass(frozen=True)
class ShownFinding:
    """What one rule found, wherever it did: `quotes` are the words, `sentence` is the number of the one it serves."""

    title: str
    severity: Severity
    advice: str
    quotes: tuple[str, ...]
    sentence: int | None


def shown_findings(verdict: Verdict) -> list[ShownFinding]:
    """By rule, the gravest first, then in the order of the text."""
    text, names = verdict.draft.text, _own_names(verdict)
    by_rule = sorted(verdict.findings, key=lambda finding: (-gravity(finding.severity), finding.rule))
    return [
        _shown(text, list(found), names, verdict)
        for _key, found in groupby(by_rule, key=lambda finding: (finding.severity, finding.rule))
    ]


def findings_of(refusal: Exception | None) -> list[ShownFinding]:
    """For which it was refused or asked about, if the guidelines did."""
    return shown_findings(refusal.verdict) if isinstance(refusal, DraftRefused | DraftAsks) else []


def kept_findings(kept: Iterable[Mapping[str, Any]]) -> list[ShownFinding]:
    """As rows keep them: without the words in which they were found."""
    found = {(str(each["rule"]), Severity(each["severity"])) for each in kept}
    names = (
        {lexicon.rule: lexicon for lexicon in Lexicon.objects.in_use()}
        if any(r not in RULES for r, _s in found)
        else {}
    )
    shown = []
    for rule, severity in sorted(found, key=lambda each: (-gravity(each[1]), each[0])):
        title = _(RULES[rule].title) if rule in RULES else names[rule].name if rule in names else rule
        advice = _(RULES[rule].advice) if rule in RULES else names[rule].advice if rule in names else ""
        shown.append(ShownFinding(title, severity, advice, (), None))
    return shown


def _shown(text: str, found: list[Finding], names: dict[str, str], verdict: Verdict) -> ShownFinding:
    first = found[0]
    title = _(RULES[first.rule].title) if first.rule in RULES else names.get(first.rule, "")
    is_whole = first.start == 0 and first.end >= len(text)
    quotes = () if is_whole else tuple(dict.fromkeys(text[each.start : each.end][:LONGEST_QUOTE] for each in found))
    number = verdict.guideline.number_of(first.sentence) if verdict.guideline else None
    advice = _(first.advice) if first.rule in RULES else first.advice
    return ShownFinding(title, first.severity, advice, tuple(filter(None, quotes))[:MOST_QUOTES], number)


def told(refusal: Exception) -> str:
    """A refusal where the findings themselves stand on the page."""
    if isinstance(refusal, DraftRefused):
        return _("The guidelines refuse this as it is. It is kept as a draft; below it says why.")
    if isinstance(refusal, DraftAsks):
        return _("Is it meant so? Look at what is said below. Publish it again within ten minutes if it is.")
    return sentence(refusal)


def _own_names(verdict: Verdict) -> dict[str, str]:
    own = {finding.rule for finding in verdict.findings if finding.rule not in RULES}
    return {lexicon.rule: lexicon.name for lexicon in Lexicon.objects.in_use()} if own else {}


def summary(verdict: Verdict) -> str:
    """One sentence for a screen reader."""
    count = len({finding.rule for finding in verdict.findings})
    if not count:
        return _("Nothing stands in the way.")
    told = ngettext("%(n)s thing to look at.", "%(n)s things to look at.", count) % {"n": count}
    if verdict.of(Severity.REFUSE):
        return _("%(things)s As it is, this will not go out.") % {"things": told}
    if verdict.of(Severity.REVIEW):
        return _("%(things)s A sergeant will look at this first.") % {"things": told}
    return told

"""What the guidelines found, as an app shows it: in a few lines of plain text, on a small screen."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Finding, Severity, gravity
from tabard.voice.guidelines.models import Lexicon
from tabard.voice.guidelines.verdicts import Verdict

MOST_LINES = 4
MOST_QUOTES, LONGEST_QUOTE = 3, 60


def lines(verdict: Verdict) -> list[str]:
    """One for each rule that found something, the gravest first: its name, the words, and what to do. Hints are left
    out, and of many rules the last are only named."""
    grave = verdict.of(Severity.REFUSE, Severity.REVIEW, Severity.ASK)
    by_rule = sorted(grave, key=lambda finding: (-gravity(finding.severity), finding.rule, finding.start))
    groups = [list(found) for _rule, found in groupby(by_rule, key=lambda finding: finding.rule)]
    names = _own_names(groups)
    told = [_line(found, verdict.draft.text, names) for found in groups[:MOST_LINES]]
    if more := [_name(found[0], names) for found in groups[MOST_LINES:]]:
        also = ngettext("One more thing: %(names)s.", "%(n)s more things: %(names)s.", len(more))
        told.append(also % {"n": len(more), "names": "; ".join(more)})
    return told


def _line(found: list[Finding], text: str, names: dict[str, str]) -> str:
    first = found[0]
    advice = _(first.advice) if first.rule in RULES else first.advice
    quotes = [f"“{quote}”" for quote in _quotes(found, text)]
    if not quotes:
        return f"{_name(first, names)}: {advice}"
    return f"{_name(first, names)} ({', '.join(quotes)}): {advice}"


def _quotes(found: list[Finding], text: str) -> list[str]:
    """The words, each once; none where a rule finds something in all of them."""
    if any(finding.start == 0 and finding.end >= len(text) for finding in found):
        return []
    quotes = dict.fromkeys(" ".join(text[finding.start : finding.end].split()) for finding in found)
    return [_shortened(quote) for quote in quotes if quote][:MOST_QUOTES]


def _shortened(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1].rstrip()}…"


def _name(finding: Finding, names: dict[str, str]) -> str:
    return _(RULES[finding.rule].title) if finding.rule in RULES else names.get(finding.rule, finding.rule)


def _own_names(groups: list[list[Finding]]) -> dict[str, str]:
    """Of the force's own words."""
    if all(found[0].rule in RULES for found in groups):
        return {}
    return {lexicon.rule: lexicon.name for lexicon in Lexicon.objects.in_use()}

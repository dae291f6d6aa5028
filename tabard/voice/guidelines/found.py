"""What was found in a draft, by rule, as whoever wrote it or looks at it reads it: on the desk, and in an app."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Finding, Severity, gravity
from tabard.voice.guidelines.models import Lexicon
from tabard.voice.guidelines.verdicts import Verdict

MOST_QUOTES, LONGEST_QUOTE = 3, 60


@dataclass(frozen=True)
class Found:
    """All that one rule found with one gravity. `quotes` are the first of the words, each once, and what overlaps
    as one; none where they are not kept, or where the rule is about the whole draft."""

    rule: str
    title: str
    severity: Severity
    advice: str
    findings: tuple[Finding, ...] = ()
    quotes: tuple[str, ...] = ()


def by_rule(verdict: Verdict, *severities: Severity) -> list[Found]:
    """The gravest first; of these `severities`, or of all."""
    wanted = verdict.of(*severities or Severity)
    ordered = sorted(wanted, key=lambda each: (-gravity(each.severity), each.rule, each.start))
    own, text = _own(finding.rule for finding in ordered), verdict.draft.text
    groups = [tuple(group) for _key, group in groupby(ordered, key=lambda each: (each.severity, each.rule))]
    return [
        Found(each[0].rule, _title(each[0].rule, own), each[0].severity, advice_of(each[0]), each, _quotes(each, text))
        for each in groups
    ]


def kept_by_rule(kept: Iterable[Mapping[str, Any]]) -> list[Found]:
    """As rows keep them (`Verdict.kept`), which is without the words."""
    found = {(Severity(each["severity"]), str(each["rule"]), bool(each.get("is_answered"))) for each in kept}
    own = _own(rule for _severity, rule, _is_answered in found)
    return [
        Found(rule, _title(rule, own), severity, _answered() if is_answered else _advice(rule, own))
        for severity, rule, is_answered in sorted(found, key=lambda each: (-gravity(each[0]), each[1:]))
    ]


def advice_of(finding: Finding) -> str:
    """What to do; the force's own words as it wrote them."""
    if finding.is_answered:
        return _answered()
    return _(finding.advice) if finding.rule in RULES else finding.advice


def _answered() -> str:
    """In the place of what a rule wants: whoever gave it all of that would look for what is missing."""
    return _("All that it needs is there. A sergeant reads it first, with what its author says of it.")


def _own(rules: Iterable[str]) -> dict[str, Lexicon]:
    """The force's own words by rule. Most drafts have none, and then nothing is asked for."""
    if RULES.keys() >= set(rules):
        return {}
    return {lexicon.rule: lexicon for lexicon in Lexicon.objects.in_use()}


def _title(rule: str, own: Mapping[str, Lexicon]) -> str:
    return _(RULES[rule].title) if rule in RULES else own[rule].name if rule in own else rule


def _advice(rule: str, own: Mapping[str, Lexicon]) -> str:
    return _(RULES[rule].advice) if rule in RULES else own[rule].advice if rule in own else ""


def _quotes(found: Iterable[Finding], text: str) -> tuple[str, ...]:
    if any(finding.start == 0 and finding.end >= len(text) for finding in found):
        return ()
    places: list[tuple[int, int]] = []
    for start, end in sorted((finding.start, finding.end) for finding in found):
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    quotes = dict.fromkeys(" ".join(text[start:end].split()) for start, end in places)
    return tuple(_shortened(quote) for quote in quotes if quote)[:MOST_QUOTES]


def _shortened(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1].rstrip()}…"

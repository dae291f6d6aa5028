"""What the guidelines found in a draft, as its author reads it: while writing, and when a draft is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tabard.front.desk.sentences import sentence
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.claims import Claim
from tabard.voice.guidelines.checking.findings import Finding, Kind, Severity, gravity
from tabard.voice.guidelines.models import Lexicon
from tabard.voice.guidelines.verdicts import Verdict
from tabard.voice.posts.actions import DraftAsks, DraftRefused
from tabard.voice.posts.wording import Said

LONGEST_QUOTE = 60
MOST_QUOTES = 3


CLAIMS = {
    Claim.PLATE_IS_APPEAL: gettext_lazy("This plate is what we are looking for"),
    Claim.CONSENT: gettext_lazy("They agreed in writing to be named"),
    Claim.POLICING_PURPOSE: gettext_lazy("This is needed to find somebody"),
    Claim.PROCEEDINGS_ACTIVE: gettext_lazy("A court case is under way: somebody is arrested, wanted or charged"),
}
SAID_KINDS = {
    Kind.APPEAL: gettext_lazy("This is an appeal for somebody wanted"),
    Kind.MISSING: gettext_lazy("This is an appeal for somebody missing"),
}
FIELDS = {
    "content_notice": gettext_lazy("In the content notice"),
    "poll": gettext_lazy("In the answers to choose from"),
    "series": gettext_lazy("In the name of the series"),
}


@dataclass(frozen=True)
class Offer:
    """A claim that an officer may make with one tap."""

    name: str
    label: str
    is_made: bool


@dataclass(frozen=True)
class ShownFinding:
    """What one rule found, wherever it did: `quotes` are the words, `places` the fields they stand in where that is
    not the text; `sentence` is the number of the one it serves, `offers` what would answer it."""

    title: str
    severity: Severity
    advice: str
    quotes: tuple[str, ...]
    sentence: int | None
    places: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


def offer(claim: Claim, made: Iterable[Claim]) -> Offer:
    return Offer(claim.value, str(CLAIMS[claim]), claim in made)


def said_lines(said: Said) -> list[str]:
    """What the author says, as whoever looks at it reads it."""
    kinds = [str(SAID_KINDS[said.kind])] if said.kind in SAID_KINDS else []
    return [*kinds, *(str(CLAIMS[claim]) for claim in said.claims)]


def answerable(said: Said, verdict: Verdict | None = None) -> dict[str, Any]:
    """For the page on which it is written: what was found, each with what would answer it, offered once; and `said`,
    what was claimed and stands beside nothing that is still found. Without a verdict only what was said."""
    open_claims = {claim for claim in said.claims if claim != Claim.PROCEEDINGS_ACTIVE}
    shown, offered = [], set[Claim]()
    for rule, finding in _by_rule(verdict) if verdict else ():
        claims = [claim for claim in verdict.answers.get(rule, ()) if claim not in offered] if verdict else []
        offered |= set(claims)
        shown.append(replace(finding, offers=tuple(offer(claim, said.claims) for claim in claims)))
    left = [offer(claim, said.claims) for claim in CLAIMS if claim in open_claims - offered]
    return {"findings": shown, "said": left}


def shown_findings(verdict: Verdict) -> list[ShownFinding]:
    """By rule, the gravest first, then in the order of the text."""
    return [shown for _rule, shown in _by_rule(verdict)]


def _by_rule(verdict: Verdict) -> list[tuple[str, ShownFinding]]:
    text, names = verdict.draft.text, _own_names(verdict)
    by_rule = sorted(verdict.findings, key=lambda finding: (-gravity(finding.severity), finding.rule))
    return [
        (key[1], _shown(text, list(found), names, verdict))
        for key, found in groupby(by_rule, key=lambda finding: (finding.severity, finding.rule))
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
    fields = dict.fromkeys(verdict.draft.field_at(each.start)[0] for each in found if quotes)
    places = tuple(_place(field) for field in fields if field != "text")
    return ShownFinding(title, first.severity, advice, tuple(filter(None, quotes))[:MOST_QUOTES], number, places)


def _place(field: str) -> str:
    if field in FIELDS:
        return str(FIELDS[field])
    return _("In the description of picture %(number)s") % {"number": field.removeprefix("alt_")}


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
    """One sentence, to be read and to be heard."""
    count = len({finding.rule for finding in verdict.findings})
    if not count:
        return _("Nothing stands in the way.")
    told = ngettext("%(n)s thing to look at.", "%(n)s things to look at.", count) % {"n": count}
    if verdict.of(Severity.REFUSE):
        return _("%(things)s As it is, this will not go out.") % {"things": told}
    if verdict.of(Severity.REVIEW):
        return _("%(things)s A sergeant will look at this first.") % {"things": told}
    return told

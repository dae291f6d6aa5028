"""What the guidelines found in a draft, as its author reads it: while writing, and when a draft is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tabard.front.desk.sentences import sentence
from tabard.voice.guidelines.checking.claims import Claim
from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.rule import Example
from tabard.voice.guidelines.found import Found, by_rule, kept_by_rule
from tabard.voice.guidelines.verdicts import Verdict
from tabard.voice.posts.actions import DraftAsks, DraftRefused
from tabard.voice.posts.wording import Said

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


def shown_examples(examples: Iterable[Example]) -> list[tuple[str, list[str]]]:
    """Each one's words, and what they do not show: what its author said of it, and its pictures."""
    shown = [(" ".join(example.text.split()), _beside(example)) for example in examples]
    return [(words, beside) for words, beside in shown if words or beside]


def _beside(example: Example) -> list[str]:
    told = [str(SAID_KINDS[kind])] if (kind := example.draft.get("kind")) in SAID_KINDS else []
    if kind == Kind.OFFICE:
        told.append(_("Said to children in the virtual office"))
    if count := example.draft.get("undescribed", 0):
        several = ngettext("With a picture that nobody described", "With %(n)s pictures that nobody described", count)
        told.append(several % {"n": count})
    elif example.draft.get("has_media"):
        told.append(_("With a picture"))
    return [*told, *(str(CLAIMS[Claim(name)]) for name in example.context)]


def answerable(said: Said, verdict: Verdict | None = None) -> dict[str, Any]:
    """For the page on which it is written: what was found, each with what would answer it, offered once; and `said`,
    what was claimed and stands beside nothing that is still found. Without a verdict only what was said."""
    open_claims = {claim for claim in said.claims if claim != Claim.PROCEEDINGS_ACTIVE}
    shown, offered = [], set[Claim]()
    if verdict is not None:
        for found in by_rule(verdict):
            claims = [claim for claim in verdict.answers.get(found.rule, ()) if claim not in offered]
            offered |= set(claims)
            offers = tuple(offer(claim, said.claims) for claim in claims)
            shown.append(replace(_shown(found, verdict), offers=offers))
    left = [offer(claim, said.claims) for claim in CLAIMS if claim in open_claims - offered]
    return {"findings": shown, "said": left}


def shown_findings(verdict: Verdict) -> list[ShownFinding]:
    return [_shown(found, verdict) for found in by_rule(verdict)]


def kept_findings(kept: Iterable[Mapping[str, Any]]) -> list[ShownFinding]:
    """As rows keep them: without the words in which they were found."""
    return [ShownFinding(each.title, each.severity, each.advice, (), None) for each in kept_by_rule(kept)]


def _shown(found: Found, verdict: Verdict) -> ShownFinding:
    number = verdict.guideline.number_of(found.findings[0].sentence) if verdict.guideline else None
    fields = dict.fromkeys(verdict.draft.field_at(each.start)[0] for each in found.findings if found.quotes)
    places = tuple(_place(field) for field in fields if field != "text")
    return ShownFinding(found.title, found.severity, found.advice, found.quotes, number, places)


def _place(field: str) -> str:
    if field in FIELDS:
        return str(FIELDS[field])
    return _("In the description of picture %(number)s") % {"number": field.removeprefix("alt_")}


def told(refusal: Exception) -> str:
    """A refusal where the findings themselves stand on the page."""
    if isinstance(refusal, DraftRefused):
        return _("The guidelines refuse this as it is. It is kept as a draft; below it says why.")
    if isinstance(refusal, DraftAsks):
        return _("Is this what you mean? Look at what is said below. If it is, publish it again within ten minutes.")
    return sentence(refusal)


def summary(verdict: Verdict, *, is_approved: bool = False) -> str:
    """One sentence or two, to be read and to be heard."""
    count = len({finding.rule for finding in verdict.findings})
    if not count:
        return _("Nothing stands in the way.")
    told = ngettext("%(n)s thing to look at.", "%(n)s things to look at.", count) % {"n": count}
    if is_approved:
        return _("%(things)s It was approved as it is.") % {"things": told}
    if verdict.of(Severity.REFUSE):
        return _("%(things)s As it is, this will not go out.") % {"things": told}
    if verdict.of(Severity.REVIEW):
        return _("%(things)s A sergeant will look at this first.") % {"things": told}
    return told

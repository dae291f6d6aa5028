"""What an author may say of a draft that its words do not show, and what that is worth.

A claim answers a question; it never stands in for a second pair of eyes. What would have been refused without it is
held, so that somebody else reads the claim beside the words; what would have been held still is; what the author would
have been asked about goes out.
"""

from collections.abc import Iterable, Set
from dataclasses import replace
from enum import StrEnum

from tabard.voice.guidelines.checking.catalogue import Rulebook, check
from tabard.voice.guidelines.checking.findings import Context, Draft, Finding, Kind, Severity, gravity


class Claim(StrEnum):
    """Named as the fields of `Context`."""

    PROCEEDINGS_ACTIVE = "proceedings_active"
    CONSENT = "consent"
    POLICING_PURPOSE = "policing_purpose"
    PLATE_IS_APPEAL = "plate_is_appeal"


SAYABLE = (Kind.POST, Kind.APPEAL, Kind.MISSING)
APPEALS = frozenset({Kind.APPEAL, Kind.MISSING})
"""Kinds that an author chooses; a reply and the virtual office are known without being told."""

ASK_FOR_A_KIND = frozenset({"wanted"})
"""Rules that refuse an ordinary post for what an appeal may say."""

LENIENT = (Claim.PLATE_IS_APPEAL, Claim.CONSENT, Claim.POLICING_PURPOSE)
"""Those that speak for a draft; proceedings under way speak against it, and count in full."""


def weighed(draft: Draft, context: Context, rulebook: Rulebook, claims: Iterable[Claim]) -> list[Finding]:
    """What the rules find once the claims, of which the kind is one, have their worth."""
    claims = frozenset(claims)
    strict = _heard(context, claims - set(LENIENT))
    said = check(draft, _heard(context, claims), rulebook)
    if claims.isdisjoint(LENIENT) and draft.kind not in APPEALS:
        return said
    plain = draft._replace(kind=Kind.POST) if draft.kind in APPEALS else draft
    looked_at = {finding.rule for finding in said if _is_for_others(finding)}
    lowered = [
        replace(finding, severity=Severity.REVIEW, is_answered=True)
        for finding in check(plain, strict, rulebook)
        if _is_for_others(finding) and finding.rule not in looked_at
    ]
    rules = {finding.rule for finding in lowered}
    kept = [finding for finding in said if finding.rule not in rules]
    return sorted({*kept, *lowered}, key=lambda each: (each.start, -gravity(each.severity), each.rule, each.end))


def answers(draft: Draft, context: Context, rulebook: Rulebook) -> dict[str, list[Claim]]:
    """For each rule that finds something here, the claims that would answer it."""
    bare = _grounds(check(draft, context, rulebook))
    found: dict[str, list[Claim]] = {}
    for claim in LENIENT if bare else ():
        left = _grounds(check(draft, _heard(context, {claim}), rulebook))
        for rule in sorted({rule for rule, *_rest in bare - left}):
            found.setdefault(rule, []).append(claim)
    return found


def _heard(context: Context, claims: Set[Claim]) -> Context:
    return replace(
        context,
        proceedings_active=context.proceedings_active or Claim.PROCEEDINGS_ACTIVE in claims,
        consent=context.consent or Claim.CONSENT in claims,
        policing_purpose=context.policing_purpose or Claim.POLICING_PURPOSE in claims,
        plate_is_appeal=context.plate_is_appeal or Claim.PLATE_IS_APPEAL in claims,
    )


def _is_for_others(finding: Finding) -> bool:
    return gravity(finding.severity) >= gravity(Severity.REVIEW)


def _grounds(findings: Iterable[Finding]) -> set[tuple[str, Severity, int, int]]:
    return {(finding.rule, finding.severity, finding.start, finding.end) for finding in findings}

"""What the guidelines say of a draft here and now: the catalogue, what the force made of it, and the day."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.utils import timezone

from tabard.people.accounts.models import User
from tabard.people.places.models import Force, Neighbourhood
from tabard.voice.guidelines.checking.catalogue import OwnRule, Rulebook
from tabard.voice.guidelines.checking.claims import APPEALS, ASK_FOR_A_KIND, LENIENT, Claim, answers, weighed
from tabard.voice.guidelines.checking.findings import Context, Decision, Draft, Finding, Severity, decide
from tabard.voice.guidelines.checking.words import Words
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon, QuestionAsked, RuleChoice


@dataclass(frozen=True)
class Verdict:
    """What was found in a draft of which its author said `claims`, and under which version of the guideline. `answers`
    are the claims that each rule would have heard."""

    draft: Draft
    findings: tuple[Finding, ...]
    guideline: Guideline | None
    claims: tuple[Claim, ...] = ()
    answers: Mapping[str, list[Claim]] = field(default_factory=dict, compare=False)

    @property
    def decision(self) -> Decision:
        return decide(self.findings)

    def of(self, *severities: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity in severities]

    @property
    def is_pleaded(self) -> bool:
        """Whether something was said that speaks for it."""
        return self.draft.kind in APPEALS or not set(self.claims).isdisjoint(LENIENT)

    @property
    def can_be_answered(self) -> bool:
        """Whether its author could say something of it that would count."""
        rules = {finding.rule for finding in self.of(Severity.ASK, Severity.REVIEW, Severity.REFUSE)}
        return not rules.isdisjoint(ASK_FOR_A_KIND | self.answers.keys())

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hex, of the words, of what was said of them, and of what was found in them: other words, or other
        findings, are another."""
        told = [self.draft.text, self.draft.kind, self.draft.has_media, *self.claims]
        found = sorted({(finding.rule, finding.severity) for finding in self.findings})
        return hashlib.sha256(json.dumps([told, found]).encode()).hexdigest()

    def kept(self) -> list[dict[str, Any]]:
        """Findings as rows keep them."""
        return [
            {"rule": each.rule, "severity": each.severity, "start": each.start, "end": each.end}
            | ({"is_answered": True} if each.is_answered else {})
            for each in self.findings
        ]


@dataclass(frozen=True)
class Way:
    """How drafts are checked: read once, it serves many."""

    rulebook: Rulebook
    context: Context
    guideline: Guideline | None = None


def way_at(now: datetime) -> Way:
    """Six small queries."""
    return Way(current_rulebook(), context_at(now), Guideline.objects.current())


def verdict_on(draft: Draft, *, now: datetime, claims: tuple[Claim, ...] = (), way: Way | None = None) -> Verdict:
    """In process, once the `way` is read."""
    way = way or way_at(now)
    found = weighed(draft, way.context, way.rulebook, claims)
    heard = answers(draft, way.context, way.rulebook)
    return Verdict(draft, tuple(found), way.guideline, claims, heard)


def was_asked(user: User | None, fingerprint: str, now: datetime) -> bool:
    """Whether what has this fingerprint is the author's answer to what they were asked a moment ago."""
    asked = QuestionAsked.objects.open_at(now).filter(user=user, fingerprint=fingerprint)
    return user is not None and asked.exists()


def current_rulebook() -> Rulebook:
    return rulebook_of(RuleChoice.objects.all(), Lexicon.objects.in_use().by_name())


def rulebook_of(choices: Iterable[RuleChoice], lexicons: Iterable[Lexicon]) -> Rulebook:
    """Rows need not be saved: so a change can be tried before it is made."""
    choices, lexicons = list(choices), list(lexicons)
    own = {
        lexicon.rule: OwnRule(lexicon.rule, Severity(lexicon.gravity), lexicon.advice, lexicon.sentence, lexicon.name)
        for lexicon in lexicons
    }
    phrases = {lexicon.rule: lexicon.phrases.splitlines() for lexicon in lexicons}
    allowed = {choice.rule: choice.allowed.splitlines() for choice in choices if choice.allowed}
    return Rulebook(
        off=frozenset(choice.rule for choice in choices if not choice.is_on),
        severities={choice.rule: Severity(choice.gravity) for choice in choices if choice.gravity},
        own=own,
        own_words=Words(phrases) if phrases else None,
        bounds={choice.rule: choice.bounds for choice in choices if choice.bounds},
        allowed=Words(allowed) if allowed else None,
    )


def context_at(now: datetime) -> Context:
    """What is known here without being told: our own hosts and numbers, and whether an election is near."""
    day = timezone.localdate(now)
    return Context(
        pre_election=ElectionPeriod.objects.holding(day).exists(),
        own_hosts=own_hosts(),
        own_numbers=_own_numbers(),
    )


def own_hosts() -> frozenset[str]:
    mail = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ").lower()
    return frozenset(host for host in ((urlsplit(settings.BASE_URL).hostname or "").lower(), mail) if host)


def _own_numbers() -> frozenset[str]:
    """The numbers that we tell residents ourselves, as digits with their country's."""
    told = [*Force.objects.values_list("telephone", flat=True)]
    told += Neighbourhood.objects.exclude(telephone="").values_list("telephone", flat=True)
    return frozenset(number for each in set(told) if (number := international(each)))


def international(number: str, region: str = "GB") -> str:
    """`+44 1632 960 000` and `01632 960000` are 441632960000; "" for what is no number that could be."""
    try:
        read = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    return f"{read.country_code}{read.national_number}" if phonenumbers.is_possible_number(read) else ""

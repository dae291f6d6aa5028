"""A version of the guideline as its page shows it: each sentence, and the rules that serve it."""

from dataclasses import dataclass

from django.utils.translation import gettext

from tabard.voice.guidelines.checking.catalogue import RULES, Rulebook
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.models import Guideline


@dataclass(frozen=True)
class ShownRule:
    id: str
    title: str
    severity: Severity
    advice: str
    source: str


@dataclass(frozen=True)
class ShownSentence:
    number: int
    text: str
    rules: list[ShownRule]


def sentences_of(guideline: Guideline, rulebook: Rulebook) -> list[ShownSentence]:
    """With the rules of the catalogue as the force has them now; those that it switched off are left out."""
    return [
        ShownSentence(number, gettext(sentence["text"]), rules_for(sentence["key"], rulebook))
        for number, sentence in enumerate(guideline.sentences, start=1)
    ]


def rules_for(key: str, rulebook: Rulebook) -> list[ShownRule]:
    own = [rule for rule in rulebook.own.values() if rule.sentence == key]
    return [
        ShownRule(
            rule.id,
            gettext(rule.title),
            rulebook.severities.get(rule.id, rule.severity),
            gettext(rule.advice),
            rule.source,
        )
        for rule in RULES.values()
        if rule.sentence == key and rule.id not in rulebook.off
    ] + [ShownRule(rule.id, rule.name, rule.severity, rule.advice, "") for rule in own]

"""A version of the guideline as its page shows it: each sentence, and the rules that serve it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from tabard.voice.guidelines.checking.catalogue import RULES, Rulebook
from tabard.voice.guidelines.checking.findings import Severity, gravity
from tabard.voice.guidelines.checking.rule import Rule
from tabard.voice.guidelines.models import Guideline


@dataclass(frozen=True)
class ShownRule:
    """`refuses_where` says where it does not go out, though `severity` is milder."""

    id: str
    title: str
    severity: Severity
    advice: str = ""
    source: str = ""
    refuses_where: str = ""


@dataclass(frozen=True)
class ShownSentence:
    number: int
    text: str
    rules: list[ShownRule]


def in_public(key: str, rulebook: Rulebook) -> list[ShownRule]:
    """That the force looks for words of its own, and what happens then: not even their name, which may be that of an
    operation."""
    severities = {rule.severity for rule in rulebook.own.values() if rule.sentence == key}
    told = gettext("Words that we added ourselves")
    why = gettext("We do not show them: some may be names that must not get out.")
    found = sorted(severities, key=gravity, reverse=True)
    return [ShownRule(f"own-{key}-{severity}", told, severity, why) for severity in found]


def own_by_name(key: str, rulebook: Rulebook) -> list[ShownRule]:
    """As whoever tunes them reads them."""
    return [ShownRule(rule.id, rule.name, rule.severity) for rule in rulebook.own.values() if rule.sentence == key]


def sentences_of(
    guideline: Guideline, rulebook: Rulebook, own: Callable[[str, Rulebook], list[ShownRule]] = in_public
) -> list[ShownSentence]:
    """With the rules of the catalogue as the force has them now, and the force's own; those that it switched off are
    left out."""
    return [
        ShownSentence(number, text, [*rules_for(key, rulebook), *own(key, rulebook)])
        for number, key, text in _numbered(guideline)
    ]


def texts_of(guideline: Guideline) -> list[ShownSentence]:
    """Without rules, as a former version is shown: it is kept without those of its time."""
    return [ShownSentence(number, text, []) for number, _key, text in _numbered(guideline)]


def _numbered(guideline: Guideline) -> list[tuple[int, str, str]]:
    sentences = enumerate(guideline.sentences, start=1)
    return [(number, sentence["key"], gettext(sentence["text"])) for number, sentence in sentences]


def rules_for(key: str, rulebook: Rulebook) -> list[ShownRule]:
    """Of the catalogue."""
    return [
        _shown(rule, rulebook.severities.get(rule.id, rule.severity))
        for rule in RULES.values()
        if rule.sentence == key and rule.id not in rulebook.off
    ]


def _shown(rule: Rule, severity: Severity) -> ShownRule:
    where = gettext(rule.refuses_where) if rule.refuses_where and severity is not Severity.REFUSE else ""
    return ShownRule(rule.id, gettext(rule.title), severity, gettext(rule.advice), rule.source, where)

"""All rules, and the check of a draft against them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce
from itertools import islice
from operator import or_
from types import MappingProxyType

from tabard.voice.guidelines.checking.disguises import undisguised
from tabard.voice.guidelines.checking.findings import Context, Draft, Finding, Kind, Severity, gravity
from tabard.voice.guidelines.checking.reading import MOST_OWN, Bounds, Mark, Reading
from tabard.voice.guidelines.checking.rule import ACTIVE, Hit, Rule
from tabard.voice.guidelines.checking.rules import (
    addresses,
    anonymity,
    appeals,
    care,
    children,
    contacts,
    court,
    details,
    manners,
    office,
    operations,
    public,
    residents,
    suspects,
    victims,
)
from tabard.voice.guidelines.checking.words import Words

MODULES = (
    suspects,
    court,
    victims,
    children,
    addresses,
    details,
    contacts,
    operations,
    public,
    anonymity,
    residents,
    appeals,
    care,
    office,
    manners,
)
RULES: Mapping[str, Rule] = {rule.id: rule for module in MODULES for rule in module.RULES}
MOST_OF_ONE = 1_000  # findings of a rule: a post that nobody wrote to be slow has fewer
_ALWAYS_ASKED = frozenset({ACTIVE})  # with the lexicons, while proceedings are active
_OF_ONE_TEXT = frozenset({"capitals", "emoji-wall", "reading-age", "length", "alt-text"})  # a thread is as it is read
_NEEDED = frozenset(tag for rule in RULES.values() for tag in rule.needs)
_GLANCES = reduce(or_, (rule.glance for rule in RULES.values()))


@dataclass(frozen=True)
class OwnRule:
    """A lexicon of the force's own."""

    id: str
    severity: Severity
    advice: str
    sentence: str
    name: str = ""


@dataclass(frozen=True)
class Rulebook:
    """What a force made of the catalogue: rules that it switched off, severities and numbers that it changed, words
    that it added, and, in `allowed`, those that a rule (their tag) is to pass over."""

    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    own: Mapping[str, OwnRule] = field(default_factory=dict)
    own_words: Words | None = None
    bounds: Bounds = field(default_factory=dict)
    allowed: Words | None = None


EVERYTHING = Rulebook()


def check(draft: Draft, context: Context = Context(), rulebook: Rulebook = EVERYTHING) -> list[Finding]:  # noqa: B008  frozen
    """What the rules find, in the order of the text, the gravest first where several begin; also what shows only beside
    what stands before it.

    Pure: it asks no database and no network, and takes time that grows with the text and no faster.
    """
    found = _found_in(draft, context, rulebook)
    if draft.before:
        found = [*found, *_found_beside(draft, context, rulebook)]
    return sorted(set(found), key=_in_order) if found else []


def _in_order(finding: Finding) -> tuple[int, int, str, int]:
    return finding.start, -gravity(finding.severity), finding.rule, finding.end


def _found_beside(draft: Draft, context: Context, rulebook: Rulebook) -> Iterator[Finding]:
    """What neither shows alone. Where its words stand in what was read before, all of the draft is what makes them a
    finding."""
    joined = draft._replace(text=f"{draft.before}\n{draft.text}", before="")
    earlier, begin = draft._replace(text=draft.before, before=""), len(draft.before) + 1
    known = {_ground(each, earlier) for each in _found_in(earlier, context, rulebook)}
    for each in _found_in(joined, context, rulebook):
        if each.rule in _OF_ONE_TEXT or _ground(each, joined) in known:
            continue
        if each.end > begin:
            yield replace(each, start=max(each.start - begin, 0), end=each.end - begin)
        else:
            yield replace(each, start=0, end=len(draft.text))


def _ground(finding: Finding, draft: Draft) -> tuple[str, Severity, tuple[int, int] | None]:
    """By what it is known again when the text goes on: its place, but for what is found in the whole."""
    is_whole = finding.start == 0 and finding.end >= len(draft.text)
    return finding.rule, finding.severity, None if is_whole else (finding.start, finding.end)


def _found_in(draft: Draft, context: Context, rulebook: Rulebook) -> list[Finding]:
    reading = Reading(draft, context, rulebook.own_words, rulebook.bounds)
    found = list(_of_catalogue(reading, rulebook))
    if rulebook.own_words is not None:
        found += _of_force(reading, rulebook)
    folded = undisguised(reading)
    if folded is not None:
        again = Reading(draft, context, rulebook.own_words, rulebook.bounds, folded)
        known = _gravest(found)
        seen = (*_of_catalogue(again, rulebook), *_of_force(again, rulebook))
        found += [finding for finding in seen if gravity(finding.severity) > known.get(finding.rule, -1)]
    return found


def _gravest(found: Iterable[Finding]) -> dict[str, int]:
    """How grave the gravest finding of each rule is."""
    gravest: dict[str, int] = {}
    for finding in found:
        gravest[finding.rule] = max(gravest.get(finding.rule, -1), gravity(finding.severity))
    return gravest


def _of_catalogue(reading: Reading, rulebook: Rulebook) -> Iterator[Finding]:
    others = _passing_over(reading, rulebook.allowed) if rulebook.allowed is not None else _NO_OTHERS
    tags, kinds = _NEEDED.intersection(reading.tags), reading.kinds & _GLANCES
    if reading.context.proceedings_active:
        tags |= _ALWAYS_ASKED
    for rule in _rules_for(reading.draft.kind, tags, kinds, rulebook.off):
        read = others.get(rule.id, reading) if others else reading
        hits = rule.finds(read)
        if hits:
            for hit in islice(hits, MOST_OF_ONE):
                yield _finding(rule, hit, read, rulebook)


@lru_cache(maxsize=4096)
def _rules_for(kind: Kind, tags: frozenset[str], kinds: int, off: frozenset[str]) -> tuple[Rule, ...]:
    """Those that may find something in a text with words of these lexicons and kinds."""
    return tuple(
        rule
        for rule in RULES.values()
        if kind in rule.kinds
        and rule.id not in off
        and (not (rule.needs or rule.glance) or rule.glance & kinds or not rule.needs.isdisjoint(tags))
    )


_NO_OTHERS: Mapping[str, Reading] = MappingProxyType({})


def _passing_over(reading: Reading, allowed: Words) -> Mapping[str, Reading]:
    """For each rule with allowed words in this draft, the draft without them."""
    marks: dict[str, list[Mark]] = {}
    for rule, first, last in allowed.find(reading.words, most=MOST_OWN):
        marks.setdefault(rule, []).append(Mark(first, last))
    return {rule: reading.without(found) for rule, found in marks.items()}


def _finding(rule: Rule, hit: Hit, reading: Reading, rulebook: Rulebook) -> Finding:
    """As grave as the force says, or else the rule. Where circumstances make it graver than the rule has it, at least
    as grave as they do: what a force chose for other days was not chosen for these."""
    severity = rulebook.severities.get(rule.id, rule.severity)
    if hit.severity is not None and gravity(hit.severity) > gravity(rule.severity):
        severity = max(severity, hit.severity, key=gravity)
    start, end = reading.place(hit.span)
    return Finding(rule.id, severity, start, end, rule.advice, rule.sentence)


def _of_force(reading: Reading, rulebook: Rulebook) -> Iterator[Finding]:
    for tag, mark in reading.own_marks():
        rule = rulebook.own[tag]
        start, end = reading.place(reading.span_of(mark))
        yield Finding(rule.id, rule.severity, start, end, rule.advice, rule.sentence)

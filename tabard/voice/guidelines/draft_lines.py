"""Drafts as JSON Lines, for checking many at a time: one draft a line in, one verdict a line out."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from tabard.voice.guidelines.checking.catalogue import Rulebook, check
from tabard.voice.guidelines.checking.findings import Context, Draft, Finding, Kind, decide
from tabard.voice.guidelines.verdicts import international

LARGEST_LINE = 4_000_000
FLAGS = {field.name for field in fields(Context) if field.type in {bool, "bool"}}
TRUE = frozenset(["1", "true", "t", "yes", "y", "on", "ja", "j", "waar", "ie", "ydy", "oes", "gwir"])
_NOT_TRUE = "0 false f no n off none null nee onwaar na nage anwir"  # with TRUE, what is said in our languages
NOT_TRUE = frozenset(["", "nac ydy", "nac oes", *_NOT_TRUE.split()])
STRICTER = {"proceedings_active", "pre_election", "has_media"}  # with these the rules find more; the others are claims
LISTS: dict[str, Callable[[str], str]] = {"own_hosts": str.lower, "own_numbers": international}
"""How what stands in each is written where it is compared; "" for what could be none."""
KINDS = {kind.value for kind in Kind}
BY_WORDS = {frozenset(flag.split("_")): flag for flag in FLAGS}  # "active proceedings", as people say it
SAID_OTHERWISE = {  # what people call a kind or a circumstance, and what it is here
    "wanted": Kind.APPEAL.value, "wanted appeal": Kind.APPEAL.value, "wanted person": Kind.APPEAL.value,
    "missing appeal": Kind.MISSING.value, "missing person": Kind.MISSING.value, "misper": Kind.MISSING.value,
    "virtual office": Kind.OFFICE.value, "children": Kind.OFFICE.value, "child facing": Kind.OFFICE.value,
    "child facing room": Kind.OFFICE.value, "for children": Kind.OFFICE.value, "answer": Kind.REPLY.value,
    "pre election period": "pre_election", "election period": "pre_election", "election": "pre_election",
    "purdah": "pre_election", "proceedings": "proceedings_active", "court case": "proceedings_active",
    "trial": "proceedings_active", "active": "proceedings_active", "active case": "proceedings_active",
    "consent given": "consent", "plate appeal": "plate_is_appeal",
}  # fmt: skip


_SURROGATE = re.compile("[\ud800-\udfff]")


class LineRefused(Exception):
    """It is no draft; the text says why, and nothing of what stands in it but its `id`, if it has one."""

    def __init__(self, why: str, id: Any = None) -> None:
        super().__init__(why)
        self.id = id


@dataclass(frozen=True)
class Line:
    """`id` is as it came; `unknown` names what nobody here knows, and what was therefore left out."""

    id: Any
    draft: Draft
    context: Context
    unknown: tuple[str, ...] = ()


def checked(lines: Iterable[str], rulebook: Rulebook, base: Context) -> Iterator[dict[str, Any]]:
    """The verdict on each line; for one that is no draft, `error` and its number. Empty lines are passed over."""
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = read_line(text, base)
        except LineRefused as refusal:
            yield {"id": refusal.id, "line": number, "error": str(refusal)}
            continue
        found = check(line.draft, line.context, rulebook)
        told: dict[str, Any] = {
            "id": line.id,
            "decision": str(decide(found)),
            "findings": [shown(finding) for finding in found],
        }
        if line.unknown:
            told["unknown"] = list(line.unknown)
        yield told


def written(told: dict[str, Any]) -> str:
    """As a line of JSON; half a surrogate pair, which an `id` may hold, is escaped: no encoding has it."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(told, ensure_ascii=False))


def shown(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "span": [finding.start, finding.end],
        "advice": finding.advice,
    }


def read_line(text: str, base: Context) -> Line:
    """Raises LineRefused."""
    given = _object(text)
    words = given.get("text")
    if not isinstance(words, str):
        raise LineRefused("it has no text", given.get("id"))
    language = given.get("language") or ""
    if not isinstance(language, str):
        raise LineRefused("its language is no text", given.get("id"))
    unknown = sorted(set(given) - {"id", "text", "language", "has_media", "kind", "context"})
    has_media, unclear = _flag("has_media", given.get("has_media"))
    unknown += unclear
    kind = _named(str(given.get("kind") or Kind.POST))
    if kind not in KINDS:
        unknown.append(f"kind {kind[:40]}")
    context, kinds, strange = _context(given.get("context"), base)
    draft = Draft(
        text=words,
        language=language,
        has_media=bool(has_media),
        kind=Kind(kind) if kind in KINDS else Kind(kinds[0]) if kinds else Kind.POST,
    )
    if draft.kind is Kind.POST and kinds:
        draft = draft._replace(kind=Kind(kinds[0]))
    return Line(given.get("id"), draft, context, (*unknown, *strange))


def _named(typed: str) -> str:
    """The kind or circumstance that is meant; what nobody knows as it was typed, with low lines."""
    words = typed.strip().lower().replace("-", " ").replace("_", " ").split()
    return SAID_OTHERWISE.get(" ".join(words)) or BY_WORDS.get(frozenset(words), "_".join(words))


def _object(text: str) -> dict[str, Any]:
    if len(text) > LARGEST_LINE:
        raise LineRefused("it is too long")
    try:
        given = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise LineRefused("it is no JSON") from None
    if not isinstance(given, dict):
        raise LineRefused("it is no object")
    return given


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # RFC 8259 §6: NaN and Infinity are no numbers


def _truth(value: Any) -> bool | None:
    """As other programs and people write it, in our languages; None for what says neither yes nor no."""
    if not value:
        return False
    word = " ".join(str(value).lower().split()) if isinstance(value, str | int) else "?"
    return True if word in TRUE else False if word in NOT_TRUE else None


def _flag(name: str, value: Any) -> tuple[bool | None, list[str]]:
    """Whether it is so, and what to tell of it. What says neither yes nor no is read as the stricter: a claim that
    speaks for a draft is left out."""
    truth = _truth(value)
    if truth is not None:
        return truth, []
    shown = json.dumps(value)[:24] if isinstance(value, str | int | float) else "a list or an object"
    told = f"{name}: {shown}"
    return (True, [f"{told} (so it counts as yes)"]) if name in STRICTER else (None, [told])


def _context(given: Any, base: Context) -> tuple[Context, list[str], list[str]]:
    """The circumstances, the kinds among them, and what nobody here knows. They come as an object, as a list of words
    or as one word."""
    if given is None:
        return base, [], []
    known: dict[str, Any] = {}
    kinds: list[str] = []
    strange: list[str] = []
    for typed, value in _told(given).items():
        name = _named(typed)
        if name in FLAGS or name in KINDS:
            truth, unclear = _flag(name, value)
            strange += [f"context {each}" for each in unclear]
            if name in KINDS:
                kinds += [name] if truth else []
            elif truth is not None:
                known[name] = truth
        elif name in LISTS and isinstance(value, list | str):
            known[name] = getattr(base, name) | _listed(name, value)
        elif name:
            strange.append(f"context {typed[:40]}")
    return replace(base, **known), kinds, strange


def _told(given: Any) -> dict[str, Any]:
    if isinstance(given, dict):
        return given
    words = given if isinstance(given, list) else str(given).replace(";", ",").split(",")
    return dict.fromkeys(map(str, words), True)


def _listed(name: str, value: list[Any] | str) -> set[str]:
    """One text is a list of one."""
    values = [value] if isinstance(value, str) else value
    return {own for each in values if (own := LISTS[name](str(each)))}

"""What is checked, in which circumstances, and what is found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """What a finding asks for, the gravest last."""

    HINT = "hint"  # told while writing; it goes out
    ASK = "ask"  # the author confirms
    REVIEW = "review"  # a second pair of eyes
    REFUSE = "refuse"  # not without a named approver and a recorded reason


class Decision(StrEnum):
    PUBLISH = "publish"
    ASK = "ask"
    REVIEW = "review"
    REFUSE = "refuse"


class Kind(StrEnum):
    """What a draft is to be."""

    POST = "post"
    REPLY = "reply"  # to somebody who wrote to us
    APPEAL = "appeal"  # wanted
    MISSING = "missing"
    OFFICE = "office"  # said to children in the virtual office
    PAGE = "page"  # stands on a page of a team, its people, its places or its meetings


_GRAVITY = {severity: number for number, severity in enumerate(Severity)}
_DECISIONS = {
    Severity.HINT: Decision.PUBLISH,
    Severity.ASK: Decision.ASK,
    Severity.REVIEW: Decision.REVIEW,
    Severity.REFUSE: Decision.REFUSE,
}


class Draft(NamedTuple):
    """`language` is BCP 47, "" where nobody said; `undescribed` counts pictures without alternative text. `fields` says
    which field of a form begins where in the text, in order; one that is of one piece has none. `before` is what people
    read just before it: the earlier posts of its thread."""

    text: str
    language: str = ""
    has_media: bool = False
    kind: Kind = Kind.POST
    undescribed: int = 0
    fields: tuple[tuple[str, int], ...] = ()
    before: str = ""

    def field_at(self, position: int) -> tuple[str, int]:
        """The field that holds a place, and where it begins."""
        begun = [each for each in self.fields if each[1] <= position]
        return begun[-1] if begun else ("text", 0)


@dataclass(frozen=True)
class Context:
    """What is known of the matter and of the force. Hosts are lower case, numbers are digits with their country's."""

    proceedings_active: bool = False
    pre_election: bool = False
    consent: bool = False  # whoever is named agreed, in writing
    policing_purpose: bool = False  # how somebody looks or what ails them is needed to find them
    plate_is_appeal: bool = False
    own_hosts: frozenset[str] = frozenset()
    own_numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bound:
    """A whole number that a rule goes by: what it is as the catalogue comes, and between what a force may set it."""

    rule: str
    name: str
    title: str
    usual: int
    least: int
    most: int


@dataclass(frozen=True)
class Finding:
    """`rule` found something at `start` to `end` of the draft's text (characters, the end open), which serves the
    guideline's sentence `sentence`; `advice` says what to do. One that is answered lacks nothing: what its author said
    of the draft would let it stand, and is for somebody else to read."""

    rule: str
    severity: Severity
    start: int
    end: int
    advice: str
    sentence: str = field(default="", compare=False)
    is_answered: bool = False


def gravity(severity: Severity) -> int:
    return _GRAVITY[severity]


def decide(findings: Iterable[Finding]) -> Decision:
    """What the gravest finding asks for."""
    gravest = max((finding.severity for finding in findings), key=gravity, default=Severity.HINT)
    return _DECISIONS[gravest]

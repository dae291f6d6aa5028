"""What a rule is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tabard.voice.guidelines.checking.findings import Bound, Kind, Severity
from tabard.voice.guidelines.checking.reading import Reading, Span

ACTIVE = "while proceedings are active"  # among the lexicons that a rule needs


@dataclass(frozen=True)
class Hit:
    """Where something stands, and how grave it is here; None is as grave as the rule says."""

    span: Span
    severity: Severity | None = None


@dataclass(frozen=True)
class Example:
    """A draft, for a rule to find something in or not."""

    text: str
    draft: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """`sentence` names the guideline's sentence that it serves, `source` where it comes from. With `four_eyes`, whoever
    changed the words cannot be the one who approves them. It looks only at texts where one of the lexicons in `needs`
    finds something or a word is of a kind in `glance` (glances.py), if there are any. `bounds` are its numbers. Some
    circumstances make what it finds graver: it refuses it `refuses_where`, behind "does not go out". Each example in
    `fires` is found, none in `passes`."""

    id: str
    title: str
    severity: Severity
    sentence: str
    advice: str
    source: str
    finds: Callable[[Reading], Iterable[Hit]]
    fires: tuple[Example, ...]
    passes: tuple[Example, ...]
    kinds: frozenset[Kind] = frozenset(Kind)
    four_eyes: bool = False
    needs: frozenset[str] = frozenset()
    glance: int = 0
    bounds: tuple[Bound, ...] = ()
    refuses_where: str = ""

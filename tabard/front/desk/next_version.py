"""What is new in the next version of the guideline, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.models import Guideline


@dataclass(frozen=True)
class Step:
    """One sentence that is not as it was: `was` is empty for a new one, `now` for one that goes. Its numbers are those
    of the version before and of the next."""

    was: str
    now: str
    number_before: int | None
    number: int | None


@dataclass(frozen=True)
class NextVersion:
    """`count` words; `homeless` are the titles of the rules that would serve no sentence any more, `renumbered` says
    whether sentences that stay get other numbers."""

    steps: list[Step]
    count: int
    homeless: list[str]
    renumbered: bool


def next_version(before: Guideline | None, sentences: Sequence[dict[str, str]]) -> NextVersion:
    """`sentences` as they would be kept."""
    old = _numbered(before.sentences if before else [])
    new = _numbered(sentences)
    steps = [
        Step(was, now, number_before, number)
        for key in dict.fromkeys([*old, *new])
        for (number_before, was), (number, now) in [(old.get(key, (None, "")), new.get(key, (None, "")))]
        if was != now
    ]
    return NextVersion(
        steps=steps,
        count=sum(len(sentence["text"].split()) for sentence in sentences),
        homeless=[_(rule.title) for rule in RULES.values() if rule.sentence in old and rule.sentence not in new],
        renumbered=any(old[key][0] != new[key][0] for key in old if key in new),
    )


def _numbered(sentences: Sequence[dict[str, str]]) -> dict[str, tuple[int | None, str]]:
    return {each["key"]: (number, each["text"]) for number, each in enumerate(sentences, start=1)}

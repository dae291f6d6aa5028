"""What can happen to the guidelines."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class GuidelineAdopted(Change):
    guideline_id: int


@dataclass(frozen=True)
class RuleChanged(Change):
    choice_id: int


@dataclass(frozen=True)
class LexiconChanged(Change):
    """Added, changed or retired."""

    lexicon_id: int


@dataclass(frozen=True)
class ElectionPeriodsChanged(Change):
    pass

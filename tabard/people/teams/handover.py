"""How rooms above say what they hold for an officer, and pass it on: each names a HandOver in wiring.HAND_OVERS."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Heir:
    """Who takes over: an officer or a team, never both."""

    officer_id: int | None = None
    team_id: int | None = None

    def __post_init__(self) -> None:
        if (self.officer_id is None) == (self.team_id is None):
            raise ValueError("An heir is one officer or one team.")


@dataclass(frozen=True)
class Holding:
    """One line of the preview: `count` of `what` ("followers", "scheduled posts", in the reader's language)."""

    what: str
    count: int


@dataclass(frozen=True)
class HandOver:
    """`describe` (the leaver's id, the heir) only reads; `carry_over` moves it, in the hand-over's transaction."""

    describe: Callable[[int, Heir], list[Holding]]
    carry_over: Callable[[int, Heir, datetime], None]

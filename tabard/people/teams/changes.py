"""What can happen to teams and to those who serve in them."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class TeamFounded(Change):
    team_id: int


@dataclass(frozen=True)
class TeamChanged(Change):
    """Its name, description or picture."""

    team_id: int


@dataclass(frozen=True)
class CoverMoved(Change):
    """Another team looks after the neighbourhood; `from_team_id` is 0 where none did."""

    neighbourhood_id: int
    from_team_id: int
    to_team_id: int


@dataclass(frozen=True)
class OfficerAdded(Change):
    officer_id: int


@dataclass(frozen=True)
class OfficerChanged(Change):
    """What the public sees of the officer: name or number, rank, bio, picture, languages."""

    officer_id: int


@dataclass(frozen=True)
class OfficerPosted(Change):
    posting_id: int
    officer_id: int
    team_id: int


@dataclass(frozen=True)
class PostingEnded(Change):
    posting_id: int
    officer_id: int
    team_id: int
    ended_at: str


@dataclass(frozen=True)
class OfficerHandedOver(Change):
    """All that `officer_id` held passed on to an officer or to a team; the other of the two ids is 0."""

    officer_id: int
    to_officer_id: int
    to_team_id: int

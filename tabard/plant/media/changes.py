"""What can happen to a picture."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class PictureAdded(Change):
    picture_id: int


@dataclass(frozen=True)
class PictureDescribed(Change):
    picture_id: int


@dataclass(frozen=True)
class PictureRemoved(Change):
    picture_id: int

"""What can happen to those who read."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class NoticeGiven(Change):
    """One of ours was told of something that concerns them."""

    notice_id: int

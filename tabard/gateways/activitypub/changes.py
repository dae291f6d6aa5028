"""What can happen in the traffic with other servers alone."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class QuoteRevoked(Change):
    """Somebody may quote one of ours no longer."""

    leave_id: int

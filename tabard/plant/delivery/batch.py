"""The batch that a sender is handed."""

from collections.abc import Iterable, Mapping
from typing import Any

from tabard.plant.changes import leases
from tabard.plant.delivery.models import Delivery


class Batch:
    """What a sender is handed: the recipients still to be reached, and the way to say what became of them."""

    def __init__(self, row: Delivery) -> None:
        self._row = row

    @property
    def id(self) -> int:
        return self._row.pk

    @property
    def channel(self) -> str:
        return self._row.channel

    @property
    def about(self) -> str:
        return self._row.about

    @property
    def payload(self) -> dict[str, Any]:
        return dict(self._row.payload)

    @property
    def secrets(self) -> dict[str, str]:
        """Empty once the batch was given up: one that is tried again then goes without."""
        return dict(self._row.secrets)

    @property
    def recipients(self) -> list[str]:
        return list(self._row.remaining)

    @property
    def attempts(self) -> int:
        """Which attempt this is, from 1."""
        return self._row.attempts

    def is_recalled(self) -> bool:
        """Whether the thing was taken back meanwhile: asks the database, so ask between chunks, not per recipient."""
        return Delivery.objects.filter(pk=self._row.pk, state=Delivery.State.RECALLED).exists()

    def progress(self, *, done: Iterable[str] = (), refused: Mapping[str, str] | None = None) -> None:
        """Write down who has been reached and who never will be, so that a killed worker's successor skips them.

        Raises LeaseLost when this worker slept through its lease and another has taken the batch: then stop sending.
        """
        row, reached = self._row, set(done)
        never = {recipient: why for recipient, why in (refused or {}).items() if recipient in row.remaining}
        left = [recipient for recipient in row.remaining if recipient not in reached and recipient not in never]
        row.delivered += len(row.remaining) - len(left) - len(never)
        row.remaining = left
        row.refused.update(never)
        row.refused_count = len(row.refused)
        leases.write(row, "remaining", "refused", "refused_count", "delivered")

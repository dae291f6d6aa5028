"""On which channel a post arrived, from the outgoing ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.plant.delivery.models import Delivery

CHANNEL_NAMES = {"email": gettext_lazy("E-mail")}


@dataclass
class Arrival:
    """One channel: how many recipients it was for, and what became of them. `stuck` are given up until a retry."""

    channel: str
    total: int = 0
    delivered: int = 0
    refused: int = 0
    waiting: int = 0
    stuck: int = 0
    recalled: int = 0
    last_at: datetime | None = None

    @property
    def name(self) -> str:
        return str(CHANNEL_NAMES.get(self.channel, self.channel))

    @property
    def rest(self) -> list[str]:
        """What did not arrive, in words."""
        words = [
            (self.refused, _("%(count)s refused")),
            (self.waiting, _("%(count)s waiting")),
            (self.stuck, _("%(count)s given up")),
            (self.recalled, _("%(count)s taken back before they were sent")),
        ]
        return [text % {"count": f"{count:,}"} for count, text in words if count]


def arrivals(post_id: int) -> list[Arrival]:
    """One for each channel that the post was sent on, by name, in one query."""
    found: dict[str, Arrival] = {}
    rows = (
        Delivery.objects.about(f"post:{post_id}")
        .values("channel", "state")
        .annotate(
            batches=Count("pk"),
            asked=Sum("total"),
            reached=Sum("delivered"),
            never=Sum("refused_count"),
            latest=Max("finished_at"),
        )
        .order_by("channel", "state")
    )
    for row in rows:
        arrival = found.setdefault(row["channel"], Arrival(row["channel"]))
        arrival.total += row["asked"]
        arrival.delivered += row["reached"]
        arrival.refused += row["never"]
        _count_the_rest(arrival, row["state"], row["asked"] - row["reached"] - row["never"])
        if row["latest"] and (arrival.last_at is None or row["latest"] > arrival.last_at):
            arrival.last_at = row["latest"]
    return list(found.values())


def _count_the_rest(arrival: Arrival, state: str, left: int) -> None:
    if state == Delivery.State.WAITING:
        arrival.waiting += left
    elif state == Delivery.State.DEAD:
        arrival.stuck += left
    elif state == Delivery.State.RECALLED:
        arrival.recalled += left

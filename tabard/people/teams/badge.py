"""The proof that an officer is real: what stands on the page that a badge's QR code leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabard.people.teams.models import Team
    from tabard.plant.media.models import Picture


@dataclass(frozen=True)
class Badge:
    """`is_active` says whether the officer serves in any team now; `teams` are those, `former_teams` those left.

    `since` is the first day of the time in which they serve without a break in at least one team; None when not active.
    `name_or_number` is what the officer chose to be known by.
    """

    number: str
    name_or_number: str
    rank: str
    force: str
    picture: Picture | None
    handle: str
    teams: list[Team]
    former_teams: list[Team]
    since: datetime | None
    is_active: bool

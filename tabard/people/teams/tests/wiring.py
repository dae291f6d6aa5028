"""A wiring in which one room above holds something for officers: so many keys, kept in a dictionary."""

from datetime import datetime

from tabard.people.teams import changes
from tabard.people.teams.handover import HandOver, Heir, Holding
from tabard.plant.audit.models import AuditEntry

CONSEQUENCES = {
    changes.TeamFounded: [],
    changes.OfficerAdded: [],
    changes.OfficerPosted: [],
    changes.PostingEnded: [],
    changes.OfficerHandedOver: [],
}
keys: dict[object, int] = {}
written: list[str] = []


def _describe(officer_id: int, _heir: Heir) -> list[Holding]:
    return [Holding("keys", keys.get(officer_id, 0))]


def _carry_over(officer_id: int, heir: Heir, _now: datetime) -> None:
    written.extend(AuditEntry.objects.in_order().values_list("act", flat=True))
    keys[heir] = keys.pop(officer_id, 0)
    if keys[heir] > 9:
        raise RuntimeError("too many keys to carry")


def _find_nothing(*_texts: str, **_how: object) -> list[str]:
    return []


CHECK_WORDS = _find_nothing
HAND_OVERS = [HandOver(describe=_describe, carry_over=_carry_over)]

"""What the rows are called today that the audit chain knows by their codes, such as `teams.officer:6`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from tabard.people.accounts.models import User
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.models import Officer, Team
from tabard.services.events.models import Event

LONGEST_ID = 18  # digits that every database takes for a key
# Posts are not here: what was taken back or never said is not to be read in the chain either.
CALLED: dict[type[Model], str] = {
    User: "name",
    Officer: "name",
    Team: "name",
    Force: "name",
    Neighbourhood: "name",
    Event: "title",
}
BY_LABEL = {model._meta.label_lower: model for model in CALLED}  # noqa: SLF001  Django's documented way in


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """The name of each that still exists, by its code; one query for each kind of row."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for code in codes:
        label, _, key = code.partition(":")
        if label in BY_LABEL and key.isascii() and key.isdigit() and len(key) <= LONGEST_ID:
            wanted[label].add(int(key))
    found: dict[str, str] = {}
    for label, keys in wanted.items():
        model: Any = BY_LABEL[label]
        rows = model.objects.filter(pk__in=keys).values_list("pk", CALLED[model])
        found |= {f"{label}:{key}": name for key, name in rows}
    return found

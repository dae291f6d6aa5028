"""What the rows are called today that the audit chain knows by their codes, such as `teams.officer:6`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, Model, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from tabard.occasions.tweetathon.models import Tweetathon
from tabard.people.accounts.models import User
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.models import Officer, Team
from tabard.services.events.models import Event
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon, RuleChoice
from tabard.voice.network.models import Actor, HostBlock
from tabard.voice.posts.models import Series

LONGEST_ID = 18  # digits that every database takes for a key
# Posts are not here: what was taken back or never said is not to be read in the chain either.
HANDLE = Concat(Value("@"), "name", Case(When(host="", then=Value("")), default=Concat(Value("@"), "host")))
CALLED: dict[type[Model], str | Combinable] = {
    User: "name",
    Officer: "name",
    Team: "name",
    Force: "name",
    Neighbourhood: "name",
    Event: "title",
    Tweetathon: "name",
    Series: "name",
    Guideline: Concat(Value("the guideline, version "), Cast("number", CharField())),
    Lexicon: "name",
    RuleChoice: "rule",
    ElectionPeriod: "name",
    Actor: HANDLE,
    HostBlock: "host",
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

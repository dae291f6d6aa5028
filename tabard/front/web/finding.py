"""From what a resident gives to the neighbourhood that they mean: a postcode, a place's name, or a position.

Nothing that they give is kept or logged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tabard.front.web.models import Kind
from tabard.front.web.search import Query, find
from tabard.lib.text import search_words
from tabard.people.places.locate import BadPosition, NothingToLocate, locate
from tabard.people.places.models import Neighbourhood
from tabard.people.places.postcodes import (
    NotAPostcode,
    TerminatedPostcode,
    UnknownPostcode,
    UnplacedPostcode,
    are_listed,
    find_postcode,
)

MOST_CHOICES = 20
FAR_M = 1000
NEAREST_WITHIN_M = 30_000  # further off, a neighbourhood's name tells nobody anything
BRACKETED = re.compile(r"\([^()]*\)")
HALF_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9]?")


class Trouble(Enum):
    """Why nothing was found; the page says what to do about it."""

    UNKNOWN_POSTCODE = "unknown postcode"
    TERMINATED_POSTCODE = "terminated postcode"
    UNPLACED_POSTCODE = "unplaced postcode"
    HALF_POSTCODE = "half a postcode"
    UNKNOWN_NAME = "unknown name"
    NO_POSTCODES = "no postcodes yet"
    BAD_POSITION = "bad position"
    NO_PLACES = "no places yet"
    FAR_OUTSIDE = "far outside"


@dataclass(frozen=True)
class Answer:
    """One place, several to choose from, or why there is none. `distance_m` is 0 within the place.

    `is_called_so` is false where the words typed are only a part of the names found: then even one is a choice.
    """

    places: list[Neighbourhood] = field(default_factory=list)
    distance_m: float = 0
    trouble: Trouble | None = None
    is_called_so: bool = True

    @property
    def distance(self) -> str:
        """How far away the nearest place is, in words; empty within it."""
        if self.distance_m >= FAR_M:
            return _("%(km)s km") % {"km": number_format(round(self.distance_m / FAR_M))}
        return _("%(m)s m") % {"m": number_format(max(int(round(self.distance_m, -1)), 10))} if self.distance_m else ""

    @property
    def is_certain(self) -> bool:
        return len(self.places) == 1 and self.is_called_so and not self.distance_m and self.trouble is None


def find_by_position(*, latitude: float, longitude: float) -> Answer:
    try:
        located = locate(latitude=latitude, longitude=longitude)
    except BadPosition:
        return Answer(trouble=Trouble.BAD_POSITION)
    except NothingToLocate:
        return Answer(trouble=Trouble.NO_PLACES)
    if not located.is_inside and located.distance_m > NEAREST_WITHIN_M:
        return Answer(trouble=Trouble.FAR_OUTSIDE)
    place = Neighbourhood.objects.get(pk=located.place.neighbourhood_id)
    return Answer([place], 0 if located.is_inside else located.distance_m)


def find_by_words(typed: str) -> Answer:
    try:
        latitude, longitude = find_postcode(typed)
    except NotAPostcode:
        return _find_by_name(typed)
    except TerminatedPostcode as ended:
        latitude, longitude = ended.position
        answer = find_by_position(latitude=latitude, longitude=longitude)
        return Answer(answer.places, answer.distance_m, answer.trouble or Trouble.TERMINATED_POSTCODE)
    except UnplacedPostcode:
        return Answer(trouble=Trouble.UNPLACED_POSTCODE)
    except UnknownPostcode:
        return Answer(trouble=Trouble.UNKNOWN_POSTCODE if are_listed() else Trouble.NO_POSTCODES)
    return find_by_position(latitude=latitude, longitude=longitude)


def _find_by_name(typed: str) -> Answer:
    places = _with_words(typed)
    called = [place for place in places if _is_called(place, typed)]
    if len(called) == 1:
        return Answer(called)
    if places:
        return Answer(places, is_called_so=False)
    compact = "".join(c for c in typed.upper() if c.isalnum())
    is_half = HALF_POSTCODE.fullmatch(compact) is not None
    return Answer(trouble=Trouble.HALF_POSTCODE if is_half else Trouble.UNKNOWN_NAME)


def _with_words(typed: str) -> list[Neighbourhood]:
    """Places with all these words, best first."""
    ids = find(Query.read(typed), Kind.PLACE, limit=MOST_CHOICES)
    rank = {pk: number for number, pk in enumerate(ids)}
    return sorted(Neighbourhood.objects.filter(pk__in=ids, retired_at=None).select_related("force"), key=_by(rank))


def _is_called(place: Neighbourhood, typed: str) -> bool:
    """By its whole name, or by its name without what stands in brackets: “Newton (Swansea)” is Newton, not Swansea."""
    names = (place.name, BRACKETED.sub(" ", place.name))
    return any(search_words(name) == search_words(typed) for name in names)


def _by(rank: dict[int, int]) -> Callable[[Neighbourhood], int]:
    return lambda place: rank[place.pk]

"""The pages that a team or an officer calls their own, as they stand on the profile wherever it is shown: for other
servers and for apps the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.models import Cover, Officer, Team
from tabard.people.teams.ways import own_links
from tabard.plant.design.addresses import whole

MOST_PLACES = 3
LINK = '<a href="{address}" target="_blank" rel="me nofollow noopener noreferrer" translate="no">{shown}</a>'
Holder = Team | Officer


class Field(NamedTuple):
    """`is_mutual`: the page is one of ours and leads back (`rel="me"`), so that it needs no asking."""

    name: str
    address: str
    is_mutual: bool = False

    @property
    def html(self) -> str:
        shown = self.address.partition("://")[2].removesuffix("/")
        return LINK.format(address=escape(self.address), shown=escape(shown))


def fields_of(holders: Iterable[Holder], *, serving: Collection[int]) -> dict[Holder, list[Field]]:
    """Of each; `serving` are the officers among them who serve. One query, if their forces are at hand."""
    holders = set(holders)
    places = _places([holder for holder in holders if isinstance(holder, Team)])
    return {
        holder: [
            *(_of_team(places[holder.pk]) if isinstance(holder, Team) else _of_officer(holder, serving)),
            *_of_force(holder.force),
        ]
        for holder in holders
    }


def _places(teams: list[Team]) -> dict[int, list[Neighbourhood]]:
    """The first of those that each team covers."""
    found: dict[int, list[Neighbourhood]] = defaultdict(list)
    covers = Cover.objects.filter(team__in=teams, neighbourhood__retired_at=None).select_related("neighbourhood")
    for cover in covers.order_by("neighbourhood__name", "pk") if teams else ():
        if len(found[cover.team_id]) < MOST_PLACES:
            found[cover.team_id].append(cover.neighbourhood)
    return found


def _of_team(places: list[Neighbourhood]) -> list[Field]:
    pages = [Field(place.name, _page(place), is_mutual=True) for place in places]
    links = dict.fromkeys(Field(*link) for place in places for link in own_links(place.contact))
    return [*pages, *links]


def _page(place: Neighbourhood) -> str:
    return whole(reverse("web:neighbourhood", args=[place.slug]))


def _of_officer(officer: Officer, serving: Collection[int]) -> list[Field]:
    """The proof that the officer is real, and their own pages elsewhere: only of one who serves."""
    if officer.pk not in serving:
        return []
    proof = Field(_("Proof"), whole(reverse("web:badge", args=[officer.number])), is_mutual=True)
    return [proof, *(Field(*link) for link in own_links(officer.contact))]


def _of_force(force: Force) -> list[Field]:
    return [Field(_("Force"), force.url)] if urlsplit(force.url).scheme in {"http", "https"} else []

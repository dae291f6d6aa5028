"""What stands on the home, team, officer and post pages, each read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator

from tabard.front.web.access import with_replies
from tabard.front.web.answers import echo_of
from tabard.front.web.cards import PictureBudget, cards, moment
from tabard.front.web.neighbourhood import budget_beside, people_of
from tabard.front.web.reaching import ways_of
from tabard.lib.text import search_words
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.languages import own_name
from tabard.people.teams.models import Cover, Officer, Posting, Team
from tabard.voice.network.addresses import actor_uri, fediverse_handle, note_uri
from tabard.voice.posts.models import Post, PostQuerySet, Series

PAGE = 20
MOST_ANCESTORS = 10
MOST_WITHOUT_JUMPS = 30
LOOKED_BACK_AT = timedelta(days=14)  # a tweetathon: its figures come after it


@dataclass(frozen=True)
class PlaceList:
    """The places of one force, by the first letter of their names, in the order of the alphabet."""

    force: Force
    letters: list[tuple[str, list[Neighbourhood]]]
    has_jumps: bool


def places() -> list[PlaceList]:
    current = Neighbourhood.objects.filter(retired_at=None).select_related("force").order_by("force__name", "force_id")
    return [_place_list(force, list(of_force)) for force, of_force in groupby(current, key=lambda place: place.force)]


def _place_list(force: Force, found: list[Neighbourhood]) -> PlaceList:
    ordered = sorted(found, key=lambda place: (search_words(place.name), place.pk))
    letters = [(letter, list(those)) for letter, those in groupby(ordered, key=_first_letter)]
    return PlaceList(force, letters, has_jumps=len(found) > MOST_WITHOUT_JUMPS)


def _first_letter(place: Neighbourhood) -> str:
    """Without its accent: Ŵ stands with W."""
    words = search_words(place.name)
    return words[0][0].upper() if words else "…"


def home(now: datetime, *, posts: int) -> dict[str, Any]:
    latest = with_replies(Post.objects.public().news().filter(reply_to=None)).for_lists().newest_first()[:posts]
    return {
        "forces": list(Force.objects.order_by("name", "pk")),
        "places_count": Neighbourhood.objects.filter(retired_at=None).count(),
        "posts": cards(latest, now=now, budget=PictureBudget()),
        "tweetathon": Tweetathon.objects.to_come(now - LOOKED_BACK_AT).taking_place().soonest_first().first(),
    }


def team(team: Team, now: datetime, page: str | None) -> dict[str, Any]:
    covers = Cover.objects.filter(team=team).select_related("neighbourhood").order_by("neighbourhood__name", "pk")
    people = people_of(team, now)
    return {
        "team": team,
        "people": people,
        "places": [cover.neighbourhood for cover in covers],
        **_in_the_fediverse(team.handle.name),
        **_posts(Post.objects.public().news().by_team(team), page, now, budget_beside(people)),
    }


def officer(officer: Officer, now: datetime, page: str | None) -> dict[str, Any]:
    """What the officer says in their own name; what they write for a team is the team's."""
    held = Posting.objects.held_at(now).filter(officer=officer).select_related("team__handle")
    postings = list(held.order_by("active_from", "pk"))
    return {
        "officer": officer,
        "postings": postings,
        "ways": ways_of(officer.contact) if postings else [],
        "languages": ", ".join(map(own_name, officer.languages)),
        **_in_the_fediverse(officer.handle.name),
        **_posts(Post.objects.public().news().by_officer(officer), page, now, PictureBudget()),
    }


def _in_the_fediverse(handle: str) -> dict[str, str]:
    return {"fediverse_handle": fediverse_handle(handle), "actor_address": actor_uri(handle)}


def post(post: Post, now: datetime) -> dict[str, Any]:
    """The post, what it answers, what answers it, here and elsewhere, and every text that it had before."""
    answers = with_replies(Post.objects.public().filter(reply_to=post)).for_lists().order_by("published_at", "pk")
    shown = cards([*_ancestors(post), post, *answers], now=now)
    here = next(number for number, card in enumerate(shown) if card.post.pk == post.pk)
    versions = list(post.versions.order_by("-number"))
    return {
        "card": shown[here],
        "before": shown[:here],
        "after": shown[here + 1 :],
        "versions": [(version, moment(version.shown_from, now)) for version in versions[1:]],
        "edited_at": moment(post.edited_at, now) if post.edited_at else "",
        "echo": echo_of(post, now),
        "address": note_uri(post.handle_name, post.pk),
    }


def series(series: Series, now: datetime, page: str | None) -> dict[str, Any]:
    return {"series": series, **_posts(Post.objects.public().in_series(series), page, now, PictureBudget())}


def _ancestors(post: Post) -> list[Post]:
    """Up to ten posts that this one goes on from, the first first; the walk ends at one that is not public."""
    found: list[Post] = []
    parent = post.reply_to_id
    while parent is not None and len(found) < MOST_ANCESTORS:
        above = with_replies(Post.objects.public()).for_lists().filter(pk=parent).first()
        if above is None:
            break
        found.insert(0, above)
        parent = above.reply_to_id
    return found


def _posts(said: PostQuerySet, page: str | None, now: datetime, budget: PictureBudget) -> dict[str, Any]:
    shown = Paginator(with_replies(said).for_lists().newest_first(), PAGE).get_page(page)
    return {"page": shown, "posts": cards(shown, now=now, budget=budget)}

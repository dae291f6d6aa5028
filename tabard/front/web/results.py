"""What a search shows: places and officers first, then posts, each with the sought words marked."""

from dataclasses import dataclass, field
from datetime import datetime

from tabard.front.web.access import with_replies
from tabard.front.web.badge_numbers import AskedBadge, digits_of
from tabard.front.web.cards import Card, PictureBudget, cards
from tabard.front.web.models import Kind
from tabard.front.web.search import Query, find
from tabard.lib.text import Html, hashtags, highlighted
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer
from tabard.voice.posts.models import Post

PLACES = 10
PEOPLE = 6  # with a face each
POSTS = 20
LAST_PAGE = 50


@dataclass(frozen=True)
class Results:
    """Each thing with its words marked. `previous_page` and `next_page` are 0 where there is none."""

    query: Query
    places: list[tuple[Neighbourhood, Html, Html]] = field(default_factory=list)
    people: list[tuple[Officer, Html, Html]] = field(default_factory=list)
    posts: list[tuple[Card, Html, list[str]]] = field(default_factory=list)
    previous_page: int = 0
    next_page: int = 0
    is_unknown_badge: bool = False
    is_at_the_door: bool = False

    @property
    def is_asked(self) -> bool:
        return bool(self.query.words)

    @property
    def is_empty(self) -> bool:
        return not (self.places or self.people or self.posts)


def results_of(typed: str, page: str | None, now: datetime, *, is_at_the_door: bool = False) -> Results:
    """`is_at_the_door`: what was typed stands on the badge of somebody who asks to be let in."""
    query = Query.read(typed)
    if not query.words:
        return Results(query)
    badge = AskedBadge.read(typed)
    is_only_a_badge = badge is not None and (is_at_the_door or badge.is_named_so)
    people = _wearing(badge, now) if badge and is_only_a_badge else _people(query, now)
    number = int(page) if page and page.isascii() and page.isdigit() and len(page) < 4 else 1
    number = max(1, min(number, LAST_PAGE))
    ids = list(find(query, Kind.POST, limit=POSTS + 1, offset=(number - 1) * POSTS))
    is_asked_of_a_badge = is_at_the_door or is_only_a_badge or (badge is not None and not ids)
    return Results(
        query=query,
        is_unknown_badge=number == 1 and is_asked_of_a_badge and not people,
        is_at_the_door=is_at_the_door,
        places=_places(query) if number == 1 else [],
        people=people if number == 1 else [],
        posts=_posts(query, ids[:POSTS], now),
        previous_page=number - 1,
        next_page=number + 1 if len(ids) > POSTS and number < LAST_PAGE else 0,
    )


def _places(query: Query) -> list[tuple[Neighbourhood, Html, Html]]:
    ids = find(query, Kind.PLACE, limit=PLACES)
    found = Neighbourhood.objects.filter(retired_at=None).in_bulk(ids)
    words = list(query.words)
    shown = [found[pk] for pk in ids if pk in found]
    return [(each, highlighted(each.name, words), highlighted(each.description, words)) for each in shown]


def _people(query: Query, now: datetime) -> list[tuple[Officer, Html, Html]]:
    """Only those who serve at this moment: a posting may have ended since the index was written."""
    ids = find(query, Kind.PERSON, limit=PEOPLE)
    found = Officer.objects.serving(now).with_faces().in_bulk(ids)
    words = list(query.words)
    shown = [found[pk] for pk in ids if pk in found]
    return [(each, highlighted(str(each), words), highlighted(each.bio, words)) for each in shown]


def _wearing(badge: AskedBadge, now: datetime) -> list[tuple[Officer, Html, Html]]:
    """Those who serve with just these digits on their badge, whatever letters stand beside them."""
    like = Officer.objects.serving(now).with_faces().filter(number__icontains=badge.digits).order_by("number", "pk")
    shown = [each for each in like if digits_of(each.number) == badge.digits][:PEOPLE]
    return [(each, highlighted(str(each), []), highlighted(each.bio, [])) for each in shown]


def _posts(query: Query, ids: list[int], now: datetime) -> list[tuple[Card, Html, list[str]]]:
    """Each with its hashtags. Their words only: the faces of the officers found are enough for one page."""
    found = with_replies(Post.objects.public().news()).for_lists().in_bulk(ids)
    shown = cards([found[pk] for pk in ids if pk in found], now=now, budget=PictureBudget(0))
    return [(card, highlighted(card.post.text, list(query.words)), hashtags(card.post.text)) for card in shown]

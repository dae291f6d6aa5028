"""All that stands on a neighbourhood's page, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tabard.front.web.access import with_replies
from tabard.front.web.cards import Card, PictureBudget, cards
from tabard.front.web.reaching import Station, Way, stations_of, ways_of
from tabard.front.web.telephone import telephone_link
from tabard.people.places.models import Neighbourhood
from tabard.people.places.outline import Outline, outline_of
from tabard.people.teams.languages import own_name
from tabard.people.teams.models import Officer, Posting, Team
from tabard.services.events.models import Event, Priority
from tabard.voice.network.addresses import actor_uri, fediverse_handle
from tabard.voice.posts.models import Post

POSTS = 10
EVENTS = 3
PRIORITIES = 10


@dataclass(frozen=True)
class Person:
    """One face of a team."""

    officer: Officer
    role: str
    since: datetime
    languages: str


@dataclass(frozen=True)
class Said:
    """A priority: what residents said and what was done. Stale when nobody spoke of it for more than 90 days."""

    priority: Priority
    is_stale: bool
    last_word_date: date


@dataclass(frozen=True)
class Page:
    """What the template shows. `team` is None where nobody has been given the neighbourhood yet."""

    place: Neighbourhood
    team: Team | None
    people: list[Person]
    posts: list[Card]
    events: list[Event]
    priorities: list[Said]
    outline: Outline | None
    telephone: str
    telephone_link: str
    email: str
    ways: list[Way]
    stations: list[Station]
    ways_to_report: list[dict[str, str]]
    links: list[dict[str, str]]

    @property
    def fediverse_handle(self) -> str:
        return fediverse_handle(self.team.handle.name) if self.team else ""

    @property
    def actor_address(self) -> str:
        """The page of the team, which names this place as its own: `rel="me"` goes both ways."""
        return actor_uri(self.team.handle.name) if self.team else ""


def page_of(place: Neighbourhood, now: datetime) -> Page:
    team = place.cover.team if hasattr(place, "cover") else None
    people = people_of(team, now) if team else []
    telephone = place.telephone or place.force.telephone
    today = timezone.localdate(now)
    current = Priority.objects.in_neighbourhood(place).current().newest_first()[:PRIORITIES]
    upcoming = Event.objects.in_neighbourhood(place).upcoming(now).soonest_first()[:EVENTS]
    return Page(
        place=place,
        team=team,
        people=people,
        posts=latest_of(team, now, people) if team else [],
        events=list(upcoming),
        priorities=[Said(each, each.is_stale(today), each.last_word_date) for each in current],
        outline=outline_of(place),
        telephone=telephone,
        telephone_link=telephone_link(telephone),
        email=place.email,
        ways=ways_of(place.contact),
        stations=stations_of(place.locations),
        ways_to_report=[way for way in place.force.engagement_methods if _is_web_link(way)],
        links=[link for link in place.links if _is_web_link(link)],
    )


def people_of(team: Team, now: datetime) -> list[Person]:
    held = Posting.objects.held_at(now).filter(team=team).with_officer().by_name()
    return [_person(each) for each in held]


def _person(posting: Posting) -> Person:
    languages = ", ".join(map(own_name, posting.officer.languages))
    return Person(posting.officer, posting.role, posting.active_from, languages)


def latest_of(team: Team, now: datetime, people: list[Person]) -> list[Card]:
    said = with_replies(Post.objects.public().news().by_team(team)).for_lists().newest_first()
    return cards(said[:POSTS], now=now, budget=budget_beside(people))


def budget_beside(people: list[Person]) -> PictureBudget:
    """What is left for posts on a page that shows these faces."""
    budget = PictureBudget()
    for person in people:
        budget.allows(person.officer.picture)
    return budget


def _is_web_link(way: dict[str, str]) -> bool:
    return bool(way.get("title")) and str(way.get("url", "")).startswith(("https://", "http://"))

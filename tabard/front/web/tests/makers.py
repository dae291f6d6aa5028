"""A neighbourhood with all that its page can show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from tabard.front.web import actions as web
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.places.tests import makers as places
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Officer, Team
from tabard.plant.media.tests.makers import make_picture
from tabard.services.events import actions as events
from tabard.services.events.wording import EventWords, PriorityWords
from tabard.voice.posts import actions as posts
from tabard.voice.posts.models import Post
from tabard.voice.posts.wording import Words

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
LONG_AGO = NINE - timedelta(days=200)


@dataclass
class Town:
    """Riverside with a team of two officers, and Old Quay to the east of it, which has no team."""

    force: Force
    riverside: Neighbourhood
    old_quay: Neighbourhood
    team: Team
    alice: Officer
    bethan: Officer


def make_town() -> Town:
    force = places.make_force("peelborough", "Peelborough Police")
    shapes = [
        places.feature("R1", places.square(-3, 51, 0.1), "Riverside"),
        places.feature("Q1", places.square(-2.9, 51, 0.1), "Old Quay"),
    ]
    places.make_live(force, shapes, now=LONG_AGO)
    riverside, old_quay = (Neighbourhood.objects.get(code=code) for code in ("R1", "Q1"))
    team = teams.found_team(
        force=force, name="Riverside team", neighbourhoods=[riverside], handle="riverside", now=LONG_AGO
    )
    alice, bethan = (
        make_officer(name, team, number) for name, number in (("Alice Archer", "4127"), ("Bethan Ŵyn", "5093"))
    )
    return Town(force, riverside, old_quay, team, alice, bethan)


def make_officer(name: str, team: Team, number: str) -> Officer:
    officer = teams.add_officer(force=team.force, name=name, number=number, rank="PC", now=LONG_AGO)
    teams.post_officer(officer=officer, team=team, now=LONG_AGO)
    return officer


def say(town: Town, text: str, *, now: datetime = NINE, by: Officer | None = None, **more: object) -> Post:
    """A published post of the team, or with speaks_as of the officer."""
    officer = by or town.alice
    post = posts.save_draft(team=town.team, by=officer, words=Words(text=text, **more), now=now)  # type: ignore[arg-type]
    posts.publish_post(post=post, by=officer, now=now)
    web.index_post(post_id=post.pk)
    return post


def index_all() -> int:
    return web.rebuild(now=NINE)


def furnish(town: Town) -> None:
    """Fill every part of the neighbourhood's page."""
    for number in range(12):
        picture = make_picture(alt=f"Picture {number}", now=NINE)
        say(town, f"Post {number} with @riverside and #bikes", pictures=(picture,), now=NINE - timedelta(hours=number))
    for number in range(3):
        make_meeting(town, title=f"Meeting {number}", starts_at=NINE + timedelta(days=number + 1))
        make_priority(town, issue=f"Issue {number}")


def make_meeting(
    town: Town, *, title: str = "Beat meeting", starts_at: datetime = NINE + timedelta(days=3), **more: Any
):
    words = EventWords(title=title, starts_at=starts_at, place="Quayside Library", description="Tea", **more)
    return events.add_event(neighbourhood=town.riverside, by=town.alice, words=words, now=NINE - timedelta(days=1))


def make_priority(town: Town, *, issue: str = "Mopeds on the towpath", days_ago: int = 10, action: str = "Two patrols"):
    day = (NINE - timedelta(days=days_ago)).date()
    words = PriorityWords(issue=issue, issue_date=day, action=action, action_date=day if action else None)
    return events.add_priority(neighbourhood=town.riverside, by=town.alice, words=words, today=NINE.date(), now=NINE)


def read(address: str, status: int = 200) -> str:
    """The words of the page, as a stranger gets it."""
    answer = Client().get(address)
    assert answer.status_code == status, answer.headers.get("Location", answer.status_code)
    assert not answer.cookies
    return answer.content.decode()


def address_of(post: Post) -> str:
    return f"/@{post.handle_name}/{post.pk}/"

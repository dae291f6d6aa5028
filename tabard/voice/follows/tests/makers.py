"""Valid rows for tests about follows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.models import Cover, Officer, Team
from tabard.voice.follows import actions
from tabard.voice.follows.models import Follow, Target

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
_numbers = count(1)


@dataclass
class Said:
    """As much of a post as decides who hears it."""

    team_id: int
    officer_id: int | None = None
    speaks_as: str = "team"


def make_force() -> Force:
    return Force.objects.get_or_create(slug="peelborough", defaults={"name": "Peelborough Police"})[0]


def make_neighbourhood(name: str = "Riverside") -> Neighbourhood:
    number = next(_numbers)
    return Neighbourhood.objects.create(force=make_force(), code=f"N{number}", name=name, slug=f"place-{number}")


def make_team(name: str = "Riverside team", covers: Neighbourhood | None = None) -> Team:
    team = Team.objects.create(force=make_force(), name=name, founded_at=NINE)
    if covers is not None:
        Cover.objects.create(team=team, neighbourhood=covers)
    return team


def make_officer(name: str = "Imran Rahman") -> Officer:
    return Officer.objects.create(force=make_force(), name=name, number=str(7000 + next(_numbers)), rank="PCSO")


def ask(target: Target, address: str = "jo@home.example", frequency: str = "now", now: datetime = NINE) -> Follow:
    follow = actions.ask_to_follow(
        channel="email", address=address, target=target, frequency=frequency, language="en-gb", now=now
    )
    assert follow is not None
    return follow


def make_follow(
    target: Target, address: str = "jo@home.example", frequency: str = "now", now: datetime = NINE
) -> Follow:
    """A confirmed one."""
    follow = ask(target, address, frequency, now)
    actions.confirm_follow(follow=follow, now=now)
    follow.refresh_from_db()
    return follow

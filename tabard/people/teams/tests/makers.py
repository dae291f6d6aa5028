"""Valid forces, teams and officers, said in few words."""

from datetime import UTC, datetime
from itertools import count

from tabard.people.accounts.models import User
from tabard.people.accounts.tests.makers import make_user
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams import actions
from tabard.people.teams.models import Officer, Posting, Team

__all__ = ["NINE", "TEN", "make_force", "make_neighbourhood", "make_officer", "make_posting", "make_team", "make_user"]
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
_numbers = count(1)


def make_force(slug: str = "peelborough") -> Force:
    force, _ = Force.objects.get_or_create(slug=slug, defaults={"name": slug.title()})
    return force


def make_neighbourhood(name: str = "Riverside", *, force: Force | None = None) -> Neighbourhood:
    number = next(_numbers)
    return Neighbourhood.objects.create(
        force=force or make_force(), code=f"N{number}", name=name, slug=f"{name.lower().replace(' ', '-')}-{number}"
    )


def make_team(name: str = "Riverside", *, force: Force | None = None, handle: str = "", now: datetime = NINE) -> Team:
    neighbourhood = make_neighbourhood(name, force=force)
    return actions.found_team(
        force=neighbourhood.force,
        name=name,
        neighbourhoods=[neighbourhood],
        handle=handle or f"team{next(_numbers)}",
        now=now,
    )


def make_officer(
    name: str = "Alice Archer", *, team: Team | None = None, user: User | None = None, now: datetime = NINE
) -> Officer:
    """An officer, posted to `team` when one is named."""
    force = team.force if team else make_force()
    officer = actions.add_officer(force=force, name=name, number=str(4000 + next(_numbers)), rank="PC", now=now)
    if user:
        actions.give_account(officer=officer, user=user, now=now)
    if team:
        make_posting(officer, team, now=now)
    return officer


def make_posting(officer: Officer, team: Team, *, now: datetime = NINE) -> Posting:
    return actions.post_officer(officer=officer, team=team, now=now)

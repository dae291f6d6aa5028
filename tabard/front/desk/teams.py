"""Which team an officer works for at the moment."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

from tabard.people.teams.models import Officer, Posting, Team

CHOSEN = "desk_team"


@dataclass(frozen=True)
class Desk:
    """The teams that an officer is posted to, by name, and the one chosen of them; None without any."""

    teams: list[Team]
    team: Team | None


def desk_of(officer: Officer, session: SessionBase, now: datetime) -> Desk:
    """A team chosen earlier counts for as long as the officer is posted to it."""
    held = Posting.objects.held_at(now).filter(officer=officer).values("team")
    teams = list(Team.objects.filter(pk__in=held).with_handle().by_name())
    chosen = session.get(CHOSEN)
    return Desk(teams, next((team for team in teams if team.pk == chosen), teams[0] if teams else None))


def choose(team: Team, session: SessionBase) -> None:
    session[CHOSEN] = team.pk

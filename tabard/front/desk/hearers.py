"""Who hears a team and an officer, by channel: numbers only, as nobody need know of any one that they listen."""

from dataclasses import dataclass

from django.db.models import Q

from tabard.people.teams.models import Officer, Team
from tabard.voice.follows.models import Follow
from tabard.voice.network.models import Actor, Following
from tabard.voice.network.models.actors import ActorQuerySet


@dataclass(frozen=True)
class Hearers:
    """`servers` is how many other servers the followers in the fediverse are on."""

    name: str
    email: int
    fediverse: int
    servers: int


def of_team(team: Team) -> Hearers:
    """By e-mail also those who follow one of its neighbourhoods."""
    mailed = Follow.objects.confirmed().by("email").filter(Q(team=team) | Q(neighbourhood__cover__team=team))
    return _hearers(team.name, mailed.values("follower").distinct().count(), Actor.objects.filter(team=team))


def of_officer(officer: Officer) -> Hearers:
    mailed = Follow.objects.confirmed().by("email").filter(officer=officer)
    return _hearers(str(officer), mailed.values("follower").distinct().count(), Actor.objects.filter(officer=officer))


def _hearers(name: str, email: int, actors: ActorQuerySet) -> Hearers:
    follows = Following.objects.accepted().from_elsewhere().filter(target__in=actors)
    servers = follows.values("follower__host").distinct().count()
    return Hearers(name, email, follows.count(), servers)

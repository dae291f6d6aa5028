"""What an officer who leaves passes on: the people at other servers who follow them."""

from datetime import datetime

from django.utils.translation import ngettext

from tabard.people.teams.handover import HandOver, Heir, Holding
from tabard.people.teams.models import Officer, Team
from tabard.voice.network.actions import actors
from tabard.voice.network.models import Following


def _describe(officer_id: int, _heir: Heir) -> list[Holding]:
    count = Following.objects.accepted().from_elsewhere().filter(target__officer=officer_id).count()
    return [Holding(ngettext("follower in the fediverse", "followers in the fediverse", count), count)]


def _carry_over(officer_id: int, heir: Heir, now: datetime) -> None:
    if heir.officer_id is not None:
        to: Officer | Team = Officer.objects.with_faces().get(pk=heir.officer_id)
    else:
        to = Team.objects.with_handle().get(pk=heir.team_id or 0)
    leaver = actors.open_actor(Officer.objects.with_faces().get(pk=officer_id), now=now)
    actors.hand_over_actor(actor=leaver, to=actors.open_actor(to, now=now), now=now)


FAR_FOLLOWERS = HandOver(describe=_describe, carry_over=_carry_over)

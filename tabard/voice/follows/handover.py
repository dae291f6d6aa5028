"""What an officer who leaves passes on: the people who follow them."""

from datetime import datetime

from django.utils.translation import ngettext

from tabard.people.teams.handover import HandOver, Heir, Holding
from tabard.people.teams.models import Officer, Team
from tabard.voice.follows import actions
from tabard.voice.follows.models import Follow


def _describe(officer_id: int, _heir: Heir) -> list[Holding]:
    count = Follow.objects.confirmed().filter(officer=officer_id).count()
    return [Holding(ngettext("follower by e-mail", "followers by e-mail", count), count)]


def _carry_over(officer_id: int, heir: Heir, now: datetime) -> None:
    if heir.officer_id is not None:
        to: Officer | Team = Officer.objects.get(pk=heir.officer_id)
    else:
        to = Team.objects.get(pk=heir.team_id or 0)
    actions.hand_over_follows(officer=Officer.objects.get(pk=officer_id), to=to, now=now)


FOLLOWERS = HandOver(describe=_describe, carry_over=_carry_over)

"""Who may speak for which team. Who may open the desk at all is asked in accounts.access."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer, Posting, Team, TeamQuerySet


def posting_of(user: User, team: Team, now: datetime) -> Posting:
    """The posting that lets `user` speak for `team` at `now`. Raises PermissionDenied without one."""
    posting = Posting.objects.held_at(now).filter(officer__user=user, team=team).with_officer().first()
    if posting is None or not user.is_active:
        raise PermissionDenied(_("You are not posted to this team now."))
    return posting


def teams_of(user: User, now: datetime) -> TeamQuerySet:
    """The teams that `user` may speak for at `now`, by name."""
    held = Posting.objects.held_at(now).filter(officer__user=user, officer__user__is_active=True)
    return Team.objects.filter(pk__in=held.values("team")).with_handle().by_name()


def team_to_speak_for(user: User, team_id: int, now: datetime) -> Team:
    """Raises Http404 when there is no such team, PermissionDenied when `user` is not posted to it at `now`."""
    team = Team.objects.with_handle().filter(pk=team_id).first()
    if team is None:
        raise Http404
    posting_of(user, team, now)
    return team


def officer_to_manage(pk: int) -> Officer:
    """For the digital lead, who manages everyone. Raises Http404."""
    officer = Officer.objects.with_faces().select_related("user", "force").filter(pk=pk).first()
    if officer is None:
        raise Http404
    return officer


def team_to_manage(pk: int) -> Team:
    """For the digital lead. Raises Http404."""
    team = Team.objects.with_handle().filter(pk=pk).first()
    if team is None:
        raise Http404
    return team


def posting_to_manage(pk: int) -> Posting:
    """For the digital lead. Raises Http404."""
    posting = Posting.objects.with_officer().select_related("team").filter(pk=pk).first()
    if posting is None:
        raise Http404
    return posting

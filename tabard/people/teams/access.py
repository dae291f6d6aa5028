"""Who may open the officers' desk, and who may speak for which team."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.accounts.access import SignedInRequest, second_factor_required
from tabard.people.accounts.models import Role, User
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Posting, Team, TeamQuerySet

P = ParamSpec("P")


class OfficerRequest(SignedInRequest):
    """A request by an officer who has shown a second factor and is posted to some team now, or is the digital lead."""

    officer: Officer


def officer_required(
    view: Callable[Concatenate[OfficerRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """An officer with a second factor and a posting at this time; a lead needs no posting, only to be an officer.

    A lead who is no officer is sent to the page that every lead has: the people.
    """

    @second_factor_required
    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        officer = Officer.objects.with_faces().filter(user=request.user).first()
        if officer is None and request.user.role == Role.LEAD:
            return redirect("teams:people")
        if officer is not None:
            officer.user = request.user  # so that `request.user.officer` is known too: the desk's frame asks for it
        request = cast(OfficerRequest, request)
        request.officer = _officer_on_duty(request.user, officer, timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def _officer_on_duty(user: User, officer: Officer | None, now: datetime) -> Officer:
    if officer is None:
        raise PermissionDenied(_("Your account does not belong to an officer. The digital lead can put that right."))
    if user.role != Role.LEAD and not Posting.objects.held_at(now).filter(officer=officer).exists():
        raise PermissionDenied(_("You are not posted to any team now. The digital lead can post you to one."))
    return officer


def teams_of(user: User, now: datetime) -> TeamQuerySet:
    """The teams that `user` may speak for at `now`, by name: those of their postings, for the digital lead all."""
    teams = Team.objects.with_handle().by_name()
    if not user.is_active:
        return teams.none()
    if user.role == Role.LEAD:
        return teams
    return teams.filter(pk__in=Posting.objects.held_at(now).filter(officer__user=user).values("team"))


def place_to_describe(user: User, slug: str, now: datetime) -> Neighbourhood:
    """A place that is policed today and that `user` may speak for: the digital lead for every one. Raises Http404."""
    found = Neighbourhood.objects.current().filter(slug=slug)
    if user.role != Role.LEAD:
        found = found.filter(cover__team__in=teams_of(user, now))
    place = found.first()
    if place is None:
        raise Http404
    return place


def officer_to_manage(pk: int) -> Officer:
    """For the digital lead, who manages everyone. Raises Http404."""
    officer = Officer.objects.with_faces().select_related("user", "force").filter(pk=pk).first()
    if officer is None:
        raise Http404
    return officer


def posting_to_manage(pk: int) -> Posting:
    """For the digital lead. Raises Http404."""
    posting = Posting.objects.with_officer().select_related("team").filter(pk=pk).first()
    if posting is None:
        raise Http404
    return posting

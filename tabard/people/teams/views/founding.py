"""The list of teams, founding one, changing one, and which neighbourhoods it covers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.people.teams import actions
from tabard.people.teams.forms import ChangeTeamForm, CoverForm, TeamForm
from tabard.people.teams.guided import WordsStopped, asking
from tabard.people.teams.models import Team

ON_A_PAGE = 50


@require_safe
@lead_required
def teams(request: SignedInRequest) -> HttpResponse:
    found = Team.objects.with_faces(timezone.now()).with_places().by_name()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "teams/teams.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def found_team(request: SignedInRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with asking():
                team = actions.found_team(
                    force=given["neighbourhoods"][0].force, **given, now=timezone.now(), by=request.user
                )
        except WordsStopped as stopped:
            form.add_error(None, str(stopped))
        except actions.HandleTaken as refusal:
            form.add_error("handle", str(refusal))
        except actions.NeighbourhoodHasTeam:
            form.add_error("neighbourhoods", _("One of these has got a team in the meantime."))
        else:
            messages.success(request, _("%(team)s is founded. Post officers to it.") % {"team": team})
            return redirect("teams:teams")
    return render(request, "teams/found_team.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def team(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, now = get_object_or_404(Team.objects.with_handle(), pk=pk), timezone.now()
    form = ChangeTeamForm(request, team=shown, by=request.user, now=now)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("name", "description")}
        try:
            with asking():
                actions.change_team(team=shown, picture=form.portrait(), now=now, by=request.user, **words)
        except WordsStopped as stopped:
            form.add_error(None, str(stopped))
        else:
            messages.success(request, _("Saved. The public sees it now."))
            return redirect("teams:team", pk=pk)
    covers = shown.covers.select_related("neighbourhood").order_by("neighbourhood__name", "pk")
    context = {"team": shown, "form": form, "covers": covers, "cover_form": CoverForm(team=shown)}
    return render(request, "teams/team.html", context)


@require_POST
@lead_required
def take_cover(request: SignedInRequest, pk: int) -> HttpResponse:
    """A neighbourhood passes from another team to this one."""
    to = get_object_or_404(Team, pk=pk)
    form = CoverForm(request.POST, team=to)
    if form.is_valid():
        place = form.cleaned_data["neighbourhood"]
        actions.move_cover(neighbourhood=place, to=to, now=timezone.now(), by=request.user)
        messages.success(request, _("%(team)s looks after %(place)s now.") % {"team": to, "place": place})
    else:
        messages.error(request, _("This team looks after it already, or it is not a place of its force."))
    return redirect("teams:team", pk=pk)

"""The list of teams, and founding one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.people.teams import actions
from tabard.people.teams.forms import TeamForm
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
            team = actions.found_team(
                force=given["neighbourhoods"][0].force, **given, now=timezone.now(), by=request.user
            )
        except actions.HandleTaken as refusal:
            form.add_error("handle", str(refusal))
        except actions.NeighbourhoodHasTeam:
            form.add_error("neighbourhoods", _("One of these has got a team in the meantime."))
        else:
            messages.success(request, _("%(team)s is founded. Post officers to it.") % {"team": team})
            return redirect("teams:teams")
    return render(request, "teams/found_team.html", {"form": form})

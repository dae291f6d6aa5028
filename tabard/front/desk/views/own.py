"""What is the officer's own: who hears them, and the apps that speak for them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tabard.front.desk import hearers
from tabard.front.desk.teams import desk_of
from tabard.gateways.mastodon_api.actions.apps import shut_out
from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.people.teams.access import OfficerRequest, officer_required


@require_safe
@officer_required
def who_hears(request: OfficerRequest) -> HttpResponse:
    """Followers by channel, of the chosen team and of the officer."""
    desk = desk_of(request.officer, request.session, timezone.now())
    if desk.team is None:
        return redirect("desk:start")
    rows = [hearers.of_team(desk.team), hearers.of_officer(request.officer)]
    return render(request, "desk/hearers.html", {"rows": rows, "desk": desk})


@require_safe
@officer_required
def apps(request: OfficerRequest) -> HttpResponse:
    """Apps that speak for the officer now; those whose posting ended are silent already, and are not listed."""
    granted = GrantedToken.objects.living(timezone.now()).of_officer(request.officer).with_people()
    return render(request, "desk/apps.html", {"granted": granted.order_by("-granted_at", "-pk")})


@require_POST
@officer_required
def end_app(request: OfficerRequest, pk: int) -> HttpResponse:
    """The app speaks for them no more, from its next request on."""
    granted = GrantedToken.objects.of_officer(request.officer).with_people().filter(pk=pk).first()
    if granted is None:
        raise Http404
    name = granted.token.application.name
    shut_out(granted=granted, by=request.user, now=timezone.now())
    messages.success(request, _("%(app)s speaks for you no more.") % {"app": name})
    return redirect("desk:apps")

"""What the public reads of a force and of each neighbourhood, and how to reach them."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tabard.people.accounts.access import SignedInRequest, lead_required, second_factor_required
from tabard.people.accounts.models import Role, User
from tabard.people.places.actions.forces import describe_force, describe_neighbourhood
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams import access
from tabard.people.teams.guided import WordsStopped, asking, meant_so
from tabard.people.teams.place_forms import ForceForm, NeighbourhoodForm

ON_A_PAGE = 50


@require_safe
@lead_required
def places(request: SignedInRequest) -> HttpResponse:
    """Every force and neighbourhood; `?q=` finds by name."""
    query = request.GET.get("q", "").strip()
    found = Neighbourhood.objects.current().select_related("force").by_name()
    if query:
        found = found.filter(name__icontains=query)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    forces = Force.objects.order_by("name", "pk")
    return render(request, "teams/places.html", {"page": page, "query": query, "forces": forces})


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def force(request: SignedInRequest, force: str) -> HttpResponse:
    row = get_object_or_404(Force, slug=force)
    form = ForceForm(request.POST if request.method == "POST" else None, force=row)
    if form.is_valid() and _kept(form, partial(describe_force, force=row), request.user):
        messages.success(request, _("Saved. The public sees it now."))
        return redirect("teams:places")
    return render(request, "teams/describe.html", {"form": form, "name": row.name, "slug": ""})


def _kept(form: ForceForm | NeighbourhoodForm, keep: Callable[..., None], by: User) -> bool:
    """Whether all was kept; what the guidelines stop stands in the form. A description says where the station is: that
    address may stand."""
    now = timezone.now()
    try:
        with asking():
            answered = meant_so(where=form.new_words, by=by, now=now)
            keep(facts=form.facts(), now=now, by=by, answered=answered)
    except WordsStopped as stopped:
        form.add_error(None, str(stopped))
    return form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def neighbourhood(request: SignedInRequest, slug: str) -> HttpResponse:
    """For officers of the team that covers it, and for the digital lead."""
    now = timezone.now()
    place = access.place_to_describe(request.user, slug, now)
    form = NeighbourhoodForm(request.POST if request.method == "POST" else None, place=place)
    if form.is_valid() and _kept(form, partial(describe_neighbourhood, neighbourhood=place), request.user):
        messages.success(request, _("Saved. Residents read it on the page of %(place)s.") % {"place": place})
        return redirect("teams:places") if request.user.role == Role.LEAD else redirect("teams:place", slug=slug)
    return render(request, "teams/describe.html", {"form": form, "name": place.name, "slug": slug})

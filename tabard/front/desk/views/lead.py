"""For the digital lead: who did what, what is late, and the apps of others."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tabard.front.desk import acts, late
from tabard.front.desk.named import names_of
from tabard.gateways.mastodon_api.actions.apps import end_apps
from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.people.accounts.access import SignedInRequest, lead_required
from tabard.people.teams.access import officer_to_manage
from tabard.plant.audit.models import AuditEntry
from tabard.plant.delivery.actions import retry_all_dead

ENTRIES_ON_A_PAGE = 50
SHOWN = 100


@require_safe
@lead_required
def audit(request: SignedInRequest) -> HttpResponse:
    """The chain, newest first: `?about=posts.post:12`, `?page=2`."""
    entries, about = (
        AuditEntry.objects.newest_first().select_related("reason_given"),
        request.GET.get("about", "")[:200],
    )
    if about:
        entries = entries.about(about)
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode({'about': about})}&" if about else ""
    names = names_of([about, *(code for entry in page for code in (entry.subject, entry.on_behalf_of))])
    rows = [(entry, acts.told(entry, names), acts.for_whom(entry, names)) for entry in page]
    context = {"page": page, "rows": rows, "about": acts.called(about, names), "query": query}
    return render(request, "desk/audit.html", context)


@require_safe
@lead_required
def late_work(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    consequences, deliveries = late.late_consequences(now), late.late_deliveries(now)
    context = {
        "consequences": consequences[:SHOWN],
        "deliveries": deliveries[:SHOWN],
        "more": max(consequences.count(), deliveries.count()) > SHOWN,
        "shown": SHOWN,
        "count": late.count(now),
    }
    return render(request, "desk/late.html", context)


@require_POST
@lead_required
def retry_late(request: SignedInRequest) -> HttpResponse:
    """Try again whatever was given up."""
    retry_all_dead(by=request.user, now=timezone.now())
    messages.success(request, _("We try again now. Look at this page in a minute."))
    return redirect("desk:late")


@require_safe
@lead_required
def apps_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """The apps that speak for an officer now."""
    officer = officer_to_manage(pk)
    granted = GrantedToken.objects.living(timezone.now()).of_officer(officer).with_people()
    return render(request, "desk/apps_of.html", {"officer": officer, "granted": granted.order_by("-granted_at", "-pk")})


@require_POST
@lead_required
def end_apps_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """All of them, from their next request on."""
    officer, now = officer_to_manage(pk), timezone.now()
    if officer.user is not None:
        end_apps(user=officer.user, before=now, now=now, by=request.user)
    messages.success(request, _("No app speaks for them any more."))
    return redirect("desk:apps_of", pk=pk)

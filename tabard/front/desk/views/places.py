"""A neighbourhood's events and priorities, kept by the team that covers it."""

from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.front.desk.place_forms import EventForm, PriorityForm
from tabard.front.desk.sentences import sentence
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.people.teams.guided import WordsStopped, asking
from tabard.services.events import access, actions
from tabard.services.events.models import Event, Priority
from tabard.services.events.wording import EventRefused

PAST_SHOWN = 5


def _place(request: OfficerRequest, slug: str, now: datetime) -> Neighbourhood:
    place = access.neighbourhoods_of(request.officer, now).filter(slug=slug).first()
    if place is None:
        raise Http404
    return place


def _form_page(request: OfficerRequest, form: Form, place: Neighbourhood, *, heading: str) -> HttpResponse:
    return render(request, "desk/place_form.html", {"form": form, "place": place, "heading": heading})


@require_safe
@officer_required
def place(request: OfficerRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    neighbourhood, today = _place(request, slug, now), timezone.localdate(now)
    events = Event.objects.in_neighbourhood(neighbourhood)
    priorities = Priority.objects.in_neighbourhood(neighbourhood).current().newest_first()
    context = {
        "place": neighbourhood,
        "upcoming": [(event, event.starts_at > now) for event in events.upcoming(now).soonest_first()],
        "past": events.past(now).latest_first()[:PAST_SHOWN],
        "priorities": [(priority, priority.is_stale(today)) for priority in priorities],
    }
    return render(request, "desk/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def add_event(request: OfficerRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    place = _place(request, slug, now)
    form = EventForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        typed = {"words": form.words(), "token": form.cleaned_data["token"]}
        try:
            with asking():
                actions.add_event(neighbourhood=place, by=request.officer, now=now, **typed)
        except (EventRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Added. Residents see it on the page of %(place)s.") % {"place": place})
            return redirect("desk:place", slug=slug)
    return _form_page(request, form, place, heading=_("Add an event"))


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def edit_event(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    event = access.event_to_change(officer=request.officer, pk=pk, now=now)
    form = EventForm(request.POST or None, now=now, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            with asking():
                is_change = actions.change_event(event=event, by=request.officer, words=form.words(), now=now)
        except (EventRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed.") if is_change else _("Nothing was changed."))
            return redirect("desk:place", slug=event.neighbourhood.slug)
    return _form_page(request, form, event.neighbourhood, heading=_("Edit an event"))


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def cancel_event(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    event = access.event_to_change(officer=request.officer, pk=pk, now=now)
    if request.method != "POST":
        return render(request, "desk/cancel_event.html", {"event": event, "place": event.neighbourhood})
    try:
        actions.cancel_event(event=event, by=request.officer, now=now)
    except EventRefused as refusal:
        messages.error(request, sentence(refusal))
    else:
        told = _("Cancelled. Its page and residents’ calendars say so. Write a post as well: some apps show no change.")
        messages.success(request, told)
    return redirect("desk:place", slug=event.neighbourhood.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def add_priority(request: OfficerRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    place, today = _place(request, slug, now), timezone.localdate(now)
    form = PriorityForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        typed = {"words": form.words(), "token": form.cleaned_data["token"]}
        try:
            with asking():
                actions.add_priority(neighbourhood=place, by=request.officer, today=today, now=now, **typed)
        except (EventRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Added. Residents see it on the page of %(place)s.") % {"place": place})
            return redirect("desk:place", slug=slug)
    return _form_page(request, form, place, heading=_("Add a priority"))


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def edit_priority(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    priority, today = access.priority_to_change(officer=request.officer, pk=pk, now=now), timezone.localdate(now)
    form = PriorityForm(request.POST or None, today=today, priority=priority)
    if request.method == "POST" and form.is_valid():
        words = form.words()
        try:
            with asking():
                is_change = actions.change_priority(
                    priority=priority, by=request.officer, words=words, today=today, now=now
                )
        except (EventRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed.") if is_change else _("Nothing was changed."))
            return redirect("desk:place", slug=priority.neighbourhood.slug)
    return _form_page(request, form, priority.neighbourhood, heading=_("Edit a priority"))


@require_POST
@officer_required
def review_priority(request: OfficerRequest, pk: int) -> HttpResponse:
    """Looked at again today, and it still holds."""
    now = timezone.now()
    priority = access.priority_to_change(officer=request.officer, pk=pk, now=now)
    try:
        actions.review_priority(priority=priority, by=request.officer, today=timezone.localdate(now), now=now)
    except EventRefused as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Residents now read that you looked at it again today."))
    return redirect("desk:place", slug=priority.neighbourhood.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def close_priority(request: OfficerRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    priority = access.priority_to_change(officer=request.officer, pk=pk, now=now)
    if request.method != "POST":
        context = {"priority": priority, "place": priority.neighbourhood}
        return render(request, "desk/close_priority.html", context)
    actions.close_priority(priority=priority, by=request.officer, now=now)
    messages.success(request, _("Closed. It is no longer shown as something you work on."))
    return redirect("desk:place", slug=priority.neighbourhood.slug)

"""The first page of the desk: write, what waits, what went out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tabard.front.desk import answers, late
from tabard.front.desk.teams import choose, desk_of
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.people.accounts.access import SignedInRequest, second_factor_required
from tabard.people.accounts.models import Role
from tabard.people.teams.access import OfficerRequest, officer_required
from tabard.people.teams.models import Officer
from tabard.services.events.models import Event, Priority
from tabard.voice.guidelines.models import Guideline
from tabard.voice.posts.access import on_desk_of, review_queue
from tabard.voice.posts.models import Post, State

SHOWN = 5
MENTIONS_SHOWN = 3


@require_safe
@second_factor_required
def start(request: SignedInRequest) -> HttpResponseBase:
    """Whoever signs in is led here: an account that has no desk is told so."""
    if request.user.role != Role.LEAD and not Officer.objects.filter(user=request.user).exists():
        return render(request, "desk/no_officer.html")
    return _desk(request)


@officer_required
def _desk(request: OfficerRequest) -> HttpResponse:
    now = timezone.now()
    desk = desk_of(request.officer, request.session, now)
    is_lead = request.user.role == Role.LEAD
    shown: dict[str, Any] = {"desk": desk, "officer": request.officer, "is_lead": is_lead}
    if is_lead:
        shown |= {"late_count": late.count(now)}
    if desk.team is None:
        return render(request, "desk/without_team.html", shown)
    posts = on_desk_of(request.officer, now).by_team(desk.team).for_lists()
    priorities = Priority.objects.covered_by(desk.team).current().select_related("neighbourhood").newest_first()
    others = Post.objects.public().exclude(team=desk.team)
    today = timezone.localdate(now)
    shown |= {
        "drafts": posts.in_state(State.DRAFT).latest_saved_first()[:SHOWN],
        "held": posts.in_state(State.HELD).latest_saved_first()[:SHOWN],
        "review_count": review_queue(request.officer, now).count(),
        "scheduled": posts.in_state(State.SCHEDULED).soonest_first()[:SHOWN],
        "published": posts.in_state(State.PUBLISHED).newest_first()[:SHOWN],
        "mentions": others.mentioning(desk.team.handle_name).for_lists().newest_first()[:MENTIONS_SHOWN],
        "far_mentions": answers.mentions(desk.team, request.officer, MENTIONS_SHOWN),
        "covers": desk.team.covers.select_related("neighbourhood").order_by("neighbourhood__name", "pk"),
        "next_event": Event.objects.covered_by(desk.team).upcoming(now).happening().soonest_first().first(),
        "tweetathons": Tweetathon.objects.filter(team=desk.team).to_come(now).with_counts().soonest_first(),
        "held_count": answers.held_count(desk.team),
        "unread_guideline": Guideline.objects.unread_by(request.user),
        "stale": [priority for priority in priorities if priority.is_stale(today)],
    }
    return render(request, "desk/start.html", shown)


@require_POST
@officer_required
def change_team(request: OfficerRequest) -> HttpResponse:
    """Work for another of the officer's own teams."""
    desk = desk_of(request.officer, request.session, timezone.now())
    chosen = next((team for team in desk.teams if str(team.pk) == request.POST.get("team")), None)
    if chosen is None:
        messages.error(request, _("You are not posted to that team now."))
    else:
        choose(chosen, request.session)
    return redirect("desk:start")

"""The organiser's pages: making and changing a tweetathon, and the figures of its earlier years."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.occasions.tweetathon import access
from tabard.occasions.tweetathon.actions import tweetathons
from tabard.occasions.tweetathon.desk_forms import ReasonForm, TweetathonForm, YearForm
from tabard.occasions.tweetathon.wording import WordsRefused
from tabard.people.accounts.access import SignedInRequest, lead_required, second_factor_required
from tabard.people.accounts.models import Role
from tabard.people.places.models import Force
from tabard.people.teams.access import teams_of
from tabard.people.teams.guided import WordsStopped, asking
from tabard.people.teams.models import Team


@require_safe
@access.organiser_required
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    found = access.organised_by(request.user, now).with_counts().latest_first()
    context = {"tweetathons": [(each, each.phase(now).value) for each in found], "is_lead": _is_lead(request)}
    return render(request, "tweetathon/desk/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@lead_required
def add(request: SignedInRequest) -> HttpResponse:
    force = Force.objects.order_by("name", "pk").first()
    if force is None:
        messages.error(request, _("There is no force yet. Import its places first: tabard import-places does it."))
        return redirect("tweetathon:organise")
    form = TweetathonForm(request.POST if request.method == "POST" else None, teams=Team.objects.by_name())
    if form.is_valid():
        slug, words = form.cleaned_data["slug"], form.words()
        force = words.team.force if words.team else force
        try:
            with asking():
                made = tweetathons.add_tweetathon(
                    slug=slug, force=force, words=words, by=request.user, now=timezone.now()
                )
        except (WordsRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Added. Everybody can see it now, and forces can register."))
            return redirect("tweetathon:organise_one", slug=made.slug)
    return render(request, "tweetathon/desk/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=now)
    form = TweetathonForm(
        request.POST if request.method == "POST" else None, teams=teams_of(request.user, now), tweetathon=found
    )
    if form.is_valid():
        words, correction = form.words(), form.cleaned_data["correction"]
        try:
            with asking():
                is_change = tweetathons.change_tweetathon(
                    tweetathon=found, words=words, by=request.user, correction=correction, now=now
                )
        except (WordsRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed.") if is_change else _("Nothing was changed."))
            return redirect("tweetathon:organise")
    return render(request, "tweetathon/desk/form.html", {"form": form, "tweetathon": found})


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def cancel(request: SignedInRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=now)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with asking():
                tweetathons.cancel_tweetathon(
                    tweetathon=found, reason=form.cleaned_data["reason"], by=request.user, now=now
                )
        except (WordsRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Cancelled. Its page says so, and every force that takes part is told."))
            return redirect("tweetathon:organise_one", slug=slug)
    return render(request, "tweetathon/desk/cancel.html", {"form": form, "tweetathon": found})


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def years(request: SignedInRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=now)
    form = YearForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with asking():
                tweetathons.save_year(
                    tweetathon=found, words=form.words(), by=request.user, today=timezone.localdate(now), now=now
                )
        except (WordsRefused, WordsStopped) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It stands on the page, with its source."))
            return redirect("tweetathon:years", slug=slug)
    context = {"form": form, "tweetathon": found, "years": found.earlier_years.order_by("-year")}
    return render(request, "tweetathon/desk/years.html", context)


@require_POST
@second_factor_required
def remove_year(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    now = timezone.now()
    found = access.tweetathon_to_organise(user=request.user, slug=slug, now=now)
    tweetathons.remove_year(tweetathon=found, year=year, by=request.user, now=now)
    messages.success(request, _("Removed."))
    return redirect("tweetathon:years", slug=slug)


def _is_lead(request: SignedInRequest) -> bool:
    return bool(request.user.role == Role.LEAD)

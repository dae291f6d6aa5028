"""How a force takes part, from the form to the last change.

No page here sets a cookie or needs one: see design.secret_addresses. Links are opened by mail scanners too, so opening
one changes nothing: a button does.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tabard.occasions.tweetathon import access, limits
from tabard.occasions.tweetathon.actions import registrations
from tabard.occasions.tweetathon.domains import domain_of
from tabard.occasions.tweetathon.forms import RegistrationForm
from tabard.occasions.tweetathon.models import Registration, RegistrationState
from tabard.occasions.tweetathon.pages import summary_of
from tabard.plant.design.secret_addresses import private


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer is the same whoever is registered already."""
    now = timezone.now()
    tweetathon = access.tweetathon_to_see(slug)
    if tweetathon.is_cancelled or tweetathon.ends_at <= now:
        return render(request, "tweetathon/shut.html", {"tweetathon": tweetathon}, status=410)
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    page = {"form": form, "tweetathon": tweetathon, "is_too_often": False}
    if not form.is_valid():
        return render(request, "tweetathon/register.html", page, status=422 if form.is_bound else 200)
    words = form.words()
    if not limits.may_ask(request.META.get("REMOTE_ADDR", ""), domain_of(words.email), now=now):
        return render(request, "tweetathon/register.html", {**page, "is_too_often": True}, status=429)
    try:
        registrations.ask_to_register(tweetathon=tweetathon, words=words, now=now)
    except registrations.TooManyUnconfirmed:
        return render(request, "tweetathon/register.html", {**page, "is_too_often": True}, status=429)
    return redirect("tweetathon:asked", slug=slug)


@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "tweetathon/asked.html", {"tweetathon": access.tweetathon_to_see(slug)})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    """What the force said: to confirm it, then to change it."""
    now = timezone.now()
    try:
        found = access.registration_by_link(slug=slug, word=word, now=now)
    except (access.LinkForged, access.LinkExpired) as refusal:
        return _no_link(request, slug, refusal)
    if found.state == RegistrationState.ASKED:
        if request.method == "POST":
            registrations.confirm_registration(registration=found, now=now)
            return redirect(request.path)
        return render(request, "tweetathon/confirm.html", _shown(found))
    form = RegistrationForm(request.POST if request.method == "POST" else None, registration=found)
    page = {**_shown(found), "form": form, "word": word, "is_changed": False}
    if not form.is_valid():
        return render(request, "tweetathon/registration.html", page, status=422 if form.is_bound else 200)
    try:
        registrations.change_registration(registration=found, words=form.words(), now=now)
    except registrations.RegistrationIsShut:
        return render(request, "tweetathon/shut.html", {"tweetathon": found.tweetathon}, status=410)
    fresh = RegistrationForm(registration=found)
    return render(request, "tweetathon/registration.html", {**page, "form": fresh, "is_changed": True})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    now = timezone.now()
    try:
        found = access.registration_by_link(slug=slug, word=word, now=now)
    except (access.LinkForged, access.LinkExpired) as refusal:
        return _no_link(request, slug, refusal)
    page = {"tweetathon": found.tweetathon, "registration": found, "word": word}
    if request.method != "POST":
        return render(request, "tweetathon/withdraw.html", page)
    registrations.withdraw_registration(registration=found, now=now)
    return render(request, "tweetathon/withdrawn.html", page)


def _no_link(request: HttpRequest, slug: str, refusal: Exception) -> HttpResponse:
    is_expired = isinstance(refusal, access.LinkExpired)
    page = {"tweetathon": access.tweetathon_to_see(slug), "is_expired": is_expired}
    return render(request, "tweetathon/no_link.html", page, status=410 if is_expired else 404)


def _shown(registration: Registration) -> dict[str, object]:
    return {
        "tweetathon": registration.tweetathon,
        "registration": registration,
        "rows": summary_of(registration),
    }

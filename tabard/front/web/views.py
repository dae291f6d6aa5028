"""The pages that residents see. None of them sets a cookie."""

import io
from datetime import timedelta

import segno
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tabard.front.web import access, pages, results
from tabard.front.web.cards import PictureBudget, cards
from tabard.front.web.finding import find_by_position, find_by_words
from tabard.front.web.forms import FindForm, SearchForm
from tabard.front.web.neighbourhood import page_of
from tabard.front.web.telephone import telephone_link
from tabard.lib.text import tag_key
from tabard.occasions.tweetathon.models import KEEP_CONTACTS
from tabard.people.places.models import Force
from tabard.plant.design.addresses import whole
from tabard.plant.design.context import frame
from tabard.voice.follows.models import KEEP_ENDED, KEEP_UNCONFIRMED
from tabard.voice.network.addresses import actor_uri
from tabard.voice.posts.models import Post, State

LATEST = 5
PAGE = 20
STANDS_FOR = timedelta(days=180)  # RFC 9116 §2.5.5: less than a year


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {"find_form": FindForm(), **pages.home(timezone.now(), posts=LATEST)})


@csrf_exempt  # it changes nothing, and the home page sets no cookie that a token would need
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """The place that was meant, or a page to choose on. A position comes in the body, so that no address holds it."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "web/found.html", {"form": form, "find_form": form}, status=422)
    if form.cleaned_data["latitude"] is not None and form.cleaned_data["longitude"] is not None:
        answer = find_by_position(latitude=form.cleaned_data["latitude"], longitude=form.cleaned_data["longitude"])
    else:
        answer = find_by_words(form.cleaned_data["where"])
    if answer.is_certain:
        return redirect("web:neighbourhood", slug=answer.places[0].slug)
    again = FindForm(initial={"where": form.cleaned_data["where"]})
    return render(
        request,
        "web/found.html",
        {"answer": answer, "find_form": again, "forces": Force.objects.order_by("name", "pk")},
    )


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "web/places.html", {"lists": pages.places()})


@require_safe
def neighbourhood(request: HttpRequest, slug: str) -> HttpResponse:
    place = access.neighbourhood(slug)
    if place.retired_at is not None:
        return render(request, "web/retired.html", {"place": place, "find_form": FindForm()}, status=410)
    return render(request, "web/neighbourhood.html", {"page": page_of(place, timezone.now())})


@require_safe
def actor(request: HttpRequest, handle: str) -> HttpResponse:
    found = access.actor(handle)
    if handle != found.name:
        return redirect("web:actor", handle=found.name, permanent=True)
    if found.officer is not None:
        shown = pages.officer(found.officer, timezone.now(), request.GET.get("page"))
        return render(request, "web/officer.html", {"handle": found.name, **shown})
    assert found.team is not None  # noqa: S101  the database keeps it: handle_is_one_actor
    return render(request, "web/team.html", pages.team(found.team, timezone.now(), request.GET.get("page")))


@require_safe
def post(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    found = access.post(int(pk))
    if handle != found.handle_name:
        return redirect("web:post", handle=found.handle_name, pk=found.pk, permanent=True)
    if found.state == State.RETRACTED:
        return render(request, "web/retracted.html", {"post": found}, status=410)
    return render(request, "web/post.html", pages.post(found, timezone.now()))


@require_safe
def series(request: HttpRequest, handle: str, pk: str) -> HttpResponse:
    found = access.series(int(pk))
    if handle != found.team.handle_name:
        return redirect("web:series", handle=found.team.handle_name, pk=found.pk, permanent=True)
    return render(request, "web/series.html", pages.series(found, timezone.now(), request.GET.get("page")))


@require_safe
def badge(request: HttpRequest, number: str) -> HttpResponse:
    try:
        shown = access.badge(number, timezone.now())
    except Http404:
        return render(request, "web/badge_unknown.html", status=404)
    return render(request, "web/badge.html", {"badge": shown, "actor_address": actor_uri(shown.handle)})


@require_safe
def badge_qr(request: HttpRequest, number: str) -> HttpResponse:
    """The badge page's whole address, to be printed and scanned."""
    shown = access.badge_to_print(number, timezone.now())
    code = segno.make(whole(reverse("web:badge", args=[shown.number])), error="m", micro=False)
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", scale=4, border=4)
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    found = results.results_of(typed, request.GET.get("page"), timezone.now(), is_at_the_door="door" in request.GET)
    return render(request, "web/search.html", {"search_form": form, "found": found})


@require_safe
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    key = tag_key(tag)
    if not key:
        raise Http404
    if key != tag:
        return redirect("web:tag", tag=key, permanent=True)
    posts = access.with_replies(Post.objects.public().news().tagged(key)).for_lists().newest_first()
    page = Paginator(posts, PAGE).get_page(request.GET.get("page"))
    shown = cards(page, now=timezone.now(), budget=PictureBudget())
    return render(request, "web/tag.html", {"tag": key, "page": page, "posts": shown})


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.event(pk)
    shown = {
        "event": found,
        "address": whole(reverse("web:event", args=[pk])),
        "is_past": (found.ends_at or found.starts_at) < timezone.now(),
        "telephone_link": telephone_link(str(found.contact.get("telephone", ""))),
    }
    return render(request, "web/event.html", shown)


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    return render(request, "web/emergency.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    shown = {
        "forces": Force.objects.order_by("name", "pk"),
        "kept_days": KEEP_ENDED.days,
        "unconfirmed_days": KEEP_UNCONFIRMED.days,
        "contact_days": KEEP_CONTACTS.days,
    }
    return render(request, "web/privacy.html", shown)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html", {"forces": Force.objects.order_by("name", "pk")})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = [reverse("web:search"), reverse("web:find"), "/account/", "/desk/", "/live/"]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for it without reading the page, which names the drawing itself."""
    return redirect(staticfiles_storage.url("design/icon.svg"))


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a hole. Absent until the force says whom."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + STANDS_FOR).replace(microsecond=0).isoformat()
    address = whole(reverse("web:security_txt"))
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires}", f"Canonical: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_plain_page("web/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/403.html", {"reason": _words_for_people(exception)}, status=403)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's own page, where a form's token does not fit; `reason` is for the log only."""
    return render(request, "web/expired.html", status=403)


def _words_for_people(refusal: Exception) -> str:
    """The sentence that a refusal was raised with or has of its own; empty where it only holds what a log is for."""
    has_own_words = type(refusal).__str__ is not PermissionDenied.__str__
    is_sentence = len(refusal.args) == 1 and isinstance(refusal.args[0], str | Promise)
    return str(refusal) if has_own_words or is_sentence else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_plain_page("web/500.html"), status=500)


def _plain_page(template: str) -> str:
    """A page that needs neither the database nor a session: both may be what is broken."""
    return render_to_string(template, frame(None))

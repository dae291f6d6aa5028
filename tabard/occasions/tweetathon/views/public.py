"""What everybody sees of tweetathons. No page here sets a cookie."""

from collections.abc import Callable

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tabard.occasions.tweetathon import calendar, pack
from tabard.occasions.tweetathon.access import tweetathon_to_see
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.occasions.tweetathon.pages import page_of
from tabard.occasions.tweetathon.showing import figures_of

PAST_ON_A_PAGE = 20
KEPT_SECONDS = 3600


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    tweetathons = Tweetathon.objects.with_organiser().with_has_figures()
    coming = [(each, each.phase(now).value) for each in tweetathons.to_come(now).soonest_first()]
    past = Paginator(tweetathons.past(now).latest_first(), PAST_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "tweetathon/index.html", {"coming": coming, "page": past})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "tweetathon/page.html", page_of(tweetathon_to_see(slug), timezone.now()))


@require_safe
def pack_page(request: HttpRequest, slug: str) -> HttpResponse:
    tweetathon = tweetathon_to_see(slug)
    return render(request, "tweetathon/pack.html", {"tweetathon": tweetathon, "posts": pack.posts_of(tweetathon)})


@require_safe
def pack_zip(_request: HttpRequest, slug: str) -> HttpResponse:
    tweetathon = tweetathon_to_see(slug)
    response = _file(tweetathon, "pack", pack.zipped, "application/zip")
    response["Content-Disposition"] = f'attachment; filename="{tweetathon.slug}.zip"'
    return response


@require_safe
def calendar_file(_request: HttpRequest, slug: str) -> HttpResponse:
    tweetathon = tweetathon_to_see(slug)
    response = _file(tweetathon, "calendar", calendar.calendar_of, calendar.TYPE)
    response["Content-Disposition"] = f'inline; filename="{tweetathon.slug}.ics"'
    return response


@require_safe
def card(_request: HttpRequest, slug: str) -> HttpResponse:
    return _file(tweetathon_to_see(slug), "card", pack.card_of, "image/png")


@require_safe
def qr_svg(_request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(pack.qr_code(tweetathon_to_see(slug), pack.QR_SVG), content_type="image/svg+xml")


@require_safe
def qr_png(_request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(pack.qr_code(tweetathon_to_see(slug), pack.QR_PNG), content_type="image/png")


def _file(tweetathon: Tweetathon, name: str, make: Callable[[Tweetathon], bytes], content_type: str) -> HttpResponse:
    """Made once for each edition and each count: drawing and packing cost more than reading."""
    figures = figures_of(tweetathon)
    edition = max(tweetathon.changed_at, figures.counted_at if figures else tweetathon.changed_at).timestamp()
    key = f"tweetathon-{name}-{tweetathon.pk}-{edition}"
    return HttpResponse(cache.get_or_set(key, lambda: make(tweetathon), KEPT_SECONDS), content_type=content_type)

"""Feeds and calendars, each cheap to ask for again: an ETag of its bytes, Last-Modified of its newest change."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tabard.gateways.feeds import access, atom, calendar, entries, json_feed, rss
from tabard.services.events.models import Event

KEEP_PAST = timedelta(days=60)
FORMATS: dict[str, tuple[str, Callable[[entries.Feed], bytes]]] = {
    "atom": (atom.TYPE, atom.atom),
    "rss": (rss.TYPE, rss.rss),
    "json": (json_feed.TYPE, json_feed.json_feed),
}


@require_safe
def actor(request: HttpRequest, handle: str, form: str) -> HttpResponseBase:
    feed = entries.of_actor(access.actor(handle))
    return _feed(request, feed, form)


@require_safe
def place(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    feed = entries.of_place(access.place(slug))
    return _feed(request, feed, form)


@require_safe
def place_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is to come, cancelled or not, and what was in the last 60 days."""
    neighbourhood = access.place(slug)
    recent = Event.objects.in_neighbourhood(neighbourhood).filter(starts_at__gt=now() - KEEP_PAST)
    events = list(recent.select_related("team").soonest_first())
    changed_at = max((event.changed_at for event in events), default=None)
    return _calendar(request, events, name=neighbourhood.name, file=neighbourhood.slug, changed_at=changed_at)


@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponseBase:
    event = access.event(pk)
    return _calendar(request, [event], name=event.title, file=f"event-{event.pk}", changed_at=event.changed_at)


def _feed(request: HttpRequest, feed: entries.Feed, form: str) -> HttpResponseBase:
    content_type, write = FORMATS[form]
    return _answer(request, write(feed), content_type=content_type, changed_at=feed.updated_at)


def _calendar(
    request: HttpRequest, events: list[Event], *, name: str, file: str, changed_at: datetime | None
) -> HttpResponseBase:
    body = calendar.calendar_of(events, name=name)
    response = _answer(request, body, content_type=calendar.TYPE, changed_at=changed_at)
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response


def _answer(request: HttpRequest, body: bytes, *, content_type: str, changed_at: datetime | None) -> HttpResponseBase:
    """The body, or 304 for who has it already. Weak, for a proxy may compress it (RFC 9110 §8.8.1)."""
    tag = f'W/"{sha256(body).hexdigest()[:32]}"'
    stamp = int(changed_at.timestamp()) if changed_at else None
    full = HttpResponse(body, content_type=content_type)
    response = get_conditional_response(request, etag=tag, last_modified=stamp, response=full) or full
    response["ETag"] = tag
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    response["Cache-Control"] = "public, no-cache"  # kept by anybody, and asked for anew each time
    response["Access-Control-Allow-Origin"] = "*"
    return response

"""Our events as other servers see them (FEP-8a8e).

Calendars such as Mobilizon and Gancio read times and places from their own fields. Mastodon shows of an event no more
than name, summary and link, so the summary says when and where.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from tabard.gateways.activitypub.render.actors import moment
from tabard.gateways.activitypub.render.notes import hashtags
from tabard.gateways.activitypub.render.vocabulary import Document
from tabard.lib.text import to_html
from tabard.people.teams.models import Handle
from tabard.plant.design.addresses import whole
from tabard.services.events.models import Event, Kind
from tabard.voice.network import addresses
from tabard.voice.network.models import Actor

DAY, TIME = "l j F Y", "H:i"
CATEGORIES = {Kind.MEETING: "MEETING", Kind.OTHER: "COMMUNITY"}


def event(event: Event, by: Actor) -> Document:
    """What an event says now, in the server's own language. It has no RSVP: whoever wants to come reads the page."""
    uri = event_uri(event)
    with translation.override(settings.LANGUAGE_CODE):
        name, summary = _name(event), _when_and_where(event)
    return {
        "id": uri,
        "type": "Event",
        "url": uri,
        "attributedTo": by.uri,
        "to": [addresses.PUBLIC],
        "cc": [f"{by.uri}followers"],
        "published": moment(event.added_at),
        **({"updated": moment(event.changed_at)} if event.revision else {}),
        "name": name,
        "summary": summary,
        **_content(event, summary),
        "startTime": _local(event.starts_at).isoformat(),
        **({"endTime": _local(event.ends_at).isoformat()} if event.ends_at else {}),
        "timezone": settings.TIME_ZONE,
        **_location(event),
        "category": CATEGORIES[Kind(event.kind)],
        "eventStatus": "EventCancelled" if event.is_cancelled else "EventScheduled",
        "ical:status": "CANCELLED" if event.is_cancelled else "CONFIRMED",
        "joinMode": "external",
        "externalParticipationUrl": uri,
        "tag": hashtags(event.description),
    }


def event_uri(event: Event) -> str:
    """The address of its page."""
    return whole(reverse("web:event", args=[event.pk]))


def _name(event: Event) -> str:
    return _("Cancelled: %(title)s") % {"title": event.title} if event.is_cancelled else event.title


def _when_and_where(event: Event) -> str:
    starts = _local(event.starts_at)
    when = f"{dateformat.format(starts, DAY)}, {dateformat.format(starts, TIME)}"
    if event.ends_at is not None:
        ends = _local(event.ends_at)
        is_same_day = ends.date() == starts.date()
        when += f" – {dateformat.format(ends, TIME if is_same_day else f'{DAY}, {TIME}')}"
    where = [event.place, " ".join(event.address.split()), _("online") if event.online_url else ""]
    return ", ".join(part for part in (when, *where) if part)


def _content(event: Event, summary: str) -> Document:
    words = "\n\n".join(part for part in (event.description or summary, event.online_url) if part)
    html = to_html(words, handles=Handle.objects.mentioned_in([event.description]), base_url=settings.BASE_URL)
    return {"content": html, "contentMap": {settings.LANGUAGE_CODE: html}, "mediaType": "text/html"}


def _location(event: Event) -> Document:
    """One, or both where one may come or join by a link: peers that know one alone take the first."""
    found: list[Document] = []
    if event.place or event.address:
        place = {"type": "Place", "name": event.place or event.address}
        found.append({**place, "address": event.address} if event.address else place)
    if event.online_url:
        found.append({"type": "VirtualLocation", "name": event.online_url, "url": event.online_url})
    return {"location": found[0] if len(found) == 1 else found} if found else {}


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(microsecond=0)

"""iCalendar, RFC 5545. A cancelled event stays in its calendar as cancelled, so that it leaves people's own."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, vCalAddress, vText, vUri
from icalendar import Event as Component

from tabard.gateways.feeds.entries import clean_xml
from tabard.lib.text import clean
from tabard.plant.design.addresses import whole
from tabard.services.events.models import Event

TYPE = "text/calendar; charset=utf-8"


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    """Each event under its own UID, in local time with the rules of its zone (VTIMEZONE)."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Tabard//{settings.VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar["name"] = vText(plain(name))  # RFC 7986 §5.1
    calendar["x-wr-calname"] = vText(plain(name))
    years = set()
    for event in events:
        calendar.add_component(_component(event))
        years |= {moment.year for moment in (event.starts_at, event.ends_at) if moment}
    if years:  # the rules of the zone for the years that are needed: shorter, and without an end in 2038
        calendar.add_missing_timezones(first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1))
    return bytes(calendar.to_ical())


def _component(event: Event) -> Component:
    one = Component()
    one.add("uid", event.uid)
    one.add("dtstamp", event.changed_at)
    one.add("created", event.added_at)
    one.add("last-modified", event.changed_at)
    one.add("sequence", event.revision)
    one.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    one.add("dtstart", _local(event.starts_at))
    if event.ends_at is not None:
        one.add("dtend", _local(event.ends_at))
    one.add("summary", plain(event.title))
    one.add("description", _description(event))
    if place := ", ".join(part for part in (event.place, event.address) if part):
        one.add("location", plain(place))
    one["url"] = vUri(whole(reverse("web:event", args=[event.pk])))
    _add_contact(one, event)
    return one


def _add_contact(one: Component, event: Event) -> None:
    email, telephone = (plain(event.contact.get(way, "")) for way in ("email", "telephone"))
    if email and event.team is not None:
        organizer = vCalAddress(f"mailto:{email}")
        organizer.params["CN"] = plain(event.team.name).replace('"', "'")
        one["organizer"] = organizer
    if reach := ", ".join(way for way in (telephone, email) if way):
        one.add("contact", reach)


def _description(event: Event) -> str:
    return "\n\n".join(part for part in (clean(event.description).strip(), plain(event.online_url)) if part)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def plain(text: str) -> str:
    """One line without control characters: nothing in it can end a line of the calendar."""
    return " ".join(clean_xml(clean(str(text))).split())

"""A tweetathon as a calendar file: iCalendar, RFC 5545. A cancelled one says so, and leaves people's own calendars."""

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vUri

from tabard.lib.text import clean
from tabard.occasions.tweetathon.in_words import hashtags_said, times_said
from tabard.occasions.tweetathon.models import Tweetathon
from tabard.plant.design.addresses import whole

TYPE = "text/calendar; charset=utf-8"


def calendar_of(tweetathon: Tweetathon) -> bytes:
    """Its whole time in UTC, the same moment for every reader (§3.3.5, form 2)."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Tabard//{settings.VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_component(tweetathon))
    return bytes(calendar.to_ical())


def _component(tweetathon: Tweetathon) -> Event:
    one, page = Event(), whole(reverse("tweetathon:page", args=[tweetathon.slug]))
    one.add("uid", f"{tweetathon.uid}@{settings.BASE_URL.partition('://')[2]}")
    one.add("dtstamp", tweetathon.changed_at)
    one.add("created", tweetathon.added_at)
    one.add("last-modified", tweetathon.changed_at)
    one.add("sequence", tweetathon.revision)
    one.add("status", "CANCELLED" if tweetathon.is_cancelled else "CONFIRMED")
    one.add("dtstart", tweetathon.starts_at)
    one.add("dtend", tweetathon.ends_at)
    one.add("transp", "TRANSPARENT")  # §3.8.2.7: nobody is busy for all of it
    one.add("summary", f"{tweetathon.name} {hashtags_said(tweetathon)}")
    about = [times_said(tweetathon), clean(tweetathon.description).strip(), page]
    one.add("description", "\n\n".join(part for part in about if part))
    one["url"] = vUri(page)
    return one

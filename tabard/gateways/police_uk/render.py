"""Our rows in data.police.uk's words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from tabard.gateways.police_uk.html_text import fragment
from tabard.gateways.police_uk.rings import flattened
from tabard.people.places.models import Boundary, Force, Neighbourhood
from tabard.people.teams.models import Officer
from tabard.services.events.models import Event, Priority

Json = dict[str, Any]


def force_link(force: Force) -> Json:
    return {"id": force.slug, "name": force.name}


def force_details(force: Force) -> Json:
    return {
        "id": force.slug,
        "name": force.name,
        "description": fragment(force.description) or None,
        "url": force.url or None,
        "telephone": force.telephone or None,
        "engagement_methods": [
            {"url": way.get("url"), "type": way.get("type"), "description": way.get("description"), "title": title}
            for way in force.engagement_methods
            if (title := way.get("title") or way.get("type"))
        ],
    }


def neighbourhood_link(neighbourhood: Neighbourhood) -> Json:
    return {"id": neighbourhood.code, "name": neighbourhood.name}


def neighbourhood_details(neighbourhood: Neighbourhood) -> Json:
    latitude, longitude = neighbourhood.latitude, neighbourhood.longitude
    own = {"email": neighbourhood.email, "telephone": neighbourhood.telephone}
    return {
        "id": neighbourhood.code,
        "name": neighbourhood.name,
        "description": fragment(neighbourhood.description) or None,
        "url_force": neighbourhood.url_force or None,
        "contact_details": contact_details({**neighbourhood.contact, **own}),
        "links": [_words(link, "url", "description", "title") for link in neighbourhood.links],
        "centre": None if latitude is None or longitude is None else point(latitude, longitude),
        "locations": [
            _words(one, "name", "longitude", "postcode", "address", "latitude", "type", "description")
            for one in neighbourhood.locations
        ],
        "population": str(neighbourhood.population or 0),  # theirs says "0" for what is not known, too
    }


def boundary_points(boundary: Boundary) -> list[Json]:
    return [point(latitude, longitude) for longitude, latitude in flattened(boundary.shape)]


def officer(officer: Officer) -> Json:
    """By name or by number, as the officer chose to be known."""
    return {
        "name": officer.public_name,
        "rank": officer.rank,
        "bio": fragment(officer.bio) or None,
        "contact_details": contact_details(officer.contact),
    }


def event(event: Event) -> Json:
    return {
        "title": event.title,
        "description": fragment(event.description) or None,
        "address": ", ".join(words for words in (event.place, event.address) if words),
        "type": event.kind,
        "start_date": local(event.starts_at),
        "end_date": local(event.ends_at) if event.ends_at else None,
        "contact_details": contact_details({**event.contact, "web": event.online_url}),
    }


def priority(priority: Priority) -> Json:
    return {
        "issue": fragment(priority.issue),
        "issue-date": midnight(priority.issue_date),
        "action": fragment(priority.action) or None,
        "action-date": midnight(priority.action_date) if priority.action_date else None,
    }


def point(latitude: float, longitude: float) -> Json:
    return {"latitude": exactly(latitude), "longitude": exactly(longitude)}


def exactly(number: float) -> str:
    """The shortest decimal that reads back as the same number, never with an exponent."""
    return f"{Decimal(repr(float(number))):f}"


def contact_details(ways: Json) -> Json:
    """Strings only, and only those that say something: clients take the whole for a map of strings."""
    return {name: str(value) for name, value in ways.items() if value}


def local(moment: datetime) -> str:
    return localtime(moment).replace(tzinfo=None).isoformat(timespec="seconds")


def midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _words(thing: Json, *names: str) -> Json:
    return {name: str(thing[name]) if thing.get(name) is not None else "" for name in names}

"""Another server's answers in our words. What cannot be kept is left out and named, never guessed.

People are not taken over: whoever serves here signs in and has a badge, which a name and a rank do not prove.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.timezone import get_default_timezone

from tabard.gateways.police_uk.html_text import plain
from tabard.gateways.police_uk.reading import ForceAnswers, Json, PlaceAnswers
from tabard.gateways.police_uk.rings import nested
from tabard.lib.geo.features import BadFeature, BadFeatures, Feature, RawFeature
from tabard.lib.geo.mending import mend_all
from tabard.lib.geo.police_uk import boundary_feature
from tabard.lib.text import clean
from tabard.services.events.models import Kind
from tabard.services.events.wording import EventWords, PriorityWords

LONGEST_LINE = 200
is_web = URLValidator(schemes=["http", "https"])
is_email = EmailValidator()


def features(answers: ForceAnswers) -> list[Feature]:
    """Every boundary, mended. Raises BadFeatures naming all that cannot be used."""
    raw: list[RawFeature] = []
    problems: list[BadFeature] = []
    for index, place in enumerate(answers.places, start=1):
        try:
            feature = boundary_feature(place.boundary, code=place.code, name=place.name, index=index)
            raw.append(replace(feature, polygons=nested(feature.polygons)))
        except BadFeatures as error:
            problems += error.problems
    if problems:
        raise BadFeatures(problems)
    return mend_all(raw)


def force_name(details: Json) -> str:
    return _line(details.get("name"))


def force_facts(details: Json) -> Json:
    """As `places.actions.forces.describe_force` takes them."""
    ways = details.get("engagement_methods")
    return {
        "description": plain(_text(details.get("description"))),
        "url": _web(details.get("url")),
        "telephone": _line(details.get("telephone"), 50),
        "engagement_methods": [
            {
                "url": _web(way.get("url")) or None,
                "type": _line(way.get("type")) or None,
                "description": plain(_text(way.get("description"))) or None,
                "title": _line(way.get("title")) or _line(way.get("type")),
            }
            for way in _objects(ways)
            if way.get("title") or way.get("type")
        ],
    }


def neighbourhood_facts(details: Json) -> Json:
    """As `places.actions.forces.describe_neighbourhood` takes them."""
    contact = details.get("contact_details")
    ways = {_line(name, 30): _line(value, 500) for name, value in contact.items()} if isinstance(contact, dict) else {}
    return {
        "description": plain(_text(details.get("description"))),
        "population": _population(details.get("population")),
        "email": _email(ways.pop("email", "")),
        "telephone": ways.pop("telephone", "")[:50],
        "url_force": _web(details.get("url_force")),
        "links": [
            _words(link, "url", "description", "title")
            for link in _objects(details.get("links"))
            if _web(link.get("url"))
        ],
        "contact": {name: value for name, value in ways.items() if name and value},
        "locations": [
            _words(one, "name", "longitude", "postcode", "address", "latitude", "type", "description")
            for one in _objects(details.get("locations"))
        ],
    }


def priority_origin(answers: ForceAnswers) -> str:
    """How the source of every priority ends that this server gives."""
    return f" {answers.base[:200]}"


def event_origin(answers: ForceAnswers) -> str:
    """How the UID of every event ends that this server gives."""
    return f"@{_mark(answers.base)[:12]}.police-uk.invalid"


def priorities(answers: ForceAnswers, force: str, place: PlaceAnswers) -> Iterator[tuple[str, PriorityWords]]:
    """Each with the name under which it is kept, so that reading it again is no second one."""
    for row in place.priorities:
        issue, raised = plain(_text(row.get("issue"))), _day(row.get("issue-date"))
        acted = _day(row.get("action-date"))
        if not issue or raised is None:
            continue
        action = plain(_text(row.get("action")))
        words = PriorityWords(
            issue=issue, issue_date=raised, action=action, action_date=(acted or raised) if action else None
        )
        yield f"{_mark(answers.base, force, place.code, issue, raised.isoformat())}{priority_origin(answers)}", words


def events(answers: ForceAnswers, force: str, place: PlaceAnswers) -> Iterator[tuple[str, EventWords]]:
    """Each with a UID made of what does not change about it."""
    for row in place.events:
        title, starts_at, ends_at = (
            _line(row.get("title")),
            _moment(row.get("start_date")),
            _moment(row.get("end_date")),
        )
        if not title or starts_at is None:
            continue
        contact = row.get("contact_details")
        ways = {name: _line(value, 500) for name, value in contact.items()} if isinstance(contact, dict) else {}
        web = ways.get("web", "")
        words = EventWords(
            title=title,
            starts_at=starts_at,
            ends_at=ends_at if ends_at and ends_at > starts_at else None,
            kind=Kind.MEETING if row.get("type") == Kind.MEETING else Kind.OTHER,
            description=plain(_text(row.get("description"))),
            address=_line(plain(_text(row.get("address"))), 500),
            online_url=web if web.startswith("https://") and _web(web) else "",
            contact=(("email", _email(ways.get("email", ""))), ("telephone", ways.get("telephone", "")[:50])),
        )
        mark = _mark(answers.base, force, place.code, title, starts_at.isoformat())
        yield f"{mark}{event_origin(answers)}", words


def _mark(*words: str) -> str:
    return sha256("\0".join(words).encode()).hexdigest()[:40]


def _objects(value: Any) -> list[Json]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line(value: Any, longest: int = LONGEST_LINE) -> str:
    words = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return " ".join(clean(words).split())[:longest]


def _words(thing: Json, *names: str) -> dict[str, str]:
    return {name: _line(thing.get(name), 1000) for name in names}


def _web(value: Any) -> str:
    return _if_valid(is_web, _line(value, 1000), 200)


def _email(value: Any) -> str:
    return _if_valid(is_email, _line(value, 1000), 254)


def _if_valid(check: URLValidator | EmailValidator, value: str, longest: int) -> str:
    try:
        check(value)
    except ValidationError:
        return ""
    return value if len(value) <= longest else ""


def _population(value: Any) -> int | None:
    """None for "0" too: it is how the API says that it does not know."""
    digits = _line(value, 12)
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < int(digits) < 2**31 else None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=get_default_timezone())


def _day(value: Any) -> date | None:
    moment = _moment(value)
    return moment.date() if moment else None

"""Writing what another server says of a force, beside the boundaries that were switched on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from tabard.gateways.police_uk import translate
from tabard.gateways.police_uk.reading import ForceAnswers, Json, PlaceAnswers
from tabard.people.places.actions.forces import describe_force, describe_neighbourhood
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.guided import WordsStopped, advice_on
from tabard.services.events.actions import take_in_event, take_in_priority, withdraw_events, withdraw_priorities
from tabard.services.events.models import Event, Priority
from tabard.services.events.wording import EventRefused

SAID = ("description", "engagement_methods", "links", "locations")
"""What the public reads of a force or a place as others put it into words."""
UNREAD = ("url", "longitude", "latitude", "type")


def take_in(answers: ForceAnswers, force: Force, now: datetime) -> list[str]:
    """Keep descriptions, contact details, priorities and events, and withdraw those of this server's that it holds no
    longer; what the teams wrote here stays. Returns a line for each that could not be, and for each that is new here
    and that an author would have been asked about."""
    facts, lines = _fit(force, translate.force_facts(answers.details), force.name, now)
    describe_force(force=force, facts=facts, now=now)
    here = {place.code: place for place in Neighbourhood.objects.current().of(force)}
    for place in answers.places:
        lines += _take_in_place(answers, force, here[place.code], place, now)
    return lines


def _fit(row: Force | Neighbourhood, facts: Json, called: str, now: datetime) -> tuple[Json, list[str]]:
    """The facts, without their words where the guidelines refuse these, and the lines that tell of it. A description
    says where the station is: that address may stand."""
    new = {name: facts[name] for name in SAID if name in facts}
    where = "\n".join(_texts(new))
    if not where or new == {name: getattr(row, name) for name in new}:
        return facts, []
    refused, asked = advice_on(where=where, now=now)
    if refused:
        kept = {name: value for name, value in facts.items() if name not in SAID}
        return kept, [f"{called}: left out what is said of it: {' '.join(refused)}"]
    return facts, [f"{called}: look at what is said of it: {' '.join(asked)}"] if asked else []


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for name, each in said.items():
            yield from () if name in UNREAD else _texts(each)
    elif isinstance(said, list):
        for each in said:
            yield from _texts(each)


def _take_in_place(
    answers: ForceAnswers, force: Force, neighbourhood: Neighbourhood, place: PlaceAnswers, now: datetime
) -> Iterator[str]:
    called = f"{place.code} {place.name}"
    facts, lines = _fit(neighbourhood, translate.neighbourhood_facts(place.details), called, now)
    yield from lines
    describe_neighbourhood(neighbourhood=neighbourhood, facts=facts, now=now)
    yield from _take_in_priorities(answers, force, neighbourhood, place, now)
    yield from _take_in_events(answers, force, neighbourhood, place, now)


def _take_in_priorities(
    answers: ForceAnswers, force: Force, neighbourhood: Neighbourhood, place: PlaceAnswers, now: datetime
) -> Iterator[str]:
    today, called = localdate(now), f"{place.code} {place.name}"
    priorities = list(translate.priorities(answers, force.slug, place))
    for source, words in priorities:
        is_known = Priority.objects.filter(source=source, issue=words.issue, action=words.action).exists()
        keep = partial(take_in_priority, neighbourhood=neighbourhood, source=source, words=words, today=today, now=now)
        asked = partial(advice_on, words.issue, words.action, now=now)
        yield from _told(keep, called, "a priority", None if is_known else asked)
    origin, kept = translate.priority_origin(answers), {source for source, _words in priorities}
    withdraw_priorities(neighbourhood=neighbourhood, origin=origin, kept=kept, now=now)
    if left := len(place.priorities) - len(priorities):
        yield f"{called}: left out {left} without an issue or its date"


def _take_in_events(
    answers: ForceAnswers, force: Force, neighbourhood: Neighbourhood, place: PlaceAnswers, now: datetime
) -> Iterator[str]:
    called = f"{place.code} {place.name}"
    events = list(translate.events(answers, force.slug, place))
    for uid, words in events:
        said = {"title": words.title, "description": words.description, "place": words.place, "address": words.address}
        is_known = Event.objects.filter(uid=uid, **said).exists()
        keep = partial(take_in_event, neighbourhood=neighbourhood, uid=uid, words=words, now=now)
        where = "\n".join(filter(None, (words.place, words.address)))
        asked = partial(advice_on, words.title, words.description, where=where, now=now)
        yield from _told(keep, called, "an event", None if is_known else asked)
    origin, kept = translate.event_origin(answers), {uid for uid, _words in events}
    withdraw_events(neighbourhood=neighbourhood, origin=origin, kept=kept, now=now)
    if left := len(place.events) - len(events):
        yield f"{called}: left out {left} events without a title or a start"


def _told(
    keep: Callable[[], object], called: str, what: str, asked: Callable[[], tuple[list[str], list[str]]] | None
) -> Iterator[str]:
    try:
        keep()
    except WordsStopped as stopped:
        yield f"{called}: left out {what}: {' '.join(stopped.advice)}"
    except (EventRefused, ValidationError) as why:
        yield f"{called}: left out {what} ({type(why).__name__})"
    else:
        if asked is not None and (advice := asked()[1]):
            yield f"{called}: look at {what}: {' '.join(advice)}"

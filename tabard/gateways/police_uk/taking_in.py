"""Writing what another server says of a force, beside the boundaries that were switched on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from tabard.gateways.police_uk import translate
from tabard.gateways.police_uk.reading import ForceAnswers, PlaceAnswers
from tabard.people.places.actions.forces import describe_force, describe_neighbourhood
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.guided import WordsStopped
from tabard.services.events.actions import take_in_event, take_in_priority, withdraw_events, withdraw_priorities
from tabard.services.events.wording import EventRefused


def take_in(answers: ForceAnswers, force: Force, now: datetime) -> list[str]:
    """Keep descriptions, contact details, priorities and events, and withdraw those of this server's that it holds no
    longer; what the teams wrote here stays. Returns a line for each that could not be."""
    describe_force(force=force, facts=translate.force_facts(answers.details), now=now)
    here = {place.code: place for place in Neighbourhood.objects.current().of(force)}
    return [line for place in answers.places for line in _take_in_place(answers, force, here[place.code], place, now)]


def _take_in_place(
    answers: ForceAnswers, force: Force, neighbourhood: Neighbourhood, place: PlaceAnswers, now: datetime
) -> Iterator[str]:
    describe_neighbourhood(neighbourhood=neighbourhood, facts=translate.neighbourhood_facts(place.details), now=now)
    today = localdate(now)
    priorities = list(translate.priorities(answers, force.slug, place))
    for source, priority in priorities:
        keep = partial(take_in_priority, neighbourhood=neighbourhood, source=source, words=priority)
        yield from _told(partial(keep, today=today, now=now), place, "a priority")
    origin, kept = translate.priority_origin(answers), {source for source, _words in priorities}
    withdraw_priorities(neighbourhood=neighbourhood, origin=origin, kept=kept, now=now)
    if left := len(place.priorities) - len(priorities):
        yield f"{place.code} {place.name}: left out {left} without an issue or its date"
    events = list(translate.events(answers, force.slug, place))
    for uid, event in events:
        yield from _told(
            partial(take_in_event, neighbourhood=neighbourhood, uid=uid, words=event, now=now), place, "an event"
        )
    origin, kept = translate.event_origin(answers), {uid for uid, _words in events}
    withdraw_events(neighbourhood=neighbourhood, origin=origin, kept=kept, now=now)
    if left := len(place.events) - len(events):
        yield f"{place.code} {place.name}: left out {left} events without a title or a start"


def _told(keep: Callable[[], object], place: PlaceAnswers, what: str) -> Iterator[str]:
    try:
        keep()
    except (EventRefused, ValidationError, WordsStopped) as why:
        yield f"{place.code} {place.name}: left out {what} ({type(why).__name__})"

"""Events and priorities, made the way that officers make them."""

from datetime import date, datetime
from typing import Any

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer
from tabard.people.teams.tests.makers import NINE, TEN
from tabard.services.events import actions
from tabard.services.events.models import Event, Priority
from tabard.services.events.wording import EventWords, PriorityWords

TODAY = date(2026, 3, 2)


def make_event(
    neighbourhood: Neighbourhood, by: Officer, title: str = "Beat meeting", *, starts_at: datetime = TEN, **more: Any
) -> Event:
    words = EventWords(title=title, starts_at=starts_at, **more)
    return actions.add_event(neighbourhood=neighbourhood, by=by, words=words, now=NINE)


def make_priority(
    neighbourhood: Neighbourhood, by: Officer, issue: str = "Mopeds on the towpath", **more: Any
) -> Priority:
    words = PriorityWords(issue=issue, **{"issue_date": date(2026, 3, 1), **more})
    return actions.add_priority(neighbourhood=neighbourhood, by=by, words=words, today=TODAY, now=NINE)

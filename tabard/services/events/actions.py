"""Adding, changing, cancelling and closing. Officers do it for neighbourhoods that their team covers; importers through
`take_in_event` and `take_in_priority`."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from tabard.lib import form_token
from tabard.people.places.models import Neighbourhood
from tabard.people.teams.guided import meant_so
from tabard.people.teams.models import Officer, Team
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.services.events import wording
from tabard.services.events.access import require_cover
from tabard.services.events.changes import (
    EventAdded,
    EventCancelled,
    EventChanged,
    PriorityAdded,
    PriorityChanged,
    PriorityClosed,
    PriorityReviewed,
)
from tabard.services.events.models import Event, Priority, new_uid
from tabard.services.events.wording import EventRefused, EventWords, PriorityWords


class EventIsCancelled(EventRefused):
    """A cancelled event stays as it was."""


class EventIsOver(EventRefused):
    """What has begun cannot be cancelled."""


class PriorityIsClosed(EventRefused):
    """A closed priority stays as it was."""


# -- events ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_event(*, neighbourhood: Neighbourhood, by: Officer, words: EventWords, now: datetime, token: str = "") -> Event:
    """`token` is the opened form's: the same words under it again, as a double click sends them, give the event that
    they made; other words are another event. Raises NotCovering, EventRefused, WordsStopped."""
    require_cover(by, neighbourhood, now)
    words = wording.checked_event(words)
    columns = {"added_at": now, "changed_at": now, **_columns(words)}
    columns["team"] = Team.objects.covering(neighbourhood).first()
    uid = f"{neighbourhood.pk}-{by.pk}-{form_token.bound(token, words)}" if token else new_uid()
    event, is_new = Event.objects.get_or_create(uid=uid, neighbourhood=neighbourhood, defaults=columns)
    if not is_new:
        return event
    detail = _asked_event(None, words, neighbourhood, by, now)
    write_audit(actor=by.user, act="events.added", subject=event, on_behalf_of=event.team or "", detail=detail, now=now)
    record(EventAdded(event_id=event.pk))
    return event


@transaction.atomic
def change_event(*, event: Event, by: Officer, words: EventWords, now: datetime) -> bool:
    """False where nothing differs. Raises NotCovering, EventIsCancelled, EventRefused, WordsStopped."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update())
    require_cover(by, event.neighbourhood, now)
    detail = _asked_event(event, words, event.neighbourhood, by, now)
    if not _write_event(event, words, now):
        return False
    write_audit(
        actor=by.user, act="events.changed", subject=event, on_behalf_of=event.team or "", detail=detail, now=now
    )
    return True


def _asked_event(
    event: Event | None, words: EventWords, neighbourhood: Neighbourhood, by: Officer | None, now: datetime
) -> dict[str, list[str]]:
    """The check, where the words are other than before. Raises WordsStopped. An address is what a meeting needs, and
    how the team is reached stands on its page anyway."""
    known = {neighbourhood.email, neighbourhood.telephone}
    contact = (value for _name, value in words.contact if value not in known)
    said = (words.title, words.description, *contact, words.online_url)
    where = (words.place, words.address)
    if event is not None and (*filter(None, said), *where) == _said_before(event, known):
        return {}
    return meant_so(*said, where="\n".join(filter(None, where)), by=by.user if by else None, now=now)


def _said_before(event: Event, known: Collection[str]) -> tuple[str, ...]:
    contact = (value for value in event.contact.values() if value not in known)
    said = (event.title, event.description, *contact, event.online_url)
    return (*filter(None, said), event.place, event.address)


def _write_event(event: Event, words: EventWords, now: datetime) -> bool:
    if event.is_cancelled:
        raise EventIsCancelled
    columns = _columns(wording.checked_event(words))
    if all(getattr(event, name) == value for name, value in columns.items()):
        return False
    for name, value in columns.items():
        setattr(event, name, value)
    event.changed_at, event.revision = now, event.revision + 1
    event.save()
    record(EventChanged(event_id=event.pk))
    return True


@transaction.atomic
def cancel_event(*, event: Event, by: Officer, now: datetime) -> None:
    """Say in public that it does not take place. Twice is as good as once. Raises NotCovering, EventIsOver."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update())
    require_cover(by, event.neighbourhood, now)
    if event.is_cancelled:
        return
    if event.starts_at <= now:
        raise EventIsOver
    event.cancelled_at, event.changed_at, event.revision = now, now, event.revision + 1
    event.save(update_fields=["cancelled_at", "changed_at", "revision"])
    write_audit(actor=by.user, act="events.cancelled", subject=event, on_behalf_of=event.team or "", now=now)
    record(EventCancelled(event_id=event.pk))


@transaction.atomic
def take_in_event(*, neighbourhood: Neighbourhood, uid: str, words: EventWords, now: datetime) -> Event:
    """Keep an event that another server holds under `uid`, or bring ours up to date with it: one that was withdrawn
    there takes place again, one that the team cancelled here does not. Raises EventRefused, WordsStopped."""
    event = Event.objects.select_for_update().filter(uid=uid).first()
    _asked_event(event, words, neighbourhood, None, now)
    if event is not None:
        if event.withdrawn_at is not None:
            wording.checked_event(words)
            _put_event_off(event, None, now)
            record(EventChanged(event_id=event.pk))
        if not event.is_cancelled:
            _write_event(event, words, now)
        return event
    columns = _columns(wording.checked_event(words))
    team = Team.objects.covering(neighbourhood).first()
    event = Event.objects.create(
        neighbourhood=neighbourhood, team=team, uid=uid, added_at=now, changed_at=now, **columns
    )
    record(EventAdded(event_id=event.pk))
    return event


@transaction.atomic
def withdraw_events(*, neighbourhood: Neighbourhood, origin: str, kept: Collection[str], now: datetime) -> int:
    """Cancel what is still to come and was taken in under a UID that ends with `origin`, but is not among those `kept`.
    How many there were."""
    ours = Event.objects.in_neighbourhood(neighbourhood).happening().filter(uid__endswith=origin, starts_at__gt=now)
    gone = list(ours.exclude(uid__in=kept).select_for_update().order_by("pk"))
    for event in gone:
        _put_event_off(event, now, now)
        record(EventCancelled(event_id=event.pk))
    return len(gone)


def _put_event_off(event: Event, withdrawn_at: datetime | None, now: datetime) -> None:
    event.withdrawn_at = event.cancelled_at = withdrawn_at
    event.changed_at, event.revision = now, event.revision + 1
    event.save(update_fields=["withdrawn_at", "cancelled_at", "changed_at", "revision"])


def _columns(words: EventWords) -> dict[str, object]:
    return {**asdict(words), "contact": {name: value for name, value in words.contact if value}}


# -- priorities --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_priority(
    *, neighbourhood: Neighbourhood, by: Officer, words: PriorityWords, today: date, now: datetime, token: str = ""
) -> Priority:
    """`today` is the day of `now` where the neighbourhood lies; `token` as in `add_event`. Raises NotCovering,
    EventRefused, WordsStopped."""
    require_cover(by, neighbourhood, now)
    words = wording.checked_priority(words, today)
    columns = {"neighbourhood": neighbourhood, **asdict(words)}
    if token:
        source = f"{neighbourhood.pk}-{by.pk}-{form_token.bound(token, words)}"
        priority, is_new = Priority.objects.get_or_create(source=source, defaults=columns)
        if not is_new:
            return priority
    else:
        priority = Priority.objects.create(**columns)
    answered = _asked_priority(None, words, by, now)
    _write_down(priority, by, "events.priority_added", now, answered)
    record(PriorityAdded(priority_id=priority.pk))
    return priority


@transaction.atomic
def change_priority(*, priority: Priority, by: Officer, words: PriorityWords, today: date, now: datetime) -> bool:
    """False where nothing differs. Raises NotCovering, PriorityIsClosed, EventRefused, WordsStopped."""
    _hold(priority, by, now)
    words = wording.checked_priority(words, today)
    answered = _asked_priority(priority, words, by, now)
    if not _put(priority, words):
        return False
    _write_down(priority, by, "events.priority_changed", now, answered)
    record(PriorityChanged(priority_id=priority.pk))
    return True


@transaction.atomic
def review_priority(*, priority: Priority, by: Officer, today: date, now: datetime) -> None:
    """Say that it was looked at again and still holds. Once a day counts. Raises NotCovering, PriorityIsClosed."""
    _hold(priority, by, now)
    if priority.reviewed_date == today:
        return
    priority.reviewed_date = today
    priority.save(update_fields=["reviewed_date"])
    _write_down(priority, by, "events.priority_reviewed", now)
    record(PriorityReviewed(priority_id=priority.pk))


@transaction.atomic
def close_priority(*, priority: Priority, by: Officer, now: datetime) -> None:
    """No longer work on it. Twice is as good as once. Raises NotCovering."""
    priority.refresh_from_db(from_queryset=Priority.objects.select_for_update())
    require_cover(by, priority.neighbourhood, now)
    if priority.closed_at is not None:
        return
    priority.closed_at = now
    priority.save(update_fields=["closed_at"])
    _write_down(priority, by, "events.priority_closed", now)
    record(PriorityClosed(priority_id=priority.pk))


@transaction.atomic
def take_in_priority(
    *, neighbourhood: Neighbourhood, source: str, words: PriorityWords, today: date, now: datetime
) -> Priority:
    """Keep a priority that another server publishes as `source`, or bring ours up to date with it: one that was
    withdrawn there is worked on again, one that the team closed here stays closed. Raises EventRefused,
    WordsStopped."""
    words = wording.checked_priority(words, today)
    _asked_priority(Priority.objects.select_for_update().filter(source=source).first(), words, None, now)
    priority, is_new = Priority.objects.select_for_update().get_or_create(
        source=source, defaults={"neighbourhood": neighbourhood, **asdict(words)}
    )
    if is_new:
        record(PriorityAdded(priority_id=priority.pk))
        return priority
    is_back = priority.withdrawn_at is not None
    if is_back:
        priority.withdrawn_at = priority.closed_at = None
        priority.save(update_fields=["withdrawn_at", "closed_at"])
    if priority.closed_at is None and (_put(priority, words) or is_back):
        record(PriorityChanged(priority_id=priority.pk))
    return priority


@transaction.atomic
def withdraw_priorities(*, neighbourhood: Neighbourhood, origin: str, kept: Collection[str], now: datetime) -> int:
    """Close what was taken in from a source that ends with `origin`, but is not among those `kept`. How many."""
    ours = Priority.objects.in_neighbourhood(neighbourhood).current().filter(source__endswith=origin)
    gone = list(ours.exclude(source__in=kept).select_for_update().order_by("pk"))
    for priority in gone:
        priority.withdrawn_at = priority.closed_at = now
        priority.save(update_fields=["withdrawn_at", "closed_at"])
        record(PriorityClosed(priority_id=priority.pk))
    return len(gone)


def _asked_priority(
    priority: Priority | None, words: PriorityWords, by: Officer | None, now: datetime
) -> dict[str, list[str]]:
    """As `_asked_event`."""
    new = (words.issue, words.action)
    if priority is not None and new == (priority.issue, priority.action):
        return {}
    return meant_so(*new, by=by.user if by else None, now=now)


def _put(priority: Priority, words: PriorityWords) -> bool:
    """Whether anything differs; if so, it is saved."""
    columns = asdict(words)
    if all(getattr(priority, name) == value for name, value in columns.items()):
        return False
    for name, value in columns.items():
        setattr(priority, name, value)
    priority.save(update_fields=list(columns))
    return True


def _hold(priority: Priority, by: Officer, now: datetime) -> None:
    priority.refresh_from_db(from_queryset=Priority.objects.select_for_update())
    require_cover(by, priority.neighbourhood, now)
    if priority.closed_at is not None:
        raise PriorityIsClosed


def _write_down(
    priority: Priority, by: Officer, act: str, now: datetime, detail: dict[str, list[str]] | None = None
) -> None:
    write_audit(actor=by.user, act=act, subject=priority, on_behalf_of=priority.neighbourhood, detail=detail, now=now)

"""Taking in what the door has kept: the worker's lane."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from tabard.gateways.activitypub.actions.peers import heard_from
from tabard.gateways.activitypub.apply.dispatch import apply
from tabard.gateways.activitypub.asking import FetchFailed, NotReached, within
from tabard.gateways.activitypub.errands import HostBusy, Hosts
from tabard.gateways.activitypub.fetch import actor_at
from tabard.gateways.activitypub.models import Incoming
from tabard.gateways.activitypub.receive.activities import Activity, activity_of
from tabard.gateways.activitypub.receive.refusals import Refused
from tabard.lib.json_guard import JsonRefused, read_object
from tabard.plant.changes import leases
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
LOOK_SECONDS = 1.0
LANES = 3
FETCH_SECONDS = 20.0
IN_ORDER = timedelta(minutes=1)
hosts = Hosts(at_once=LANES - 1, most=60, seconds=60)

bell = threading.Condition()
"""Rung when something came in by this process; other workers look every second."""


def ring() -> None:
    with bell:
        bell.notify_all()


def keep_taking_in() -> None:
    """What one lane does, until asked to stop."""
    while not leases.halting.is_set():
        if Incoming.objects.due(timezone.now()).exists():
            work_off(now=timezone.now)
        with bell:
            bell.wait(LOOK_SECONDS)


def work_off(*, now: Clock) -> int:
    """Take in activity after activity until none is due (or the process is asked to stop). Returns how many."""
    count = 0
    while not leases.halting.is_set():
        row = leases.claim(Incoming.objects.next_of_each(now()), now=now())
        if row is None:
            break
        _take_in(row, now=now)
        count += 1
    return count


def _take_in(row: Incoming, *, now: Clock) -> None:
    try:
        with leases.heartbeat.holding(row), within(FETCH_SECONDS, hosts=hosts):
            _apply(row, now())
    except HostBusy as busy:
        _wait_in_turn(row, busy, now=now())
    except NotReached as error:
        _put_back(row, error, now=now())
    except (Refused, FetchFailed, JsonRefused) as refusal:
        _close(row, Incoming.State.REFUSED, type(refusal).__name__)
        log.info("activity not taken in", incoming=row.pk, reason=type(refusal).__name__)
    except Exception as error:  # noqa: BLE001  whatever it was, the row must say so and the lane go on
        _put_back(row, error, now=now())
    else:
        _close(row, Incoming.State.DONE, "")


def _apply(row: Incoming, now: datetime) -> None:
    activity = activity_of(read_object(row.body.encode()))
    signer = _signer(row, activity, now)
    heard_from(host_of(row.actor_uri), now=now)
    if signer is not None:
        apply(activity, signer=signer, now=now)


def _signer(row: Incoming, activity: Activity, now: datetime) -> Actor | None:
    """Whoever is gone may come back, unless this says that they are gone."""
    known = Actor.objects.filter(uri=row.actor_uri).first()
    if known is not None and known.gone_at is None:
        return known
    if activity.kind == "Delete" and activity.object_uri == row.actor_uri:
        return None
    return actor_at(row.actor_uri, now=now, fresh_since=now)


def _wait_in_turn(row: Incoming, busy: HostBusy, *, now: datetime) -> None:
    """The activity has not failed, and no attempt is used up. For a minute it stays before what its actor sent
    later; the older, the longer it waits, so that many that wait cost little."""
    age = now - row.received_at
    attempts = max(row.attempts - 1, int(age > IN_ORDER))
    row.next_attempt_at = now + max(timedelta(seconds=busy.wait_seconds), age / 10)
    if row.next_attempt_at > row.received_at + Incoming.GIVE_UP_AFTER:
        _close(row, Incoming.State.REFUSED, type(busy).__name__)
        return
    ours = Incoming.objects.filter(pk=row.pk, attempts=row.attempts)
    ours.update(attempts=attempts, next_attempt_at=row.next_attempt_at, lease_until=None)


def _put_back(row: Incoming, error: Exception, *, now: datetime) -> None:
    told = leases.describe(error)
    row.next_attempt_at = now + leases.wait_before(row.attempts)
    if row.next_attempt_at > row.received_at + Incoming.GIVE_UP_AFTER:
        _close(row, Incoming.State.REFUSED, told)
        log.error("activity given up", incoming=row.pk, attempts=row.attempts, error=told)
        return
    row.last_error, row.lease_until = told, None
    _write(row, "last_error", "lease_until", "next_attempt_at")
    log.warning("activity put back", incoming=row.pk, attempts=row.attempts, error=told)


def _close(row: Incoming, state: Incoming.State, why: str) -> None:
    """Its words go; its id stays, so that it is known when it comes again."""
    row.state, row.last_error, row.body, row.lease_until = state, why[: leases.ERROR_LENGTH], "", None
    _write(row, "state", "last_error", "body", "lease_until")


def _write(row: Incoming, *fields: str) -> None:
    try:
        leases.write(row, *fields)
    except leases.LeaseLost:
        log.warning("activity is in other hands", incoming=row.pk)

"""Forces that take part: asking, answering the mail, changing, withdrawing; and what the organiser decides."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tabard.occasions.tweetathon import wording
from tabard.occasions.tweetathon.changes import (
    RegistrationAsked,
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationDecided,
    RegistrationWithdrawn,
)
from tabard.occasions.tweetathon.domains import domain_of, is_official
from tabard.occasions.tweetathon.models import MOVES, Registration, RegistrationState, Tweetathon
from tabard.occasions.tweetathon.wording import RegistrationWords
from tabard.people.accounts.models import User
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record

MAILS_ALLOWED = 5
MAILS_PERIOD = timedelta(days=1)
MAILED_ONCE_WITHIN = timedelta(minutes=2)
MOST_UNCONFIRMED = 2_000
"""Of addresses that do not look official, for one tweetathon at a time."""
State = RegistrationState


class RegistrationRefused(Exception):
    """What was asked cannot be done; subclasses say why."""


class RegistrationIsShut(RegistrationRefused):
    """The tweetathon is over or cancelled."""


class TooManyUnconfirmed(RegistrationRefused):
    """Somebody floods the form: nothing was kept."""


class MoveNotAllowed(RegistrationRefused):
    """The registration is in a state from which it cannot go there: see models.MOVES."""


@transaction.atomic
def ask_to_register(*, tweetathon: Tweetathon, words: RegistrationWords, now: datetime) -> None:
    """Keep what was filled in and mail a link to the address; nothing is in force until it is opened.

    One that is confirmed already stays as it is, whoever asks: its own mailbox gets the link to change it. The caller
    gives the same answer to all. Raises WordsRefused, AddressRefused, RegistrationRefused.
    """
    words = wording.checked_registration(words)
    tweetathon = Tweetathon.objects.select_for_update().get(pk=tweetathon.pk)
    _require_open(tweetathon, now)
    mine = Registration.objects.live().of(tweetathon).filter(email=words.email).select_for_update()
    found = mine.first()
    if found is None:
        found = _begin(tweetathon, words, now)
    elif found.state == State.ASKED:
        _put(found, words)
    if not _may_mail(found, now):
        return
    record(RegistrationAsked(registration_id=found.pk, asked_at=now.isoformat()))


def _begin(tweetathon: Tweetathon, words: RegistrationWords, now: datetime) -> Registration:
    if not is_official(domain_of(words.email), tweetathon.suffixes):
        unconfirmed = Registration.objects.of(tweetathon).filter(state=State.ASKED)
        if unconfirmed.count() >= MOST_UNCONFIRMED:
            raise TooManyUnconfirmed
    return Registration.objects.create(tweetathon=tweetathon, asked_at=now, mails_since=now, **_columns(words))


def _is_mail_due(registration: Registration, now: datetime) -> bool:
    """Not for the same form sent twice."""
    return registration.mails == 0 or registration.asked_at <= now - MAILED_ONCE_WITHIN


def _may_mail(registration: Registration, now: datetime) -> bool:
    """Count one mail; False where the address has got as many as it may today, or one a moment ago."""
    if not _is_mail_due(registration, now):
        return False
    if registration.mails_since <= now - MAILS_PERIOD:
        registration.mails, registration.mails_since = 0, now
    if registration.mails >= MAILS_ALLOWED:
        return False
    registration.mails, registration.asked_at = registration.mails + 1, now
    registration.save(update_fields=["mails", "mails_since", "asked_at"])
    return True


@transaction.atomic
def confirm_registration(*, registration: Registration, now: datetime) -> None:
    """Whoever opened the link reads the mail of that address. Twice is as good as once.

    A force at an official domain takes part at once; one that looks like another, or whose name mixes scripts, waits
    for the organiser like all the rest.
    """
    _hold(registration)
    if registration.state != State.ASKED:
        return
    registration.confirmed_at = now
    _move(registration, State.WAITING if _needs_a_look(registration) else State.ACCEPTED)
    _write_down("tweetathon.registered", registration, None, now, {"state": str(registration.state)})
    record(RegistrationConfirmed(registration_id=registration.pk))


def _needs_a_look(registration: Registration) -> bool:
    is_known = is_official(registration.domain, registration.tweetathon.suffixes)
    return not is_known or bool(wording.mixes_scripts(registration.name)) or _is_like_another(registration)


def _is_like_another(registration: Registration) -> bool:
    return Registration.objects.like(registration).exists()


@transaction.atomic
def change_registration(*, registration: Registration, words: RegistrationWords, now: datetime) -> bool:
    """By the mailed link; the address stays. False where nothing differs. Under another name a force that took part
    waits anew, unless its domain is official and no other is like it. Raises WordsRefused, RegistrationIsShut."""
    _hold(registration)
    _require_open(registration.tweetathon, now)
    columns = _columns(wording.checked_registration(words))
    if all(getattr(registration, name) == value for name, value in columns.items()):
        return False
    is_renamed = registration.name_key != columns["name_key"]
    _put(registration, words)
    if is_renamed and registration.state == State.ACCEPTED and _needs_a_look(registration):
        _move(registration, State.WAITING)
    _write_down("tweetathon.registration_changed", registration, None, now)
    record(RegistrationChanged(registration_id=registration.pk))
    return True


@transaction.atomic
def withdraw_registration(*, registration: Registration, now: datetime) -> None:
    """By the mailed link, at any time; what the force said of itself goes. Twice is as good as once."""
    _hold(registration)
    if registration.state == State.WITHDRAWN:
        return
    _move(registration, State.WITHDRAWN)
    registration.decided_at = now
    registration.contact_name = registration.email = registration.domain = registration.place = ""
    registration.accounts = []
    registration.save(update_fields=["decided_at", "contact_name", "email", "domain", "place", "accounts"])
    _write_down("tweetathon.registration_withdrawn", registration, None, now)
    record(RegistrationWithdrawn(registration_id=registration.pk))


@transaction.atomic
def accept_registration(*, registration: Registration, by: User, now: datetime) -> None:
    """Twice is as good as once. Raises MoveNotAllowed."""
    _hold(registration)
    if registration.state != State.ACCEPTED:
        _decide(registration, State.ACCEPTED, "", now)
        _write_down("tweetathon.registration_accepted", registration, by, now)


@transaction.atomic
def refuse_registration(*, registration: Registration, reason: str, by: User, now: datetime) -> None:
    """The force is told the reason by mail. Raises WordsRefused, MoveNotAllowed."""
    _hold(registration)
    _decide(registration, State.REFUSED, wording.checked_reason(reason), now)
    _write_down("tweetathon.registration_refused", registration, by, now)


@transaction.atomic
def take_in_registration(
    *, tweetathon: Tweetathon, words: RegistrationWords, by: User | None, now: datetime
) -> Registration:
    """One that the organiser vouches for: no mail goes out. Raises WordsRefused, AddressRefused."""
    columns = _columns(wording.checked_registration(words))
    registration, is_new = Registration.objects.live().get_or_create(
        tweetathon=tweetathon,
        email=columns.pop("email"),
        defaults={
            "state": State.ACCEPTED, "asked_at": now, "mails_since": now, "confirmed_at": now, "decided_at": now,
            **columns,
        },
    )  # fmt: skip
    if is_new:
        _write_down("tweetathon.registration_accepted", registration, by, now)
    return registration


@transaction.atomic
def note_export(*, tweetathon: Tweetathon, by: User, now: datetime) -> None:
    """Who took names and addresses away in a file."""
    write_audit(actor=by, act="tweetathon.registrations_exported", subject=tweetathon, now=now)


@transaction.atomic
def forget(*, now: datetime) -> None:
    """Delete what nobody has confirmed in time, and the contacts of what was over long ago."""
    Registration.objects.forgettable(now).delete()
    Registration.objects.with_contact_of_old(now).update(contact_name="", email="", domain="")


def _require_open(tweetathon: Tweetathon, now: datetime) -> None:
    if tweetathon.is_cancelled or tweetathon.ends_at <= now:
        raise RegistrationIsShut


def _decide(registration: Registration, state: RegistrationState, reason: str, now: datetime) -> None:
    registration.reason, registration.decided_at = reason, now
    _move(registration, state)
    registration.save(update_fields=["decided_at"])
    record(RegistrationDecided(registration_id=registration.pk, decided_at=now.isoformat()))


def _move(registration: Registration, state: RegistrationState) -> None:
    if state not in MOVES[RegistrationState(registration.state)]:
        raise MoveNotAllowed(registration.state, state)
    registration.state = state
    registration.save(update_fields=["state", "reason", "confirmed_at"])


def _hold(registration: Registration) -> None:
    locked = Registration.objects.select_for_update(of=("self",)).select_related("tweetathon__force")
    registration.refresh_from_db(from_queryset=locked)


def _put(registration: Registration, words: RegistrationWords) -> None:
    columns = _columns(words)
    for name, value in columns.items():
        setattr(registration, name, value)
    registration.save(update_fields=list(columns))


def _columns(words: RegistrationWords) -> dict[str, Any]:
    return {**asdict(words), "name_key": wording.name_key(words.name), "domain": domain_of(words.email)}


def _write_down(
    act: str, registration: Registration, by: User | None, now: datetime, detail: dict[str, object] | None = None
) -> None:
    write_audit(actor=by, act=act, subject=registration, on_behalf_of=registration.tweetathon, detail=detail, now=now)

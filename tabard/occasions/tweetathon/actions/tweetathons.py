"""Making, changing and cancelling a tweetathon, and the figures of its earlier years."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from tabard.occasions.tweetathon import wording
from tabard.occasions.tweetathon.changes import TweetathonAdded, TweetathonCancelled, TweetathonChanged
from tabard.occasions.tweetathon.models import Correction, EarlierYear, Tweetathon
from tabard.occasions.tweetathon.wording import CodeTaken, TweetathonWords, WordsRefused, YearWords
from tabard.people.accounts.models import User
from tabard.people.places.models import Force
from tabard.people.teams.guided import meant_so
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record

PLANNED_BY = ("name", "hashtags", "clock", "local_date", "starts_at", "ends_at")
"""Who reads that one of these is different has to plan anew."""


class TweetathonIsCancelled(WordsRefused):
    """A cancelled tweetathon stays as it was."""


class TweetathonIsOver(WordsRefused):
    """What is over cannot be cancelled."""


class CorrectionMissing(WordsRefused):
    """Others have planned by what is different now: they must be told in words."""

    field = "correction"


@transaction.atomic
def add_tweetathon(*, slug: str, force: Force, words: TweetathonWords, by: User | None, now: datetime) -> Tweetathon:
    """Public at once. Raises WordsRefused, WordsStopped."""
    slug, words = new_code(slug), wording.checked_tweetathon(words)
    answered = meant_so(*_said(words.columns()), by=by, now=now)
    tweetathon = Tweetathon.objects.create(
        slug=slug, uid=f"tweetathon-{slug}-{now:%Y%m%dT%H%M%S}", force=force, added_at=now, changed_at=now,
        **words.columns(),
    )  # fmt: skip
    _write_down("tweetathon.added", tweetathon, by, now, answered)
    record(TweetathonAdded(tweetathon_id=tweetathon.pk))
    return tweetathon


def new_code(text: str) -> str:
    """As it is kept. Raises CodeRefused, CodeTaken."""
    code = wording.checked_code(text)
    if Tweetathon.objects.filter(slug=code).exists():
        raise CodeTaken
    return code


@transaction.atomic
def change_tweetathon(
    *, tweetathon: Tweetathon, words: TweetathonWords, by: User, now: datetime, correction: str = ""
) -> bool:
    """False where nothing differs. `correction` says to the public what is different, where people have planned by it.

    Raises WordsRefused, WordsStopped.
    """
    _hold(tweetathon)
    if tweetathon.is_cancelled:
        raise TweetathonIsCancelled
    columns = wording.checked_tweetathon(words).columns()
    columns["force"] = words.team.force if words.team else tweetathon.force
    different = {name for name, value in columns.items() if getattr(tweetathon, name) != value}
    if not different:
        return False
    told = wording.line("correction", correction, wording.LONGEST_REASON)
    if different & set(PLANNED_BY) and not told:
        raise CorrectionMissing
    new = {name: columns[name] for name in different}
    answered = meant_so(*_said(new), told, by=by, now=now)
    for name in different:
        setattr(tweetathon, name, columns[name])
    tweetathon.changed_at, tweetathon.revision = now, tweetathon.revision + 1
    tweetathon.save(update_fields=[*different, "changed_at", "revision"])
    said = Correction.objects.create(tweetathon=tweetathon, text=told, made_at=now).pk if told else 0
    _write_down("tweetathon.changed", tweetathon, by, now, answered)
    record(TweetathonChanged(tweetathon_id=tweetathon.pk, correction_id=said))
    return True


@transaction.atomic
def cancel_tweetathon(*, tweetathon: Tweetathon, reason: str, by: User, now: datetime) -> None:
    """Say in public that it does not take place, or ends early. Twice is as good as once. Raises WordsRefused,
    WordsStopped."""
    _hold(tweetathon)
    if tweetathon.is_cancelled:
        return
    if tweetathon.ends_at <= now:
        raise TweetathonIsOver
    tweetathon.cancel_reason = wording.checked_reason(reason)
    answered = meant_so(tweetathon.cancel_reason, by=by, now=now)
    tweetathon.cancelled_at, tweetathon.changed_at, tweetathon.revision = now, now, tweetathon.revision + 1
    tweetathon.save(update_fields=["cancel_reason", "cancelled_at", "changed_at", "revision"])
    _write_down("tweetathon.cancelled", tweetathon, by, now, answered)
    record(TweetathonCancelled(tweetathon_id=tweetathon.pk))


@transaction.atomic
def save_year(*, tweetathon: Tweetathon, words: YearWords, by: User | None, today: date, now: datetime) -> EarlierYear:
    """Keep the figures of one earlier year; what was typed for it before is replaced. Raises WordsRefused,
    WordsStopped."""
    figures = asdict(wording.checked_year(words, today))
    answered = meant_so(figures["source"], by=by, now=now)
    row, _is_new = EarlierYear.objects.update_or_create(
        tweetathon=tweetathon, year=figures.pop("year"), defaults=figures
    )
    _write_down("tweetathon.year_saved", tweetathon, by, now, {"year": row.year, **answered})
    return row


@transaction.atomic
def remove_year(*, tweetathon: Tweetathon, year: int, by: User, now: datetime) -> None:
    """Twice is as good as once."""
    gone, _rows = EarlierYear.objects.filter(tweetathon=tweetathon, year=year).delete()
    if gone:
        _write_down("tweetathon.year_removed", tweetathon, by, now, {"year": year})


def _said(columns: Mapping[str, Any]) -> Iterator[str]:
    """What the public reads of these."""
    yield from (columns.get(name, "") for name in ("name", "description"))
    yield from (f"#{tag}" for tag in columns.get("hashtags", ()))


def _hold(tweetathon: Tweetathon) -> None:
    tweetathon.refresh_from_db(from_queryset=Tweetathon.objects.select_for_update())


def _write_down(
    act: str, subject: Model, by: User | None, now: datetime, detail: Mapping[str, Any] | None = None
) -> None:
    write_audit(actor=by, act=act, subject=subject, detail=detail, now=now)

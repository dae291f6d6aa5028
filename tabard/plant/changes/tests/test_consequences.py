"""What is recorded follows, at least once, whatever happens in between."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from tabard.plant.changes import leases, work
from tabard.plant.changes.actions import NotInTransaction, record, retry_dead
from tabard.plant.changes.changes import Change
from tabard.plant.changes.jobs import forget_done
from tabard.plant.changes.models import Consequence, RecordedChange

NINE = datetime(2030, 3, 4, 9, tzinfo=UTC)


@dataclass(frozen=True)
class BellRang(Change):
    tower_id: int


heard: list[BellRang] = []


def listen(change: BellRang) -> None:
    heard.append(change)


def fall_over(change: BellRang) -> None:
    raise RuntimeError("a resident's own words")


CONSEQUENCES = {BellRang: [listen, fall_over]}


@pytest.fixture(autouse=True)
def wired(settings):
    settings.WIRING = __name__
    heard.clear()


def at(moment):
    return lambda: moment


def ring():
    with transaction.atomic():
        record(BellRang(tower_id=4))


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_is_refused():
    with pytest.raises(NotInTransaction):
        record(BellRang(tower_id=4))


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_rolled_back_leaves_nothing_to_follow():
    with transaction.atomic():
        record(BellRang(tower_id=4))
        transaction.set_rollback(True)

    assert not RecordedChange.objects.exists()
    assert not Consequence.objects.exists()


@pytest.mark.django_db
def test_a_change_is_followed_once_by_each_job_that_can():
    ring()

    work.work_off(now=at(NINE))
    work.work_off(now=at(NINE))

    assert heard == [BellRang(tower_id=4)]


@pytest.mark.django_db
def test_a_job_that_fails_waits_longer_each_time_and_is_dead_after_three_days_but_never_gone():
    ring()
    RecordedChange.objects.update(recorded_at=NINE)
    moment, waits = NINE, []

    for _ in range(60):
        work.work_off(now=at(moment))
        row = Consequence.objects.get(job__endswith="fall_over")
        if row.state == Consequence.State.DEAD:
            break
        waits.append(row.next_attempt_at - moment)
        moment = row.next_attempt_at

    assert row.state == Consequence.State.DEAD
    assert timedelta(seconds=7) < waits[0] < timedelta(seconds=13)
    assert timedelta(hours=4) < waits[-1] < timedelta(hours=8)
    assert moment - NINE > timedelta(days=2, hours=12)


@pytest.mark.django_db
def test_what_failed_is_told_without_anybodys_words():
    ring()

    work.work_off(now=at(NINE))

    row = Consequence.objects.get(job__endswith="fall_over")
    assert row.last_error.startswith("RuntimeError at ")
    assert "words" not in row.last_error


@pytest.mark.django_db
def test_what_a_killed_worker_held_is_taken_up_when_its_lease_ends():
    ring()
    Consequence.objects.update(lease_until=NINE + timedelta(seconds=30))

    work.work_off(now=at(NINE))
    early = list(heard)
    work.work_off(now=at(NINE + timedelta(seconds=30)))

    assert early == []
    assert heard == [BellRang(tower_id=4)]


@pytest.mark.django_db
def test_a_living_workers_lease_is_renewed_and_a_row_that_was_put_back_stays_free():
    ring()
    held, free = Consequence.objects.order_by("pk")
    Consequence.objects.filter(pk=held.pk).update(lease_until=NINE)

    for row in (held, free):
        leases.renew(Consequence, row.pk, now=NINE)
        row.refresh_from_db()

    assert (held.lease_until, free.lease_until) == (NINE + leases.LEASE, None)


@pytest.mark.django_db(transaction=True)
def test_many_changes_in_one_transaction_nudge_once(monkeypatch):
    with transaction.atomic():
        for tower in range(5):
            record(BellRang(tower_id=tower))
        nudges = len(connection.run_on_commit)

    assert nudges == 1


@pytest.mark.django_db
def test_done_changes_are_forgotten_after_a_week_and_dead_ones_are_kept():
    ring()
    Consequence.objects.filter(job__endswith="fall_over").update(state=Consequence.State.DEAD)
    work.work_off(now=at(NINE))
    with transaction.atomic():
        record(BellRang(tower_id=5))
    Consequence.objects.filter(change__payload__tower_id=5).update(state=Consequence.State.DONE)
    RecordedChange.objects.update(recorded_at=NINE)

    forget_done(NINE + timedelta(days=8))

    assert [change.payload for change in RecordedChange.objects.all()] == [{"tower_id": 4}]


@pytest.mark.django_db
def test_what_died_is_tried_once_more_when_somebody_asks():
    ring()
    Consequence.objects.filter(job__endswith="listen").update(state=Consequence.State.DEAD, attempts=9)

    assert retry_dead(now=NINE) == 1

    work.work_off(now=at(NINE))
    assert heard == [BellRang(tower_id=4)]
    assert not Consequence.objects.dead().filter(job__endswith="listen").exists()

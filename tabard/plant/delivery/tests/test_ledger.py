"""The ledger loses nothing in silence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes import leases
from tabard.plant.delivery import work
from tabard.plant.delivery.actions import enqueue, recall, retry_all_dead, retry_dead
from tabard.plant.delivery.models import Delivery

NINE = datetime(2030, 3, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Post:
    """A channel in the hands of the test."""

    def __init__(self):
        self.sent = []
        self.do = self.deliver

    def __call__(self, batch):
        self.do(batch)

    def deliver(self, batch):
        self.sent += batch.recipients
        batch.progress(done=batch.recipients)


SENDERS = {"post": Post()}


@pytest.fixture
def post(settings):
    settings.WIRING = __name__
    SENDERS["post"] = Post()
    return SENDERS["post"]


def queue(*, key="a", recipients=("ann", "bob", "cy")):
    enqueue(channel="post", key=key, about="post:1", recipients=recipients, payload={}, now=NINE)


def at(moment):
    return lambda: moment


def test_each_recipient_is_reached_once_however_often_the_batch_is_queued(post):
    queue()
    queue()

    work.work_off(now=at(NINE))
    queue()
    work.work_off(now=at(NINE))

    assert post.sent == ["ann", "bob", "cy"]
    assert Delivery.objects.get().state == Delivery.State.DONE


def test_a_sender_that_breaks_off_goes_on_where_it_was(post):
    queue()

    def break_off(batch):
        post.sent.append(batch.recipients[0])
        batch.progress(done=batch.recipients[:1])
        raise ConnectionResetError

    post.do = break_off
    work.work_off(now=at(NINE))
    post.do = post.deliver
    work.work_off(now=at(NINE + timedelta(minutes=1)))

    assert post.sent == ["ann", "bob", "cy"]


def test_the_refused_are_counted_apart_with_the_reason(post):
    queue()
    post.do = lambda batch: batch.progress(done=["ann", "cy", "stranger"], refused={"bob": "no such box", "zoe": "?"})

    work.work_off(now=at(NINE))

    row = Delivery.objects.get()
    assert (row.delivered, row.refused, row.state) == (2, {"bob": "no such box"}, Delivery.State.DONE)


def test_a_batch_is_dead_after_three_days_and_can_be_tried_again(post):
    queue()

    def refuse(batch):
        raise ConnectionRefusedError

    post.do = refuse
    moment = NINE
    while (row := Delivery.objects.get()).state == Delivery.State.WAITING:
        moment = row.next_attempt_at
        work.work_off(now=at(moment))
    died_after = moment - NINE
    post.do = post.deliver
    retry_dead(about="post:1", subject="post", by=AnonymousUser(), now=moment)
    work.work_off(now=at(moment))

    assert timedelta(days=2, hours=12) < died_after <= timedelta(days=3)
    assert post.sent == ["ann", "bob", "cy"]


def test_who_tried_everything_again_is_on_record_and_the_senders_hear_of_it(post, django_capture_on_commit_callbacks):
    times = dict.fromkeys(("next_attempt_at", "created_at", "give_up_at"), NINE)
    Delivery.objects.bulk_create(
        Delivery(channel="post", key=key, about=key, state=Delivery.State.DEAD, attempts=9, **times) for key in "ab"
    )

    with django_capture_on_commit_callbacks() as after:
        assert retry_all_dead(by=AnonymousUser(), now=NINE) == 2

    assert [row.state for row in Delivery.objects.all()] == [Delivery.State.WAITING] * 2
    assert AuditEntry.objects.get().act == "delivery.retried"
    assert after


def test_what_is_recalled_before_it_is_sent_is_never_sent(post):
    queue()

    assert recall(about="post:1", now=NINE) == 1
    work.work_off(now=at(NINE))

    assert post.sent == []
    assert Delivery.objects.get().state == Delivery.State.RECALLED


def test_a_secret_is_forgotten_when_its_batch_is_given_up_or_recalled(post):
    for key in "ab":
        enqueue(channel="post", key=key, about=key, recipients=["ann"], payload={}, secrets={"code": "X"}, now=NINE)
    seen = []

    def refuse(batch):
        seen.append(batch.secrets)
        raise ConnectionRefusedError

    post.do = refuse
    recall(about="b", now=NINE)
    work.work_off(now=at(NINE))
    assert Delivery.objects.get(key="a").secrets == {"code": "X"}
    work.work_off(now=at(NINE + timedelta(days=4)))

    assert seen == [{"code": "X"}, {"code": "X"}]
    assert list(Delivery.objects.order_by("key").values_list("state", "secrets")) == [("dead", {}), ("recalled", {})]


def test_what_is_recalled_while_it_is_sent_stays_recalled(post):
    queue()

    def recalled_meanwhile(batch):
        batch.progress(done=batch.recipients[:1])
        recall(about="post:1", now=NINE)
        assert batch.is_recalled()

    post.do = recalled_meanwhile
    work.work_off(now=at(NINE))

    assert Delivery.objects.get().state == Delivery.State.RECALLED


def test_a_sender_that_slept_through_its_lease_writes_nothing_over_its_successors_work(post):
    queue()
    said = []

    def sleep_too_long(batch):
        Delivery.objects.update(lease_until=NINE)
        post.do = post.deliver
        work.work_off(now=at(NINE))
        try:
            batch.progress(done=["ann"])
        except leases.LeaseLost:
            said.append("lost")
            raise

    post.do = sleep_too_long
    work.work_off(now=at(NINE))

    row = Delivery.objects.get()
    assert said == ["lost"]
    assert (row.delivered, row.remaining, row.state) == (3, [], Delivery.State.DONE)


def test_a_process_that_is_asked_to_stop_takes_no_further_batch(post):
    queue(key="a", recipients=["ann"])
    queue(key="b", recipients=["bob"])

    def deliver_and_be_stopped(batch):
        post.deliver(batch)
        leases.halting.set()

    post.do = deliver_and_be_stopped
    try:
        work.work_off(now=at(NINE))
    finally:
        leases.halting.clear()

    assert post.sent == ["ann"]


def test_how_it_stands_is_summed_by_channel(post):
    queue(key="a", recipients=["ann", "bob"])
    queue(key="b", recipients=["cy"])
    Delivery.objects.filter(key="b").update(next_attempt_at=NINE + timedelta(hours=1))

    work.work_off(now=at(NINE))

    (row,) = Delivery.objects.about("post:1").by_channel()
    assert (row.channel, row.total, row.delivered, row.refused, row.waiting, row.dead) == ("post", 3, 2, 0, 1, 0)


def test_a_killed_senders_batch_is_held_until_its_lease_ends(post):
    queue()
    Delivery.objects.update(lease_until=NINE + timedelta(seconds=30))

    work.work_off(now=at(NINE))
    early = list(post.sent)
    work.work_off(now=at(NINE + timedelta(minutes=6)))

    assert (early, post.sent) == ([], ["ann", "bob", "cy"])

"""The worker's lane: what the door has kept is taken in, whatever happens."""

import json
import socket
import time
from datetime import timedelta

import pytest
from aiohttp import web

from tabard.gateways.activitypub import asking, incoming
from tabard.gateways.activitypub.actions.incoming import Arrived, Kept, keep_incoming
from tabard.gateways.activitypub.errands import Hosts
from tabard.gateways.activitypub.incoming import work_off
from tabard.gateways.activitypub.jobs import forget_incoming
from tabard.gateways.activitypub.models import Incoming, Peer
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, follow, make_ours, say, seen
from tabard.plant.changes import leases
from tabard.voice.network.models import Actor, Following, Note

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(far):
    return far.actor()


def keep(document, by, *, at=NOW):
    """A row as the door writes it."""
    body = document if isinstance(document, str) else json.dumps(document)
    uri = document["id"] if isinstance(document, dict) else f"digest:{Incoming.objects.count()}"
    return Incoming.objects.create(
        uri=uri, actor_uri=by.uri, signature="s", body=body, received_at=at, next_attempt_at=at
    )


def work(at=NOW):
    return work_off(now=lambda: at)


def test_what_the_door_keeps_is_a_row_like_any_other():
    arrived = Arrived("https://far.example/1", "https://far.example/ada", "s", "{}", NOW)
    alike = Incoming(**arrived._asdict(), next_attempt_at=NOW)

    assert keep_incoming([arrived]) == [Kept.NEW]

    names = [field.attname for field in Incoming._meta.fields if not field.primary_key]
    kept = Incoming.objects.get()
    assert [(name, getattr(kept, name)) for name in names] == [(name, getattr(alike, name)) for name in names]


def test_a_bad_row_holds_up_nobody(ada):
    ours = make_ours()
    seen(ada)
    bad = [keep("not JSON", ada), keep("{}", ada), keep("[" * 5000, ada)]
    keep(ada.activity("Follow", ours.uri), ada)

    assert work() == 4

    assert Following.objects.accepted().exists()
    for row in bad:
        row.refresh_from_db()
        assert (row.state, row.body) == ("refused", "")


def test_what_cannot_be_fetched_now_is_tried_again_later(ada):
    follow(make_ours(), ada)
    note = ada.note()
    path = note["id"].removeprefix(ada.server.base)
    ada.server.documents[path] = web.Response(status=503)
    row = keep(ada.activity("Create", note["id"]), ada)

    assert work() == 1
    assert work() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)

    ada.server.documents[path] = note
    assert work(NOW + timedelta(minutes=1)) == 1
    assert Note.objects.filter(uri=note["id"]).exists()


def test_what_cannot_be_fetched_for_two_days_is_given_up(ada):
    follow(make_ours(), ada)
    ada.server.documents["/notes/gone"] = lambda _request: web.Response(status=503)
    row = keep(ada.activity("Create", f"{ada.server.base}/notes/gone"), ada)

    work(NOW + timedelta(days=2))

    row.refresh_from_db()
    assert (row.state, row.body) == ("refused", "")
    assert "NotReached" in row.last_error


def test_activities_of_one_actor_keep_their_order(ada):
    ours = make_ours()
    seen(ada)
    wish = ada.activity("Follow", ours.uri)
    first, second = keep(wish, ada), keep(ada.activity("Undo", wish), ada)
    leases.claim(Incoming.objects.filter(pk=first.pk), now=NOW)

    assert second not in Incoming.objects.next_of_each(NOW)
    assert work(NOW + timedelta(minutes=1)) == 2
    assert not Following.objects.exists()


def test_one_that_failed_does_not_hold_up_those_after_it(ada):
    follow(make_ours(), ada)
    ada.server.documents["/notes/away"] = web.Response(status=503)
    keep(ada.activity("Create", f"{ada.server.base}/notes/away"), ada)
    note = say(make_ours("Quarry"))
    keep(ada.activity("Like", note.uri), ada)

    work()

    note.refresh_from_db()
    assert note.likes_count == 1


def test_what_a_killed_worker_held_is_taken_in_by_another(ada):
    ours = make_ours()
    seen(ada)
    row = keep(ada.activity("Follow", ours.uri), ada)
    leases.claim(Incoming.objects.due(NOW), now=NOW)

    assert work(NOW + timedelta(seconds=5)) == 0
    assert work(NOW + leases.LEASE + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("done", 2)


def test_a_server_that_was_given_up_and_writes_is_written_to_again(ada):
    Peer.objects.create(host=ada.server.host, gone_at=NOW, failures=9)
    keep(ada.activity("Follow", make_ours().uri), ada)

    work()

    peer = Peer.objects.get()
    assert (peer.gone_at, peer.failures, peer.heard_at) == (None, 0, NOW)


def test_one_who_is_gone_is_asked_for_before_they_are_believed_again(ada):
    ours = make_ours()
    seen(ada)
    keep(ada.activity("Delete", ada.uri), ada)
    work()
    keep(ada.activity("Follow", ours.uri), ada)

    work()

    assert Actor.objects.get(uri=ada.uri).gone_at is None
    assert Following.objects.accepted().exists()


def test_one_who_stays_gone_is_refused(ada):
    ours = make_ours()
    seen(ada)
    keep(ada.activity("Delete", ada.uri), ada)
    keep(ada.activity("Follow", ours.uri), ada)
    del ada.server.actors["ada"]

    work()

    assert list(Incoming.objects.order_by("pk").values_list("state", flat=True)) == ["done", "refused"]
    assert not Following.objects.exists()


def test_ids_are_forgotten_after_a_month_unless_they_wait(ada):
    done, waiting = keep(ada.activity("Listen", ada.uri), ada), keep(ada.activity("Listen", ada.uri), ada)
    Incoming.objects.filter(pk=done.pk).update(state="done")

    forget_incoming(NOW + timedelta(days=29))
    assert Incoming.objects.count() == 2

    forget_incoming(NOW + timedelta(days=31))
    assert Incoming.objects.get() == waiting


# -- what has to be fetched from elsewhere -----------------------------------------------------------------------------


@pytest.fixture
def busy(other, monkeypatch):
    """A server that another lane asks just now."""
    monkeypatch.setattr(incoming, "hosts", Hosts(at_once=2, most=60, seconds=60))
    other.documents["/notes/first"] = other.actor("eve").document() | {"id": f"{other.base}/notes/first"}
    with asking.within(60, hosts=incoming.hosts):
        asking.document_at(f"{other.base}/notes/first", now=NOW)
        yield other


def test_one_server_never_holds_two_lanes(ada, busy):
    ours = make_ours()
    follow(ours, ada)
    row = keep(ada.activity("Announce", busy.actors["eve"].note()["id"]), ada)
    keep(busy.actors["eve"].activity("Like", say(ours).uri), ada)
    asked = len(busy.asked)

    work()

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert NOW < row.next_attempt_at < NOW + timedelta(seconds=10)
    assert len(busy.asked) == asked


def test_what_waits_for_a_server_is_taken_in_when_it_is_free(ada, other, monkeypatch):
    follow(make_ours(), ada)
    note = other.actor("eve").note("<p>Far away</p>")
    keep(ada.activity("Announce", note["id"]), ada)
    with asking.within(60, hosts=incoming.hosts):
        asking.document_at(note["id"], now=NOW)
        work()
        assert not Note.objects.exists()

    work(NOW + timedelta(seconds=5))

    assert Note.objects.get(kind="Announce").announces.html == "<p>Far away</p>"


def test_a_way_that_leads_to_a_busy_server_waits_too(ada, busy):
    follow(make_ours(), ada)
    ada.server.documents["/notes/away"] = web.Response(status=302, headers={"Location": f"{busy.base}/notes/first"})
    row = keep(ada.activity("Create", f"{ada.server.base}/notes/away"), ada)
    asked = len(busy.asked)

    work()

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert len(busy.asked) == asked


def test_what_waits_is_not_overtaken_by_what_takes_it_back(ada, busy):
    follow(make_ours(), ada)
    announced = ada.activity("Announce", busy.actors["eve"].note()["id"])
    keep(announced, ada)
    undone = keep(ada.activity("Undo", announced), ada)

    assert work() == 1

    undone.refresh_from_db()
    assert undone.state == "waiting"


def test_what_waits_long_holds_up_nobody(ada, busy):
    ours = make_ours()
    follow(ours, ada)
    keep(ada.activity("Announce", busy.actors["eve"].note()["id"]), ada)
    note = say(ours)
    keep(ada.activity("Like", note.uri), ada)

    work(NOW + timedelta(minutes=2))

    note.refresh_from_db()
    assert note.likes_count == 1


def test_a_lane_is_left_for_what_needs_no_asking(ada, busy, far, monkeypatch):
    ours = make_ours()
    seen(ada)
    monkeypatch.setattr(incoming.hosts, "_at_once", 1)
    asked = len(far.asked)
    away = keep(far.actor("zoe").activity("Move", ada.uri), far.actors["zoe"])
    keep(ada.activity("Follow", ours.uri), ada)

    work()

    away.refresh_from_db()
    assert (away.state, away.attempts) == ("waiting", 0)
    assert len(far.asked) == asked
    assert Following.objects.accepted().exists()


def test_nobody_makes_us_ask_a_server_without_end(ada, other, monkeypatch):
    monkeypatch.setattr(incoming, "hosts", Hosts(at_once=2, most=3, seconds=60))
    follow(make_ours(), ada)
    rows = [keep(ada.activity("Announce", f"{other.base}/notes/none-{number}"), ada) for number in range(5)]

    assert work() == 4  # those after it keep their order, and wait

    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["refused"] * 3 + ["waiting"] * 2
    assert len(other.asked) == 3
    assert rows[3].next_attempt_at > NOW + timedelta(seconds=10)


def test_all_that_one_activity_asks_for_has_one_time_limit(ada, monkeypatch):
    monkeypatch.setattr(incoming, "FETCH_SECONDS", 2.0)
    follow(make_ours(), ada)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        row = keep(ada.activity("Announce", f"http://127.0.0.1:{silent.getsockname()[1]}/notes/1"), ada)
        started = time.monotonic()
        work()
        took = time.monotonic() - started

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "NotReached" in row.last_error
    assert took < 6

"""The worker's lane: what the door has kept is taken in, whatever happens."""

import json
from datetime import timedelta

import pytest
from aiohttp import web

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

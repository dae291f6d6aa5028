"""How other servers are written to: in the way that they understand, and not while they cannot be reached."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.gateways.activitypub import outgoing, sending
from tabard.gateways.activitypub.actions import peers
from tabard.gateways.activitypub.models import Peer
from tabard.gateways.activitypub.tests.makers import actor_of, make_team
from tabard.lib.tests.inboxes import Inboxes, Posted
from tabard.plant.delivery import work as ledger
from tabard.plant.delivery.models import Delivery

pytestmark = pytest.mark.django_db


def send(*inboxes: str) -> Delivery:
    """One activity to these inboxes, in one attempt."""
    team = actor_of(make_team())
    activity = {"id": f"{team.uri}#test", "type": "Move", "actor": team.uri, "object": team.uri}
    outgoing.queue_activity(activity, by=team, to=inboxes, about="actor:1", now=timezone.now())
    ledger.work_off(now=timezone.now)
    return Delivery.objects.latest("pk")


def again(row: Delivery) -> Delivery:
    """The next attempt, as if its time had come."""
    Delivery.objects.filter(pk=row.pk).update(next_attempt_at=timezone.now())
    ledger.work_off(now=timezone.now)
    row.refresh_from_db()
    return row


def ways(peer: Inboxes) -> list[str]:
    return ["rfc9421" if "signature-input" in one.headers else "draft" for one in peer.posted]


def inboxes_of(peer: Inboxes, count: int) -> list[str]:
    return [f"{peer.url}/{number}" for number in range(count)]


# -- knocking ----------------------------------------------------------------------------------------------------------


def only_the_draft(posted: Posted):
    return (401, {}) if "signature-input" in posted.headers else (202, {})


def test_a_server_that_nobody_knows_is_first_spoken_to_as_in_rfc_9421(peer):
    row = send(f"{peer.url}/inbox")

    assert (row.state, ways(peer)) == ("done", ["rfc9421"])
    assert Peer.objects.get(host=peer.host).knock == "rfc9421"


@pytest.mark.parametrize("status", [400, 401, 403])
def test_who_does_not_understand_is_knocked_at_in_the_older_way(peer, status):
    peer.answer = lambda posted: (status, {}) if "signature-input" in posted.headers else (202, {})

    row = send(f"{peer.url}/inbox")

    assert (row.state, row.delivered) == ("done", 1)
    assert ways(peer) == ["rfc9421", "draft"]
    assert Peer.objects.get(host=peer.host).knock == "draft"


def test_what_a_server_understood_is_remembered(peer):
    peer.answer = only_the_draft
    send(f"{peer.url}/inbox")
    peer.posted.clear()

    send(f"{peer.url}/inbox/2")

    assert ways(peer) == ["draft"]


def test_a_server_that_has_learned_the_newer_way_is_found_out(peer):
    Peer.objects.create(host=peer.host, knock="draft")
    peer.answer = lambda posted: (202, {}) if "signature-input" in posted.headers else (401, {})

    send(f"{peer.url}/inbox")

    assert ways(peer) == ["draft", "rfc9421"]
    assert Peer.objects.get(host=peer.host).knock == "rfc9421"


def test_within_one_batch_a_server_is_asked_once_what_it_understands(peer):
    peer.answer = only_the_draft

    row = send(*inboxes_of(peer, 100))

    assert row.delivered == 100
    assert ways(peer).count("rfc9421") <= sending.AT_ONCE


def test_digest_and_date_are_spelled_as_threads_wants_them(peer):
    Peer.objects.create(host=peer.host, knock="draft")

    send(f"{peer.url}/inbox")

    headers = peer.posted[0].headers
    assert headers["digest"].startswith("SHA-256=")
    assert headers["date"].endswith(" GMT")
    assert headers["host"] == peer.host
    assert 'headers="(request-target) host date digest content-type"' in headers["signature"]


# -- what the answer means ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [404, 405, 410, 413, 422, 501, 301])
def test_who_will_never_take_it_is_not_asked_again(peer, status):
    peer.answer = lambda posted: (status, {})

    row = send(f"{peer.url}/inbox")

    assert (row.state, row.refused_count) == ("done", 1)
    assert list(row.refused.values()) == [f"{status} from its server"]
    assert len(peer.posted) == 1


@pytest.mark.parametrize("status", [401, 408, 429, 500, 502, 503, 504])
def test_who_may_take_it_later_is_asked_again(peer, status):
    peer.answer = lambda posted: (status, {})
    row = send(f"{peer.url}/inbox")
    Peer.objects.update(rests_until=None)
    peer.answer = lambda posted: (202, {})

    assert (row.state, row.remaining) == ("waiting", [f"{peer.url}/inbox"])
    assert again(row).state == "done"


def test_only_those_are_asked_again_who_did_not_take_it(peer):
    peer.answer = lambda posted: (500 if posted.path == "/2" else 202, {})
    row = send(*inboxes_of(peer, 4))
    peer.posted.clear()

    again(row)

    assert peer.paths() == ["/2"]


def test_an_inbox_inside_our_own_network_is_never_dialled(peer, settings):
    settings.ALLOW_PRIVATE_ADDRESSES = False

    row = send(f"{peer.url}/inbox")

    assert row.refused == {f"{peer.url}/inbox": "its address leads nowhere"}
    assert peer.posted == []


@pytest.mark.parametrize("inbox", ["https://127.0.0.1:1/ä", "https://127.0.0.1:1/a b", "gopher://127.0.0.1/inbox"])
def test_an_inbox_that_is_no_address_is_given_up(peer, inbox):
    row = send(inbox)

    assert (row.state, list(row.refused)) == ("done", [inbox])


# -- leaving servers alone ---------------------------------------------------------------------------------------------


def test_a_server_that_asks_for_time_gets_it(peer):
    peer.answer = lambda posted: (429, {"Retry-After": "600"})
    row = send(*inboxes_of(peer, 40))
    asked = len(peer.posted)
    again(row)

    rest = Peer.objects.get(host=peer.host).rests_until - timezone.now()
    assert asked <= sending.AT_ONCE
    assert len(peer.posted) == asked
    assert timedelta(seconds=590) < rest <= timedelta(seconds=600)
    assert len(row.remaining) == 40


def test_nobody_can_ask_for_a_year(peer):
    peer.answer = lambda posted: (503, {"Retry-After": "31536000"})

    send(f"{peer.url}/inbox")

    assert Peer.objects.get(host=peer.host).rests_until <= timezone.now() + sending.LONGEST_REST


def test_after_some_failures_in_a_row_a_server_rests(peer):
    peer.answer = lambda posted: (500, {})
    row = send(*inboxes_of(peer, 40))
    asked = len(peer.posted)
    again(row)

    known = Peer.objects.get(host=peer.host)
    assert asked < Peer.FAILURES_TO_REST + sending.AT_ONCE
    assert len(peer.posted) == asked
    assert known.rests_until > timezone.now() + Peer.REST - timedelta(minutes=1)


def test_one_that_failed_before_is_probed_after_its_rest(peer):
    past = timezone.now() - timedelta(minutes=1)
    Peer.objects.create(host=peer.host, failures=5, failing_since=past, rests_until=past)
    peer.answer = lambda posted: (500, {})

    row = send(*inboxes_of(peer, 40))
    failed = len(peer.posted)
    peer.answer = lambda posted: (202, {})
    Peer.objects.update(rests_until=past)
    again(row)

    known = Peer.objects.get(host=peer.host)
    assert failed <= sending.AT_ONCE
    assert row.state == "done"
    assert (known.failures, known.failing_since, known.rests_until) == (0, None, None)


def test_one_that_rests_does_not_hold_up_the_others(peer, second_peer):
    Peer.objects.create(host=peer.host, failures=5, rests_until=timezone.now() + timedelta(minutes=5))

    row = send(f"{peer.url}/inbox", f"{second_peer.url}/inbox")

    assert (row.delivered, row.remaining) == (1, [f"{peer.url}/inbox"])
    assert peer.posted == []


def test_a_server_that_is_not_there_is_a_failure(peer):
    row = send("https://127.0.0.1:1/inbox")

    assert row.remaining == ["https://127.0.0.1:1/inbox"]
    assert Peer.objects.get(host="127.0.0.1:1").failures == 1


def test_a_server_that_failed_for_a_week_is_given_up(peer):
    peer.answer = lambda posted: (500, {})
    Peer.objects.create(host=peer.host, failures=99, failing_since=timezone.now() - timedelta(days=8))
    row = send(f"{peer.url}/inbox")

    given_up = again(row)

    assert Peer.objects.get(host=peer.host).gone_at is not None
    assert (given_up.state, given_up.refused) == ("done", {f"{peer.url}/inbox": "its server was given up"})


def test_one_that_was_given_up_and_writes_to_us_is_written_to_again(peer):
    Peer.objects.create(host=peer.host, failures=99, gone_at=timezone.now())
    peers.heard_from(peer.host, now=timezone.now())

    assert send(f"{peer.url}/inbox").delivered == 1


# -- one body for all --------------------------------------------------------------------------------------------------


def test_all_inboxes_get_the_same_bytes_each_with_its_own_signature(peer):
    send(*inboxes_of(peer, 60))

    assert len({one.body for one in peer.posted}) == 1
    assert len({one.headers["signature"] for one in peer.posted}) == 60
    assert json.loads(peer.posted[0].body)["@context"][0] == "https://www.w3.org/ns/activitystreams"


def test_large_audiences_are_split_into_batches(peer):
    send(*inboxes_of(peer, 450))

    assert sorted(Delivery.objects.values_list("total", flat=True)) == [50, 200, 200]
    assert len(set(peer.paths())) == 450

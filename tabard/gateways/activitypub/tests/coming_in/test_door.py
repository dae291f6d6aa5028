"""The door of the inboxes, over real sockets: what comes in, and what is turned away, with which status."""

import gzip
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tabard.gateways.activitypub.door import DISCARDED_WITHIN_SECONDS
from tabard.gateways.activitypub.incoming import work_off
from tabard.gateways.activitypub.models import Incoming
from tabard.gateways.activitypub.tests.coming_in.far_server import ACTIVITY, FarActor, send
from tabard.gateways.activitypub.tests.coming_in.makers import make_ours, seen
from tabard.gateways.activitypub.tests.coming_in.open_door import serving
from tabard.lib.signatures import Way
from tabard.voice.network.actions.keeping_out import HostRule, block_host
from tabard.voice.network.models import Actor, Following

pytestmark = pytest.mark.django_db(transaction=True)


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def ada(far) -> FarActor:
    return far.actor()


@pytest.fixture
def wish(ada, inbox) -> dict[str, Any]:
    return ada.activity("Follow", make_ours().uri)


def is_empty() -> bool:
    return not Incoming.objects.exists()


# -- what comes in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", list(Way))
def test_what_is_signed_well_is_kept_and_taken_in(inbox, ada, wish, way):
    status = ada.post(inbox, wish, way=way)

    assert status == 202
    assert work_off(now=clock) == 1
    assert Following.objects.accepted().get().uri == wish["id"]
    kept = Incoming.objects.get()
    assert (kept.state, kept.body) == ("done", "")


@pytest.mark.parametrize("path", ["/inbox", "/inbox/", "/@{name}/inbox", "/actor/inbox"])
def test_every_inbox_is_open(inbox, ada, wish, path):
    name = Actor.objects.local().get().name

    assert ada.post(inbox.replace("/inbox", path.format(name=name)), wish) == 202


def test_all_else_goes_to_the_pages(inbox):
    assert send(inbox.replace("/inbox", "/desk/"), b"", {}) == 418


def test_an_activity_sent_again_is_kept_once(inbox, ada, wish):
    now = clock()

    statuses = [ada.post(inbox, wish, now=now - timedelta(seconds=seconds)) for seconds in (3, 2, 1)]

    assert statuses == [202, 202, 202]
    assert Incoming.objects.count() == 1


def test_many_at_once_are_all_kept(inbox, ada):
    target = make_ours().uri
    ada.post(inbox, ada.activity("Like", target))
    activities = [ada.activity("Like", target) for _ in range(60)]

    with ThreadPoolExecutor(12) as threads:
        statuses = list(threads.map(lambda activity: ada.post(inbox, activity), activities))

    assert set(statuses) == {202}
    assert Incoming.objects.count() == 61


def test_a_key_that_was_changed_is_fetched_anew(inbox, ada, far):
    target = make_ours().uri
    ada.post(inbox, ada.activity("Like", target))
    Actor.objects.get(uri=ada.uri).peer_keys.update(fetched_at=clock() - timedelta(hours=1))
    time.sleep(2.1)
    ada.pair = far.actor("eve").pair

    assert ada.post(inbox, ada.activity("Like", target)) == 202


def test_that_a_stranger_is_gone_costs_nothing(inbox, ada, far):
    asked = len(far.asked)

    assert ada.post(inbox, ada.activity("Delete", ada.uri)) == 202

    assert is_empty()
    assert len(far.asked) == asked


def test_that_somebody_we_know_is_gone_is_taken_in_though_we_lost_their_key(inbox, ada):
    seen(ada).peer_keys.all().delete()

    assert ada.post(inbox, ada.activity("Delete", ada.uri)) == 202

    assert Incoming.objects.get().actor_uri == ada.uri


def test_that_somebody_we_know_is_gone_is_not_believed_of_another(inbox, ada, far):
    seen(ada)
    eve = far.actor("eve")

    assert eve.post(inbox, ada.activity("Delete", ada.uri)) == 401

    assert is_empty()


def test_what_an_inbox_passes_on_is_kept_under_a_name_of_its_own(inbox, ada, other):
    eve = other.actor("eve")
    passed_on = ada.activity("Create", ada.note(), signature={"type": "RsaSignature2017", "creator": ada.key.id})

    assert eve.post(inbox, passed_on) == 202

    kept = Incoming.objects.get()
    assert kept.actor_uri == eve.uri
    assert kept.uri.startswith("digest:")


# -- who it was --------------------------------------------------------------------------------------------------------


def signed(ada: FarActor, url: str, activity: Any, **more: Any) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(activity).encode()
    return body, ada.headers(url, body, **more)


def test_what_is_not_signed_is_refused(inbox, wish):
    assert send(inbox, json.dumps(wish).encode(), {"Content-Type": ACTIVITY}) == 401
    assert is_empty()


@pytest.mark.parametrize("way", list(Way))
def test_what_is_signed_with_another_key_is_refused(inbox, ada, far, wish, way):
    eve = far.actor("eve")
    forger = FarActor(far, "ada", eve.pair)

    assert forger.post(inbox, wish, way=way) == 401
    assert is_empty()


def test_what_another_signed_is_refused(inbox, far, wish):
    assert far.actor("eve").post(inbox, wish) == 401
    assert is_empty()


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(hours=-2)], ids=["stale", "from the future"])
def test_what_is_not_of_now_is_refused(inbox, ada, wish, way, age):
    assert ada.post(inbox, wish, way=way, now=clock() - age) == 401
    assert is_empty()


@pytest.mark.parametrize("way", list(Way))
def test_an_altered_body_is_refused(inbox, ada, wish, way):
    body, headers = signed(ada, inbox, wish, way=way)

    assert send(inbox, body.replace(b"Follow", b"Block "), headers) == 401
    assert is_empty()


@pytest.mark.parametrize(("way", "name"), [(Way.DRAFT, "Digest"), (Way.RFC9421, "Content-Digest")])
def test_an_altered_digest_is_refused(inbox, ada, wish, way, name):
    body, headers = signed(ada, inbox, wish, way=way)
    _, other = signed(ada, inbox, {**wish, "type": "Block"}, way=way)

    assert send(inbox, body, {**headers, name: other[name]}) == 401
    assert send(inbox, body, {key: value for key, value in headers.items() if key != name}) == 401
    assert is_empty()


def test_a_signature_for_another_address_is_refused(inbox, ada, wish):
    body, headers = signed(ada, inbox.replace("/inbox", "/actor/inbox"), wish)

    assert send(inbox, body, headers) == 401


def test_the_very_same_request_again_is_refused(inbox, ada, wish):
    body, headers = signed(ada, inbox, wish)

    assert [send(inbox, body, headers) for _ in range(3)] == [202, 401, 401]
    assert Incoming.objects.count() == 1


def test_a_key_that_cannot_be_had_is_refused(inbox, ada, wish, far):
    del far.actors["ada"]

    assert ada.post(inbox, wish) == 401
    assert is_empty()


def test_a_key_of_another_server_is_refused(inbox, ada, other, wish):
    other.documents["/users/ada"] = ada.document()
    forger = FarActor(other, "ada", ada.pair)

    assert forger.post(inbox, wish) == 401
    assert is_empty()


def test_a_suspended_server_is_turned_away(inbox, ada, wish, far):
    block_host(HostRule(host=far.host), by=None, now=clock())

    assert ada.post(inbox, wish) == 403
    assert is_empty()
    assert far.asked == []


def test_nobody_uses_up_the_ids_of_another_server(inbox, ada, other, wish):
    wish["id"] = f"{other.base}/activities/1"

    assert ada.post(inbox, wish) == 400
    assert is_empty()


# -- what it was -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 10_000 + b"]" * 10_000, 400),
        (b'{"a":"\xff"}', 400),
        (b'{"type":"Follow","actor":NaN}', 400),
        (b'{"type":"Follow"}', 400),
        (b"", 400),
        (b"hello", 400),
        (b'{"a":"' + b"a" * 1_000_000 + b'"}', 413),
    ],
    ids=["deep", "no text", "no number", "nobody's", "empty", "no JSON", "large"],
)
def test_what_cannot_be_read_is_refused(inbox, ada, body, status):
    assert ada.post(inbox, body) == status
    assert is_empty()


def test_an_id_without_encryption_is_refused(inbox, ada, wish, settings):
    body, headers = signed(ada, inbox, {**wish, "id": "ftp://far.example/1"})

    assert send(inbox, body, headers) == 400
    assert is_empty()


def test_a_hundred_thousand_mentions_are_cut_and_the_worker_lives_on(inbox, ada):
    ours = make_ours()
    mentions = [{"type": "Mention", "href": f"h{number}"} for number in range(20_000)]
    note = ada.note(tag=[*mentions, {"type": "Mention", "href": ours.uri}])

    assert ada.post(inbox, ada.activity("Create", note)) == 202

    work_off(now=clock)
    assert Actor.objects.get(uri=ada.uri).notes.get().mentions.get().actor == ours


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_what_is_packed_is_not_unpacked(inbox, ada, encoding):
    body = gzip.compress(b" " * 10_000_000)
    headers = ada.headers(inbox, body) | {"Content-Encoding": encoding}

    assert send(inbox, body, headers) == 415


def test_what_is_no_activity_by_its_type_is_refused(inbox, ada, wish):
    body, headers = signed(ada, inbox, wish)

    assert send(inbox, body, {**headers, "Content-Type": "text/html"}) == 415


# -- how it came -------------------------------------------------------------------------------------------------------


def raw(inbox: str, *parts: bytes, pause: float = 0) -> bytes:
    """What is answered to bytes that are sent one after the other."""
    host, port = inbox.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        for part in parts:
            try:
                line.sendall(part)
            except OSError:
                break
            time.sleep(pause)
        try:
            return line.recv(1000)
        except ConnectionError:
            return b""


HEAD = b"POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: application/activity+json\r\n"


def test_a_body_that_says_it_is_large_is_refused_unread(inbox):
    assert b" 413 " in raw(inbox, HEAD + b"Content-Length: 10000000\r\n\r\n")


@pytest.mark.parametrize(
    ("kind", "megabytes", "status"), [(ACTIVITY, 2, 413), (ACTIVITY, 9, 413), ("image/png", 5, 415)]
)
def test_who_sends_it_all_before_listening_hears_why_it_was_refused(inbox, kind, megabytes, status):
    assert send(inbox, b"a" * megabytes * 1_000_000, {"Content-Type": kind}) == status


def test_who_asks_before_sending_is_refused_at_once(inbox):
    start = time.monotonic()

    assert raw(inbox, HEAD + b"Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n").startswith(b"HTTP/1.1 413 ")
    assert time.monotonic() - start < DISCARDED_WITHIN_SECONDS


def test_a_body_that_grows_without_end_is_refused(inbox):
    pieces = [b"10000\r\n" + b"a" * 65_536 + b"\r\n"] * 20

    assert b" 413 " in raw(inbox, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *pieces)


def test_a_peer_that_dawdles_is_not_waited_for(nearby):
    with socket.create_server(("127.0.0.1", 0)) as listening, serving(listening, patience=0.3):
        inbox = f"http://127.0.0.1:{listening.getsockname()[1]}/inbox"
        answer = raw(inbox, HEAD + b"Content-Length: 100\r\n\r\n", b"a", b"b", b"c", pause=0.2)

    assert b" 408 " in answer


def test_a_peer_that_hangs_up_leaves_nothing_behind(inbox, ada, wish):
    host, port = inbox.split("/")[2].split(":")
    socket.create_connection((host, int(port))).close()
    line = socket.create_connection((host, int(port)))
    line.sendall(HEAD + b"Content-Length: 100\r\n\r\nabc")
    line.close()

    assert ada.post(inbox, wish) == 202
    assert Incoming.objects.count() == 1


def test_an_actor_that_comes_too_often_is_told_to_wait(nearby, settings, far):
    settings.INBOX_PER_ACTOR = 3
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        ada, eve = far.actor(), far.actor("eve")
        with serving(listening):
            inbox, target = f"{settings.BASE_URL}/inbox", make_ours().uri
            statuses = [ada.post(inbox, ada.activity("Like", target)) for _ in range(5)]
            other = eve.post(inbox, eve.activity("Like", target))

    assert statuses == [202, 202, 202, 429, 429]
    assert other == 202


def test_a_server_that_comes_too_often_is_told_to_wait(nearby, settings, far, other):
    settings.INBOX_PER_HOST = 3
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        people = [far.actor(f"p{number}") for number in range(5)]
        stranger = other.actor("eve")
        with serving(listening):
            inbox, target = f"{settings.BASE_URL}/inbox", make_ours().uri
            statuses = [each.post(inbox, each.activity("Like", target)) for each in people]
            elsewhere = stranger.post(inbox, stranger.activity("Like", target))

    assert statuses == [202, 202, 202, 429, 429]
    assert elsewhere == 202


def test_what_is_refused_is_logged_by_name_and_without_a_word(inbox, ada, far, wish, caplog):
    secret = {**wish, "content": "a resident's words"}

    far.actor("eve").post(inbox, secret)

    assert "SignedByAnother" in caplog.text
    assert "resident" not in caplog.text

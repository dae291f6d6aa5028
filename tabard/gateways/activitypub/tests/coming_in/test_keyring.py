"""Keys are asked for before anything is proved: who writes to us gains nothing by naming those of others."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tabard.gateways.activitypub import keyring
from tabard.gateways.activitypub.models import Incoming
from tabard.gateways.activitypub.tests.coming_in.far_server import FarActor, FarServer, key_pair, send
from tabard.gateways.activitypub.tests.coming_in.makers import make_ours
from tabard.gateways.activitypub.tests.coming_in.open_door import serving

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def open_inbox(settings) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with serving(listening):
            yield f"{settings.BASE_URL}/inbox"


@pytest.fixture
def silent():
    """A server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listening:
        server = FarServer()
        server.base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        yield server


def write(inbox, actor, target, *, network="203.0.113.7"):
    """From an address in `network`, as a proxy in front of us tells it."""
    body = b'{"type":"Like","actor":"%s","object":"%s"}' % (actor.uri.encode(), target.encode())
    return send(inbox, body, actor.headers(inbox, body) | {"X-Forwarded-For": network})


def test_who_names_keys_of_others_shuts_out_their_own_network_alone(nearby, settings, far, monkeypatch):
    monkeypatch.setattr(keyring, "MOST_ASTRAY", 3)
    ada = far.actor()
    forged = [FarActor(far, f"forged-{number}", key_pair(1)) for number in range(4)]
    with open_inbox(settings) as inbox:
        target = make_ours().uri
        statuses = [write(inbox, each, target, network=f"2001:db8:0:1::{n}") for n, each in enumerate(forged)]
        newcomer = write(inbox, ada, target)

    assert statuses == [401, 401, 401, 429]
    assert newcomer == 202


def test_signatures_that_are_anothers_count_against_who_sent_them(nearby, settings, far, monkeypatch):
    """The keys are there, and are fetched for them."""
    monkeypatch.setattr(keyring, "MOST_ASTRAY", 2)
    people = [far.actor(f"p{number}") for number in range(4)]
    forged = [FarActor(far, each.name, key_pair(9)) for each in people]
    with open_inbox(settings) as inbox:
        target = make_ours().uri
        statuses = [write(inbox, each, target) for each in forged[:3]]
        newcomer = write(inbox, people[3], target, network="198.51.100.1")

    assert statuses == [401, 401, 429]
    assert newcomer == 202


def test_many_newcomers_of_one_server_all_come_in(nearby, settings, far, monkeypatch):
    monkeypatch.setattr(keyring, "MOST_ASTRAY", 2)
    people = [far.actor(f"p{number}") for number in range(6)]
    with open_inbox(settings) as inbox, ThreadPoolExecutor(6) as threads:
        target = make_ours().uri
        statuses = list(threads.map(lambda actor: write(inbox, actor, target), people))

    assert statuses == [202] * 6


def test_a_key_that_could_not_be_had_is_not_asked_for_again_at_once(inbox, far):
    nobody, target = FarActor(far, "nobody", key_pair(0)), make_ours().uri

    statuses = [write(inbox, nobody, target) for _ in range(4)]

    assert statuses == [401] * 4
    assert [request.path for request in far.asked] == ["/users/nobody"]
    assert not Incoming.objects.exists()


def test_a_newcomer_who_writes_much_at_once_is_asked_for_once(inbox, far):
    ada, target = far.actor(), make_ours().uri

    with ThreadPoolExecutor(5) as threads:
        statuses = list(threads.map(lambda _number: write(inbox, ada, target), range(5)))

    assert set(statuses) <= {202, 401}  # those of one second are the same, sent again
    assert [request.path for request in far.asked].count("/users/ada") == 1


def test_a_server_that_keeps_silent_holds_up_itself_alone(nearby, settings, far, silent, monkeypatch):
    monkeypatch.setattr(keyring, "FETCH_SECONDS", 2.0)
    ada, slow = far.actor(), [FarActor(silent, f"slow-{number}", key_pair(1)) for number in range(12)]
    with open_inbox(settings) as inbox, ThreadPoolExecutor(12) as threads:
        target = make_ours().uri
        statuses = threads.map(lambda actor: write(inbox, actor, target), slow)
        time.sleep(1)
        started = time.monotonic()
        newcomer = write(inbox, ada, target, network="198.51.100.1")
        took = time.monotonic() - started
        assert list(statuses) == [401] * 12

    assert newcomer == 202
    assert took < 6  # six turns of the silent one's keys take twelve

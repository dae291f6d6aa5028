"""Posting through one pool of connections from any thread."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tabard.lib.net import BadAddress, Fetcher, NetError, Policy, Unreachable
from tabard.lib.switchboard import Switchboard
from tabard.lib.tests import inboxes
from tabard.lib.tests.tls import Certificates, make_certificates

TEXT = {"Content-Type": "text/plain"}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def peer(certificates):
    with inboxes.running(certificates) as running:
        yield running


@pytest.fixture
def line(certificates, peer):
    made = Switchboard(Policy("Tabard", allows_private=True, ca_file=str(certificates.authority), attempts=1))
    yield made
    made.close()


def post(line: Switchboard, url: str, body: bytes = b"hello"):
    return line.submit(partial(Fetcher.post, url=url, body=body, headers=TEXT)).result(20)


def test_what_is_posted_arrives_as_it_was(line, peer):
    reply = post(line, f"{peer.url}/inbox?a=%7Eb%2F", b"\x00\xff")

    assert reply.status == 202
    assert (peer.posted[0].path, peer.posted[0].body) == ("/inbox?a=%7Eb%2F", b"\x00\xff")
    assert peer.posted[0].headers["user-agent"] == "Tabard"


def test_many_threads_share_the_line(line, peer):
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda number: post(line, f"{peer.url}/{number}"), range(40)))

    assert {reply.status for reply in replies} == {202}
    assert len(set(peer.paths())) == 40


def test_a_server_says_how_long_it_wants_to_be_left_alone(line, peer):
    peer.answer = lambda posted: (429, {"Retry-After": "120"})

    assert post(line, peer.url).wait_seconds == 120


def test_a_redirect_is_not_followed(line, peer):
    peer.answer = lambda posted: (307, {"Location": f"{peer.url}/elsewhere"})

    assert post(line, f"{peer.url}/inbox").status == 307
    assert peer.paths() == ["/inbox"]


def test_an_authority_that_is_not_trusted_is_no_connection(peer):
    line = Switchboard(Policy("Tabard", allows_private=True))
    try:
        with pytest.raises(Unreachable):
            post(line, peer.url)
    finally:
        line.close()
    assert peer.posted == []


def test_private_addresses_are_not_dialled(certificates, peer):
    line = Switchboard(Policy("Tabard", ca_file=str(certificates.authority)))
    try:
        with pytest.raises(BadAddress):
            post(line, peer.url)
    finally:
        line.close()
    assert peer.posted == []


def test_what_is_no_address_is_refused(line):
    with pytest.raises(NetError):
        post(line, "ftp://127.0.0.1/inbox")


def test_a_line_that_was_closed_opens_again(line, peer):
    post(line, peer.url)
    line.close()

    assert post(line, peer.url).status == 202

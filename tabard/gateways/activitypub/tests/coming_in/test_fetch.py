"""Asking other servers, over real sockets."""

import gzip
import json
from datetime import timedelta

import pytest
from aiohttp import web

from tabard.gateways.activitypub import asking, fetch
from tabard.gateways.activitypub.actions.keys import key_of
from tabard.gateways.activitypub.asking import HostIsOut, NotReached, NotThere, NotUsable
from tabard.gateways.activitypub.models import Peer, PeerKey
from tabard.gateways.activitypub.receive.refusals import HostMismatch, NotAnActor, Refused
from tabard.gateways.activitypub.tests.coming_in.far_server import ACTIVITY
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, make_ours, say, seen
from tabard.lib.signatures import verify_request
from tabard.lib.signatures.keys import read_public_key
from tabard.voice.network.actions.actors import open_server_actor
from tabard.voice.network.actions.keeping_out import HostRule, block_host
from tabard.voice.network.models import Actor, Note

pytestmark = pytest.mark.django_db


def test_an_actor_is_fetched_once_with_its_keys(far):
    ada = far.actor()

    first, second = fetch.actor_at(ada.uri, now=NOW), fetch.actor_at(ada.uri, now=NOW + timedelta(hours=1))

    assert first == second
    assert (first.handle, first.inbox) == (f"ada@{far.host}", f"{ada.uri}/inbox")
    assert PeerKey.objects.get(actor=first).pem == ada.pair.public_pem
    assert [request.path for request in far.asked].count("/users/ada") == 1


def test_after_a_day_an_actor_is_asked_for_again(far):
    ada = far.actor()
    seen(ada)
    ada.more["name"] = "Ada Lovelace"

    assert fetch.actor_at(ada.uri, now=NOW + timedelta(days=2)).display_name == "Ada Lovelace"


def test_an_actor_that_we_know_is_good_enough_while_its_server_is_away(far):
    ada = far.actor()
    known = seen(ada)
    far.documents["/users/ada"] = web.Response(status=503)

    assert fetch.actor_at(ada.uri, now=NOW + timedelta(days=2)) == known


def test_requests_are_signed_by_the_servers_own_actor(far):
    ada = far.actor()

    fetch.actor_at(ada.uri, now=NOW)

    request = next(request for request in far.asked if request.path == "/users/ada")
    ours = key_of(open_server_actor(now=NOW), now=NOW)
    key = read_public_key(ours.public_pem)
    signed = verify_request("GET", ada.uri, list(request.headers.items()), b"", {ours.uri: key}.get, NOW)
    assert signed.key_id == ours.uri


def test_a_server_that_wants_the_newer_way_of_signing_gets_it_and_is_remembered(far):
    ada = far.actor()
    newer = web.Response(status=401)
    far.documents["/users/ada"] = lambda request: (
        web.json_response(ada.document(), content_type=ACTIVITY) if "Signature-Input" in request.headers else newer
    )

    fetch.actor_at(ada.uri, now=NOW)

    assert Peer.objects.get(host=far.host).knock == Peer.Knock.RFC9421


@pytest.mark.parametrize(
    ("content_type", "is_taken"),
    [
        ("application/activity+json", True),
        ("application/activity+json; charset=utf-8", True),
        ('application/ld+json; profile="https://www.w3.org/ns/activitystreams"', True),
        ("application/ld+json", False),
        ("application/json", False),
        ("text/html", False),
        ("text/plain", False),
    ],
)
def test_only_documents_of_the_right_type_count(far, content_type, is_taken):
    ada = far.actor()
    body = json.dumps(ada.document()).encode()
    far.documents["/users/ada"] = web.Response(body=body, headers={"Content-Type": content_type})

    if is_taken:
        assert fetch.actor_at(ada.uri, now=NOW).name == "ada"
    else:
        with pytest.raises(NotUsable):
            fetch.actor_at(ada.uri, now=NOW)


def test_a_document_that_says_to_be_of_another_server_is_refused(far, other):
    eve, ada = other.actor("eve"), far.actor()
    other.documents["/users/eve"] = ada.document()

    with pytest.raises(HostMismatch):
        fetch.actor_at(eve.uri, now=NOW)
    assert not Actor.objects.remote().exists()


def test_a_redirect_to_another_server_lends_no_name(far, other):
    ada, eve = far.actor(), other.actor("eve")
    far.documents["/users/ada"] = web.Response(status=302, headers={"Location": eve.uri})
    other.documents["/users/eve"] = ada.document()

    with pytest.raises(HostMismatch):
        fetch.actor_at(ada.uri, now=NOW)


def test_a_document_found_under_another_address_is_asked_for_under_its_own(far):
    ada, eve = far.actor(), far.actor("eve")
    far.documents["/files/fake.json"] = {**ada.document(), "publicKey": eve.document()["publicKey"], "name": "Fake"}

    assert asking.document_at(f"{far.base}/files/fake.json", now=NOW)["name"] == "Ada"


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ({"status": 404}, NotThere),
        ({"status": 410}, NotThere),
        ({"status": 500}, NotReached),
        ({"status": 429}, NotReached),
        ({"status": 403}, NotUsable),
        ({"body": b"[" * 100_000}, NotUsable),
        ({"body": b" " * 1_100_000}, NotUsable),
        ({"body": gzip.compress(b" " * 50_000_000), "headers": {"Content-Encoding": "gzip"}}, NotUsable),
        ({"body": b'{"id":"\xff"}'}, NotUsable),
        ({"body": b"{}"}, Refused),
    ],
    ids=["missing", "gone", "broken", "busy", "refused", "deep", "large", "gzip bomb", "no text", "no id"],
)
def test_what_fails_fails_with_a_name(far, answer, failure):
    far.documents["/notes/1"] = lambda _request: web.Response(content_type=ACTIVITY, **answer)

    with pytest.raises(failure):
        asking.document_at(f"{far.base}/notes/1", now=NOW)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "localhost"])
def test_no_way_of_writing_a_private_address_is_dialled(settings, host):
    settings.ALLOW_PRIVATE_ADDRESSES = False

    with pytest.raises(NotUsable):
        asking.document_at(f"https://{host}/users/ada", now=NOW)


def test_a_suspended_server_is_asked_for_nothing(far):
    ada = far.actor()
    block_host(HostRule(host=far.host), by=None, now=NOW)

    with pytest.raises(HostIsOut):
        fetch.actor_at(ada.uri, now=NOW)
    assert far.asked == []


# -- keys --------------------------------------------------------------------------------------------------------------


def test_a_key_is_found_by_its_id_and_kept(far):
    ada = far.actor()

    first = fetch.key_named(ada.key.id, now=NOW)
    asked = len(far.asked)
    again = fetch.key_named(ada.key.id, now=NOW)

    assert (first, first.actor.uri) == (again, ada.uri)
    assert len(far.asked) == asked


def test_a_key_with_an_address_of_its_own_leads_to_its_owner(far):
    ada = far.actor()
    key = {"id": f"{ada.uri}/main-key", "owner": ada.uri, "publicKeyPem": ada.pair.public_pem}
    ada.more["publicKey"] = key
    far.documents["/users/ada/main-key"] = {"type": "Key", **key}

    assert fetch.key_named(f"{ada.uri}/main-key", now=NOW).actor.uri == ada.uri


def test_a_key_that_its_owner_does_not_name_is_none(far):
    ada, eve = far.actor(), far.actor("eve")
    far.documents["/keys/1"] = {"id": f"{far.base}/keys/1", "owner": ada.uri, "publicKeyPem": eve.pair.public_pem}

    with pytest.raises(NotThere):
        fetch.key_named(f"{far.base}/keys/1", now=NOW)


def test_a_key_that_was_changed_is_fetched_anew(far):
    ada, eve = far.actor(), far.actor("eve")
    fetch.key_named(ada.key.id, now=NOW)
    ada.pair = eve.pair

    assert fetch.key_named(ada.key.id, now=NOW, fresh_since=NOW + timedelta(seconds=1)).pem == eve.pair.public_pem


# -- handles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["@ada@{host}", "ada@{host}", "{uri}"])
def test_somebody_is_found_by_handle_and_by_address(far, typed):
    ada = far.actor()

    found = fetch.look_up(typed.format(host=far.host, uri=ada.uri), now=NOW)

    assert isinstance(found, Actor)
    assert found.uri == ada.uri


def test_a_handle_at_another_host_counts_where_both_servers_say_so(far, other):
    """As where example.org names its people, and social.example.org serves them."""
    ada = far.actor()
    link = {"rel": "self", "type": ACTIVITY, "href": ada.uri}
    card = {"subject": f"acct:ada@{other.host}", "links": [link]}
    answer = lambda _request: web.json_response(card, content_type="application/jrd+json")  # noqa: E731
    far.documents["/.well-known/webfinger"] = other.documents["/.well-known/webfinger"] = answer

    assert fetch.actor_by_handle("ada", other.host, now=NOW).handle == f"ada@{other.host}"


def test_a_handle_at_another_host_that_knows_nothing_of_it_does_not_count(far, other):
    ada = far.actor()
    link = {"rel": "self", "type": ACTIVITY, "href": ada.uri}
    card = {"subject": f"acct:ada@{other.host}", "links": [link]}
    far.documents["/.well-known/webfinger"] = lambda _request: web.json_response(card)

    assert seen(ada).handle == f"ada@{far.host}"


def test_a_handle_that_leads_to_somebody_elses_actor_finds_nobody(far, other):
    ada = far.actor()
    link = {"rel": "self", "type": ACTIVITY, "href": ada.uri}
    card = {"subject": f"acct:president@{other.host}", "links": [link]}
    other.documents["/.well-known/webfinger"] = lambda _request: web.json_response(card)

    assert fetch.look_up(f"@president@{other.host}", now=NOW) is None


def test_one_of_ours_is_found_without_asking_anybody(nearby):
    ours = make_ours()

    assert fetch.look_up(ours.uri, now=NOW) == ours
    assert fetch.look_up(f"@{ours.name}@127.0.0.1:8000", now=NOW) == ours
    assert fetch.look_up("@nobody@127.0.0.1:8000", now=NOW) is None


@pytest.mark.parametrize("typed", ["", "hello", "@x@127.0.0.1:1", "http://127.0.0.1:1/x", "javascript:x", "@" * 5000])
def test_what_cannot_be_found_is_none(nearby, typed):
    assert fetch.look_up(typed, now=NOW) is None


# -- notes -------------------------------------------------------------------------------------------------------------


def test_a_note_is_found_by_its_address_with_its_author(far):
    document = far.actor().note("<p>Hello</p>")

    found = fetch.look_up(document["id"], now=NOW)

    assert isinstance(found, Note)
    assert (found.html, found.actor.name) == ("<p>Hello</p>", "ada")


def test_a_page_leads_to_its_note(far):
    document = far.actor().note("<p>Hello</p>")
    far.documents["/@ada/1"] = document

    assert fetch.look_up(f"{far.base}/@ada/1", now=NOW).uri == document["id"]


def test_what_an_answer_answers_is_fetched_some_steps_up(far):
    ada = far.actor()
    notes = [ada.note("<p>0</p>")]
    for number in range(1, 9):
        notes.append(ada.note(f"<p>{number}</p>", inReplyTo=notes[-1]["id"]))

    fetch.take_thread_above(notes[-1]["id"], now=NOW)

    held = Note.objects.order_by("published_at", "pk")
    assert {note.html for note in held} == {f"<p>{number}</p>" for number in range(4, 9)}
    assert held.get(html="<p>8</p>").reply_to.html == "<p>7</p>"


def test_a_thread_that_answers_itself_ends(far):
    ada = far.actor()
    first = ada.note("<p>1</p>")
    second = ada.note("<p>2</p>", inReplyTo=first["id"])
    first["inReplyTo"] = second["id"]

    fetch.take_thread_above(second["id"], now=NOW)

    assert Note.objects.count() == 2


def test_nobody_takes_the_handle_of_another(far):
    ada, eve = far.actor(), far.actor("eve", preferredUsername="ADA")
    seen(ada)

    with pytest.raises(NotAnActor):
        seen(eve)


def test_ours_are_never_fetched(nearby):
    note = say(make_ours())

    assert fetch.note_at(note.uri, now=NOW) == note
    assert fetch.note_at("http://127.0.0.1:8000/@nobody/1/", now=NOW) is None


# -- pages for people --------------------------------------------------------------------------------------------------


def test_nobody_is_found_by_the_page_of_somebody_else(far, other):
    ada = far.actor(url=f"{far.base}/@ada")
    eve = other.actor("eve", url=f"{far.base}/@ada")
    posing = eve.note("<p>Pay here</p>", url=f"{far.base}/@ada")

    assert seen(eve).url == ""
    assert fetch.look_up(posing["id"], now=NOW).url == ""

    far.documents["/@ada"] = ada.document()
    assert fetch.look_up(f"{far.base}/@ada", now=NOW).uri == ada.uri


def test_a_page_at_the_host_of_the_handle_is_kept(far, other):
    ada = far.actor(url=f"{other.base}/@ada")
    link = {"rel": "self", "type": ACTIVITY, "href": ada.uri}
    card = {"subject": f"acct:ada@{other.host}", "links": [link]}
    answer = lambda _request: web.json_response(card, content_type="application/jrd+json")  # noqa: E731
    far.documents["/.well-known/webfinger"] = other.documents["/.well-known/webfinger"] = answer

    assert seen(ada).url == f"{other.base}/@ada"


@pytest.mark.parametrize("make", ["actor", "note"])
def test_an_id_comes_before_the_page_of_another_who_names_it(far, make):
    """Both on one server, whose people choose their own pages."""
    ada = far.actor()
    note = ada.note("<p>Hello</p>")
    wanted = ada.uri if make == "actor" else note["id"]
    fetch.look_up(note["id"], now=NOW)
    eve = far.actor("eve", url=wanted)
    seen(eve)
    fetch.look_up(eve.note("<p>Pay here</p>", url=wanted)["id"], now=NOW)

    assert fetch.look_up(wanted, now=NOW).uri == wanted
    assert fetch.held_at(wanted).uri == wanted


def test_nobody_is_found_under_an_address_of_ours(nearby):
    ours = say(make_ours())
    eve = Actor.objects.create(
        uri="https://evil.example/eve", name="eve", host="evil.example", kind="Person", created_at=NOW
    )
    Actor.objects.filter(pk=eve.pk).update(url=f"{ours.uri}more/")

    assert fetch.look_up(f"{ours.uri}more/", now=NOW) is None

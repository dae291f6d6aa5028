"""Others ask to quote us, and are answered (FEP-044f)."""

import pytest
from django.test import Client
from django.utils import timezone

from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, make_ours, receive, say, seen
from tabard.plant.changes.work import work_off
from tabard.plant.delivery.models import Delivery
from tabard.voice.network.actions.keeping_out import block_actor, undo_block
from tabard.voice.network.actions.notes import delete_note
from tabard.voice.network.models import Note

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(nearby):
    return say(make_ours())


@pytest.fixture
def ada(far):
    return far.actor()


def ask(ada, said, quoting):
    request = ada.activity("QuoteRequest", said.uri, instrument=quoting)
    receive(request, ada)
    return request


def answered():
    return Delivery.objects.get(channel="activitypub")


def read(uri):
    return Client().get(uri.removeprefix("http://127.0.0.1:8000"), headers={"Accept": "application/activity+json"})


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "by its id"])
def test_whoever_asks_gets_a_stamp_that_everybody_can_read(said, ada, whole):
    quoting = ada.note(quote=said.uri)

    request = ask(ada, said, quoting if whole else quoting["id"])

    answer = answered()
    activity = answer.payload["activity"]
    assert (activity["type"], activity["object"]["id"]) == ("Accept", request["id"])
    assert answer.remaining == [f"{ada.uri}/inbox"]
    stamp = read(activity["result"]).json()
    assert (stamp["type"], stamp["attributedTo"]) == ("QuoteAuthorization", said.actor.uri)
    assert (stamp["interactingObject"], stamp["interactionTarget"]) == (quoting["id"], said.uri)


def test_asked_twice_it_is_answered_once(said, ada):
    request = ask(ada, said, ada.note()["id"])

    receive(request, ada)

    assert answered().payload["activity"]["type"] == "Accept"


def test_who_is_blocked_may_not_quote(said, ada):
    block_actor(actor=said.actor, target=seen(ada), now=NOW)

    ask(ada, said, ada.note()["id"])

    assert answered().payload["activity"]["type"] == "Reject"


def test_nobody_asks_for_a_note_of_another_server(said, ada, other):
    with pytest.raises(HostMismatch):
        ask(ada, said, other.actor("eve").note()["id"])


def test_a_stamp_that_we_did_not_give_is_not_there(said, ada):
    ask(ada, said, ada.note()["id"])
    given = answered().payload["activity"]["result"]

    assert read(given[:-1] + ("0" if given[-1] != "0" else "1")).status_code == 404
    assert read(f"{said.uri}quotes/x.y").status_code == 404


def test_a_stamp_goes_with_what_it_lets_quote(said, ada):
    ask(ada, said, ada.note()["id"])
    given = answered().payload["activity"]["result"]

    delete_note(note=said, now=NOW)

    assert read(given).status_code == 404


# -- taken back --------------------------------------------------------------------------------------------------------


def test_whoever_is_blocked_later_may_quote_no_longer(said, ada):
    quoting = ada.note(quote=said.uri)["id"]
    request = ask(ada, said, quoting)
    given = answered().payload["activity"]["result"]
    assert read(given).status_code == 200

    block_actor(actor=said.actor, target=seen(ada), now=NOW)
    work_off(now=timezone.now)

    assert read(given).status_code == 404
    gone = Delivery.objects.get(payload__activity__type="Delete")
    assert gone.payload["activity"]["actor"] == said.actor.uri
    assert gone.payload["activity"]["object"]["id"] == given
    assert gone.payload["activity"]["object"]["type"] == "QuoteAuthorization"
    assert f"{ada.uri}/inbox" in gone.remaining
    undo_block(actor=said.actor, target=seen(ada))
    receive({**request, "id": f"{request['id']}/again"}, ada)
    assert Delivery.objects.filter(payload__activity__type="Reject").count() == 1


def test_another_quote_of_one_who_was_blocked_by_somebody_else_stands(said, ada):
    ask(ada, said, ada.note(quote=said.uri)["id"])
    given = answered().payload["activity"]["result"]

    block_actor(actor=make_ours("Hillside"), target=seen(ada), now=NOW)
    work_off(now=timezone.now)

    assert read(given).status_code == 200


def test_what_quotes_us_is_kept_and_tied_to_what_it_quotes(said, ada):
    quoting = ada.note(quote=said.uri)

    receive(ada.activity("Create", quoting), ada)

    assert Note.objects.get(uri=quoting["id"]).quotes == said


def test_what_quotes_somebody_else_is_not_kept(said, ada, other):
    quoting = ada.note(quote=other.actor("eve").note()["id"])

    receive(ada.activity("Create", quoting), ada)

    assert not Note.objects.filter(uri=quoting["id"]).exists()

"""What others do as actors: change, move, go, block and report."""

from datetime import timedelta

import pytest

from tabard.gateways.activitypub.receive.refusals import HostMismatch
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, follow, make_ours, receive, say, seen
from tabard.voice.network.actions.keeping_out import HostRule, block_host
from tabard.voice.network.models import Actor, Block, Following, Note, Report

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def ours(nearby):
    return make_ours()


@pytest.fixture
def ada(far):
    return far.actor()


def test_a_profile_is_changed(ours, ada):
    seen(ada)

    receive(ada.activity("Update", {**ada.document(), "name": "Ada Lovelace"}), ada)

    assert Actor.objects.get(uri=ada.uri).display_name == "Ada Lovelace"


def test_one_who_is_gone_is_forgotten_with_all_that_they_said(ours, ada):
    follow(ours, ada)
    receive(ada.activity("Create", ada.note()), ada)
    receive(ada.activity("Follow", ours.uri), ada)

    receive(ada.activity("Delete", ada.uri), ada)

    gone = Actor.objects.get(uri=ada.uri)
    assert (gone.gone_at, gone.display_name) == (NOW, "")
    assert not Note.objects.exists()
    assert not Following.objects.exists()


def test_whoever_follows_one_who_moves_follows_the_new_one(ours, ada, other):
    follow(ours, ada)
    new = other.actor("ada", alsoKnownAs=[ada.uri])

    receive(ada.activity("Move", ada.uri, target=new.uri), ada)

    assert Following.objects.get().target.uri == new.uri


def test_nobody_moves_to_one_who_does_not_know_them(ours, ada, other):
    follow(ours, ada)
    eve = other.actor("eve")

    receive(ada.activity("Move", ada.uri, target=eve.uri), ada)

    assert Following.objects.get().target.uri == ada.uri


def test_nobody_moves_another(ours, ada, other):
    follow(ours, ada)
    eve = ada.server.actor("eve", alsoKnownAs=[ada.uri])

    with pytest.raises(HostMismatch):
        receive(eve.activity("Move", ada.uri, target=eve.uri), eve)


def test_one_who_blocks_us_follows_us_no_more(ours, ada):
    receive(ada.activity("Follow", ours.uri), ada)
    block = ada.activity("Block", ours.uri)

    receive(block, ada)
    assert Block.objects.get().target == ours
    assert not Following.objects.exists()

    receive(ada.activity("Undo", block), ada)
    assert not Block.objects.exists()


def test_a_report_about_ours_is_kept_once(ours, ada):
    note = say(ours)
    report = ada.activity("Flag", [ours.uri, note.uri], content="<b>Rude</b>")

    receive(report, ada)
    receive(report, ada)

    kept = Report.objects.get()
    assert (kept.about, kept.words, list(kept.notes.all())) == (ours, "Rude", [note])


@pytest.mark.parametrize("port", [True, False], ids=["with its port", "by its name"])
def test_reports_of_a_server_that_may_make_none_are_dropped(ours, ada, port):
    host = ada.server.host if port else ada.server.host.partition(":")[0]
    block_host(HostRule(host=host, severity="silence", reject_reports=True), by=None, now=NOW)

    receive(ada.activity("Flag", ours.uri), ada)

    assert not Report.objects.exists()


def test_an_activity_with_the_id_of_another_server_is_refused(ours, ada):
    with pytest.raises(HostMismatch):
        receive({**ada.activity("Follow", ours.uri), "id": "http://other.example/1"}, ada)


def test_an_activity_of_no_meaning_here_does_nothing(ours, ada):
    receive(ada.activity("Listen", ours.uri), ada)

"""To whose inbox something comes: to nobody's, and to that of somebody who is gone."""

import pytest

from tabard.gateways.activitypub.models import Incoming
from tabard.gateways.activitypub.tests.coming_in.far_server import ACTIVITY, send
from tabard.gateways.activitypub.tests.coming_in.makers import NOW, make_ours
from tabard.people.teams.tests.makers import make_team
from tabard.voice.network.models import Actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wish(far, inbox):
    return far.actor().activity("Follow", make_ours().uri)


@pytest.mark.parametrize("name", ["nobody", "server", "a", "%40x", "%00", "x" * 100])
def test_an_inbox_of_nobody_is_not_there(far, inbox, wish, name):
    address = inbox.replace("/inbox", f"/@{name}/inbox")

    assert far.actor().post(address, wish) == 404
    assert send(address, b"{}", {"Content-Type": ACTIVITY}) == 404
    assert not Incoming.objects.exists()


def test_the_inbox_of_one_who_is_gone_is_gone(far, inbox, wish):
    gone = make_ours("Old town")
    Actor.objects.filter(pk=gone.pk).update(gone_at=NOW)

    assert far.actor().post(inbox.replace("/inbox", f"/@{gone.name}/inbox"), wish) == 410
    assert not Incoming.objects.exists()


def test_the_inbox_of_a_team_that_nobody_asked_for_yet_is_open(far, inbox, wish):
    team = make_team("Quarry", handle="quarry")

    assert far.actor().post(inbox.replace("/inbox", "/@Quarry/inbox"), wish) == 202
    assert not Actor.objects.filter(team=team).exists()


def test_who_sends_much_to_nobody_hears_that_there_is_nobody(inbox):
    address = inbox.replace("/inbox", "/@nobody/inbox")

    assert send(address, b"a" * 900_000, {"Content-Type": ACTIVITY}) == 404

"""An officer leaves: whoever follows them at other servers is asked to follow their successor, or the team."""

import json

import pytest
from django.utils import timezone

from tabard.gateways.activitypub.tests.makers import AS2, actor_of, make_follower, make_officer, make_team
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Officer, Team
from tabard.plant.changes import work as consequences
from tabard.plant.delivery import work as ledger
from tabard.voice.network.actions import follows
from tabard.voice.network.models import Following

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def alice(team, peer) -> Officer:
    """With a follower at the peer."""
    alice = make_officer("Alice Archer", team=team)
    make_follower(actor_of(alice), host=peer.host)
    work_all()
    peer.posted.clear()
    return alice


def work_all() -> None:
    consequences.work_off(now=timezone.now)
    ledger.work_off(now=timezone.now)


def moves(peer) -> list[dict]:
    told = [json.loads(one.body) for one in peer.posted]
    return [one for one in told if one["type"] == "Move"]


def test_the_preview_counts_the_followers_elsewhere(team, alice):
    shown = teams.preview_hand_over(officer=alice, to=team, now=timezone.now())

    assert [(one.what, one.count) for one in shown if "fediverse" in one.what] == [("follower in the fediverse", 1)]


def test_followers_are_asked_to_follow_the_team(team, alice, peer, client):
    teams.hand_over(officer=alice, to=team, now=timezone.now())
    work_all()

    (moved,) = moves(peer)
    leaver, heir = actor_of(alice), actor_of(team)
    assert (moved["actor"], moved["object"], moved["target"]) == (leaver.uri, leaver.uri, heir.uri)
    assert client.get("/@riverside/", HTTP_ACCEPT=AS2).json()["alsoKnownAs"] == [leaver.uri]
    assert client.get(f"/@{leaver.name}/", HTTP_ACCEPT=AS2).json()["movedTo"] == heir.uri


def test_followers_are_asked_to_follow_the_successor(team, alice, peer):
    bob = make_officer("Bob Baker", team=team)

    teams.hand_over(officer=alice, to=bob, now=timezone.now())
    work_all()

    assert [one["target"] for one in moves(peer)] == [actor_of(bob).uri]


def test_our_own_who_followed_follow_on(team, alice):
    hillside = actor_of(make_team("Hillside", handle="hillside"))
    follows.ask_to_follow(follower=hillside, target=actor_of(alice), now=timezone.now())

    teams.hand_over(officer=alice, to=team, now=timezone.now())

    assert [follow.target for follow in Following.objects.filter(follower=hillside)] == [actor_of(team)]


def test_two_who_leave_to_the_same_team_are_both_known_by_it(team, alice):
    bob = make_officer("Bob Baker", team=team)

    for leaver in (alice, bob):
        teams.hand_over(officer=leaver, to=team, now=timezone.now())

    assert actor_of(team).also_known_as == [actor_of(alice).uri, actor_of(bob).uri]


def test_who_comes_back_is_themselves_again(team, alice, peer, client):
    teams.hand_over(officer=alice, to=team, now=timezone.now())
    work_all()
    peer.posted.clear()

    teams.post_officer(officer=alice, team=make_team("Hillside"), now=timezone.now())
    work_all()

    profile = client.get(f"/@{alice.handle.name}/", HTTP_ACCEPT=AS2).json()
    assert "movedTo" not in profile
    assert [json.loads(one.body)["type"] for one in peer.posted] == ["Update"]

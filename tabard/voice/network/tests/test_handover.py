"""An officer who leaves, and those in the fediverse who followed them."""

from datetime import timedelta

import pytest

from tabard.people.teams import actions as teams
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.changes.models import RecordedChange
from tabard.voice.network import jobs
from tabard.voice.network.actions.keeping_out import block_actor
from tabard.voice.network.models import Actor, Following
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_follow

pytestmark = pytest.mark.django_db


def test_the_preview_counts_followers_in_the_fediverse():
    team = make_team()
    officer = make_officer(team=team)
    make_follow(make_far_actor(), make_actor(officer))

    lines = teams.preview_hand_over(officer=officer, to=team, now=TEN)

    assert ("follower in the fediverse", 1) in [(line.what, line.count) for line in lines]


def test_followers_elsewhere_are_asked_to_follow_the_team():
    team = make_team()
    officer = make_officer(team=team)
    leaver, heir = make_actor(officer), make_actor(team)

    teams.hand_over(officer=officer, to=team, now=TEN)

    leaver.refresh_from_db()
    heir.refresh_from_db()
    assert (leaver.moved_to, heir.also_known_as) == (heir, [leaver.uri])
    assert RecordedChange.objects.filter(name__endswith="ActorMoved").count() == 1


def test_followers_here_follow_the_successor_at_once():
    team = make_team()
    officer, successor, colleague = (
        make_officer(team=team),
        make_officer("Ben", team=team),
        make_officer("Cy", team=team),
    )
    make_follow(make_actor(colleague), make_actor(officer), now=NINE)

    teams.hand_over(officer=officer, to=successor, now=TEN)

    followed = Actor.objects.followed_by(make_actor(colleague))
    assert list(followed) == [make_actor(successor)]
    assert not Following.objects.of(make_actor(officer)).exists()


def test_a_follower_whom_the_heir_has_blocked_does_not_hold_up_the_hand_over():
    team = make_team()
    officer, colleague = make_officer(team=team), make_actor(make_officer("Cy", team=team))
    make_follow(colleague, make_actor(officer))
    block_actor(actor=make_actor(team), target=colleague, now=NINE)

    teams.hand_over(officer=officer, to=team, now=TEN)

    assert not Actor.objects.followed_by(colleague).exists()


def test_an_officer_who_comes_back_is_themselves_again_from_the_day_on_which_they_serve():
    team = make_team()
    officer = make_officer(team=team)
    actor = make_actor(officer)
    teams.hand_over(officer=officer, to=team, now=TEN)
    monday = TEN + timedelta(days=7)
    teams.post_officer(officer=officer, team=team, now=TEN, active_from=monday)

    jobs.take_back_officers(monday - timedelta(minutes=1))
    actor.refresh_from_db()
    assert actor.moved_to is not None
    for _ in range(2):
        jobs.take_back_officers(monday)

    actor.refresh_from_db()
    assert actor.moved_to is None
    assert RecordedChange.objects.filter(name="network.ActorChanged", payload__actor_id=actor.pk).count() == 2


def test_an_officer_who_has_left_stays_away():
    team = make_team()
    officer = make_officer(team=team)
    actor = make_actor(officer)
    teams.hand_over(officer=officer, to=team, now=TEN)

    jobs.take_back_officers(TEN + timedelta(days=30))

    actor.refresh_from_db()
    assert actor.moved_to is not None

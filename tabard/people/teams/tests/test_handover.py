"""Handing over: shown first, then done whole or not at all."""

import pytest

from tabard.people.teams import actions
from tabard.people.teams.handover import Heir, Holding
from tabard.people.teams.models import Posting
from tabard.people.teams.tests import wiring
from tabard.people.teams.tests.makers import NINE, TEN, make_force, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.WIRING = wiring.__name__
    wiring.keys.clear()
    wiring.written.clear()


def test_a_preview_lists_what_would_pass_on_and_changes_nothing():
    team = make_team()
    alice = make_officer("Alice Archer", team=team)
    wiring.keys[alice.pk] = 3

    shown = actions.preview_hand_over(officer=alice, to=team, now=TEN)

    assert shown == [Holding("keys", 3)]
    assert wiring.keys == {alice.pk: 3}
    assert Posting.objects.held_at(TEN).count() == 1


def test_who_holds_nothing_reads_so_in_the_preview():
    team = make_team()

    shown = actions.preview_hand_over(officer=make_officer(team=team), to=team, now=TEN)

    assert shown == [Holding("keys", 0)]


def test_postings_end_and_what_was_held_passes_to_a_colleague():
    riverside, hill = make_team("Riverside"), make_team("Hill")
    alice, bob = make_officer("Alice Archer", team=riverside), make_officer("Bob Barker", team=hill)
    actions.post_officer(officer=alice, team=hill, now=NINE)
    wiring.keys[alice.pk] = 3

    actions.hand_over(officer=alice, to=bob, now=TEN)

    assert wiring.keys == {Heir(officer_id=bob.pk): 3}
    assert [posting.officer for posting in Posting.objects.held_at(TEN)] == [bob]
    change = RecordedChange.objects.get(name="teams.OfficerHandedOver")
    assert change.payload == {"officer_id": alice.pk, "to_officer_id": bob.pk, "to_team_id": 0}
    assert AuditEntry.objects.get(act="teams.handed_over").detail == {"passed_on": 3}


def test_what_was_held_passes_to_the_team():
    team = make_team()
    alice = make_officer(team=team)
    wiring.keys[alice.pk] = 2

    actions.hand_over(officer=alice, to=team, now=TEN)

    assert wiring.keys == {Heir(team_id=team.pk): 2}


def test_the_audit_chain_is_taken_last_so_that_nobody_who_holds_a_row_waits_for_a_hand_over_that_waits_for_them():
    team = make_team()
    alice = make_officer(team=team)

    actions.hand_over(officer=alice, to=team, now=TEN)

    assert not {"teams.posting_ended", "teams.handed_over"} & set(wiring.written)
    acts = list(AuditEntry.objects.in_order().values_list("act", flat=True))
    assert acts[-2:] == ["teams.posting_ended", "teams.handed_over"]


def test_a_hand_over_that_fails_half_way_ends_no_posting():
    team = make_team()
    alice = make_officer(team=team)
    wiring.keys[alice.pk] = 10

    with pytest.raises(RuntimeError):
        actions.hand_over(officer=alice, to=team, now=TEN)

    assert Posting.objects.held_at(TEN).count() == 1
    assert not RecordedChange.objects.filter(name="teams.OfficerHandedOver").exists()


def test_an_heir_serves_in_the_same_force_and_is_somebody_else():
    team, far = make_team(), make_team("Far", force=make_force("elsewhere"))
    alice, idle = make_officer("Alice Archer", team=team), make_officer("Ida Idle")

    for nobody in (alice, idle):
        with pytest.raises(actions.HeirNotServing):
            actions.hand_over(officer=alice, to=nobody, now=TEN)
    for stranger in (far, make_officer("Fay Far", team=far)):
        with pytest.raises(actions.WrongForce):
            actions.preview_hand_over(officer=alice, to=stranger, now=TEN)


@pytest.mark.parametrize("ids", [{}, {"officer_id": 1, "team_id": 2}])
def test_an_heir_is_one_officer_or_one_team(ids):
    with pytest.raises(ValueError, match="one officer or one team"):
        Heir(**ids)

"""Founding teams, posting officers, handing over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tabard.people.teams import access, actions
from tabard.people.teams.models import Handle, Officer, Posting, Team
from tabard.people.teams.tests.makers import (
    NINE,
    TEN,
    make_force,
    make_neighbourhood,
    make_officer,
    make_posting,
    make_team,
    make_user,
)
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db
ALICE, BOB = "Alice Archer", "Bob Barker"


def recorded() -> list[str]:
    return list(RecordedChange.objects.order_by("pk").values_list("name", flat=True))


def test_a_team_covers_its_neighbourhoods_under_its_handle():
    town = make_neighbourhood("Riverside")

    team = actions.found_team(force=town.force, name="Riverside", neighbourhoods=[town], handle="@Riverside", now=NINE)

    assert list(Team.objects.covering(town)) == [team]
    assert team.handle_name == "riverside"
    assert recorded() == ["teams.TeamFounded"]


def test_a_neighbourhood_has_one_team():
    town = make_neighbourhood()
    actions.found_team(force=town.force, name="First", neighbourhoods=[town], handle="first", now=NINE)

    with pytest.raises(actions.NeighbourhoodHasTeam):
        actions.found_team(force=town.force, name="Second", neighbourhoods=[town], handle="second", now=NINE)

    assert Team.objects.count() == 1


def test_a_team_looks_after_its_own_force_only():
    elsewhere = make_neighbourhood(force=make_force("elsewhere"))

    with pytest.raises(actions.WrongForce):
        actions.found_team(force=make_force(), name="Far", neighbourhoods=[elsewhere], handle="far", now=NINE)


def test_every_neighbourhood_of_a_new_force_gets_a_team_once():
    towns = [make_neighbourhood(name) for name in ("Riverside", "Riverside", "Hill Top")]
    retired = make_neighbourhood("Old Town")
    retired.retired_at = NINE
    retired.save()

    founded = actions.found_missing_teams(force=make_force(), now=NINE)
    again = actions.found_missing_teams(force=make_force(), now=NINE)

    assert {team.covers.get().neighbourhood for team in founded} == set(towns)
    assert len({team.handle_name for team in founded}) == 3
    assert again == []


def test_a_handle_in_any_case_belongs_to_one_for_ever():
    make_team(handle="riverside")

    with pytest.raises(actions.HandleTaken):
        make_team("Other", handle="RIVERSIDE")
    with pytest.raises(ProtectedError):
        Team.objects.get(handle__name="riverside").delete()

    assert Handle.objects.named("@RiverSide").count() == 1


def test_the_database_keeps_handles_in_lower_case():
    handle = make_team().handle

    with pytest.raises(IntegrityError), transaction.atomic():
        Handle.objects.filter(pk=handle.pk).update(name="Riverside")


def test_a_handle_made_for_an_officer_gives_no_name_away_since_it_stays_when_the_name_goes():
    officer = actions.add_officer(force=make_force(), name=ALICE, number="4711", rank="PCSO", now=NINE)

    assert officer.handle_name == "pcso_4711"


def test_a_collar_number_is_one_officers():
    first = make_officer(ALICE)

    with pytest.raises(actions.NumberTaken):
        actions.add_officer(force=first.force, name=BOB, number=first.number, rank="PC", now=NINE)


def test_an_officer_is_on_the_team_from_posting_until_its_end():
    team = make_team()
    alice = make_officer(ALICE, team=team, now=NINE)

    actions.end_posting(posting=alice.postings.get(), now=TEN)

    assert list(Officer.objects.posted_to(team, at=NINE)) == [alice]
    assert list(Officer.objects.posted_to(team, at=NINE - timedelta(seconds=1))) == []
    assert list(Officer.objects.posted_to(team, at=TEN)) == []
    assert recorded()[-2:] == ["teams.OfficerPosted", "teams.PostingEnded"]


def test_a_posting_ends_once():
    posting = make_posting(make_officer(), make_team())
    actions.end_posting(posting=posting, now=TEN)

    with pytest.raises(actions.PostingAlreadyEnded):
        actions.end_posting(posting=posting, now=TEN + timedelta(hours=1))


def test_a_posting_called_off_before_it_began_was_never_held():
    team, alice = make_team(), make_officer(ALICE)
    later = TEN + timedelta(days=3)
    posting = actions.post_officer(officer=alice, team=team, active_from=later, now=NINE)

    actions.end_posting(posting=posting, now=TEN)

    assert not Posting.objects.held_at(later).exists()


def test_an_officer_is_posted_to_a_team_once_at_a_time():
    team = make_team()
    alice = make_officer(ALICE, team=team)

    with pytest.raises(actions.AlreadyPosted):
        make_posting(alice, team)
    actions.end_posting(posting=alice.postings.get(), now=TEN)
    make_posting(alice, team, now=TEN + timedelta(days=1))

    assert alice.postings.count() == 2


def test_a_posting_ended_by_mistake_goes_on_from_its_first_day_when_made_good_within_a_day():
    team = make_team()
    alice = actions.post_officer(officer=make_officer(ALICE), team=team, role="Ward officer", now=NINE).officer
    actions.end_posting(posting=alice.postings.get(), now=TEN)

    make_posting(alice, team, now=TEN + timedelta(hours=23))

    posting = alice.postings.get()
    assert (posting.active_from, posting.active_to, posting.role) == (NINE, None, "Ward officer")
    assert recorded()[-1] == "teams.OfficerPosted"


def test_only_those_posted_speak_for_a_team():
    riverside, hill = make_team("Riverside"), make_team("Hill")
    alice, bob, charlie = make_user(ALICE), make_user(BOB), make_user("Charlie Cook")
    make_officer(ALICE, user=alice, team=riverside)
    make_officer(BOB, user=bob, team=hill)

    assert list(access.teams_of(bob, NINE)) == [hill]
    assert list(access.teams_of(alice, NINE)) == [riverside]
    assert list(access.teams_of(charlie, NINE)) == []


def test_whose_posting_ended_is_refused_at_once():
    team, alice = make_team(), make_user(ALICE)
    officer = make_officer(ALICE, user=alice, team=team)

    actions.end_posting(posting=officer.postings.get(), now=TEN)

    assert list(access.teams_of(alice, TEN)) == []


def test_whose_account_is_shut_speaks_for_no_team():
    team, alice = make_team(), make_user(ALICE)
    make_officer(ALICE, user=alice, team=team)
    alice.is_active = False
    alice.save()

    assert not access.teams_of(alice, NINE).exists()


def test_faces_of_all_teams_come_in_two_queries(django_assert_num_queries):
    for name in ("Riverside", "Hill", "Harbour"):
        team = make_team(name)
        for officer in (ALICE, BOB):
            make_officer(officer, team=team)

    with django_assert_num_queries(2):
        shown = [
            (team.handle_name, [(posting.officer.handle_name, posting.officer.picture) for posting in team.faces])
            for team in Team.objects.with_faces(NINE).by_name()
        ]

    assert [len(faces) for _, faces in shown] == [2, 2, 2]


def test_only_handles_that_exist_are_found_in_texts_and_nobody_is_asked_about_none(django_assert_num_queries):
    make_team(handle="riverside")

    with django_assert_num_queries(1):
        assert Handle.objects.mentioned_in(["Ask @Riverside", "or @nobody, or @riverside"]) == {"riverside"}
    with django_assert_num_queries(0):
        assert Handle.objects.mentioned_in(["Ask us"]) == frozenset()

"""How tokens end with what they stand on: a posting, an account, a time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from tabard.gateways.mastodon_api.actions.apps import forget_unused
from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.gateways.mastodon_api.tests.makers import make_app, make_phone
from tabard.people.accounts.actions import deactivate_user
from tabard.people.accounts.tests.makers import deliver
from tabard.people.teams.actions import end_posting, post_officer
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import make_team
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
HOME = "/api/v1/timelines/home"


@pytest.mark.parametrize("as_team", [False, True])
def test_a_token_is_dead_as_soon_as_the_posting_has_ended(as_team):
    phone = make_phone(as_team=as_team)
    assert phone.get(HOME).status_code == 200

    end_posting(posting=Posting.objects.get(officer=phone.officer), now=timezone.now())

    answer = phone.get(HOME)
    assert answer.status_code == 401
    assert answer.json() == {"error": "The access token is invalid"}


@pytest.mark.parametrize("as_team", [False, True])
@pytest.mark.parametrize("is_posted_first", [False, True])
def test_a_token_that_died_with_a_posting_stays_dead_when_its_officer_is_posted_again(as_team, is_posted_first):
    phone = make_phone(as_team=as_team)
    end_posting(posting=Posting.objects.get(officer=phone.officer), now=timezone.now())

    if is_posted_first:  # within a day it is the same posting that goes on
        post_officer(officer=phone.officer, team=phone.team, now=timezone.now())
        deliver()
    else:
        deliver()
        post_officer(officer=phone.officer, team=phone.team, now=timezone.now())

    assert phone.get(HOME).status_code == 401
    assert not AccessToken.objects.exists()
    assert AuditEntry.objects.filter(act="apps.shut_out", actor_id=None).count() == 1


def test_the_end_of_one_posting_of_two_ends_that_teams_token_alone():
    as_team = make_phone(as_team=True)
    as_themselves = make_phone(officer=as_team.officer, team=as_team.team)
    hillside = make_team("Hillside")
    post_officer(officer=as_team.officer, team=hillside, now=timezone.now())
    elsewhere = make_phone(as_team=True, officer=as_team.officer, team=hillside, scopes="read write")

    end_posting(posting=Posting.objects.get(officer=as_team.officer, team=as_team.team), now=timezone.now())
    deliver()

    assert [phone.get(HOME).status_code for phone in (as_team, as_themselves, elsewhere)] == [401, 200, 200]


def test_what_is_let_in_after_a_new_posting_goes_on_though_the_end_of_the_old_is_heard_late():
    phone = make_phone()
    end_posting(posting=Posting.objects.get(officer=phone.officer), now=timezone.now())
    post_officer(officer=phone.officer, team=phone.team, now=timezone.now())
    fresh = make_phone(officer=phone.officer, team=phone.team, scopes="read write")

    deliver()

    assert [each.get(HOME).status_code for each in (phone, fresh)] == [401, 200]


def test_a_teams_token_is_dead_where_its_officer_serves_only_elsewhere():
    phone = make_phone(as_team=True)
    other = make_team("Hillside")
    Posting.objects.filter(officer=phone.officer).update(team=other)

    assert phone.get(HOME).status_code == 401


def test_a_token_is_dead_as_soon_as_the_account_is_shut():
    phone = make_phone()

    deactivate_user(user=phone.officer.user, now=timezone.now(), by=None)

    assert phone.get(HOME).status_code == 401


def test_a_token_is_dead_when_its_time_is_over():
    phone = make_phone()
    AccessToken.objects.update(expires=timezone.now())

    assert phone.get(HOME).status_code == 401


def test_apps_that_nobody_let_in_are_forgotten_after_a_day():
    make_app(name="Unused")
    phone = make_phone()

    forget_unused(now=timezone.now() + timedelta(hours=23))
    assert Application.objects.count() == 2
    AccessToken.objects.update(expires=timezone.now() + timedelta(days=30))
    forget_unused(now=timezone.now() + timedelta(hours=25))

    assert Application.objects.get() == GrantedToken.objects.get(officer=phone.officer).token.application

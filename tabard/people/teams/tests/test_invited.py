"""Who is marked as invited in the digital lead's list of people."""

import pytest
from django.urls import reverse

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams import actions
from tabard.people.teams.tests.makers import NINE, make_officer, make_team, make_user

pytestmark = pytest.mark.django_db
TAG = ">invited<"


def test_whoever_has_a_password_already_waits_for_no_invitation(client):
    lead, team = sign_in(client, make_user("Lee Lead", role=Role.LEAD)), make_team()
    people = reverse("teams:people")
    sample = make_officer("Sam Sample", team=team, user=make_user("Sam Sample", is_sample=True))
    invited = make_officer("Ina Inman", team=team)

    assert TAG not in lead.get(people).content.decode()
    actions.invite(officer=invited, email="ina@police.example", now=NINE)

    assert lead.get(people).content.decode().count(TAG) == 1
    waits = "Send the invitation again"
    assert waits in lead.get(reverse("teams:officer", args=[invited.pk])).content.decode()
    assert waits not in lead.get(reverse("teams:officer", args=[sample.pk])).content.decode()

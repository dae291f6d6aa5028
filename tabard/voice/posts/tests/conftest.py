"""A team with two officers and a sergeant; a file may have its own."""

import pytest

from tabard.people.teams.tests.makers import make_officer, make_team, make_user
from tabard.voice.posts.tests.makers import make_sergeant


@pytest.fixture
def riverside():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def alice(riverside):
    return make_officer("Alice Archer", team=riverside, user=make_user("Alice Archer"))


@pytest.fixture
def bob(riverside):
    return make_officer("Bob Baker", team=riverside)


@pytest.fixture
def sally(riverside):
    return make_sergeant(riverside)

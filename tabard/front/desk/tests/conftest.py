"""An officer at the desk of her team; a file may have its own."""

import pytest

from tabard.front.desk.tests.makers import seat
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import make_team


@pytest.fixture
def riverside():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def seated(riverside):
    return seat(riverside)


@pytest.fixture
def alice(seated):
    return seated[0]


@pytest.fixture
def browser(seated):
    return seated[1]


@pytest.fixture
def sally(riverside):
    """The sergeant of the team, and her browser."""
    return seat(riverside, "Sally Sergeant", role=Role.SERGEANT)

"""What one test counts must not be the next one's: how often anybody may ask is kept in this process."""

import pytest
from django.core.cache import cache

from tabard.lib.rates import Rates
from tabard.occasions.tweetathon import limits
from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.tests.makers import make_team


@pytest.fixture(autouse=True)
def _fresh_counts(monkeypatch):
    cache.clear()
    for name in ("PER_NETWORK", "PER_DOMAIN"):
        monkeypatch.setattr(limits, name, Rates(most=20, seconds=3600))


@pytest.fixture
def riverside():
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def lead():
    return make_user("Lena Lead", role=Role.LEAD)

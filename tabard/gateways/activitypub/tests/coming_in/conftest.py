import pytest
from django.core.cache import cache

from tabard.gateways.activitypub.tests.coming_in.far_server import far_server


@pytest.fixture
def nearby(settings):
    """Everything is on this machine, and speaks HTTP."""
    settings.ALLOW_PRIVATE_ADDRESSES = True
    cache.clear()


@pytest.fixture
def far(nearby):
    with far_server() as server:
        yield server


@pytest.fixture
def other(nearby):
    """A second server elsewhere."""
    with far_server() as server:
        yield server

import socket

import pytest
from django.core.cache import cache

from tabard.gateways.activitypub.tests.coming_in.far_server import far_server
from tabard.gateways.activitypub.tests.coming_in.open_door import serving


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


@pytest.fixture
def inbox(nearby, settings):
    """The address of our shared inbox, which is open."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with serving(listening):
            yield f"{settings.BASE_URL}/inbox"

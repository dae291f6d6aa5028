from pathlib import Path

import pytest

from tabard.gateways.activitypub import sending
from tabard.lib.tests import inboxes
from tabard.lib.tests.tls import Certificates, make_certificates


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    folder: Path = tmp_path_factory.mktemp("tls")
    return make_certificates(folder)


@pytest.fixture
def peer(certificates, settings):
    """A server that takes what is posted, and whose certificate is trusted."""
    settings.CA_FILE = str(certificates.authority)
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with inboxes.running(certificates) as running:
        yield running
        sending._switchboard(sending._policy()).close()


@pytest.fixture
def second_peer(certificates, peer):
    with inboxes.running(certificates) as running:
        yield running

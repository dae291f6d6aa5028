import pytest

from tabard.lib.tests import inboxes
from tabard.lib.tests.tls import make_certificates


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def push_service(certificates, settings):
    """It takes what is posted over TLS, and its certificate is trusted."""
    settings.CA_FILE = str(certificates.authority)
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with inboxes.running(certificates) as running:
        running.answer = lambda _posted: (201, {})
        yield running

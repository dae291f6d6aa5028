"""The server ends when it is told to, though somebody has a page open that waits for news."""

import signal
import urllib.request

import pytest

from tests import servers


@pytest.fixture(scope="module")
def env(tmp_path_factory) -> dict[str, str]:
    settings = servers.site_settings(tmp_path_factory.mktemp("site"))
    servers.tabard("migrate", "--verbosity=0", env=settings)
    return settings


@pytest.mark.parametrize(
    ("command", "number"), [("run", signal.SIGINT), ("run", signal.SIGTERM), ("web", signal.SIGTERM)]
)
def test_a_server_with_an_open_live_page_stops_in_peace(env, command, number):
    with servers.tabard_process(command, env) as site:
        with urllib.request.urlopen(f"{site.url}/live/?topic=team-1", timeout=20) as page:  # noqa: S310  our own address
            assert page.readline().startswith(b"retry:")
            site.process.send_signal(number)
            left = page.read()
        ended = site.process.wait(30)
        logged = site.logged()

    assert (left, ended) == (b"\n", 0)
    assert "Traceback" not in logged
    assert "timeout graceful shutdown exceeded" not in logged  # it did not wait for the page

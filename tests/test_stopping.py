"""The server ends when it is told to, though somebody has a page open that waits for news."""

import signal
import urllib.request

import pytest

from tests import servers
from tests.journeys.sites import copy_of


@pytest.fixture(scope="module")
def env(empty_site, tmp_path_factory) -> dict[str, str]:
    return servers.site_settings(copy_of(empty_site, tmp_path_factory.mktemp("site")))


@pytest.mark.parametrize(
    ("command", "number"), [("run", signal.SIGINT), ("run", signal.SIGTERM), ("web", signal.SIGTERM)]
)
def test_a_server_with_an_open_live_page_stops_in_peace(env, command, number):
    with servers.tabard_process(command, env) as site:
        with urllib.request.urlopen(f"{site.url}/live/?topic=team-1", timeout=60) as page:  # noqa: S310  our own address
            assert page.readline().startswith(b"retry:")
            site.process.send_signal(number)
            left = page.read()
        ended = site.process.wait(60)
        logged = site.logged()

    assert (left, ended) == (b"\n", 0)
    assert "Traceback" not in logged
    assert "timeout graceful shutdown exceeded" not in logged  # it did not wait for the page

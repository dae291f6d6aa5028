"""The sites that journeys walk through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.fediverse import Server, Two, join, servers_of
from tests.journeys.sites import Site, copy_of
from tests.servers import site_settings, smtp_server, tabard_process


@pytest.fixture(scope="module")
def site(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`tabard run`: everything in one process, as on a new machine, with mail to a real server."""
    folder = copy_of(prepared_folder, tmp_path_factory.mktemp("site"))
    with smtp_server() as mail:
        settings = site_settings(folder, EMAIL_URL=mail.url)
        with tabard_process("run", settings) as process:
            yield Site(process.url, settings, mail, [process])


@pytest.fixture(scope="module")
def neighbours(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """Servers of the fediverse on this machine, by their domains."""
    with servers_of(tmp_path_factory.mktemp("neighbours"), empty_site) as servers:
        yield servers


@pytest.fixture
def two(at: str, elsewhere: str, neighbours: dict[str, Server]) -> Two:
    two = Two(join(neighbours[at], "speaker"), join(neighbours[elsewhere], "hearer"))
    two.hearer.follow(two.speaker)
    return two

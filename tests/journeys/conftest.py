"""The sites that journeys walk through."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.fediverse import Server, Two, join, servers_of
from tests.journeys.sites import Site, copy_of, prepare_empty
from tests.servers import site_settings, smtp_server, tabard, tabard_process


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey's first test also sets up its site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a new site without anybody in it, on SQLite: made once for all processes of a run, and copied."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "empty-site"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = folder.with_suffix(".unfinished")
            made.mkdir(exist_ok=True)
            prepare_empty(made)
            made.rename(folder)
    return folder


@pytest.fixture(scope="session")
def prepared_folder(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the sample force."""
    folder = copy_of(empty_site, tmp_path_factory.mktemp("prepared"))
    tabard("load-sample", env=site_settings(folder))
    return folder


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

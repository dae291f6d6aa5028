"""The sites that journeys walk through."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.fediverse import Server, Two, join, servers_of
from tests.journeys.sites import Site, copy_of, prepare_empty
from tests.servers import site_settings, smtp_server, tabard, tabard_process, wait_for_what_follows


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey's first test also sets up its site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


def made_once(name: str, fill: Callable[[Path], object], factory: pytest.TempPathFactory) -> Path:
    """A folder that the first process of a run fills, for all of them: they copy it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            unfinished.mkdir(exist_ok=True)
            fill(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a new site without anybody in it, on SQLite."""
    return made_once("empty-site", prepare_empty, tmp_path_factory)


@pytest.fixture(scope="session")
def prepared_folder(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the sample force, and nothing left that follows from it: its posts stand in every timeline."""

    def fill(folder: Path) -> None:
        copy_of(empty_site, folder)
        settings = site_settings(folder)
        tabard("load-sample", env=settings)
        with tabard_process("worker", settings):
            wait_for_what_follows(folder)

    return made_once("sample-site", fill, tmp_path_factory)


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

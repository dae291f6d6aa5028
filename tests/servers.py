"""Real servers for tests, each on a free port of 127.0.0.1 and stopped when its `with` ends: PostgreSQL, Redis, SMTP,
and the processes of Tabard itself."""

import asyncio
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tabard.lib.tests.tls import Certificates
from tests import programs

ROOT = Path(__file__).resolve().parent.parent
Found = TypeVar("Found")
UNDONE = "SELECT count(*) FROM changes_consequence WHERE state = 'waiting'"


def free_port() -> int:
    """One that nobody listens at, below those that the system gives to connections: it is taken up a while later.

    Drawn by the system, since `random` begins anew with each test.
    """
    while True:
        port = 12_000 + secrets.randbelow(20_000)
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port


def wait_until(ask: Callable[[], Found | None], *, seconds: float, what: str, every: float = 0.05) -> Found:
    """Ask until the answer is true, and return it. Raises AssertionError, saying `what`, after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(every)
    raise AssertionError(f"not within {seconds} s: {what}")


def wait_for_what_follows(folder: Path, *, seconds: float = 300) -> None:
    """Until the worker of the site on SQLite in `folder` has done all that follows from what has happened there."""

    def is_done() -> bool:
        with contextlib.closing(sqlite3.connect(folder / "tabard.sqlite3")) as database:
            return bool(database.execute(UNDONE).fetchone()[0] == 0)

    wait_until(is_done, seconds=seconds, what="all that follows has been done")


def is_listening(port: int) -> bool:
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", port)) == 0


def stop(process: subprocess.Popen[Any], *, patience: float = 30) -> None:
    """Ask it to end; after `patience` seconds end it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def require(program: programs.Program) -> str:
    """The program's path; where it is missing the test is skipped, saying what brings it."""
    path = program.find()
    if path is None:
        pytest.skip(program.missing())
    return path


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


@dataclass
class PostgresCluster:
    """`template` is the database that new ones are copies of."""

    port: int
    bin: Path
    template: str = "template1"

    def url(self, database: str) -> str:
        return f"postgresql://tabard@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Make a database and return its URL."""
        command = [str(self.bin / "createdb"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "tabard"]
        subprocess.run([*command, "--template", self.template, database], check=True)
        return self.url(database)


@contextlib.contextmanager
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A cluster of its own in a temporary folder. PostgreSQL refuses to run as root, so root lends it another name."""
    folder = Path(require(programs.POSTGRESQL)).resolve().parent
    owner = _owner_of_postgres()
    data = Path(tempfile.mkdtemp(prefix="tabard-pg-"))
    port = free_port()
    identity: dict[str, Any] = {}
    if owner is not None:
        os.chown(data, owner.pw_uid, owner.pw_gid)
        identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    try:
        make = [
            str(folder / "initdb"),
            "-D",
            str(data / "db"),
            "-U",
            "tabard",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        ]
        subprocess.run(make, check=True, cwd=data, stdout=subprocess.DEVNULL, **identity)
        choices = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": data,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
        }
        flags = [word for name, value in choices.items() for word in ("-c", f"{name}={value}")]
        with (data / "log").open("wb") as log:
            serve = [str(folder / "postgres"), "-D", str(data / "db"), *flags]
            server = subprocess.Popen(serve, cwd=data, stdout=log, stderr=log, **identity)
        try:
            ask = [str(folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
            wait_until(lambda: subprocess.run(ask, check=False).returncode == 0, seconds=120, what="PostgreSQL is up")
            yield PostgresCluster(port=port, bin=folder)
        finally:
            server.send_signal(signal.SIGINT)  # the fast shutdown: it does not wait for clients
            stop(server)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _owner_of_postgres() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


# -- Redis -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Valkey or Redis, keeping nothing on disk. Gives its URL."""
    program = require(programs.REDIS)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tabard-redis-") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            wait_until(lambda: is_listening(port), seconds=60, what="Redis is up")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop(server)


# -- SMTP --------------------------------------------------------------------------------------------------------------


@dataclass
class MailServer:
    """A mail server that keeps what it is given, in order of arrival, and takes `seconds_each` for each."""

    url: str
    seconds_each: float = 0.0
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(self.seconds_each)
        for recipient in envelope.rcpt_tos:
            message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
            message["X-Envelope-To"] = recipient
            self.messages.append(message)
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if message["X-Envelope-To"] == address]

    def wait_for(self, address: str, *, count: int = 1, seconds: float = 120) -> EmailMessage:
        """The newest message to `address`, once at least `count` have come."""
        what = f"{count} message(s) to {address}"
        arrived = wait_until(lambda: m if len(m := self.to(address)) >= count else None, seconds=seconds, what=what)
        return arrived[-1]


@contextlib.contextmanager
def smtp_server(*, seconds_each: float = 0.0) -> Iterator[MailServer]:
    port = free_port()
    server = MailServer(url=f"smtp://127.0.0.1:{port}", seconds_each=seconds_each)
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


# -- nginx -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def nginx_server(
    folder: Path,
    *,
    webs: Sequence[str],
    static: Path,
    port: int | None = None,
    certificates: Certificates | None = None,
) -> Iterator[str]:
    """The site of deploy/nginx before the web processes at the URLs `webs`, with TLS where there are `certificates`; it
    keeps its files in `folder`."""
    program = require(programs.NGINX)
    port = port or free_port()
    render = [sys.executable, str(ROOT / "deploy/nginx/render.py"), "--loopback", str(folder)]
    render += ["--listen", f"127.0.0.1:{port}", "--static-folder", str(static)]
    render += [word for web in webs for word in ("--upstream", web.removeprefix("http://"))]
    if certificates:
        render += ["--certificate", str(certificates.chain), "--key", str(certificates.key)]
    (folder / "nginx.conf").write_text(subprocess.run(render, check=True, stdout=subprocess.PIPE, text=True).stdout)
    with (folder / "said").open("wb") as said:
        server = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stdout=said, stderr=said)
    try:
        wait_until(lambda: is_listening(port), seconds=60, what=f"nginx listens; {folder / 'said'} says why not")
        yield f"{'https' if certificates else 'http'}://127.0.0.1:{port}"
    finally:
        stop(server)


# -- Tabard ------------------------------------------------------------------------------------------------------------


@dataclass
class TabardProcess:
    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def kill(self) -> None:
        """Like a power cut: kill -9, of this process only."""
        self.process.kill()
        self.process.wait()

    def logged(self) -> str:
        return self.log.read_text(errors="replace")


def site_settings(folder: Path, **more: str) -> dict[str, str]:
    """The environment of one site under test that keeps its data in `folder`; `more` are settings without TABARD_."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TABARD_", "COV_", "PYTEST_"))}
    settings = {f"TABARD_{name}": value for name, value in {"DATA_FOLDER": str(folder), **more}.items()}
    return {**plain, "PYTHONPATH": str(ROOT), **settings}


def tabard(*words: str | Path, env: Mapping[str, str], seconds: float = 600) -> str:
    """Run one `tabard` command to its end and return what it printed. A failure is an AssertionError with all of it."""
    command = [sys.executable, "-m", "tabard.cli", *map(str, words)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        timeout=seconds,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"tabard {' '.join(map(str, words))} failed:\n{done.stdout}"
    return done.stdout


@contextlib.contextmanager
def tabard_process(command: str, env: Mapping[str, str], *, port: int | None = None) -> Iterator[TabardProcess]:
    """`tabard run`, `web` or `worker` as a process. Those that serve have answered /healthz when the `with` begins."""
    serves = command in {"run", "web"}
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    log = Path(env["TABARD_DATA_FOLDER"]) / f"{command}-{port}.log"
    words = [sys.executable, "-m", "tabard.cli", command, *(["--port", str(port)] if serves else [])]
    with log.open("wb") as sink:
        process = subprocess.Popen(words, cwd=ROOT, env={**env}, stdout=sink, stderr=sink)
    running = TabardProcess(process=process, url=url, log=log)
    try:
        if serves:
            wait_until(lambda: _is_up(running), seconds=240, what=f"tabard {command} answers on {url}/healthz")
        yield running
    finally:
        stop(process)


def _is_up(running: TabardProcess) -> bool:
    assert running.process.poll() is None, f"it ended at once:\n{running.logged()}"
    try:
        with urllib.request.urlopen(f"{running.url}/healthz", timeout=30) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False

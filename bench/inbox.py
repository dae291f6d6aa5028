"""Signed Creates accepted a second by one process, beside a bare server that verifies and inserts (_bare_inbox.py).

Both stand on the same port, one after the other, and get requests signed for it beforehand over the same number of open
connections, in several rounds by turns. Accepted means answered with 202, and so kept: the rows are counted.
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ADA = "https://far.example/users/ada"
KEY = f"{ADA}#main-key"
ROUNDS, IN_A_ROUND, WARM, LINES = 5, 2_200, 200, 32
WORDS = "<p>Is the crossing at Quay Street open again? The children ask every morning.</p>" * 4


def create(number: int) -> bytes:
    """As Mastodon sends one."""
    note = {
        "id": f"https://far.example/notes/{number}",
        "type": "Note",
        "attributedTo": ADA,
        "published": "2026-03-02T09:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": [f"{ADA}/followers"],
        "content": WORDS,
        "contentMap": {"en": WORDS},
        "tag": [],
        "attachment": [],
    }
    activity = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"https://far.example/activities/{number}",
        "type": "Create",
        "actor": ADA,
        "object": note,
    }
    return json.dumps(activity).encode()


def signed(job: tuple[str, str, range]) -> list[bytes]:
    """Whole requests, as they go over the wire."""
    from tabard.lib.signatures import Way, sign_request
    from tabard.lib.signatures.keys import OwnKey, read_own_key

    url, pem, numbers = job
    key, now = OwnKey(id=KEY, private=read_own_key(pem)), datetime.now(UTC)
    told = {"Content-Type": "application/activity+json"}
    requests = []
    for number in numbers:
        body = create(number)
        headers = told | sign_request(method="POST", url=url, headers=told, body=body, key=key, now=now, way=Way.DRAFT)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        requests.append(f"POST /inbox HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return requests


async def send(port: int, requests: list[bytes]) -> float:
    """Seconds until all are accepted."""
    waiting = iter(requests)
    started = time.perf_counter()

    async def line() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 202"), head
        writer.close()

    await asyncio.gather(*(line() for _ in range(LINES)))
    return time.perf_counter() - started


@contextmanager
def serving(command: list[str], port: int, env: dict[str, str], log: Path) -> Iterator[None]:
    from tests.servers import is_listening, stop, wait_until

    with log.open("ab") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        wait_until(lambda: is_listening(port), seconds=30, what=f"{command[0]} listens")
        yield
    finally:
        stop(process)


def set_up(env: dict[str, str], pem: str) -> None:
    """A database with the sender's actor and key."""
    os.environ.update(env)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from tabard.gateways.activitypub.models import PeerKey
    from tabard.voice.network.actions.actors import Profile, keep_profile

    now = timezone.now()
    profile = Profile(uri=ADA, kind="Person", name="ada", host="far.example", inbox=f"{ADA}/inbox")
    PeerKey.objects.create(uri=KEY, actor=keep_profile(profile, now=now), pem=pem, fetched_at=now)


def count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as rows:
        return int(rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  our own names


def main() -> None:
    from tabard.lib.signatures.keys import make_rsa_key
    from tests.servers import free_port, site_settings

    port, pair = free_port(), make_rsa_key()
    url = f"http://127.0.0.1:{port}/inbox"
    numbers = [range(start, start + IN_A_ROUND) for start in range(0, 2 * ROUNDS * IN_A_ROUND, IN_A_ROUND)]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        rounds = list(processes.map(signed, [(url, pair.private_pem, each) for each in numbers]))
    with tempfile.TemporaryDirectory(prefix="tabard-bench-") as name:
        folder = Path(name)
        (folder / "key.pem").write_text(pair.public_pem)
        data, bare = folder / "data/tabard.sqlite3", folder / "bare.sqlite3"
        env = site_settings(folder / "data", BASE_URL=url.removesuffix("/inbox"), LOG_LEVEL="ERROR")
        env |= {"TABARD_INBOX_PER_HOST": "1000000", "TABARD_INBOX_PER_ACTOR": "1000000"}
        env |= {"DJANGO_SETTINGS_MODULE": "tabard.settings"}
        set_up(env, pair.public_pem)
        ours, floor = [], []
        for turn in range(ROUNDS):
            with serving(["-m", "tabard.cli", "web", "--port", str(port)], port, env, folder / "log"):
                asyncio.run(send(port, rounds[2 * turn][:WARM]))
                ours.append((IN_A_ROUND - WARM) / asyncio.run(send(port, rounds[2 * turn][WARM:])))
            bare.unlink(missing_ok=True)
            command = ["bench/_bare_inbox.py", str(port), str(folder / "key.pem"), str(bare)]
            with serving(command, port, env, folder / "log"):
                asyncio.run(send(port, rounds[2 * turn + 1][:WARM]))
                floor.append((IN_A_ROUND - WARM) / asyncio.run(send(port, rounds[2 * turn + 1][WARM:])))
                assert count(bare, "incoming") == IN_A_ROUND
        assert count(data, "activitypub_incoming") == ROUNDS * IN_A_ROUND
    row = {
        "what": "signed Creates accepted by one process",
        "ours": f"{median(ours):,.0f} /s",
        "reference": f"bare server {median(floor):,.0f} /s",
        "ratio": round(median(ours) / median(floor), 2),
        "at_least": 0.5,
    }
    print(json.dumps(row))


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main()

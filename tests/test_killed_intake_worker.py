"""A worker killed in the middle of taking in what other servers sent: each activity has happened, and once only."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from tabard.gateways.activitypub.incoming import LANES
from tabard.lib.signatures import Way, sign_request
from tabard.lib.signatures.keys import OwnKey, make_rsa_key, read_own_key
from tests.servers import free_port, site_settings, tabard, tabard_process, wait_for_what_follows, wait_until

WRITERS, NOTES = 12, 40
ACTIVITIES = WRITERS * (NOTES + 4)
EDITED = "Which of the bridges?"
SET_UP = """
import sys
from django.utils import timezone
from tabard.gateways.activitypub.models import PeerKey
from tabard.gateways.activitypub.tests.makers import make_note, make_team
from tabard.voice.network.actions.actors import Profile, keep_profile
now, pem = timezone.now(), {pem!r}
for number in range({writers}):
    uri = f"https://far.example/users/{{number}}"
    profile = Profile(uri=uri, kind="Person", name=f"u{{number}}", host="far.example", inbox=f"{{uri}}/inbox")
    PeerKey.objects.create(uri=f"{{uri}}#main-key", actor=keep_profile(profile, now=now), pem=pem, fetched_at=now)
note = make_note(make_team("Riverside", handle="riverside"), now=now)
print("OURS", note.uri, note.actor.uri)
"""
STATES = "SELECT state, count(*) FROM activitypub_incoming GROUP BY state"
HELD = "SELECT count(*) FROM activitypub_incoming WHERE state = 'waiting' AND lease_until IS NOT NULL"
DEAD = "SELECT count(*) FROM changes_consequence WHERE state = 'dead'"
AGAIN = "SELECT count(*) FROM activitypub_incoming WHERE attempts > 1"
NOTES_OF_OTHERS = "SELECT uri, deleted_at IS NOT NULL FROM network_note WHERE NOT is_local"
CHANGED = "SELECT count(*) FROM network_note WHERE html LIKE ?"
ADDED = "SELECT count(*) FROM changes_recordedchange WHERE name LIKE '%NoteAdded'"
NOTICES = "SELECT kind, count(*) FROM timelines_notice GROUP BY kind"
LIKED = "SELECT likes_count FROM network_note WHERE uri = ?"


class Rows:
    def __init__(self, folder: Path) -> None:
        self._file = folder / "tabard.sqlite3"

    def ask(self, question: str, *values: str) -> list[Any]:
        with closing(sqlite3.connect(self._file)) as database:
            return database.execute(question, values).fetchall()

    def number(self, question: str) -> int:
        return int(self.ask(question)[0][0])

    def done(self) -> int:
        return int(dict(self.ask(STATES)).get("done", 0))


def activities(writer: int, note: str, team: str) -> Iterator[dict[str, Any]]:
    """Notes to the team, one of which is edited and one deleted; and a like, which every other writer takes back."""
    me = f"https://far.example/users/{writer}"

    def act(kind: str, name: str, what: Any) -> dict[str, Any]:
        told = {"id": f"{me}/{name}", "type": kind, "actor": me, "object": what}
        return {"@context": "https://www.w3.org/ns/activitystreams", **told}

    like = act("Like", "like", note)
    for number in range(NOTES):
        yield act("Create", f"create/{number}", said(me, number, "Which bridge?", team))
        if number == NOTES // 4:
            yield like
        if number == NOTES // 2:
            yield act("Update", "update", said(me, number, EDITED, team) | {"updated": "2026-03-02T10:00:00Z"})
            yield act("Undo", "undo", like) if writer % 2 else act("Like", "like-again", note)
    yield act("Delete", "delete", {"id": f"{me}/notes/0", "type": "Tombstone"})


def said(me: str, number: int, words: str, team: str) -> dict[str, Any]:
    return {
        "id": f"{me}/notes/{number}",
        "type": "Note",
        "attributedTo": me,
        "published": "2026-03-02T09:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": [team],
        "content": f"<p>{words}</p>",
        "tag": [{"type": "Mention", "href": team}],
    }


def post_all(url: str, pem: str, of_writer: list[dict[str, Any]]) -> None:
    """One after the other, as a server sends what one of its people does."""
    key = OwnKey(id=f"{of_writer[0]['actor']}#main-key", private=read_own_key(pem))
    with requests.Session() as line:
        for activity in of_writer:
            body, headers = json.dumps(activity).encode(), {"Content-Type": "application/activity+json"}
            now = datetime.now(UTC)
            signed = sign_request(method="POST", url=url, headers=headers, body=body, key=key, now=now, way=Way.DRAFT)
            kept = line.post(url, body, headers=headers | signed, timeout=60)
            assert kept.status_code == 202, kept.text


def test_each_activity_has_happened_once(site_folder: Path):
    port, pair, rows = free_port(), make_rsa_key(), Rows(site_folder)
    url = f"http://127.0.0.1:{port}/inbox"
    base = url.removesuffix("/inbox")
    env = site_settings(site_folder, BASE_URL=base, ALLOW_PRIVATE_ADDRESSES="true", LOG_LEVEL="ERROR")
    code = SET_UP.format(pem=pair.public_pem, writers=WRITERS)
    told = tabard("shell", "--no-imports", "-c", code, env=env)
    _word, note, team = next(line for line in told.splitlines() if line.startswith("OURS ")).split()
    sent = [list(activities(writer, note, team)) for writer in range(WRITERS)]

    with tabard_process("web", env, port=port), ThreadPoolExecutor(WRITERS) as servers:
        list(servers.map(lambda each: post_all(url, pair.private_pem, each), sent))
    assert rows.ask(STATES) == [("waiting", ACTIVITIES)]
    with tabard_process("worker", env) as worker:
        wait_until(lambda: rows.done() > ACTIVITIES * 0.2, seconds=240, every=0.01, what="the worker is at it")
        worker.kill()
    at_the_kill, held = rows.done(), rows.number(HELD)
    with tabard_process("worker", env):
        wait_until(lambda: rows.done() == ACTIVITIES, seconds=400, what="all is taken in")
        wait_for_what_follows(site_folder)

    assert at_the_kill < ACTIVITIES * 0.95
    assert rows.number(DEAD) == 0
    assert held <= LANES
    assert held <= rows.number(AGAIN)
    expected = {f"https://far.example/users/{w}/notes/{n}": n == 0 for w in range(WRITERS) for n in range(NOTES)}
    found = rows.ask(NOTES_OF_OTHERS)
    assert len(found) == len(expected)
    assert {uri: bool(is_gone) for uri, is_gone in found} == expected
    assert rows.number(ADDED) == 1 + WRITERS * NOTES
    assert rows.ask(CHANGED, f"%{EDITED}%") == [(WRITERS,)]
    assert rows.ask(LIKED, note) == [(WRITERS // 2,)]
    assert dict(rows.ask(NOTICES))["mention"] == WRITERS * (NOTES - 1)

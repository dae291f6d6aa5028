"""A server elsewhere, on this machine: it has actors with keys, serves documents over HTTP, and writes to inboxes."""

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

from aiohttp import web

from tabard.lib.signatures import Way, sign_request
from tabard.lib.signatures.keys import KeyPair, OwnKey, make_rsa_key, read_own_key

CONTEXT = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{CONTEXT}#Public"
ACTIVITY = "application/activity+json"
_numbers = count(1)


@cache
def key_pair(number: int) -> KeyPair:
    """Made once for all tests: it takes long."""
    return make_rsa_key()


@dataclass
class FarActor:
    """Somebody there. `more` is put over the document."""

    server: "FarServer"
    name: str
    pair: KeyPair
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def uri(self) -> str:
        return f"{self.server.base}/users/{self.name}"

    @property
    def key(self) -> OwnKey:
        return OwnKey(id=f"{self.uri}#main-key", private=read_own_key(self.pair.private_pem))

    def document(self) -> dict[str, Any]:
        return {
            "@context": [CONTEXT, "https://w3id.org/security/v1"],
            "id": self.uri,
            "type": "Person",
            "preferredUsername": self.name,
            "name": self.name.title(),
            "inbox": f"{self.uri}/inbox",
            "followers": f"{self.uri}/followers",
            "featured": f"{self.uri}/featured",
            "endpoints": {"sharedInbox": f"{self.server.base}/inbox"},
            "publicKey": {"id": f"{self.uri}#main-key", "owner": self.uri, "publicKeyPem": self.pair.public_pem},
            **self.more,
        }

    def note(self, content: str = "<p>Hello</p>", *, to: Any = PUBLIC, **more: Any) -> dict[str, Any]:
        """A note, which its server then also serves."""
        path = f"/notes/{next(_numbers)}"
        document = {
            "@context": CONTEXT,
            "id": f"{self.server.base}{path}",
            "type": "Note",
            "attributedTo": self.uri,
            "to": to,
            "content": content,
            "published": "2026-03-02T08:59:00Z",
            **more,
        }
        self.server.documents[path] = document
        return document

    def activity(self, kind: str, thing: Any, **more: Any) -> dict[str, Any]:
        number = next(_numbers)
        return {
            "@context": CONTEXT,
            "id": f"{self.server.base}/activities/{number}",
            "type": kind,
            "actor": self.uri,
            "object": thing,
            **more,
        }

    def headers(self, url: str, body: bytes, *, way: Way = Way.DRAFT, now: datetime | None = None) -> dict[str, str]:
        told = {"Content-Type": ACTIVITY}
        now = now or datetime.now(UTC)
        return told | sign_request(method="POST", url=url, headers=told, body=body, key=self.key, now=now, way=way)

    def post(self, url: str, activity: Any, *, way: Way = Way.DRAFT, now: datetime | None = None) -> int:
        """Sign and send; returns the status of the answer."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        return send(url, body, self.headers(url, body, way=way, now=now))


def send(url: str, body: bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  an address of ours
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


class FarServer:
    """What it has is in `documents`, by path: a dict is sent as an activity, a Response as it is. `asked` is what was
    asked for, `got` what was posted to it."""

    def __init__(self) -> None:
        self.documents: dict[str, Any] = {}
        self.asked: list[web.BaseRequest] = []
        self.actors: dict[str, FarActor] = {}
        self.base = ""

    @property
    def host(self) -> str:
        return self.base.partition("://")[2]

    def actor(self, name: str = "ada", **more: Any) -> FarActor:
        made = FarActor(self, name, key_pair(len(self.actors)), more)
        self.actors[name] = made
        return made

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        path = request.path_qs
        name = request.path.removeprefix("/users/")
        found = self.documents.get(path, self.documents.get(request.path))
        if found is None and name in self.actors:
            found = self.actors[name].document()
        if found is None and request.path == "/.well-known/webfinger":
            found = self._card(request.query.get("resource", ""))
        if found is None:
            return web.Response(status=404)
        if isinstance(found, dict):
            return web.Response(body=json.dumps(found).encode(), content_type=ACTIVITY)
        return found(request) if callable(found) else found

    def _card(self, resource: str) -> web.Response | None:
        name = resource.removeprefix("acct:").partition("@")[0]
        if name not in self.actors:
            return None
        link = {"rel": "self", "type": ACTIVITY, "href": self.actors[name].uri}
        card = {"subject": f"acct:{name}@{self.host}", "links": [link]}
        return web.Response(body=json.dumps(card).encode(), content_type="application/jrd+json")


@contextmanager
def far_server() -> Iterator[FarServer]:
    """One that runs, in a thread of its own."""
    server, loop, started = FarServer(), asyncio.new_event_loop(), threading.Event()

    async def serve() -> web.ServerRunner:
        runner = web.ServerRunner(web.Server(server.answer))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    def run() -> None:
        runner = loop.run_until_complete(serve())
        started.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)

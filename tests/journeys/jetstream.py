"""A Jetstream on this machine, behind TLS: it says what it is told to say, and closes as the real ones do."""

import asyncio
import contextlib
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tabard.lib.tests.tls import Certificates
from tests.servers import free_port

POST = "app.bsky.feed.post"


def tagged(did: str, key: str, text: str, hashtag: str) -> dict[str, Any]:
    """A post with the hashtag, seen now."""
    facet = {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": hashtag}]}
    record = {"text": text, "langs": ["pl"], "facets": [facet]}
    return _commit(did, key, {"operation": "create", "record": record})


def deleted(did: str, key: str) -> dict[str, Any]:
    return _commit(did, key, {"operation": "delete"})


def _commit(did: str, key: str, rest: dict[str, Any]) -> dict[str, Any]:
    commit = {"collection": POST, "rkey": key, **rest}
    return {"did": did, "time_us": time.time_ns() // 1_000, "kind": "commit", "commit": commit}


@dataclass
class Jetstream:
    """`say` tells whoever listens, `close` ends their connection: whoever comes back is told all since their cursor."""

    url: str = ""
    said: list[dict[str, Any]] = field(default_factory=list)
    cursors: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._sockets: set[web.WebSocketResponse] = set()

    def say(self, *events: dict[str, Any]) -> None:
        async def tell() -> None:
            for event in events:
                self.said.append(event)
                for socket in list(self._sockets):
                    with contextlib.suppress(ConnectionError):  # whoever has gone is told when they come back
                        await socket.send_json(event)

        self._do(tell())

    def close(self) -> None:
        async def end() -> None:
            for socket in list(self._sockets):
                await socket.close()

        self._do(end())

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _subscribe(self, request: web.Request) -> web.WebSocketResponse:
        cursor = int(request.query.get("cursor", 0))
        self.cursors.append(cursor)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for event in self.said:  # what is said meanwhile, too
            if event["time_us"] >= cursor:
                await socket.send_json(event)
        self._sockets.add(socket)
        try:
            async for _message in socket:
                pass
        finally:
            self._sockets.discard(socket)
        return socket

    async def _serve(self, port: int, tls: ssl.SSLContext, up: threading.Event, down: asyncio.Event) -> None:
        app = web.Application()
        app.router.add_get("/subscribe", self._subscribe)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls).start()
        up.set()
        await down.wait()
        await runner.cleanup()


@contextlib.contextmanager
def jetstream_at(host: str, certificates: Certificates) -> Iterator[Jetstream]:
    port, up, down = free_port(), threading.Event(), asyncio.Event()
    jetstream = Jetstream(f"wss://{host}:{port}")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificates.chain, certificates.key)
    loop = jetstream._loop
    thread = threading.Thread(target=loop.run_until_complete, args=(jetstream._serve(port, tls, up, down),))
    thread.start()
    try:
        assert up.wait(60), "the Jetstream does not start"
        yield jetstream
    finally:
        loop.call_soon_threadsafe(down.set)
        thread.join(20)
        loop.close()

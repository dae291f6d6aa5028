"""Servers to collect from, on loopback: one that speaks Mastodon's API, and a Jetstream."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tabard.lib.net import Fetcher, Policy

Payload = dict[str, Any]
QUICK = Policy(
    user_agent="Tabard tests",
    allows_private=True,
    total_seconds=5,
    silence_seconds=2,
    attempts=2,
    first_wait_seconds=0.01,
    longest_wait_seconds=2,
)


def status(number: int, **more: Any) -> Payload:
    return {
        "id": str(number),
        "uri": f"https://far.example/statuses/{number}",
        "created_at": f"2026-06-04T10:{number % 60:02d}:00.000Z",
        "content": f"<p>Number {number} #poltwt</p>",
        "account": {"acct": "pc", "url": "https://far.example/@pc"},
        "reblogs_count": 0,
        **more,
    }


@dataclass
class FakeMastodon:
    """`statuses` newest last. `mood` may answer a request in place of the API; `streamed` is what the stream tells."""

    statuses: list[Payload] = field(default_factory=list)
    boosters: dict[str, list[Payload]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    mood: Callable[[web.Request], Awaitable[web.StreamResponse | None]] | None = None
    streamed: "asyncio.Queue[tuple[str, str]] | None" = None
    page: int = 2
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(str(request.rel_url))
        moody = await self.mood(request) if self.mood else None
        if moody is not None:
            return moody
        if request.path.startswith("/api/v1/timelines/tag/"):
            return self._timeline(request)
        if request.path == "/api/v1/streaming/hashtag":
            return await self._stream(request)
        *_, number, what = request.path.split("/")
        if what == "reblogged_by":
            return web.json_response(self.boosters.get(number, []))
        if what in self.deleted:
            return web.json_response({"error": "Record not found"}, status=404)
        return web.json_response(next(each for each in self.statuses if each["id"] == what))

    def _timeline(self, request: web.Request) -> web.Response:
        there = sorted(
            (each for each in self.statuses if each["id"] not in self.deleted), key=lambda each: int(each["id"])
        )
        asked = request.query
        if "min_id" in asked:
            page = [each for each in there if int(each["id"]) > int(asked["min_id"])][: self.page][::-1]
        else:
            page = [each for each in there if int(each["id"]) < int(asked.get("max_id", 10**9))][-self.page :][::-1]
        here = f"{request.scheme}://{request.host}{request.path}"
        links = (
            [f'<{here}?max_id={page[-1]["id"]}>; rel="next"', f'<{here}?min_id={page[0]["id"]}>; rel="prev"']
            if page
            else []
        )
        return web.json_response(page, headers={"Link": ", ".join(links)} if links else {})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if self.streamed is None:
            return web.json_response({"error": "This method requires an authenticated user"}, status=401)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b":)\n\n")
        while True:
            name, data = await self.streamed.get()
            if name == "break":
                return response
            await response.write(f"event: {name}\ndata: {data}\n\n".encode())


@dataclass
class FakeJetstream:
    """Each connection gets the next of `turns`, an item a message, and is then closed."""

    turns: list[list[Payload | str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(str(request.rel_url))
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for message in self.turns.pop(0) if self.turns else []:
            await socket.send_str(message if isinstance(message, str) else json.dumps(message))
        await socket.close()
        return socket


@asynccontextmanager
async def serving(fake: FakeMastodon | FakeJetstream) -> AsyncIterator[tuple[str, Fetcher]]:
    """Its address, and what asks it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.answer)
    async with TestServer(app) as server, Fetcher(QUICK) as fetcher:
        yield str(server.make_url("")).rstrip("/"), fetcher

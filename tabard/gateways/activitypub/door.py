"""The door of our inboxes: plain ASGI in front of Django, for POST to /inbox, /@handle/inbox and /actor/inbox.

What comes in is bounded while it is read, its signature and its sender are checked, and it is kept as one row; the
worker does the rest. Whatever is refused is refused with a status and a name, and the name is logged, never a word.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django.utils import timezone

from tabard.gateways.activitypub.checks import Arrival, Checks
from tabard.gateways.activitypub.refusals import LONGEST_BODY, Turned
from tabard.plant.changes.leases import describe

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

log = structlog.get_logger(__name__)
INBOX = re.compile(r"/(?:inbox|actor/inbox|@(?P<name>[^/]{1,100})/inbox)/?")
TYPES = {"application/activity+json", "application/ld+json", "application/json"}
READ_WITHIN_SECONDS = 10.0
DISCARDED_WITHIN_SECONDS = 2.0
MOST_DISCARDED = 10 * LONGEST_BODY
UNREAD = {404, 410, 413, 415}  # refused before the body was read to its end
MOST_AT_ONCE = 2_000
WANTED = b'sig1=("@method" "@target-uri" "content-digest");created;keyid'  # RFC 9421 §5.1


class Answer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Door:
    """In front of `app`, which gets all else. A body is waited for `patience` seconds."""

    def __init__(self, app: App, *, patience: float = READ_WITHIN_SECONDS) -> None:
        self._app = app
        self._patience = patience
        self._checks = Checks()
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and INBOX.fullmatch(scope["path"]):
            answer = await self._answer(scope, receive)
            headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *answer.headers]
            headers.append((b"content-length", str(len(answer.body)).encode()))
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if self._inside >= MOST_AT_ONCE:
            return _turned(Turned(503, "TooManyAtOnce", wait_seconds=5))
        self._inside += 1
        body = _Body(receive)
        try:
            await self._take(scope, body)
        except Turned as turned:
            if turned.status in UNREAD and not _waits_for_leave(scope):
                await body.discard()
            log.info("activity refused", status=turned.status, reason=turned.reason, host=turned.host)
            return _turned(turned)
        except Exception as error:  # noqa: BLE001  the database went away, perhaps: the sender tries again
            log.error("activity not kept", error=describe(error))
            return _turned(Turned(503, "NotKept", wait_seconds=30))
        finally:
            self._inside -= 1
        return Answer(202, [], b"")

    async def _take(self, scope: Scope, reading: "_Body") -> None:
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        _check_headers(dict(headers))
        await self._checks.expect(_name_in(scope["path"]))
        try:
            async with asyncio.timeout(self._patience):
                body = await reading.read()
        except TimeoutError:
            raise Turned(408, "TooSlow") from None
        path = scope.get("raw_path") or scope["path"].encode()
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        url = f"{settings.BASE_URL}{(path + query).decode('latin-1')}"
        client = (scope.get("client") or ("",))[0]  # behind a proxy, whom it names
        await self._checks.take(Arrival(url=url, client=client, headers=headers, body=body, now=timezone.now()))


def _name_in(path: str) -> str:
    """Whose inbox it is; "" for the server's own two."""
    found = INBOX.fullmatch(path)
    return (found["name"] or "") if found else ""


def _check_headers(headers: dict[str, str]) -> None:
    """What can be refused before a byte of the body is read."""
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Turned(415, "Compressed")  # what small things unpack to, nobody knows beforehand
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in TYPES:
        raise Turned(415, "WrongType")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > LONGEST_BODY:
        raise Turned(413, "TooLarge")


class _Body:
    """What is sent to us, read piece by piece."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_whole = False

    async def read(self) -> bytes:
        """All of it, as long as it is no longer than it may be."""
        body = bytearray()
        while not self._is_whole:
            body += await self._piece()
            if len(body) > LONGEST_BODY:
                raise Turned(413, "TooLarge")
        return bytes(body)

    async def discard(self) -> None:
        """What is still on its way, within reason: whoever sees the line cut while sending never reads the answer
        (RFC 9112 §9.6)."""
        left = MOST_DISCARDED
        with contextlib.suppress(TimeoutError, Turned):
            async with asyncio.timeout(DISCARDED_WITHIN_SECONDS):
                while not self._is_whole and left > 0:
                    left -= len(await self._piece())

    async def _piece(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Turned(400, "BrokenOff")
        self._is_whole = not message.get("more_body", False)
        piece: bytes = message.get("body", b"")
        return piece


def _waits_for_leave(scope: Scope) -> bool:
    """Whether the sender asks before it sends its body (RFC 9110 §10.1.1)."""
    return any(name == b"expect" for name, _value in scope["headers"])


def _turned(turned: Turned) -> Answer:
    headers = []
    if turned.wait_seconds:
        headers.append((b"retry-after", str(int(turned.wait_seconds) + 1).encode()))
    if turned.status == 401:
        headers.append((b"accept-signature", WANTED))
    if turned.status in UNREAD | {408}:  # of the rest, nothing is waited for
        headers.append((b"connection", b"close"))
    return Answer(turned.status, headers, json.dumps({"error": turned.reason}).encode())

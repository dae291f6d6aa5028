"""The door of /api/v1/streaming: plain ASGI in front of Django, a websocket or server-sent events (HTML Standard, 9.2).

The token comes in the Authorization header, as `access_token` in the query, or as the websocket's subprotocol.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from django.utils import timezone

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.access import Caller
from tabard.gateways.mastodon_api.middleware import OTHER_ORIGINS
from tabard.gateways.mastodon_api.refusals import TokenNotValid
from tabard.gateways.mastodon_api.scopes import allows
from tabard.gateways.mastodon_api.streaming.listeners import Listener, TooManyStreams, from_database, watch
from tabard.gateways.mastodon_api.streaming.payloads import Message
from tabard.gateways.mastodon_api.streaming.streams import ListIsNotYours, NoSuchStream, Stream, stream_named

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

ROOT = "/api/v1/streaming"
MOST_OPEN = 5_000
BREATH_SECONDS = 15.0
LONGEST_MESSAGE = 4_096
SEND_WITHIN_SECONDS = 30.0
TOKEN_IS_DEAD, TOO_SLOW, TOO_LONG = 1008, 1013, 1009  # RFC 6455 §7.4.1 and its registry


class Turned(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Door:
    """In front of `app`, which gets all else. After `breath` seconds of silence an event stream shows that it lives."""

    def __init__(self, app: App, *, breath: float = BREATH_SECONDS) -> None:
        self._app = app
        self._breath = breath

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] not in {"http", "websocket"} or not (path == ROOT or path.startswith(f"{ROOT}/")):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await _websocket(scope, receive, send)
        else:
            await _events(scope, receive, send, self._breath)


# -- who, and what -----------------------------------------------------------------------------------------------------


def _query(scope: Scope) -> dict[str, str]:
    try:
        return dict(parse_qsl(scope.get("query_string", b"").decode(), max_num_fields=20))
    except ValueError:
        raise Turned(400, "The query cannot be read") from None


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _listener(scope: Scope, query: dict[str, str]) -> Listener:
    kind, _blank, bearer = _header(scope, b"authorization").partition(" ")
    token = bearer if kind.lower() == "bearer" else query.get("access_token", "")
    token = token.strip() or next(iter(scope.get("subprotocols") or ()), "")
    if len(watch) >= MOST_OPEN:
        raise Turned(503, "Too many connections are open")
    try:
        caller: Caller = await from_database(partial(access.caller_with, token, now=timezone.now()))
    except TokenNotValid as refusal:
        raise Turned(401, refusal.words if token else "Missing access token") from None
    if caller.actor is None:
        raise Turned(403, "This method requires an authenticated user")
    if not any(allows(caller.scopes, scope_name) for scope_name in ("read:statuses", "read:notifications")):
        raise Turned(403, "Access token does not have the required scopes")
    return Listener(caller, caller.actor)


async def _stream(listener: Listener, kind: str, words: dict[str, str]) -> Stream:
    named = partial(stream_named, kind, listener.actor, tag=words.get("tag", ""), list_id=words.get("list", ""))
    return await from_database(named)


# -- server-sent events ------------------------------------------------------------------------------------------------


async def _events(scope: Scope, receive: Receive, send: Send, breath: float) -> None:
    listener = None
    try:
        if await _answered_plainly(scope, send):
            return
        query = _query(scope)
        listener = await _listener(scope, query)
        listener.subscribe(await _stream(listener, _kind_of(scope["path"], query), query))
    except Turned as turned:
        await _answer(send, turned.status, json.dumps({"error": turned.words}))
    except NoSuchStream as refusal:
        await _answer(send, _status_of(refusal), json.dumps({"error": str(refusal)}))
    else:
        await _until_first(_tell(listener, send, breath), _gone(receive))
    finally:
        if listener is not None:
            listener.leave()


def _status_of(refusal: NoSuchStream) -> int:
    return 404 if isinstance(refusal, ListIsNotYours) or "Unknown" in str(refusal) else 400


def _kind_of(path: str, query: dict[str, str]) -> str:
    kind = path.removeprefix(ROOT).strip("/").replace("/", ":")
    is_media_only = kind.startswith("public") and query.get("only_media", "").lower() in {"1", "true"}
    return f"{kind}:media" if is_media_only else kind


async def _answered_plainly(scope: Scope, send: Send) -> bool:
    if scope["method"] == "OPTIONS":
        await _answer(send, 204, "")
    elif scope["method"] not in {"GET", "HEAD"}:
        await _answer(send, 405, json.dumps({"error": "Method not allowed"}))
    elif scope["path"].rstrip("/") == f"{ROOT}/health":
        await _answer(send, 200, "OK", kind="text/plain")
    else:
        return False
    return True


async def _answer(
    send: Send, status: int, body: str, *, kind: str = "application/json", what: str = "http.response"
) -> None:
    await send({"type": f"{what}.start", "status": status, "headers": _headers(kind)})
    await send({"type": f"{what}.body", "body": body.encode()})


def _headers(kind: str) -> list[tuple[bytes, bytes]]:
    plain = {"Content-Type": kind, "Cache-Control": "private, no-store", "X-Accel-Buffering": "no", **OTHER_ORIGINS}
    return [(name.lower().encode(), value.encode()) for name, value in plain.items()]


async def _tell(listener: Listener, send: Send, breath: float) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _headers("text/event-stream")})
    await _write(send, ":)\n")
    async for message in listener.messages(breath=breath):
        await _write(send, ":thump\n" if message is None else _as_event(message))
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _as_event(message: Message) -> str:
    return f"event: {message.event}\ndata: {message.payload or '[]'}\n\n"


async def _write(send: Send, text: str) -> None:
    """Raises TimeoutError for an app that does not read."""
    chunk = {"type": "http.response.body", "body": text.encode(), "more_body": True}
    await asyncio.wait_for(send(chunk), SEND_WITHIN_SECONDS)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until_first(*works: Awaitable[None]) -> None:
    """Whichever ends first ends the others; an app that did not read is let go."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if not isinstance(task.exception(), TimeoutError | OSError | None):
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


# -- websocket ---------------------------------------------------------------------------------------------------------


async def _websocket(scope: Scope, receive: Receive, send: Send) -> None:
    listener = None
    try:
        await receive()  # websocket.connect
        query = _query(scope)
        scope["query_string"] = b""  # the server logs it, and it may hold the token
        listener = await _listener(scope, query)
        if kind := query.get("stream", ""):
            listener.subscribe(await _stream(listener, kind, query))
    except Turned as turned:
        await _turn_away(scope, send, turned.status, turned.words)
    except NoSuchStream as refusal:
        await _turn_away(scope, send, _status_of(refusal), str(refusal))
    else:
        await send({"type": "websocket.accept", "subprotocol": next(iter(scope.get("subprotocols") or ()), None)})
        await _until_first(_speak(listener, send), _hear(listener, receive, send))
    finally:
        if listener is not None:
            listener.leave()


async def _turn_away(scope: Scope, send: Send, status: int, words: str) -> None:
    """Before it is accepted, with what is wrong where the server lets us say it (ASGI, Websocket Denial Response);
    else it answers 403."""
    if "websocket.http.response" in (scope.get("extensions") or {}):
        await _answer(send, status, json.dumps({"error": words}), what="websocket.http.response")
    else:
        await send({"type": "websocket.close"})


async def _speak(listener: Listener, send: Send) -> None:
    """A breath is not needed here: the server pings."""
    try:
        async for message in listener.messages(breath=BREATH_SECONDS):
            if message is not None:
                await asyncio.wait_for(_say(send, _as_json(message)), SEND_WITHIN_SECONDS)
    except TimeoutError:
        await send({"type": "websocket.close", "code": TOO_SLOW})
    else:
        await send({"type": "websocket.close", "code": TOKEN_IS_DEAD})


def _as_json(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = {"stream": list(message.stream), "event": message.event}
    return {**told, "payload": message.payload} if message.payload is not None else told


async def _say(send: Send, words: dict[str, Any]) -> None:
    await send({"type": "websocket.send", "text": json.dumps(words)})


async def _hear(listener: Listener, receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        text = message.get("text") or ""
        if len(text) > LONGEST_MESSAGE or message.get("bytes"):
            await send({"type": "websocket.close", "code": TOO_LONG})
            return
        if error := await _obey(listener, text):
            await _say(send, {"error": error, "status": 400})


async def _obey(listener: Listener, text: str) -> str:
    """Begin or end a stream, as the app asks. What was wrong with its words, or ""."""
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        return "The message is no JSON"
    if not isinstance(asked, dict) or not all(isinstance(value, str) for value in asked.values()):
        return "The message is not understood"
    try:
        if asked.get("type") == "subscribe":
            listener.subscribe(await _stream(listener, asked.get("stream", ""), asked))
        elif asked.get("type") == "unsubscribe":
            listener.unsubscribe((await _stream(listener, asked.get("stream", ""), asked)).name)
        else:
            return "Unknown message type"
    except NoSuchStream as refusal:
        return str(refusal)
    except TooManyStreams:
        return "Too many streams"
    return ""

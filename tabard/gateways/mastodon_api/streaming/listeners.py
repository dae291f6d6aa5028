"""One open connection of an app: whom it speaks for, what it listens to, and its end when its token dies."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import structlog
from django.db import Error, connection
from django.utils import timezone

from tabard.gateways.mastodon_api.access import Caller
from tabard.gateways.mastodon_api.streaming.payloads import Message, TokenIsDead, living, messages
from tabard.gateways.mastodon_api.streaming.streams import Stream
from tabard.plant.stream.hub import END, Subscriber, hub
from tabard.plant.stream.listen import ensure_listening
from tabard.voice.network.models import Actor

Found = TypeVar("Found")
log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
MOST_STREAMS = 100
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="streaming")


async def from_database(ask: Callable[[], Found]) -> Found:
    """What `ask` finds, in a thread that keeps no connection."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(_asked, ask))


def _asked(ask: Callable[[], Found]) -> Found:
    try:
        return ask()
    finally:
        connection.close()


class TooManyStreams(Exception):
    """One connection listens to MOST_STREAMS at most."""


class Listener:
    """Join it on the server's loop, and leave it in a `finally`."""

    def __init__(self, caller: Caller, actor: Actor) -> None:
        self.token, self._scopes, self.actor = caller.token.pk, caller.scopes, actor
        self._streams: dict[tuple[str, ...], Stream] = {}
        self._subscriber: Subscriber = hub.join(frozenset())
        self._is_cut = False
        ensure_listening()
        watch.add(self)

    def leave(self) -> None:
        hub.leave(self._subscriber)
        watch.remove(self)

    def subscribe(self, stream: Stream) -> None:
        if len(self._streams) >= MOST_STREAMS and stream.name not in self._streams:
            raise TooManyStreams
        self._streams[stream.name] = stream
        self._listen()

    def unsubscribe(self, name: tuple[str, ...]) -> None:
        self._streams.pop(name, None)
        self._listen()

    def _listen(self) -> None:
        hub.change(self._subscriber, frozenset().union(*(stream.topics for stream in self._streams.values())))

    def cut(self) -> None:
        self._is_cut = True
        self._subscriber.offer(END)

    async def messages(self, *, breath: float) -> AsyncIterator[Message | None]:
        """Until the token is dead, or the server stops. None is a breath: nothing happened for `breath` seconds."""
        while True:
            try:
                raw = await asyncio.wait_for(self._subscriber.queue.get(), breath)
            except TimeoutError:
                yield None
                continue
            self._is_cut = self._is_cut or raw == END
            told = [] if self._is_cut else await self._read(raw)
            if self._is_cut:
                return
            for message in told:
                yield message

    async def _read(self, raw: str) -> list[Message]:
        told = json.loads(raw)
        event, topic = told["event"], told["topic"]
        concerned = [
            stream for stream in self._streams.values() if topic in stream.topics and stream.hears(event, self._scopes)
        ]
        if not concerned:
            return []
        ask = partial(messages, self.token, self.actor, event, told["data"], concerned, timezone.now())
        try:
            return await from_database(ask)
        except TokenIsDead:
            self._is_cut = True
        except Error as error:  # the database is away: the app asks for what it missed when it next loads
            log.warning("live message lost", topic=topic, error=type(error).__name__)
        return []


class Watch:
    """Every second, asks once for all open connections of this process which of their tokens still live."""

    def __init__(self) -> None:
        self._open: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._open)

    def add(self, listener: Listener) -> None:
        self._open.add(listener)
        loop = asyncio.get_running_loop()
        if self._task is None or self._task.done() or self._task.get_loop() is not loop:
            self._task = loop.create_task(self._look())

    def remove(self, listener: Listener) -> None:
        self._open.discard(listener)

    async def _look(self) -> None:
        while self._open:
            tokens = [listener.token for listener in self._open]
            try:
                alive = await from_database(partial(living, tokens, timezone.now()))
            except Exception as error:  # noqa: BLE001  if the watch ended, tokens that died would be heard on
                log.warning("tokens not looked at", error=type(error).__name__)
            else:
                for listener in [each for each in self._open if each.token not in alive and each.token in tokens]:
                    listener.cut()
            await asyncio.sleep(LOOK_SECONDS)


watch = Watch()

"""One event loop in a thread of its own, with one pool of connections, for all the threads of a process."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from tabard.lib.net import Fetcher, Policy

Result = TypeVar("Result")


class Switchboard:
    """Begun when it is first used; `close` ends it, and all that is under way."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._fetcher: Fetcher | None = None
        self._thread: threading.Thread | None = None

    def submit(self, ask: Callable[[Fetcher], Coroutine[Any, Any, Result]]) -> "Future[Result]":
        """Begin what `ask` makes of the connections; the future belongs to the caller's thread."""
        loop, fetcher = self._line()
        return asyncio.run_coroutine_threadsafe(ask(fetcher), loop)

    def _line(self) -> tuple[asyncio.AbstractEventLoop, Fetcher]:
        with self._lock:
            if self._loop is None or self._fetcher is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="switchboard", daemon=True)
                self._thread.start()
                self._fetcher = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
            return self._loop, self._fetcher

    async def _open(self) -> Fetcher:
        return await Fetcher(self._policy).__aenter__()

    def close(self) -> None:
        with self._lock:
            if self._loop is None or self._fetcher is None or self._thread is None:
                return
            asyncio.run_coroutine_threadsafe(self._hang_up(self._fetcher), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = self._fetcher = self._thread = None

    async def _hang_up(self, fetcher: Fetcher) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await fetcher.__aexit__()

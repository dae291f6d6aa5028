"""A thread that works with the database for the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import Error, connection

Done = TypeVar("Done")
REST_SECONDS = 2.0


class Hand:
    """It keeps its connection while there is work, for opening one (and closing the last of SQLite) takes longer than
    most work; it gives it back when it has rested for a while, and when the event loop ends."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._worked = False
        self._resting: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[], Done]) -> Done:
        self._worked = True
        if self._resting is None or self._resting.done():
            self._resting = asyncio.create_task(self._rest())
        return await asyncio.get_running_loop().run_in_executor(self._thread, _try, work)

    async def _rest(self) -> None:
        try:
            while self._worked:
                self._worked = False
                await asyncio.sleep(REST_SECONDS)
        finally:
            self._thread.submit(_let_go)


def _let_go() -> None:
    connection.close()  # looked up in the thread whose it is


def _try(work: Callable[[], Done]) -> Done:
    try:
        return work()
    except Error:  # the connection may be of no more use
        connection.close()
        raise

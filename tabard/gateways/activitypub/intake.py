"""Keeping rows that come in at the same time in one transaction, off the event loop."""

import asyncio
from functools import partial

from tabard.gateways.activitypub.actions.incoming import Kept, keep_incoming
from tabard.gateways.activitypub.hands import Hand
from tabard.gateways.activitypub.incoming import ring
from tabard.gateways.activitypub.models import Incoming

MOST_TOGETHER = 200


class Intake:
    """One thread writes; whoever comes while it does waits for the next transaction, together."""

    def __init__(self) -> None:
        self._hand = Hand("intake")
        self._waiting: list[tuple[Incoming, asyncio.Future[Kept]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, row: Incoming) -> Kept:
        """Kept for good when this returns."""
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await future

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            rows = [row for row, _ in batch]
            try:
                found = await self._hand.do(partial(keep_incoming, rows))
            except Exception as error:  # noqa: BLE001  whoever waits must hear of it, and the next batch be tried
                _answer(batch, error)
            else:
                _answer(batch, found)
                ring()


def _answer(batch: list[tuple[Incoming, "asyncio.Future[Kept]"]], found: list[Kept] | Exception) -> None:
    for number, (_, future) in enumerate(batch):
        if future.done():  # whoever waited has gone away
            continue
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found[number])

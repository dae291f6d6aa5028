"""Keeping rows that come in at the same time in one transaction, off the event loop."""

import asyncio
from functools import partial

from tabard.gateways.activitypub.actions.incoming import Arrived, Kept, keep_incoming
from tabard.gateways.activitypub.hands import Hand
from tabard.gateways.activitypub.incoming import ring

MOST_TOGETHER = 200
TURNS = 3


class Intake:
    """One thread writes; whoever comes while it does waits for the next transaction, together.

    Each transaction has its price, however few rows it holds. So before one begins, whatever has arrived is read first,
    until the event loop has nothing more to do; that waits for nobody who has not come yet.
    """

    def __init__(self) -> None:
        self._hand = Hand("intake")
        self._waiting: list[tuple[Arrived, asyncio.Future[Kept]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, arrived: Arrived) -> Kept:
        """Kept for good when this returns."""
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrived, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await future

    async def _write(self) -> None:
        while self._waiting:
            await self._let_in()
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            arrived = [one for one, _ in batch]
            try:
                found = await self._hand.do(partial(keep_incoming, arrived))
            except Exception as error:  # noqa: BLE001  whoever waits must hear of it, and the next batch be tried
                _answer(batch, error)
            else:
                _answer(batch, found)
                ring()

    async def _let_in(self) -> None:
        """Those who stand at the door: a request is read in one turn of the event loop and checked in the next."""
        before = 0
        while before < len(self._waiting) < MOST_TOGETHER:
            before = len(self._waiting)
            for _turn in range(TURNS):
                await asyncio.sleep(0)


def _answer(batch: list[tuple[Arrived, "asyncio.Future[Kept]"]], found: list[Kept] | Exception) -> None:
    for number, (_, future) in enumerate(batch):
        if future.done():  # whoever waited has gone away
            continue
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found[number])

"""The collecting of one event: every source at once, into its store, and counted again and again.

What was heard and is not in a part yet is lost when the process is killed, and heard again by the next one: timelines
are read back to when the day began, Jetstream plays back what came since. The same post twice counts once.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tabard.lib import net
from tabard.occasions.tweetathon.collecting import jetstream, mastodon, own
from tabard.occasions.tweetathon.collecting.heard import Heard, Known, Standing, host_of, may_say_so
from tabard.occasions.tweetathon.keeping.store import Progress, Store
from tabard.occasions.tweetathon.meaning_of import understood
from tabard.occasions.tweetathon.reading import jetstream as jetstream_events
from tabard.occasions.tweetathon.reading import mastodon as statuses
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, Saying, Unreadable
from tabard.voice.network.addresses import our_host

OWN, JETSTREAM = "Our own server", "Bluesky"
WAITING = 10_000
AFTER = timedelta(minutes=15)
"""What was said in the last minute is heard a little later; and of a day that is over, what the servers still have."""


@dataclass(frozen=True)
class Plan:
    """What is listened to: servers of the fediverse by https:// addresses, Jetstreams by wss:// ones."""

    hashtags: Sequence[str]
    since: datetime
    until: datetime | None = None
    servers: Sequence[str] = ()
    jetstreams: Sequence[str] = ()
    asks_own: bool = True
    poll_seconds: float = mastodon.POLL_SECONDS
    own_poll_seconds: float = own.POLL_SECONDS
    count_seconds: float = 30
    share_of_counting: float = 0.2
    """Of the time: a day that takes long to count is counted less often."""


@dataclass
class Collection:
    """`count` is called in a thread, with the store and how the sources are doing."""

    plan: Plan
    store: Store
    fetcher: net.Fetcher
    count: Callable[[Store, list[dict[str, Any]]], None]
    register: Callable[[], object] = lambda: None
    """Called in a thread before each count: it gives the store the accounts that have registered since."""
    standings: dict[str, Standing] = field(default_factory=dict)
    taken: int = 0
    unreadable: int = 0

    def __post_init__(self) -> None:
        own_host = [our_host()] if self.plan.asks_own else []
        self._homes = {*map(host_of, self.plan.servers), *own_host}
        self._servers: list[mastodon.Server] = []
        self._counting = threading.Lock()  # a count that was given up runs on in its thread, and must not end last

    async def run(self, stop: asyncio.Event) -> None:
        """Until the day is over, or `stop` is set. What was heard till then is kept and counted."""
        heard: asyncio.Queue[Heard] = asyncio.Queue(WAITING)
        self._writer = self.store.writer()
        self._began = datetime.now(UTC)
        sources = [asyncio.create_task(_pour(source, heard)) for source in self._sources()]
        work = [*sources, asyncio.create_task(self._take_all(heard)), asyncio.create_task(self._count_again())]
        ends = asyncio.create_task(self._ends(stop))
        try:
            done, _ = await asyncio.wait([*work, ends], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*work, ends):
                task.cancel()
            await asyncio.gather(*work, ends, return_exceptions=True)
            while not heard.empty():
                self._take(heard.get_nowait())
            await self._flush_and_count()
        if self.plan.until and datetime.now(UTC) >= self.plan.until + AFTER:
            self.store.forget_heard()
        for task in done:
            if task is not ends:
                task.result()  # none of them ends by itself but by an error

    def listened(self) -> list[dict[str, Any]]:
        """How each source is doing, for the page."""
        names = ("is_up", "heard", "failures", "last_failure", "lag_seconds")
        return [
            {"name": name, **{key: getattr(standing, key) for key in names}}
            for name, standing in self.standings.items()
        ]

    def _sources(self) -> Iterator[AsyncIterator[Heard]]:
        plan = self.plan
        if plan.asks_own:
            standing = self._standing(OWN)
            yield own.watch(plan.hashtags, plan.since, standing, poll_seconds=plan.own_poll_seconds)
        heard = self.store.heard()
        for url in plan.servers:
            standing = self._standing(url)
            for hashtag in plan.hashtags:
                server = mastodon.Server(url, hashtag, plan.since)
                if server.name in heard:
                    server.remember(heard[server.name])
                self._servers.append(server)
                yield mastodon.follow(self.fetcher, server, standing, poll_seconds=plan.poll_seconds)
        if plan.jetstreams:
            reached = self.store.values_of(JETSTREAM)
            cursor = str(reached or int(plan.since.timestamp() * 1_000_000))
            yield jetstream.listen(
                self.fetcher, plan.jetstreams, plan.hashtags, self._known(), self._standing(JETSTREAM), cursor=cursor
            )

    def _standing(self, name: str) -> Standing:
        return self.standings.setdefault(name, Standing(name))

    def _known(self) -> Known:
        names = self.store.pseudonyms()
        known = Known(lambda uri: names.name("post", BLUESKY, uri), lambda did: names.name("author", BLUESKY, did))
        for post, author in self.store.authors_of_posts(BLUESKY):
            known.posts.add(post)
            if author:  # open where it had registered
                known.authors.add(known.name_author(author) if author.startswith("did:") else author)
        return known

    async def _take_all(self, heard: "asyncio.Queue[Heard]") -> None:
        while True:
            self._take(await heard.get())

    def _take(self, heard: Heard) -> None:
        if heard.kind == "deletion" and heard.source != OWN and not may_say_so(heard, self._homes):
            return
        try:
            sayings = list(_sayings_of(heard))
        except Unreadable:
            self.unreadable += 1
            return
        for saying in understood(sayings):
            if self._is_of_the_day(saying):
                self._writer.add(saying)
                self.taken += 1
                self._note_lag(heard.source, saying)
        if heard.cursor:
            self._writer.reached(Progress(JETSTREAM, int(heard.cursor)))

    def _is_of_the_day(self, saying: Saying) -> bool:
        """Edits and deletions come whenever they come; what has no time of its own is counted."""
        if saying.posted_at is None or saying.is_reference:
            return True
        ends = self.plan.until.timestamp() * 1_000_000 if self.plan.until else float("inf")
        return self.plan.since.timestamp() * 1_000_000 <= saying.posted_at < ends

    def _note_lag(self, source: str, saying: Saying) -> None:
        """Between the writing of what came last and our hearing of it, not counting what was there before us."""
        if saying.posted_at and saying.posted_at >= self._began.timestamp() * 1_000_000:
            self.standings[source].lag_seconds = round(max(time.time() - saying.posted_at / 1_000_000, 0), 1)

    async def _count_again(self) -> None:
        while True:
            began = time.monotonic()
            await self._flush_and_count()
            took = time.monotonic() - began
            await asyncio.sleep(max(self.plan.count_seconds, took / self.plan.share_of_counting))

    async def _flush_and_count(self) -> None:
        """A writer knows only those who had registered when it was made: each count begins with a new one."""
        self._writer.flush()
        self.store.keep_heard({server.name: server.remembered() for server in self._servers})
        await asyncio.to_thread(self.register)
        self._writer.flush()
        self._writer = self.store.writer()
        await asyncio.to_thread(self._count, self.listened())

    def _count(self, listened: list[dict[str, Any]]) -> None:
        with self._counting:
            self.count(self.store, listened)

    async def _ends(self, stop: asyncio.Event) -> None:
        until, now = self.plan.until, datetime.now(UTC)
        left = (max(until, now) + AFTER - now).total_seconds() if until else None
        try:
            await asyncio.wait_for(stop.wait(), left)
        except TimeoutError:
            return


async def _pour(source: AsyncIterator[Heard], heard: "asyncio.Queue[Heard]") -> None:
    async for each in source:
        await heard.put(each)


def _sayings_of(heard: Heard) -> Iterator[Saying]:
    """Raises Unreadable."""
    source = jetstream_events if heard.kind == "jetstream" else statuses
    if heard.kind == "deletion":
        yield Saying(MASTODON, str(heard.payload["deleted"]), is_deleted=True)
    elif source.recognises(heard.payload):
        for saying in source.sayings(heard.payload):
            if isinstance(saying, Unreadable):
                raise saying
            yield saying
    else:
        raise Unreadable("it is no post")

"""A hashtag on one server of the fediverse, by Mastodon's client API: its timeline page by page, and its stream where
the server gives one to everybody or to our token.

https://docs.joinmastodon.org/methods/timelines/#tag and /methods/streaming/#hashtag. The timeline is read once back to
when the day began, then forward, and now and again as a whole: what was edited or has gone shows then. It holds no
boosts: who boosted is asked of each status that has been boosted since it was last asked, and counts at the time when
it was noticed.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson

from tabard.lib import net
from tabard.occasions.tweetathon.collecting.heard import AGAIN, Heard, Payload, Standing, boost_of, deletion_of, waits

PAGE = 40
MOST_PAGES = 500
"""Of a day that began before we listened: 20,000 statuses."""
MOST_ASKED_AFTER = 300
"""Of the statuses that have left a timeline, in one reading of it."""
POLL_SECONDS = 30
POLLS_PER_CATCH_UP = 10
"""While a stream tells what is new, the timeline is read so much less often, for what the stream has lost."""
POLLS_PER_SWEEP = 60
SILENCE_SECONDS = 90
LEAST_LEFT = 10
"""Of the requests that a server allows: then we wait until it allows more."""
NEEDS_TOKEN = {401, 403, 404, 422}
GONE = {404, 410}
LINK = re.compile(r'<([^>]*)>\s*;[^,]*?\brel="?(next|prev)"?')
LONGEST_EVENT = 1_000_000
"""Characters of one event of a stream; a longer one is cut, and then no JSON."""
LONGEST_WAIT = 3_600
"""Seconds for which a server that says that it is asked too often is left alone."""


@dataclass
class Server:
    """One server and one hashtag of it, and what it has told us. A new process reads the day again; what went while
    nobody listened, it knows only by what the last one `remembered`."""

    url: str
    hashtag: str
    since: datetime
    token: str = ""
    newest: str = ""
    uris: dict[str, str] = field(default_factory=dict)
    """What a status is called everywhere, by its id on this server: deletions name that one."""
    boosts: dict[str, int] = field(default_factory=dict)
    """How many boosts of a status were told of when its boosters were last asked for."""
    boosters: dict[str, set[str]] = field(default_factory=dict)
    """The ids of a status's boosts that were heard here: one that is listed no more was undone."""
    undone: dict[str, int] = field(default_factory=dict)
    """How often a boost was, by the name under which it was heard first."""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def note(self, status: Payload) -> None:
        self.uris[str(status.get("id", ""))] = str(status.get("uri", ""))

    @property
    def name(self) -> str:
        return f"{self.url} #{self.hashtag}"

    def remembered(self) -> Payload:
        """As JSON keeps it."""
        boosters = {uri: sorted(boosts) for uri, boosts in self.boosters.items()}
        return {"uris": self.uris, "boosts": self.boosts, "boosters": boosters, "undone": self.undone}

    def remember(self, told: Payload) -> None:
        self.uris, self.boosts, self.undone = dict(told["uris"]), dict(told["boosts"]), dict(told["undone"])
        self.boosters = {uri: set(boosts) for uri, boosts in told["boosters"].items()}

    def heard(self, payload: Payload) -> Heard:
        return Heard("mastodon", payload, self.url)

    def gone(self, number: str, uri: str) -> Heard:
        return Heard("deletion", deletion_of(number, uri), self.url)


async def follow(
    fetcher: net.Fetcher, server: Server, standing: Standing, *, poll_seconds: float = POLL_SECONDS
) -> AsyncIterator[Heard]:
    """All that the server has under the hashtag, and from then on what is new, until whoever asks stops asking."""
    news: asyncio.Queue[Heard] = asyncio.Queue(maxsize=1_000)
    stream = asyncio.create_task(_stream(fetcher, server, standing, news))
    waiting, swept_at = waits(poll_seconds / 10), time.monotonic()
    try:
        while True:
            least = 0.0
            try:
                is_sweep = time.monotonic() - swept_at > poll_seconds * POLLS_PER_SWEEP or not server.newest
                async for heard in sweep(fetcher, server) if is_sweep else _forward(fetcher, server):
                    standing.heard += 1
                    yield heard
                swept_at = time.monotonic() if is_sweep else swept_at
                standing.is_up, standing.last_failure = True, ""
                waiting, pause = waits(poll_seconds / 10), poll_seconds * (1 if stream.done() else POLLS_PER_CATCH_UP)
            except (net.NetError, NotMastodon) as failure:
                standing.is_up, standing.failures, standing.last_failure = False, standing.failures + 1, str(failure)
                least = min(failure.wait_seconds, LONGEST_WAIT) if isinstance(failure, net.BadStatus) else 0
                pause = max(next(waiting), least)
            async for heard in _until(news, pause, stream, least=least):
                standing.heard += 1
                yield heard
    finally:
        stream.cancel()


async def sweep(fetcher: net.Fetcher, server: Server) -> AsyncIterator[Heard]:
    """The whole timeline back to when the day began, edited statuses among it; and what has gone from it since the last
    time, if its server says that it is deleted. Raises NetError, NotMastodon."""
    missing = dict(server.uris)
    async for page in _pages(fetcher, server, _timeline(server), "next"):
        for status in page:
            missing.pop(str(status.get("id", "")), None)
        async for heard in _take(fetcher, server, page):
            yield heard
        if _moment(page[-1]) < server.since:
            break
    for number, uri in list(missing.items())[:MOST_ASKED_AFTER]:
        del server.uris[number]
        if await _is_deleted(fetcher, server, number):
            yield server.gone(number, uri)
        else:
            server.uris[number] = uri  # behind all others: the next time it is their turn


async def _forward(fetcher: net.Fetcher, server: Server) -> AsyncIterator[Heard]:
    async for page in _pages(fetcher, server, _timeline(server, min_id=server.newest), "prev"):
        async for heard in _take(fetcher, server, page):
            yield heard


async def _take(fetcher: net.Fetcher, server: Server, page: list[Payload]) -> AsyncIterator[Heard]:
    for status in page:
        if _moment(status) >= server.since:
            server.note(status)
            yield server.heard(status)
        server.newest = max(server.newest, str(status.get("id", "")), key=_order)
    async for boost in _boosts(fetcher, server, page):
        yield boost


def _timeline(server: Server, **more: str) -> str:
    return f"{server.url}/api/v1/timelines/tag/{quote(server.hashtag, safe='')}?{urlencode({'limit': PAGE, **more})}"


async def _is_deleted(fetcher: net.Fetcher, server: Server, number: str) -> bool:
    try:
        answer = await fetcher.get(
            f"{server.url}/api/v1/statuses/{quote(number, safe='')}", headers_for=lambda _url: server.headers
        )
        await _keep_to_limits(answer)
    except net.BadStatus as failure:
        return failure.status in GONE
    return False


async def _boosts(fetcher: net.Fetcher, server: Server, page: list[Payload]) -> AsyncIterator[Heard]:
    for status in page:
        number, uri, told = str(status.get("id", "")), str(status.get("uri", "")), status.get("reblogs_count")
        if not number or not isinstance(told, int) or told == server.boosts.get(uri, 0):
            continue
        address = f"{server.url}/api/v1/statuses/{quote(number, safe='')}/reblogged_by?limit=80"
        listed = set[str]()
        async for accounts in _pages(fetcher, server, address, "next"):
            for account in accounts:
                boost = boost_of(status, account, datetime.now(UTC).isoformat(), server.undone)
                listed.add(boost["uri"])
                yield server.heard(boost)
        for undone in server.boosters.get(uri, set()) - listed:
            first = undone.partition(AGAIN)[0]
            server.undone[first] = server.undone.get(first, 0) + 1
            yield server.gone(number, undone)
        server.boosts[uri], server.boosters[uri] = told, listed


async def _pages(fetcher: net.Fetcher, server: Server, url: str, way: str) -> AsyncIterator[list[Payload]]:
    for _ in range(MOST_PAGES):
        answer = await fetcher.get(url, headers_for=lambda _url: server.headers)
        page = _list_in(answer)
        if page:
            yield page
        await _keep_to_limits(answer)
        following = {rel: address for address, rel in LINK.findall(answer.headers.get("Link", ""))}.get(way)
        if not page or following is None:
            return
        if not _is_at(server, following):
            raise NotMastodon("its next page is on another server")
        url = following


def _is_at(server: Server, address: str) -> bool:
    try:
        return urlsplit(address)[:2] == urlsplit(server.url)[:2]
    except ValueError:
        return False


def _list_in(answer: net.Answer) -> list[Payload]:
    try:
        found = orjson.loads(answer.body)
    except ValueError:
        raise NotMastodon("it answers with something else than JSON") from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise NotMastodon("it answers with something else than a list")
    return found


async def _keep_to_limits(answer: net.Answer) -> None:
    """https://docs.joinmastodon.org/api/rate-limits/"""
    left, until = answer.headers.get("X-RateLimit-Remaining", ""), answer.headers.get("X-RateLimit-Reset", "")
    try:
        if int(left) > LEAST_LEFT:
            return
        wait = (datetime.fromisoformat(until).astimezone(UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return
    await asyncio.sleep(min(max(wait, 0), 600))


async def _stream(fetcher: net.Fetcher, server: Server, standing: Standing, news: "asyncio.Queue[Heard]") -> None:
    """Ends where the server streams to nobody, or not to us."""
    address = f"{server.url}/api/v1/streaming/hashtag?{urlencode({'tag': server.hashtag})}"
    waiting = waits()
    while True:
        try:
            async with fetcher.listen(address, silence_seconds=SILENCE_SECONDS, headers=server.headers) as lines:
                async for name, data in _events(lines):
                    heard = _heard(name, data, server)
                    if heard is not None:
                        await news.put(heard)
                    waiting = waits()
        except net.BadStatus as failure:
            if failure.status in NEEDS_TOKEN:
                return
        except net.NetError as failure:
            standing.last_failure = failure.why
        await asyncio.sleep(next(waiting))


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, str]]:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html"""
    name, data, left = "", list[str](), LONGEST_EVENT
    async for line in lines:
        word, _, rest = line.partition(":")
        rest = rest.removeprefix(" ")
        if word == "event":
            name = rest
        elif word == "data" and left > 0:
            data.append(rest[:left])
            left -= len(rest) + 1
        elif not line:
            if data:
                yield name, "\n".join(data)
            name, data, left = "", list[str](), LONGEST_EVENT


def _heard(name: str, data: str, server: Server) -> Heard | None:
    if name == "delete":
        uri = server.uris.pop(data, None)
        return server.gone(data, uri) if uri else None
    if name not in {"update", "status.update"}:
        return None
    try:
        status: Any = orjson.loads(data)
    except ValueError:
        return None
    if not isinstance(status, dict) or _moment(status) < server.since:
        return None
    server.note(status)
    return server.heard(status)


async def _until(
    news: "asyncio.Queue[Heard]", seconds: float, stream: "asyncio.Task[None]", *, least: float
) -> AsyncIterator[Heard]:
    """What the stream tells for so long. A stream that ends early ends the wait, but not before `least` seconds: the
    timeline is read again."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds
    not_before, was_streaming = loop.time() + least, not stream.done()
    while (left := ends - loop.time()) > 0 and not (was_streaming and stream.done() and loop.time() >= not_before):
        try:
            yield await asyncio.wait_for(news.get(), min(left, 1))
        except TimeoutError:
            continue


def _moment(status: Payload) -> datetime:
    try:
        moment = datetime.fromisoformat(str(status.get("created_at")))
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)  # the reader says what is wrong with it
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _order(number: str) -> tuple[int, str]:
    """Ids are numbers on Mastodon, and other texts that grow elsewhere."""
    return (len(number), number)


class NotMastodon(Exception):
    """The server answers, but not as the API says."""

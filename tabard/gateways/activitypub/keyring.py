"""The keys of those who write to us: read once, looked up in the database, or fetched from their servers."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import connection
from django.utils.crypto import salted_hmac

from tabard.gateways.activitypub.asking import FetchFailed, HostIsOut, is_suspended, within
from tabard.gateways.activitypub.fetch import key_named
from tabard.gateways.activitypub.hands import Hand
from tabard.gateways.activitypub.models import PeerKey
from tabard.gateways.activitypub.receive.refusals import Refused
from tabard.gateways.activitypub.refusals import Turned
from tabard.lib.clients import network_of
from tabard.lib.rates import Rates
from tabard.lib.signatures.algorithms import PublicKey
from tabard.lib.signatures.keys import KeyRefused, read_public_key
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor

BELIEVED_SECONDS = 2.0  # after which another process may have changed it, or shut the server out
MOST_KEPT = 4096
AT_ONCE = 8
AT_ONCE_OF_HOST, AT_ONCE_FOR_NETWORK = 2, 4
MOST_WAITING = 64
MOST_WAITING_OF_ONE = 16
FETCH_SECONDS = 10.0
FAILED_SECONDS = 60.0
MOST_FAILED = 4096
MOST_ASKED, MOST_ASTRAY, RATE_SECONDS = 300, 60, 300
RENEW_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class KnownKey:
    uri: str
    actor_uri: str
    host: str
    public: PublicKey
    fetched_at: datetime
    looked_up: float


class Keyring:
    """Before a key is there, nothing is proved: whoever writes chooses which server we ask. So each network that writes
    has only so many keys fetched, and far fewer that lead nowhere; no server that is asked, and none that writes, takes
    all hands; and a key that could not be had is not asked for again at once.

    The sender's address is hashed with the signing key and the date, and counted in this process alone.
    """

    def __init__(self) -> None:
        self._kept: dict[str, KnownKey] = {}
        self._failed: dict[str, float] = {}
        self._looking = Hand("keys")
        self._asking = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch")
        self._asked = Rates(most=MOST_ASKED, seconds=RATE_SECONDS)
        self._astray = Rates(most=MOST_ASTRAY, seconds=RATE_SECONDS)
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._waiting: Counter[str] = Counter()

    async def held(self, uri: str, now: datetime) -> KnownKey | None:
        """The key, if we hold it. Raises Turned for one of a server that we keep out."""
        kept = self._kept.get(uri)
        if kept is not None and monotonic() - kept.looked_up < BELIEVED_SECONDS:
            return kept
        return self._keep(uri, await self._looking.do(lambda: _look_up(uri)))

    async def knows(self, actor_uri: str) -> bool:
        """Whether we hold the actor, with a key or without."""
        return await self._looking.do(Actor.objects.filter(uri=actor_uri).exists)

    async def key(self, uri: str, host: str, client: str, now: datetime) -> KnownKey:
        """The key, fetched for `client` (an IP address as text) if we do not hold it. Raises Turned."""
        return await self.held(uri, now) or await self._fetch(uri, host, client, now, None)

    async def renewed(self, key: KnownKey, host: str, client: str, now: datetime) -> KnownKey:
        """The key as its server publishes it now; the one that we have, where that is from a minute ago."""
        since = now - RENEW_AFTER
        return key if key.fetched_at > since else await self._fetch(key.uri, host, client, now, since)

    def led_astray(self, client: str, now: datetime) -> None:
        """The key was there, and its owner had not signed."""
        self._astray.wait(_word(client, now), monotonic())

    async def _fetch(self, uri: str, host: str, client: str, now: datetime, since: datetime | None) -> KnownKey:
        """Fetched once for all who come with it at the same time."""
        async with self._turn(f"key {uri}", host, at_once=1, most=MOST_WAITING):
            if self._failed.get(uri, 0.0) > monotonic():
                raise Turned(401, "KeyUnknown", host=host)
            held = await self.held(uri, now)
            if held is not None and (since is None or held.fetched_at > since):
                return held
            return await self._fetch_in_turn(uri, host, _word(client, now), now, since)

    async def _fetch_in_turn(self, uri: str, host: str, word: str, now: datetime, since: datetime | None) -> KnownKey:
        wait = self._astray.left(word, monotonic()) or self._asked.wait(word, monotonic())
        if wait:
            raise Turned(429, "TooManyKeys", host=host, wait_seconds=wait)
        async with (
            self._turn(f"of {host}", host, at_once=AT_ONCE_OF_HOST, most=MOST_WAITING_OF_ONE),
            self._turn(f"for {word}", host, at_once=AT_ONCE_FOR_NETWORK, most=MOST_WAITING_OF_ONE),
        ):
            try:
                return await self._ask(uri, host, now, since)
            except Turned:
                self._fail(uri, word)
                raise

    async def _ask(self, uri: str, host: str, now: datetime, since: datetime | None) -> KnownKey:
        try:
            ask = partial(_ask, uri, now, since)
            found = await asyncio.get_running_loop().run_in_executor(self._asking, ask)
        except HostIsOut:
            raise Turned(403, "HostIsOut", host=host) from None
        except (FetchFailed, Refused, KeyRefused):
            raise Turned(401, "KeyUnknown", host=host) from None
        kept = self._keep(uri, found)
        assert kept is not None  # noqa: S101  it was found
        return kept

    @asynccontextmanager
    async def _turn(self, name: str, host: str, *, at_once: int, most: int) -> AsyncIterator[None]:
        """Wait in a line of at most so many. Raises Turned where it is longer, or where all lines are together."""
        if self._waiting.get(name, 0) >= most or len(self._waiting) >= 3 * MOST_WAITING:
            raise Turned(429, "TooManyKeys", host=host, wait_seconds=10)
        self._waiting[name] += 1
        try:
            async with self._turns.setdefault(name, asyncio.Semaphore(at_once)):
                yield
        finally:
            self._waiting[name] -= 1
            if not self._waiting[name]:
                del self._waiting[name], self._turns[name]

    def _fail(self, uri: str, word: str) -> None:
        self._astray.wait(word, monotonic())
        self._failed.pop(uri, None)
        if len(self._failed) >= MOST_FAILED:
            del self._failed[next(iter(self._failed))]
        self._failed[uri] = monotonic() + FAILED_SECONDS

    def _keep(self, uri: str, key: KnownKey | None) -> KnownKey | None:
        self._kept.pop(uri, None)
        if key is not None:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[uri] = key
        return key


def _word(client: str, now: datetime) -> str:
    told = salted_hmac(f"activitypub.keyring {now:%Y-%m-%d}", network_of(client), algorithm="sha256")
    return told.hexdigest()[:32]


def _ask(uri: str, now: datetime, fresh_since: datetime | None) -> KnownKey:
    try:
        with within(FETCH_SECONDS):
            return _read(key_named(uri, now=now, fresh_since=fresh_since))
    finally:
        connection.close()


def _look_up(uri: str) -> KnownKey | None:
    if is_suspended(host_of(uri)):
        raise Turned(403, "HostIsOut", host=host_of(uri))
    held = PeerKey.objects.filter(uri=uri).values_list("actor__uri", "actor__host", "pem", "fetched_at").first()
    if held is None:
        return None
    actor_uri, host, pem, fetched_at = held
    if host != host_of(uri) and is_suspended(host):
        raise Turned(403, "HostIsOut", host=host)
    return KnownKey(uri, actor_uri, host, read_public_key(pem), fetched_at, monotonic())


def _read(key: PeerKey) -> KnownKey:
    """Raises KeyRefused."""
    return KnownKey(key.uri, key.actor.uri, key.actor.host, read_public_key(key.pem), key.fetched_at, monotonic())

"""The keys of those who write to us: read once, looked up in the database, or fetched from their servers."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import connection

from tabard.gateways.activitypub.asking import FetchFailed, HostIsOut, is_suspended
from tabard.gateways.activitypub.fetch import key_named
from tabard.gateways.activitypub.hands import Hand
from tabard.gateways.activitypub.models import PeerKey
from tabard.gateways.activitypub.receive.refusals import Refused
from tabard.gateways.activitypub.refusals import Turned
from tabard.lib.rates import Rates
from tabard.lib.signatures.algorithms import PublicKey
from tabard.lib.signatures.keys import KeyRefused, read_public_key
from tabard.voice.network.addresses import host_of

BELIEVED_SECONDS = 2.0  # after which another process may have changed it, or shut the server out
MOST_KEPT = 4096
AT_ONCE = 8
MOST_WAITING = 64
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
    """At most AT_ONCE servers are asked at a time, and of each only so many keys."""

    def __init__(self) -> None:
        self._kept: dict[str, KnownKey] = {}
        self._looking = Hand("keys")
        self._asking = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch")
        self._asked = Rates(most=60, seconds=300)
        self._waiting = 0

    async def held(self, uri: str, now: datetime) -> KnownKey | None:
        """The key, if we hold it. Raises Turned for one of a server that we keep out."""
        kept = self._kept.get(uri)
        if kept is not None and monotonic() - kept.looked_up < BELIEVED_SECONDS:
            return kept
        return self._keep(uri, await self._looking.do(lambda: _look_up(uri)))

    async def key(self, uri: str, host: str, now: datetime) -> KnownKey:
        """The key, fetched if we do not hold it. Raises Turned."""
        return await self.held(uri, now) or await self._fetch(uri, host, now, None)

    async def renewed(self, key: KnownKey, host: str, now: datetime) -> KnownKey:
        """The key as its server publishes it now; the one that we have, where that is from a minute ago."""
        if key.fetched_at > now - RENEW_AFTER:
            return key
        return await self._fetch(key.uri, host, now, now)

    async def _fetch(self, uri: str, host: str, now: datetime, fresh_since: datetime | None) -> KnownKey:
        wait = self._asked.wait(host, monotonic())
        if wait or self._waiting >= MOST_WAITING:
            raise Turned(429, "TooManyKeys", host=host, wait_seconds=wait or 10)
        self._waiting += 1
        try:
            ask = partial(_ask, uri, now, fresh_since)
            found = await asyncio.get_running_loop().run_in_executor(self._asking, ask)
        except HostIsOut:
            raise Turned(403, "HostIsOut", host=host) from None
        except (FetchFailed, Refused, KeyRefused):
            raise Turned(401, "KeyUnknown", host=host) from None
        finally:
            self._waiting -= 1
        kept = self._keep(uri, found)
        assert kept is not None  # noqa: S101  it was found
        return kept

    def _keep(self, uri: str, key: KnownKey | None) -> KnownKey | None:
        self._kept.pop(uri, None)
        if key is not None:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[uri] = key
        return key


def _ask(uri: str, now: datetime, fresh_since: datetime | None) -> KnownKey:
    try:
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

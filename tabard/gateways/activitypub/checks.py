"""Whether what came in is what somebody sent, who it was, and whether they may."""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from tabard.gateways.activitypub.actions.incoming import Arrived, Kept
from tabard.gateways.activitypub.addressees import Addressees
from tabard.gateways.activitypub.intake import Intake
from tabard.gateways.activitypub.keyring import Keyring, KnownKey
from tabard.gateways.activitypub.receive.activities import Activity, activity_of
from tabard.gateways.activitypub.receive.refusals import Refused
from tabard.gateways.activitypub.receive.values import Document, address
from tabard.gateways.activitypub.refusals import Turned
from tabard.lib.json_guard import JsonRefused, JsonTooLarge, read_object
from tabard.lib.rates import Rates
from tabard.lib.signatures import Claim, claim_of
from tabard.lib.signatures.refusals import AlgorithmRefused, BadSignature, SignatureRefused
from tabard.voice.network.addresses import host_of

RATE_SECONDS = 300
SMALL = 65_536
PASSED_ON = {"Create", "Update", "Delete"}


@dataclass(frozen=True)
class Arrival:
    """A request to an inbox; `url` is the public address that it went to, `client` the IP address that it came from."""

    url: str
    client: str
    headers: list[tuple[str, str]]
    body: bytes
    now: datetime


class Checks:
    def __init__(self) -> None:
        self._keyring = Keyring()
        self._addressees = Addressees()
        self._intake = Intake()
        self._hosts = Rates(most=settings.INBOX_PER_HOST, seconds=RATE_SECONDS)
        self._actors = Rates(most=settings.INBOX_PER_ACTOR, seconds=RATE_SECONDS)

    async def expect(self, name: str) -> None:
        """Raise Turned where nobody of ours is called so; "" is the server itself."""
        if name:
            await self._addressees.expect(name)

    async def take(self, arrival: Arrival) -> None:
        """Keep it, or raise Turned."""
        try:
            claim = claim_of("POST", arrival.url, arrival.headers, arrival.body, arrival.now)
        except SignatureRefused as refusal:
            raise Turned(401, type(refusal).__name__) from None
        host = host_of(address(claim.key_id))
        if not host:
            raise Turned(401, "KeyUnknown")
        activity = await _activity(arrival.body, host)
        if await self._is_news_of_the_dead(activity, claim, arrival.now):
            return
        signer = await self._signer(claim, host, arrival)
        _check_sender(activity, signer)
        self._check_rates(signer)
        kept = await self._intake.put(_to_keep(activity, signer, claim, arrival))
        if kept is Kept.REPLAYED:
            raise Turned(401, "Replayed", host=host)

    async def _is_news_of_the_dead(self, activity: Activity, claim: Claim, now: datetime) -> bool:
        """Servers tell all they know that somebody is gone. Of one whom we never knew we need not ask for the key,
        which is gone too."""
        if activity.kind != "Delete" or activity.object_uri != activity.actor_uri:
            return False
        return await self._keyring.held(claim.key_id, now) is None and not await self._keyring.knows(activity.actor_uri)

    async def _signer(self, claim: Claim, host: str, arrival: Arrival) -> KnownKey:
        client, now = arrival.client, arrival.now
        key = await self._keyring.key(claim.key_id, host, client, now)
        try:
            claim.verify(key.public)
        except (BadSignature, AlgorithmRefused) as refusal:
            key = await self._keyring.renewed(key, host, client, now)
            try:
                claim.verify(key.public)
            except SignatureRefused:
                self._keyring.led_astray(client, now)
                raise Turned(401, type(refusal).__name__, host=host) from None
        return key

    def _check_rates(self, signer: KnownKey) -> None:
        clock = time.monotonic()
        for rates, name in ((self._hosts, signer.host), (self._actors, signer.actor_uri)):
            wait = rates.wait(name, clock)
            if wait:
                raise Turned(429, "TooOften", host=signer.host, wait_seconds=wait)


async def _activity(body: bytes, host: str) -> Activity:
    try:
        return activity_of(await _document(body))
    except JsonTooLarge:
        raise Turned(413, "TooLarge", host=host) from None
    except (JsonRefused, Refused) as refusal:
        raise Turned(400, type(refusal).__name__, host=host) from None


async def _document(body: bytes) -> Document:
    """Reading much takes a while, in which others come in too."""
    return read_object(body) if len(body) <= SMALL else await asyncio.to_thread(read_object, body)


def _check_sender(activity: Activity, signer: KnownKey) -> None:
    """Everybody speaks for themselves. What an inbox passes on (ActivityPub §7.1.2) carries its author's signature; it
    is not believed, but shows where to look."""
    is_own = activity.actor_uri == signer.actor_uri
    if not is_own and not (activity.is_vouched_for and activity.kind in PASSED_ON):
        raise Turned(401, "SignedByAnother", host=signer.host)
    if activity.uri and host_of(activity.uri) != host_of(activity.actor_uri):
        raise Turned(400, "HostMismatch", host=signer.host)


def _to_keep(activity: Activity, signer: KnownKey, claim: Claim, arrival: Arrival) -> Arrived:
    """Under the id of the activity, where its own sender gave it one; nobody can use up the ids of others."""
    uri = activity.uri
    if activity.actor_uri != signer.actor_uri or not uri:
        told = f"{signer.actor_uri} {uri}".encode() + (b"" if uri else arrival.body)
        uri = f"digest:{hashlib.sha256(told).hexdigest()}"
    return Arrived(
        uri=uri,
        actor_uri=signer.actor_uri,
        signature=hashlib.sha256(claim.signature).hexdigest(),
        body=arrival.body.decode("utf-8"),
        received_at=arrival.now,
    )

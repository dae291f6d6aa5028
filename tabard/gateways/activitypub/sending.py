"""The ledger's sender for the fediverse: signs and posts in the process's one loop for what goes out.

An RSA signature costs about a millisecond, and cryptography holds Python's lock while it makes one: threads would only
take turns (measured: two of them sign no more than one). So the loop, which has nothing else to do, signs right before
it posts, and the sender's thread, which keeps the ledger, is woken once for many. Each batch's body is put into words
once.
"""

import asyncio
import atexit
import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone

from tabard.gateways.activitypub import outgoing
from tabard.gateways.activitypub.actions import keys, peers
from tabard.gateways.activitypub.actions.peers import Answered
from tabard.gateways.activitypub.faces import ACTIVITY
from tabard.gateways.activitypub.models import Peer
from tabard.gateways.activitypub.recipients import without_kept_out
from tabard.lib.net import BadAddress, Fetcher, NetError, Policy, Reply
from tabard.lib.signatures import Way, sign_request
from tabard.lib.signatures.keys import OwnKey
from tabard.lib.signatures.refusals import Unreadable
from tabard.lib.switchboard import Switchboard
from tabard.plant.delivery.batch import Batch
from tabard.voice.network.addresses import host_of
from tabard.voice.network.models import Actor

AT_ONCE = 16
"""Of one batch; a worker sends WORKER_THREADS batches side by side."""
AT_ONCE_PER_HOST = 4
SAVED_EVERY = 50
BATCH_SECONDS = 60.0
"""After which a batch is put back with what is left, so that slow servers keep no other post waiting."""
LONGEST_REST = timedelta(days=1)
SHORTEST_REST = timedelta(minutes=1)
NOT_UNDERSTOOD = {400, 401, 403}
LATER = {401, 408, 425, 429, *range(500, 600)} - {501}
FAILED = {408, *range(500, 600)} - {501, 503}
HEADERS = {"Content-Type": ACTIVITY}


def send_batch(batch: Batch) -> None:
    """Progress is saved every SAVED_EVERY recipients, so that a killed worker's successor repeats no more than those.
    Whoever could not be reached now stays in the batch: the ledger tries again."""
    now = timezone.now()
    body = outgoing.body_of(batch.payload, now=now)
    if body is None:
        batch.progress(refused=dict.fromkeys(batch.recipients, "there is nothing to say any more"))
        return
    actor = Actor.objects.get(pk=batch.payload["by"])
    round_ = Round(body, keys.own_key(keys.key_of(actor, now=now)), peers.peers_of(map(host_of, batch.recipients)))
    refused = dict.fromkeys(set(batch.recipients) - without_kept_out(batch.recipients), "its server is kept out")
    refused |= dict.fromkeys(filter(round_.is_given_up, batch.recipients), "its server was given up")
    if refused:
        batch.progress(refused=refused)
    _save(batch, round_)


def _save(batch: Batch, round_: "Round") -> None:
    """Write down what is known, SAVED_EVERY at a time; when sending breaks off, also what is known by then."""
    try:
        for outcomes in round_.send(batch.recipients):
            done = [one.inbox for one in outcomes if not one.why]
            batch.progress(done=done, refused={one.inbox: one.why for one in outcomes if one.why})
            if batch.is_recalled():
                return
    finally:
        round_.stop()
        peers.note_answers(round_.answers, now=timezone.now())


@cache
def _switchboard(policy: Policy) -> Switchboard:
    """One for the whole process, for as long as it runs."""
    line = Switchboard(policy)
    atexit.register(line.close)
    return line


def _policy() -> Policy:
    return Policy(
        user_agent=f"Tabard/{settings.VERSION} (+{settings.BASE_URL}/)",
        allows_private=settings.ALLOW_PRIVATE_ADDRESSES,
        total_seconds=20,
        at_once=AT_ONCE * settings.WORKER_THREADS,
        at_once_per_host=AT_ONCE_PER_HOST,
        ca_file=settings.CA_FILE,
    )


@dataclass(frozen=True)
class Outcome:
    """An inbox that has taken it, or (`why`) never will."""

    inbox: str
    why: str = ""


@dataclass
class Round:
    """One attempt at a batch: what is sent with which key, and how each server has answered so far."""

    body: bytes
    key: OwnKey
    peers: Mapping[str, Peer]
    answers: dict[str, Answered] = field(default_factory=dict)
    _known: list[Outcome] = field(default_factory=list)
    _told: "queue.SimpleQueue[list[Outcome] | None]" = field(default_factory=queue.SimpleQueue)
    _ended: threading.Event = field(default_factory=threading.Event)

    def is_given_up(self, inbox: str) -> bool:
        return self.peers[host_of(inbox)].gone_at is not None

    def send(self, inboxes: list[str]) -> Iterator[list[Outcome]]:
        """Those of whom it is known for good what became of it; the others are left for another attempt."""
        under_way = _switchboard(_policy()).submit(lambda fetcher: self._run(fetcher, _turned(inboxes)))
        under_way.add_done_callback(lambda _: self._told.put(None))
        while outcomes := self._told.get():
            yield outcomes
        under_way.result()

    def stop(self) -> None:
        """Begin no more posts."""
        self._ended.set()

    # -- in the loop ---------------------------------------------------------------------------------------------------

    async def _run(self, fetcher: Fetcher, waiting: deque[str]) -> None:
        end = time.monotonic() + BATCH_SECONDS
        try:
            await asyncio.gather(*(self._one_line(fetcher, waiting, end) for _ in range(AT_ONCE)))
        finally:
            self._tell()

    async def _one_line(self, fetcher: Fetcher, waiting: deque[str], end: float) -> None:
        while waiting and time.monotonic() < end and not self._ended.is_set():
            outcome = await self._try(fetcher, waiting.popleft())
            if outcome is not None:
                self._known.append(outcome)
            if len(self._known) >= SAVED_EVERY:
                self._tell()

    def _tell(self) -> None:
        if self._known:
            self._told.put(self._known)
            self._known = []

    async def _try(self, fetcher: Fetcher, inbox: str) -> Outcome | None:
        """In the way that its server took last, and, where that is not understood, in the other."""
        host = host_of(inbox)
        if self._rests(host):
            return None
        answered = self.answers[host]
        way = self._way(host)
        try:
            reply = await self._post(fetcher, inbox, way)
            if reply.status in NOT_UNDERSTOOD:
                way = Way.DRAFT if way is Way.RFC9421 else Way.RFC9421
                reply = await self._post(fetcher, inbox, way)
        except (BadAddress, Unreadable):
            return Outcome(inbox, "its address leads nowhere")
        except NetError:
            answered.failures += 1
            return None
        _note(reply, answered, now=timezone.now())
        if 200 <= reply.status < 300:
            answered.knock = Peer.Knock.DRAFT if way is Way.DRAFT else Peer.Knock.RFC9421
            return Outcome(inbox)
        return None if reply.status in LATER else Outcome(inbox, f"{reply.status} from its server")

    async def _post(self, fetcher: Fetcher, inbox: str, way: Way) -> Reply:
        now = timezone.now()
        signed = sign_request(method="POST", url=inbox, headers=HEADERS, body=self.body, key=self.key, now=now, way=way)
        return await fetcher.post(inbox, self.body, {**HEADERS, **signed})

    def _way(self, host: str) -> Way:
        """RFC 9421 where nothing is known."""
        knock = self.answers[host].knock or self.peers[host].knock
        return Way.DRAFT if knock == Peer.Knock.DRAFT else Way.RFC9421

    def _rests(self, host: str) -> bool:
        """Whether it is left alone: it asked for it, or failed too often; after its rest one failure is enough."""
        peer, answered = self.peers[host], self.answers.setdefault(host, Answered())
        if answered.rests_until is not None or (peer.rests_until is not None and peer.rests_until > timezone.now()):
            return True
        failures = answered.failures + (0 if answered.has_answered else peer.failures)
        return answered.failures > 0 and failures >= Peer.FAILURES_TO_REST


def _turned(inboxes: list[str]) -> deque[str]:
    """One of each server, then the second of each: so that few connections to each are enough."""
    seen: Counter[str] = Counter()
    turns = []
    for inbox in inboxes:
        host = host_of(inbox)
        turns.append((seen[host], inbox))
        seen[host] += 1
    return deque(inbox for _, inbox in sorted(turns))


def _note(reply: Reply, answered: Answered, *, now: datetime) -> None:
    if reply.status in FAILED:
        answered.failures += 1
        return
    answered.failures, answered.has_answered = 0, True
    if reply.status in {429, 503}:
        wait = timedelta(seconds=min(reply.wait_seconds, LONGEST_REST.total_seconds()))
        answered.rests_until = now + max(wait, SHORTEST_REST)

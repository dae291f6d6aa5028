"""The ledger's sender for the fediverse: signs in this thread, posts through the process's one pool of connections.

The RSA signature is what costs (a millisecond and more), so the senders' threads make them, side by side, while the
event loop only carries bytes. Each batch's body is put into words once.
"""

import atexit
import queue
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial

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
AT_ONCE_PER_HOST = 8
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
    """Write down in chunks what is known; when sending breaks off, also what is known by then."""
    done: list[str] = []
    refused: dict[str, str] = {}
    outcomes = round_.send(batch.recipients)
    try:
        for outcome in outcomes:
            if outcome.why:
                refused[outcome.inbox] = outcome.why
            else:
                done.append(outcome.inbox)
            if len(done) + len(refused) >= SAVED_EVERY:
                known, done, refused = (done, refused), [], {}
                batch.progress(done=known[0], refused=known[1])
                if batch.is_recalled():
                    return
    finally:
        outcomes.close()
        if done or refused:
            batch.progress(done=done, refused=refused)
        peers.note_answers(round_.answers, now=timezone.now())


@cache
def _switchboard(policy: Policy) -> Switchboard:
    """One for the whole process, for as long as it runs."""
    line = Switchboard(policy)
    atexit.register(line.close)
    return line


def hang_up() -> None:
    """End all connections of this process."""
    _switchboard(_policy()).close()


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


@dataclass(frozen=True)
class Try:
    """One post to one inbox: in the way that its server took last, until that is known to be wrong."""

    inbox: str
    way: Way | None = None
    has_knocked: bool = False


@dataclass
class Round:
    """One attempt at a batch: what is sent with which key, and how each server has answered so far."""

    body: bytes
    key: OwnKey
    peers: Mapping[str, Peer]
    answers: dict[str, Answered] = field(default_factory=dict)
    _landed: "queue.SimpleQueue[tuple[Try, Future[Reply]]]" = field(default_factory=queue.SimpleQueue)

    def is_given_up(self, inbox: str) -> bool:
        return self.peers[host_of(inbox)].gone_at is not None

    def send(self, inboxes: list[str]) -> Iterator[Outcome]:
        """Those of whom it is known for good what became of it; the others are left for another attempt."""
        waiting = deque(Try(inbox) for inbox in inboxes)
        under_way: set[Future[Reply]] = set()
        line, end = _switchboard(_policy()), time.monotonic() + BATCH_SECONDS
        try:
            while waiting or under_way:
                while waiting and len(under_way) < AT_ONCE and time.monotonic() < end:
                    self._begin(line, waiting.popleft(), under_way)
                if not under_way:
                    return
                tried, future = self._landed.get()
                under_way.discard(future)
                outcome = self._read(tried, future)
                if isinstance(outcome, Try):
                    waiting.appendleft(outcome)
                elif outcome is not None:
                    yield outcome
        finally:
            for future in under_way:
                future.cancel()

    def _begin(self, line: Switchboard, one: Try, under_way: set[Future[Reply]]) -> None:
        host = host_of(one.inbox)
        if self._rests(host):
            return
        way = one.way or self._way(host)
        one = replace(one, way=way)
        now = timezone.now()
        try:
            signed = sign_request(
                method="POST", url=one.inbox, headers=HEADERS, body=self.body, key=self.key, now=now, way=way
            )
        except Unreadable:
            future: Future[Reply] = Future()
            future.set_exception(BadAddress("https://", "it is no web address"))
        else:
            future = line.submit(partial(Fetcher.post, url=one.inbox, body=self.body, headers={**HEADERS, **signed}))
        under_way.add(future)
        future.add_done_callback(lambda landed: self._landed.put((one, landed)))

    def _way(self, host: str) -> Way:
        """The one that it took last; RFC 9421 first where nothing is known."""
        knock = self.answers[host].knock or self.peers[host].knock
        return Way.DRAFT if knock == Peer.Knock.DRAFT else Way.RFC9421

    def _rests(self, host: str) -> bool:
        """Whether it is left alone: it asked for it, or failed too often; after its rest one failure is enough."""
        peer, answered = self.peers[host], self.answers.setdefault(host, Answered())
        if answered.rests_until is not None or (peer.rests_until is not None and peer.rests_until > timezone.now()):
            return True
        failures = answered.failures + (0 if answered.has_answered else peer.failures)
        return answered.failures > 0 and failures >= Peer.FAILURES_TO_REST

    def _read(self, tried: Try, future: "Future[Reply]") -> Outcome | Try | None:
        answered = self.answers[host_of(tried.inbox)]
        try:
            reply = future.result()
        except BadAddress as error:
            return Outcome(tried.inbox, error.why)
        except NetError:
            answered.failures += 1
            return None
        _note(reply, answered, now=timezone.now())
        if 200 <= reply.status < 300:
            answered.knock = Peer.Knock.DRAFT if tried.way is Way.DRAFT else Peer.Knock.RFC9421
            return Outcome(tried.inbox)
        if reply.status in NOT_UNDERSTOOD and not tried.has_knocked:
            other = Way.DRAFT if tried.way is Way.RFC9421 else Way.RFC9421
            return Try(tried.inbox, other, has_knocked=True)
        return None if reply.status in LATER else Outcome(tried.inbox, f"{reply.status} from its server")


def _note(reply: Reply, answered: Answered, *, now: datetime) -> None:
    if reply.status in FAILED:
        answered.failures += 1
        return
    answered.failures, answered.has_answered = 0, True
    if reply.status in {429, 503}:
        wait = timedelta(seconds=min(reply.wait_seconds, LONGEST_REST.total_seconds()))
        answered.rests_until = now + max(wait, SHORTEST_REST)

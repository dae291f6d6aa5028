"""What we learn of other servers by writing to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tabard.gateways.activitypub.models import Peer
from tabard.lib.signatures import Way

KNOCKS = {Peer.Knock.RFC9421: Way.RFC9421, Peer.Knock.DRAFT: Way.DRAFT}
HEARD_EVERY = timedelta(hours=1)


@dataclass
class Answered:
    """How one server answered lately: in which way it let itself be spoken to, and how often in a row it failed."""

    knock: str = ""
    failures: int = 0
    has_answered: bool = False
    rests_until: datetime | None = None


def peers_of(hosts: Iterable[str]) -> dict[str, Peer]:
    """What we know of each; nothing is kept of one that nobody has written to."""
    wanted = set(hosts)
    known = {peer.host: peer for peer in Peer.objects.filter(host__in=wanted)}
    return {host: known.get(host) or Peer(host=host) for host in wanted}


@transaction.atomic
def note_answers(answers: Mapping[str, Answered], *, now: datetime) -> None:
    """Write down what is new. After FAILURES_TO_REST failures in a row a server rests; one that never answers in
    GONE_AFTER is given up."""
    peers = peers_of(answers)
    changed = [peer for host, peer in peers.items() if _has_learned(peer, answers[host], now)]
    fields = ["knock", "failures", "failing_since", "rests_until", "gone_at"]
    Peer.objects.bulk_create(changed, update_conflicts=True, unique_fields=["host"], update_fields=fields)


def _has_learned(peer: Peer, answered: Answered, now: datetime) -> bool:
    before = (peer.pk, peer.knock, peer.failures, peer.rests_until, peer.gone_at)
    peer.knock = answered.knock or peer.knock
    if answered.has_answered:
        peer.failures, peer.failing_since, peer.gone_at = 0, None, None
        peer.rests_until = answered.rests_until
    elif answered.failures:
        _note_failures(peer, answered.failures, now)
    return before != (peer.pk, peer.knock, peer.failures, peer.rests_until, peer.gone_at) or peer.pk is None


def _note_failures(peer: Peer, failures: int, now: datetime) -> None:
    peer.failing_since = peer.failing_since or now
    peer.failures = min(peer.failures + failures, Peer.MOST_COUNTED)
    if peer.failures >= Peer.FAILURES_TO_REST:
        peer.rests_until = now + Peer.REST
    if now - peer.failing_since >= Peer.GONE_AFTER:
        peer.gone_at = now


def heard_from(host: str, *, now: datetime) -> None:
    """A server that writes to us is there: what was held against it is forgotten."""
    is_news = Q(failures__gt=0) | Q(rests_until__isnull=False) | Q(gone_at__isnull=False) | Q(heard_at=None)
    known = Peer.objects.filter(is_news | Q(heard_at__lt=now - HEARD_EVERY), host=host)
    known.update(failures=0, failing_since=None, rests_until=None, gone_at=None, heard_at=now)

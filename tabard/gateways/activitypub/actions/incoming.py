"""Keeping what came in until the worker takes it in."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from django.db import connection, transaction

from tabard.gateways.activitypub.models import Incoming

# a third of what bulk_create takes, and this is what the speed of the inbox hangs on
INSERT = """
INSERT INTO activitypub_incoming (
    uri, actor_uri, signature, body, received_at, next_attempt_at, state, attempts, last_error
) VALUES (%s, %s, %s, %s, %s, %s, 'waiting', 0, '')
ON CONFLICT DO NOTHING
"""


class Kept(Enum):
    NEW = "new"
    KNOWN = "known"  # the same activity, sent again: its sender did not hear that it had come
    REPLAYED = "replayed"  # the very same request


class Arrived(NamedTuple):
    """What is kept of one activity: its id, who signed it, the signature's SHA-256 in hex, JSON as it came."""

    uri: str
    actor_uri: str
    signature: str
    body: str
    received_at: datetime


@transaction.atomic
def keep_incoming(arrived: Sequence[Arrived]) -> list[Kept]:
    """Insert those that are new, all in one transaction, and say of each what it was."""
    wanted = {one.uri for one in arrived}
    known = dict(Incoming.objects.filter(uri__in=wanted).values_list("uri", "signature"))
    fresh: list[Arrived] = []
    found = []
    for one in arrived:
        if one.uri not in known:
            known[one.uri] = one.signature
            fresh.append(one)
            found.append(Kept.NEW)
        else:
            found.append(Kept.REPLAYED if known[one.uri] == one.signature else Kept.KNOWN)
    _insert(fresh)
    return found


def _insert(fresh: Sequence[Arrived]) -> None:
    if not fresh:
        return
    as_kept = connection.ops.adapt_datetimefield_value
    moments = [as_kept(one.received_at) for one in fresh]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(*one[:4], at, at) for one, at in zip(fresh, moments, strict=True)])

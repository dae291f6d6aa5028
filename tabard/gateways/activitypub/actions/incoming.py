"""Keeping what came in until the worker takes it in."""

from collections.abc import Sequence
from enum import Enum

from django.db import transaction

from tabard.gateways.activitypub.models import Incoming


class Kept(Enum):
    NEW = "new"
    KNOWN = "known"  # the same activity, sent again: its sender did not hear that it had come
    REPLAYED = "replayed"  # the very same request


@transaction.atomic
def keep_incoming(rows: Sequence[Incoming]) -> list[Kept]:
    """Insert those that are new, all in one transaction, and say of each what it was."""
    wanted = {row.uri for row in rows}
    known = dict(Incoming.objects.filter(uri__in=wanted).values_list("uri", "signature"))
    fresh: list[Incoming] = []
    found = []
    for row in rows:
        if row.uri not in known:
            known[row.uri] = row.signature
            fresh.append(row)
            found.append(Kept.NEW)
        else:
            found.append(Kept.REPLAYED if known[row.uri] == row.signature else Kept.KNOWN)
    Incoming.objects.bulk_create(fresh, ignore_conflicts=True)
    return found

"""Adding to the chain, and proving it whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from tabard.plant.audit.models import GENESIS, AuditEntry, AuditHead


class Mark(NamedTuple):
    """How far the chain goes: the number and the hash of its last entry. Kept elsewhere, it shows a chain made anew."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


START = Mark(0, GENESIS)


class ChainBroken(Exception):
    """The chain does not hold: `number` is the first entry that does not fit, `why` says in what."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Entry {number}: {why}")
        self.number = number
        self.why = why


@transaction.atomic
def write_audit(
    *,
    actor: AbstractBaseUser | AnonymousUser | None,
    act: str,
    subject: models.Model | str,
    now: datetime,
    on_behalf_of: models.Model | str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry, in the transaction of the action that it is about.

    `act` names it in the past tense with its room ("posts.published"); `subject` and `on_behalf_of` are rows or words;
    `detail` holds ids, codes and what changed, never what residents wrote, their addresses or positions.
    """
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    is_person = actor is not None and actor.pk is not None
    entry = AuditEntry(
        number=head.count + 1,
        at=now,
        actor_id=actor.pk if actor is not None and is_person else None,
        actor_name=str(actor)[:200] if is_person else "the server",
        act=act,
        subject=label(subject),
        on_behalf_of=label(on_behalf_of) if on_behalf_of else "",
        detail=dict(detail or {}),
        previous_hash=head.last_hash,
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    head.count, head.last_hash = entry.number, entry.hash
    head.save(update_fields=["count", "last_hash"])
    return entry


def label(thing: models.Model | str) -> str:
    """How a row is named in the chain: `posts.post:12`."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"  # noqa: SLF001


def verify_chain(*, expect: Mark = START) -> Mark:
    """Walk the whole chain, which must pass through `expect`. Returns its end.

    Raises ChainBroken at the first entry that does not fit. Without `expect` it cannot tell a chain that was written
    anew, or cut together with its head, from one that was always so.

    An entry and the head that counts it are committed together: the head is read first, so that what is added while
    the chain is walked does not look like a fault.
    """
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    previous, number = GENESIS, 0
    _compare(expect, Mark(number, previous))
    for entry in AuditEntry.objects.filter(number__lte=head.count).in_order().iterator(chunk_size=1000):
        number += 1
        if entry.number != number:
            raise ChainBroken(number, "is missing")
        if entry.previous_hash != previous:
            raise ChainBroken(number, "does not follow the entry before it")
        if entry.hash != entry.computed_hash():
            raise ChainBroken(number, "was changed after it was written")
        previous = entry.hash
        _compare(expect, Mark(number, previous))
    if (head.count, head.last_hash) != (number, previous):
        raise ChainBroken(number + 1, f"is missing: {head.count} entries were written, {number} are here")
    _refuse_uncounted()
    if expect.number > number:
        raise ChainBroken(number + 1, f"is missing: {expect.number} entries were here when the mark was kept")
    return Mark(number, previous)


def _compare(expected: Mark, found: Mark) -> None:
    if expected.number == found.number and expected.hash != found.hash:
        raise ChainBroken(found.number, "is not the one that was here when the mark was kept")


def _refuse_uncounted() -> None:
    last = AuditEntry.objects.newest_first().first()
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()  # read after the entry that it must count
    if last is not None and last.number > head.count:
        raise ChainBroken(head.count + 1, "was added past the end of the chain, or the end was cut off")

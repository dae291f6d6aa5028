"""Adding to the chain, and proving it whole."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from tabard.plant.audit.models import GENESIS, AuditEntry, AuditHead, AuditReason


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
    reason: str = "",
) -> AuditEntry:
    """Add one entry, in the transaction of the action that it is about.

    `act` names it in the past tense with its room ("posts.published"); `subject` and `on_behalf_of` are rows or words;
    `detail` holds ids, codes and what changed, never what residents wrote, their addresses or positions. `reason` is
    kept beside the chain, which has its hash: `erase_reasons` can take it away.
    """
    given = AuditReason(text=reason, salt=secrets.token_hex(16)) if reason else None
    hashed = {"reason_sha256": given.computed_hash()} if given else {}
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
        detail={**(detail or {}), **hashed},
        previous_hash=head.last_hash,
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    head.count, head.last_hash = entry.number, entry.hash
    head.save(update_fields=["count", "last_hash"])
    if given:
        given.entry = entry
        given.save(force_insert=True)
    return entry


def erase_reasons(*, by: AuditEntry) -> None:
    """Take away the reasons of all that was done to the subject of `by`, the entry that tells of the erasure."""
    given = AuditReason.objects.filter(entry__subject=by.subject, entry__number__lt=by.number, erased_by=None)
    given.update(text="", salt="", erased_by=by)


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
    previous, number, with_reason = GENESIS, 0, set[int]()
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
        with_reason |= {number} if "reason_sha256" in entry.detail else set()
        _compare(expect, Mark(number, previous))
    if (head.count, head.last_hash) != (number, previous):
        raise ChainBroken(number + 1, f"is missing: {head.count} entries were written, {number} are here")
    _refuse_uncounted()
    _prove_reasons(with_reason, head.count)
    if expect.number > number:
        raise ChainBroken(number + 1, f"is missing: {expect.number} entries were here when the mark was kept")
    return Mark(number, previous)


def _compare(expected: Mark, found: Mark) -> None:
    if expected.number == found.number and expected.hash != found.hash:
        raise ChainBroken(found.number, "is not the one that was here when the mark was kept")


def _prove_reasons(numbers: set[int], last: int) -> None:
    """Each is there as it was given, or was erased by a later entry about the same thing."""
    given = AuditReason.objects.filter(entry__number__lte=last).select_related("entry", "erased_by")
    for reason in given.order_by("entry__number").iterator(chunk_size=1000):
        entry, by = reason.entry, reason.erased_by
        numbers.discard(entry.number)
        if by is not None and (by.subject != entry.subject or by.number <= entry.number):
            raise ChainBroken(entry.number, "has lost its reason, and no later entry tells why")
        if by is None and reason.computed_hash() != entry.detail.get("reason_sha256"):
            raise ChainBroken(entry.number, "does not fit its reason: the reason was changed")
    if numbers:
        raise ChainBroken(min(numbers), "has lost its reason")


def _refuse_uncounted() -> None:
    last = AuditEntry.objects.newest_first().first()
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()  # read after the entry that it must count
    if last is not None and last.number > head.count:
        raise ChainBroken(head.count + 1, "was added past the end of the chain, or the end was cut off")

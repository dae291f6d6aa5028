"""Queueing, recalling, and trying again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from tabard.plant.audit.actions import write_audit
from tabard.plant.changes import actions as changes
from tabard.plant.changes.nudges import after_commit
from tabard.plant.delivery.models import GIVE_UP_AFTER, Delivery, DeliveryQuerySet
from tabard.plant.delivery.nudges import nudge

AHEAD = timedelta(days=1)


@transaction.atomic
def enqueue(
    *,
    channel: str,
    key: str,
    about: str,
    recipients: Sequence[str],
    payload: dict[str, Any],
    now: datetime,
    secrets: dict[str, str] | None = None,
) -> None:
    """Put one batch into the ledger; the same `key` again changes nothing. `recipients` are unique strings.

    `secrets` are wiped when the batch is done, given up or recalled. What goes to one alone goes before all that waits
    for many: it mostly is what somebody has just asked for, a code or a link.
    """
    unique = list(dict.fromkeys(recipients))
    Delivery.objects.bulk_create(
        [
            Delivery(
                channel=channel,
                key=key,
                about=about,
                payload=payload,
                secrets=secrets or {},
                remaining=unique,
                total=len(unique),
                next_attempt_at=now if len(unique) > 1 else now - AHEAD,
                created_at=now,
                give_up_at=now + GIVE_UP_AFTER,
            )
        ],
        ignore_conflicts=True,
    )
    after_commit(nudge)


@transaction.atomic
def put_off(*, key: str, until: datetime) -> None:
    """Send the batch no earlier than `until`; call it in the transaction that queued it."""
    Delivery.objects.filter(key=key, state=Delivery.State.WAITING).update(next_attempt_at=until)


@transaction.atomic
def recall(*, about: str, now: datetime) -> int:
    """Stop whatever of `about` has not been sent yet. Returns the number of batches stopped."""
    waiting = Delivery.objects.about(about).filter(state=Delivery.State.WAITING)
    return waiting.update(state=Delivery.State.RECALLED, finished_at=now, secrets={})


@transaction.atomic
def retry_dead(*, about: str, subject: models.Model | str, by: AbstractBaseUser | AnonymousUser, now: datetime) -> int:
    """Give dead batches of `about` another stretch of time, when somebody has mended what stopped them. `subject` is
    what the audit chain then names."""
    count = _retry(Delivery.objects.about(about).dead(), now)
    write_audit(actor=by, act="delivery.retried", subject=subject, detail={"batches": count}, now=now)
    return count


@transaction.atomic
def retry_all_dead(*, by: AbstractBaseUser | AnonymousUser, now: datetime) -> int:
    """Try again whatever was given up, batches and consequences alike. Returns how many of both."""
    count = _retry(Delivery.objects.dead(), now) + changes.retry_dead(now=now)
    write_audit(actor=by, act="delivery.retried", subject="all", detail={"count": count}, now=now)
    return count


def _retry(dead: DeliveryQuerySet, now: datetime) -> int:
    after_commit(nudge)
    return dead.update(
        state=Delivery.State.WAITING, next_attempt_at=now, give_up_at=now + GIVE_UP_AFTER, attempts=0, finished_at=None
    )

"""Asking, confirming, stopping, handing over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from tabard.people.teams.models import Officer, Team
from tabard.plant.changes.actions import record
from tabard.voice.follows.changes import FollowAsked, FollowConfirmed, FollowEnded, FollowerStopped, FollowsHandedOver
from tabard.voice.follows.models import Follow, Follower, Target, target_fields

ASKS_ALLOWED = 5
ASKS_PERIOD = timedelta(days=1)
ASKED_ONCE_WITHIN = timedelta(minutes=2)
FAILING_DAYS_ALLOWED = 5
FAILURES_FORGOTTEN_AFTER = timedelta(days=30)


class FollowHasEnded(Exception):
    """It was stopped before it was confirmed."""


@transaction.atomic
def ask_to_follow(
    *, channel: str, address: str, target: Target, frequency: str, language: str, now: datetime
) -> Follow | None:
    """Note that somebody wants `address` (in its canonical spelling) to follow `target`.

    Nothing is in force until confirmed. A follow that is confirmed already stays as it is; its holder is told so. None,
    and nothing follows, for an address whose holder said never, or that was asked for too often today. The caller must
    give the same answer to all of these, or the form would tell strangers who follows whom.
    """
    follower = _follower(channel, address, now)
    if follower.is_shut:
        return None
    follow = Follow.objects.live().filter(follower=follower, **target_fields(target)).first()
    if follow is not None and follow.asked_at > now - ASKED_ONCE_WITHIN:
        return follow  # the same form, sent twice
    if not _may_ask(follower, now):
        return None
    if follow is None:
        follow = Follow(follower=follower, **target_fields(target))
    if follow.confirmed_at is None:
        follow.frequency, follow.language = Follow.Frequency(frequency), language
    follow.asked_at = now
    follow.save()
    record(FollowAsked(follow_id=follow.pk, asked_at=now.isoformat()))
    return follow


def _follower(channel: str, address: str, now: datetime) -> Follower:
    Follower.objects.get_or_create(channel=channel, address=address, defaults={"added_at": now, "asks_since": now})
    return Follower.objects.select_for_update().get(channel=channel, address=address)


def _may_ask(follower: Follower, now: datetime) -> bool:
    if follower.asks_since <= now - ASKS_PERIOD:
        follower.asks, follower.asks_since = 0, now
    if follower.asks >= ASKS_ALLOWED:
        return False
    follower.asks += 1
    follower.save(update_fields=["asks", "asks_since"])
    return True


@transaction.atomic
def confirm_follow(*, follow: Follow, now: datetime) -> None:
    """Put the follow in force; twice is once. Whoever confirms holds the address, so a stop ends.

    Raises FollowHasEnded.
    """
    follow = Follow.objects.select_for_update().get(pk=follow.pk)
    follower = Follower.objects.select_for_update().get(pk=follow.follower_id)
    if follow.ended_at is not None:
        raise FollowHasEnded(follow)
    if follower.stopped_at is not None:
        _reopen(follower)
    if follow.confirmed_at is None:
        follow.confirmed_at = follow.told_until = now
        follow.save(update_fields=["confirmed_at", "told_until"])
        record(FollowConfirmed(follow_id=follow.pk))


@transaction.atomic
def change_frequency(*, follow: Follow, frequency: str, now: datetime) -> None:
    """From `now` on. What came out before and was not told yet is owed all the same; see `note_told`."""
    follow = Follow.objects.select_for_update().get(pk=follow.pk)
    was_now, is_now = (each == Follow.Frequency.NOW for each in (follow.frequency, frequency))
    if is_now and not was_now:
        follow.at_once_from, follow.at_once_to = now, None
    if was_now and not is_now:
        follow.at_once_to = now
        if follow.at_once_from is None or (follow.told_until or now) >= follow.at_once_from:
            follow.told_until = now
    follow.frequency = Follow.Frequency(frequency)
    follow.save(update_fields=["frequency", "told_until", "at_once_from", "at_once_to"])


@transaction.atomic
def note_told(*, follows: Sequence[Follow], until: datetime) -> None:
    """A digest of what came out until then is queued for these."""
    ids = [follow.pk for follow in follows]
    for start in range(0, len(ids), 5000):  # SQLite takes so many values and no more
        Follow.objects.filter(pk__in=ids[start : start + 5000]).update(told_until=until)


@transaction.atomic
def stop_follow(*, follow: Follow, now: datetime) -> None:
    """End one follow; twice is once."""
    if Follow.objects.live().filter(pk=follow.pk).update(ended_at=now):
        record(FollowEnded(follow_id=follow.pk))


@transaction.atomic
def stop_all(*, follower: Follower, reason: Follower.StopReason, now: datetime) -> None:
    """End every follow and send nothing more, until the holder asks anew. A stronger reason is never weakened."""
    follower = Follower.objects.select_for_update().get(pk=follower.pk)
    for follow in Follow.objects.live().filter(follower=follower).order_by("pk"):
        stop_follow(follow=follow, now=now)
    if follower.is_shut and reason not in Follower.SHUT_REASONS:
        return
    is_news = follower.stop_reason != reason
    follower.stopped_at, follower.stop_reason = now, reason
    follower.save(update_fields=["stopped_at", "stop_reason"])
    if is_news:
        record(FollowerStopped(follower_id=follower.pk, reason=reason))


@transaction.atomic
def allow_again(*, follower: Follower) -> None:
    """Let mail start again, at the wish of whoever holds the token: they can now ask to follow."""
    _reopen(Follower.objects.select_for_update().get(pk=follower.pk))


def _reopen(follower: Follower) -> None:
    follower.stopped_at, follower.stop_reason, follower.failures, follower.failed_at = None, "", 0, None
    follower.save(update_fields=["stopped_at", "stop_reason", "failures", "failed_at"])


@transaction.atomic
def note_failure(*, follower: Follower, is_gone: bool, now: datetime) -> None:
    """What was sent came back. A mailbox that does not exist is stopped at once; otherwise failures count once a day,
    so that one bad day of a relay costs no follower, and FAILING_DAYS_ALLOWED days of it stop."""
    follower = Follower.objects.select_for_update().get(pk=follower.pk)
    if is_gone:
        stop_all(follower=follower, reason=Follower.StopReason.GONE, now=now)
        return
    if follower.failed_at is not None and follower.failed_at > now - timedelta(days=1):
        return
    if follower.failed_at is not None and follower.failed_at <= now - FAILURES_FORGOTTEN_AFTER:
        follower.failures = 0
    follower.failures += 1
    follower.failed_at = now
    follower.save(update_fields=["failures", "failed_at"])
    if follower.failures >= FAILING_DAYS_ALLOWED:
        stop_all(follower=follower, reason=Follower.StopReason.FAILING, now=now)


@transaction.atomic
def hand_over_follows(*, officer: Officer, to: Officer | Team, now: datetime) -> int:
    """Let the followers of an officer who leaves follow `to` from now on, as often as before. Returns how many.

    Whoever follows `to` already keeps that follow; whoever has only asked to follow `to` follows now, as often as they
    heard the officer: they hold the address, as they confirmed it once. What was asked of the officer and not yet
    confirmed ends. What the officer said before stays owed: see FollowQuerySet.owing.
    """
    leaving = Follow.objects.live().of(officer)
    follows = list(leaving.select_for_update().order_by("pk"))
    of_heir = Follow.objects.live().of(to).filter(follower__in=[f.follower_id for f in follows]).select_for_update()
    there = {follow.follower_id: follow for follow in of_heir.order_by("pk")}
    fresh: list[Follow] = []
    taken_up: list[Follow] = []
    for follow in follows:
        asked = there.get(follow.follower_id)
        if follow.confirmed_at is None or (asked is not None and asked.confirmed_at is not None):
            continue
        heir = asked or Follow(follower_id=follow.follower_id, **target_fields(to))
        heir.frequency, heir.language, heir.asked_at = follow.frequency, follow.language, follow.asked_at
        heir.confirmed_at = heir.told_until = now
        (taken_up if asked else fresh).append(heir)
    Follow.objects.bulk_create(fresh)
    changed = ["frequency", "language", "asked_at", "confirmed_at", "told_until"]
    Follow.objects.bulk_update(taken_up, changed, batch_size=500)
    confirmed = leaving.filter(confirmed_at__isnull=False)
    goes_on = Follow.objects.live().of(to).filter(follower=OuterRef("follower"))
    Follow.objects.filter(Q(pk__in=confirmed) | Q(handed_to__in=confirmed)).update(
        handed_to=Subquery(goes_on.values("pk")[:1])
    )
    leaving.update(ended_at=now)
    record(
        FollowsHandedOver(
            officer_id=officer.pk,
            to_officer_id=to.pk if isinstance(to, Officer) else 0,
            to_team_id=to.pk if isinstance(to, Team) else 0,
            handed_at=now.isoformat(),
        )
    )
    return len(fresh) + len(taken_up)


@transaction.atomic
def forget(*, now: datetime) -> None:
    """Delete what there is no more reason to keep: unconfirmed and ended follows, then addresses with none left."""
    Follow.objects.forgettable(now).delete()
    Follower.objects.forgettable(now).delete()

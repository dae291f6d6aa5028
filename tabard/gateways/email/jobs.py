"""What goes out by mail, and when."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tabard.gateways.email import digests, folder, mailings, render, transport
from tabard.gateways.email.return_path import return_path
from tabard.lib.mail.reports import Severity, gives_reason, severity_of
from tabard.lib.mail.smtp import LOST_IN_A_ROW, Outcome, Stage, Verdict
from tabard.people.teams.models import Officer
from tabard.plant.delivery import actions as delivery
from tabard.plant.delivery.batch import Batch
from tabard.plant.delivery.models import Delivery
from tabard.voice.follows import actions as follows
from tabard.voice.follows.changes import FollowAsked, FollowsHandedOver
from tabard.voice.follows.models import Follow, Follower, FollowQuerySet
from tabard.voice.posts.changes import PostPublished, PostRetracted
from tabard.voice.posts.models import Post

CHANNEL = "email"
BATCH_SIZE = 200
SAVED_EVERY = 50


class SenderRefused(Exception):
    """The relay will not take mail from us: whoever runs the server has to mend that; no follower is to blame."""


# -- who is to be written to -------------------------------------------------------------------------------------------


def send_to_followers(change: PostPublished) -> None:
    """Those who want each post at once and followed when it was published."""
    with transaction.atomic():
        post = Post.objects.public().news().select_for_update().filter(pk=change.post_id).first()
        about = f"post:{change.post_id}"
        if post is None or post.published_at is None or _is_queued(about):
            return
        at = post.published_at
        hearing = Follow.objects.hearing(post).in_force_at(at).hearing_at_once(at).by(CHANNEL)
        for language, followers in _by_language(hearing).items():
            payload = {"kind": "post", "post": post.pk, "language": language}
            _fan_out(about, language, followers, payload, now=timezone.now())


def recall_post(change: PostRetracted) -> None:
    """Mail that has not left stays here; what has left cannot be called back."""
    delivery.recall(about=f"post:{change.post_id}", now=timezone.now())


def ask_for_confirmation(change: FollowAsked) -> None:
    follow = Follow.objects.live().by(CHANNEL).filter(pk=change.follow_id).first()
    if follow is None:
        return
    moment = datetime.fromisoformat(change.asked_at)
    name = f"confirm-{follow.pk}-{int(moment.timestamp())}"
    delivery.enqueue(
        channel=CHANNEL,
        key=f"email:{name}",
        about=f"follow:{follow.pk}",
        recipients=[str(follow.follower_id)],
        payload={"kind": "confirm", "follow": follow.pk, "asked_at": change.asked_at, "name": name},
        now=timezone.now(),
    )


def tell_of_handover(change: FollowsHandedOver) -> None:
    """Whoever followed an officer who left is told whom they hear from now."""
    moment = datetime.fromisoformat(change.handed_at)
    heir = {"officer": change.to_officer_id} if change.to_officer_id else {"team": change.to_team_id}
    about = f"handover:{change.officer_id}:{int(moment.timestamp())}"
    payload = {
        "kind": "handover",
        "officer": change.officer_id,
        "to_officer": change.to_officer_id,
        "to_team": change.to_team_id,
        "name": f"handover-{change.officer_id}-{int(moment.timestamp())}",
    }
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=change.officer_id)
        if _is_queued(about):
            return
        moved = Follow.objects.live().by(CHANNEL).filter(confirmed_at=moment, **heir)
        for language, followers in _by_language(moved).items():
            _fan_out(about, language, followers, {**payload, "language": language}, now=timezone.now())


def send_digests(now: datetime) -> None:
    """By the clock: queue each digest once its period has ended, however often this runs; what an outage kept back is
    in the next one. Whoever changed from digests to `now` is sent what they were still owed."""
    for period in digests.periods_due(now):
        with transaction.atomic():
            owed = _held(Follow.objects.by(CHANNEL).owed_digest(period.frequency, period.end))
            waits = [digests.wait_for(follow, period) for follow in owed]
            _queue_digests(period.name, period.frequency, waits, now=now)
            follows.note_told(follows=owed, until=period.end)
    with transaction.atomic():
        changed = _held(Follow.objects.by(CHANNEL).owed_before_at_once(now - digests.SETTLED_AFTER))
        waits = [digests.wait_before_at_once(follow) for follow in changed]
        _queue_digests(f"digest-rest-{now:%Y-%m-%d}", Follow.Frequency.NOW, waits, now=now)
        for follow, wait in zip(changed, waits, strict=True):
            follows.note_told(follows=[follow], until=wait.until)


def _held(owed: FollowQuerySet) -> list[Follow]:
    """Two processes never gather for the same follows: the second finds them told."""
    return list(owed.select_for_update(of=("self",)).order_by("pk"))


def _queue_digests(about: str, frequency: str, waits: Sequence[digests.Wait], *, now: datetime) -> None:
    for digest in digests.digests_of(waits):
        posts = hashlib.sha256(f"{digest.posts} {digest.language}".encode()).hexdigest()[:16]
        payload = {
            "kind": "digest",
            "frequency": frequency,
            "posts": list(digest.posts),
            "language": digest.language,
            "name": f"{about}-{posts}",
        }
        _fan_out(about, posts, digest.followers, payload, now=now)


def tidy_outbox(now: datetime) -> None:
    folder.forget_old(now)


def _by_language(hearing: FollowQuerySet) -> dict[str, list[int]]:
    """Each follower once, in the language that they asked in first."""
    languages: dict[int, str] = {}
    for follower, language in hearing.order_by("follower", "pk").values_list("follower", "language"):
        languages.setdefault(follower, language)
    grouped: dict[str, list[int]] = {}
    for follower, language in languages.items():
        grouped.setdefault(language, []).append(follower)
    return grouped


def _is_queued(about: str) -> bool:
    """Whether an earlier run has fanned this out, as it does whole or not at all: when others follow, none is added."""
    return Delivery.objects.about(about).filter(channel=CHANNEL).exists()


def _fan_out(about: str, group: str, followers: Sequence[int], payload: Mapping[str, Any], *, now: datetime) -> None:
    """One row in the ledger for each BATCH_SIZE followers, named after the first of them."""
    for start in range(0, len(followers), BATCH_SIZE):
        delivery.enqueue(
            channel=CHANNEL,
            key=f"email:{about}:{group}:{followers[start]}",
            about=about,
            recipients=[str(follower) for follower in followers[start : start + BATCH_SIZE]],
            payload=dict(payload),
            now=now,
        )


# -- sending -----------------------------------------------------------------------------------------------------------


def send_batch(batch: Batch) -> None:
    """The ledger's sender for mail. Progress is saved every SAVED_EVERY recipients, so a killed worker's successor
    repeats no more than those. Raises RelayFailed and SenderRefused: the ledger tries again."""
    mailing = mailings.prepare(batch.payload, batch.recipients, now=timezone.now())
    followers = {str(follower.pk): follower for follower in mailing.followers} if mailing else {}
    gone = {recipient: "no longer follows" for recipient in batch.recipients if recipient not in followers}
    if gone:
        batch.progress(refused=gone)
    if mailing is None:
        return
    outcomes = transport.send(mailing.stencil, _parcels(mailing, _turned(batch), followers))
    _follow_outcomes(batch, outcomes, followers)


def _turned(batch: Batch) -> list[str]:
    """Each attempt begins with others: as many as end an attempt may stand in front, and must not hold up the rest."""
    recipients = batch.recipients
    start = max(batch.attempts - 1, 0) * LOST_IN_A_ROW % max(len(recipients), 1)
    return [*recipients[start:], *recipients[:start]]


def _follow_outcomes(batch: Batch, outcomes: Iterator[Outcome], followers: Mapping[str, Follower]) -> None:
    """Write down in chunks what is known; when sending breaks off, also what is known by then."""
    known: list[Outcome] = []
    try:
        for outcome in outcomes:
            known.append(outcome)
            if len(known) == SAVED_EVERY:
                chunk, known = known, []
                _settle(batch, chunk, followers)
                if batch.is_recalled():
                    return
    finally:
        _settle(batch, known, followers)


def _parcels(
    mailing: mailings.Mailing, recipients: Sequence[str], followers: Mapping[str, Follower]
) -> Iterator[transport.Parcel]:
    for recipient in recipients:
        follower = followers[recipient]
        yield transport.Parcel(
            key=recipient,
            recipient=follower.address,
            return_path=return_path(follower, otherwise=mailing.stencil.letter.sender),
            values=render.values(follower, name=mailing.name),
        )


def _settle(batch: Batch, outcomes: Sequence[Outcome], followers: Mapping[str, Follower]) -> None:
    if _is_relay_refusing(outcomes):
        raise SenderRefused(outcomes[0].code)
    done = [outcome.key for outcome in outcomes if outcome.verdict is Verdict.ACCEPTED]
    refused = {
        outcome.key: f"{outcome.code} from the mail server"
        for outcome in outcomes
        if outcome.verdict is Verdict.REFUSED and outcome.stage is not Stage.SENDER
    }
    if done or refused:
        batch.progress(done=done, refused=refused)
    for outcome in outcomes:
        if outcome.verdict is not Verdict.ACCEPTED and outcome.stage is Stage.SENDER:
            raise SenderRefused(outcome.code)
        if outcome.key in refused:
            _note_failure(followers[outcome.key], outcome)


def _is_relay_refusing(outcomes: Sequence[Outcome]) -> bool:
    """Whether every one of several recipients is refused without a reason: then the relay most likely does not want us
    (Exim: "550 relay not permitted"), and nobody is to be marked as refused."""
    return len(outcomes) > 1 and all(
        outcome.verdict is Verdict.REFUSED and outcome.stage is Stage.RECIPIENT and not gives_reason(outcome.text)
        for outcome in outcomes
    )


def _note_failure(follower: Follower, outcome: Outcome) -> None:
    """Only what is said of the recipient tells of a missing mailbox; a refused message may be our own fault."""
    severity = severity_of(status="", diagnostic=f"{outcome.code} {outcome.text}")
    is_gone = severity is Severity.HARD and outcome.stage is Stage.RECIPIENT
    follows.note_failure(follower=follower, is_gone=is_gone, now=timezone.now())

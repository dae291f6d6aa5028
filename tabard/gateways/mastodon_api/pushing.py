"""The ledger's sender for phones: each message is sealed for its phone alone, and signed with our key."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from tabard.gateways.mastodon_api.actions import push
from tabard.gateways.mastodon_api.models import PushSubscription
from tabard.gateways.mastodon_api.render.push import payload
from tabard.lib.net import BadAddress, Fetcher, NetError, Policy, Reply
from tabard.lib.web_push import Coding, read_key, read_receiver, seal, signed_headers
from tabard.plant.delivery.batch import Batch
from tabard.voice.timelines.models import Notice

CHANNEL = "webpush"
KEPT_FOR = timedelta(days=2)
"""How long a push service keeps it for a phone that is off, and how long we try."""
GONE = {404, 410}
LATER = {408, 425, 429, *range(500, 600)}


class NotAllReached(Exception):
    """Some push services did not answer, or asked for another time: the ledger tries again."""


def send_batch(batch: Batch) -> None:
    """Recipients are ids of subscriptions. One that its push service no longer knows is forgotten."""
    now = timezone.now()
    notices = Notice.objects.select_related("by", "owner", "note__post").filter(pk=batch.payload["notice_id"])
    notice = notices.filter(is_dismissed=False).first()
    if notice is None or notice.noticed_at < now - KEPT_FOR:
        batch.progress(refused=dict.fromkeys(batch.recipients, "it is no longer new"))
        return
    found = PushSubscription.objects.living(now).in_bulk(batch.recipients)
    subscriptions = {str(pk): row for pk, row in found.items()}
    refused = dict.fromkeys(set(batch.recipients) - set(subscriptions), "it was unsubscribed")
    answers = asyncio.run(_post_all({pk: _sealed(row, notice, now) for pk, row in subscriptions.items()}))
    done = [pk for pk, answer in answers.items() if isinstance(answer, Reply) and answer.status < 300]
    for pk, answer in answers.items():
        if _is_gone(answer):
            push.unsubscribe(granted=subscriptions[pk].granted)
        if pk not in done and not _is_for_later(answer):
            refused[pk] = f"the push service answered {answer.status}" if isinstance(answer, Reply) else answer.why
    batch.progress(done=done, refused=refused)
    if len(done) + len(refused) < len(batch.recipients):
        raise NotAllReached


Letter = tuple[str, bytes, Mapping[str, str]]


def _sealed(row: PushSubscription, notice: Notice, now: datetime) -> Letter:
    words = json.dumps(payload(notice, token=push.token_of(row)), ensure_ascii=False).encode()
    sealed = seal(words, read_receiver(row.p256dh, row.auth), coding=Coding(row.coding))
    key = read_key(push.key_pem().encode())
    signed = signed_headers(sealed, row.endpoint, key=key, contact=_contact(), now=now)
    about = {"TTL": str(int(KEPT_FOR.total_seconds())), "Urgency": "normal", "Content-Type": "application/octet-stream"}
    return row.endpoint, sealed.body, {**about, **signed}


def _contact() -> str:
    return settings.SECURITY_CONTACT or f"{settings.BASE_URL}/"


async def _post_all(letters: dict[str, Letter]) -> dict[str, Reply | NetError]:
    policy = Policy(
        user_agent=f"Tabard/{settings.VERSION} (+{settings.BASE_URL}/)",
        allows_private=settings.ALLOW_PRIVATE_ADDRESSES,
        total_seconds=15,
        ca_file=settings.CA_FILE,
    )
    async with Fetcher(policy) as fetcher:
        answers = await asyncio.gather(*(_post(fetcher, letter) for letter in letters.values()))
    return dict(zip(letters, answers, strict=True))


async def _post(fetcher: Fetcher, letter: Letter) -> Reply | NetError:
    try:
        return await fetcher.post(*letter)
    except NetError as error:
        return error


def _is_gone(answer: Reply | NetError) -> bool:
    return answer.status in GONE if isinstance(answer, Reply) else isinstance(answer, BadAddress)


def _is_for_later(answer: Reply | NetError) -> bool:
    return answer.status in LATER if isinstance(answer, Reply) else not isinstance(answer, BadAddress)

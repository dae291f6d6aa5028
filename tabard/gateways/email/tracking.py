"""What a mail provider tells us through django-anymail's webhooks: each event becomes one of our own actions."""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from tabard.lib.mail.addresses import AddressRefused, canonical_address
from tabard.lib.mail.reports import Severity, severity_of
from tabard.voice.follows import actions
from tabard.voice.follows.models import Follower


def take_event(sender: object, event: AnymailTrackingEvent, **_more: Any) -> None:
    """anymail's receiver (its signature). Providers repeat events, so all that follows is safe to do twice."""
    follower = _follower(event.recipient or "")
    if follower is None:
        return
    now = timezone.now()
    if event.event_type == EventType.COMPLAINED:
        actions.stop_all(follower=follower, reason=Follower.StopReason.COMPLAINT, now=now)
    elif event.event_type == EventType.UNSUBSCRIBED:
        actions.stop_all(follower=follower, reason=Follower.StopReason.ASKED, now=now)
    elif event.event_type in {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}:
        actions.note_failure(follower=follower, is_gone=_is_gone(event), now=now)


def _follower(address: str) -> Follower | None:
    try:
        canonical = canonical_address(address)
    except AddressRefused:
        return None
    return Follower.objects.filter(channel=Follower.Channel.EMAIL, address=canonical).first()


def _is_gone(event: AnymailTrackingEvent) -> bool:
    """The receiving server's own words decide; without them, the provider's verdict."""
    if event.mta_response:
        return severity_of(status="", diagnostic=event.mta_response) is Severity.HARD
    return event.event_type == EventType.BOUNCED and event.reject_reason in {RejectReason.BOUNCED, RejectReason.INVALID}

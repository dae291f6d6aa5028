"""Taking up what comes back."""

import re
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from tabard.gateways.email.return_path import follower_of
from tabard.lib.mail.reports import Kind, Report, Severity
from tabard.voice.follows import actions as follows
from tabard.voice.follows.models import Follower

_TOKEN = re.compile(r"/follow/mine/([0-9a-f]{32})/")


class Taken(StrEnum):
    """What a report led to."""

    STOPPED = "stopped"
    COUNTED = "counted"
    NOTHING = "nothing to do"
    NOBODY = "names no follower of ours"


@transaction.atomic
def take_report(*, report: Report, sent_to: str, now: datetime) -> Taken:
    """Act on a bounce or a complaint. `sent_to`: the envelope recipient of the report, where the mail server tells it.

    The follower is taken from a signed return path or from a token that stood in the mail, never from an address that
    the report names: those anyone can write.
    """
    follower = _follower(report, sent_to)
    if follower is None:
        return Taken.NOBODY
    if report.kind is Kind.COMPLAINT:
        follows.stop_all(follower=follower, reason=Follower.StopReason.COMPLAINT, now=now)
        return Taken.STOPPED
    found = {status.severity for status in report.recipients}
    if Severity.HARD in found or Severity.SOFT in found:
        is_gone = Severity.HARD in found
        follows.note_failure(follower=follower, is_gone=is_gone, now=now)
        return Taken.STOPPED if is_gone else Taken.COUNTED
    return Taken.NOTHING


def _follower(report: Report, sent_to: str) -> Follower | None:
    for address in (sent_to, *report.sent_to, *report.return_paths):
        if (follower := follower_of(address)) is not None:
            return follower
    tokens = [found[1] for url in report.unsubscribe_urls if (found := _TOKEN.search(url))]
    return Follower.objects.filter(channel=Follower.Channel.EMAIL, token__in=tokens).first()

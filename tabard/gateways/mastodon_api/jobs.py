"""What is tidied by the clock."""

from datetime import datetime

from tabard.gateways.mastodon_api.actions import apps, uploads


def tidy(now: datetime) -> None:
    apps.forget_unused(now=now)
    uploads.forget_uploads(now=now)

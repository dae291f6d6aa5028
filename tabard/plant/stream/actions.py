"""Telling open pages that something happened."""

import json
from typing import Any

from django.conf import settings

from tabard.plant.stream.hub import hub


def publish(*, topic: str, event: str, data: dict[str, Any]) -> None:
    """Tell every open page that listens to `topic`, in whichever process its connection lives.

    `data` holds ids only. With TABARD_REDIS_URL the message goes over Valkey/Redis, else it stays in this process.
    A page is a convenience: a message that is lost fails nothing, and the page catches up when it next asks.
    """
    message = json.dumps({"topic": topic, "event": event, "data": data}, separators=(",", ":"))
    if settings.REDIS_URL:
        from tabard.plant.stream import over_redis  # noqa: PLC0415  redis takes long to load, and only this size has it

        over_redis.pass_on(topic, message)
    else:
        hub.send(topic, message)

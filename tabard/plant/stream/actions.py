"""Telling open pages that something happened."""

import json
from functools import cache
from typing import Any

import redis
import structlog
from django.conf import settings

from tabard.plant.stream.hub import hub

log = structlog.get_logger(__name__)
CHANNEL = "tabard:live"


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5)


def publish(*, topic: str, event: str, data: dict[str, Any]) -> None:
    """Tell every open page that listens to `topic`, in whichever process its connection lives.

    `data` holds ids only. With TABARD_REDIS_URL the message goes over Valkey/Redis, else it stays in this process.
    A page is a convenience: when Redis is away this is logged, and the page catches up when it next asks.
    """
    message = json.dumps({"topic": topic, "event": event, "data": data}, separators=(",", ":"))
    if not settings.REDIS_URL:
        hub.send(topic, message)
        return
    try:
        _redis().publish(CHANNEL, message)
    except redis.RedisError as error:
        log.warning("live message lost", topic=topic, error=type(error).__name__)

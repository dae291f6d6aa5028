"""At scale: live messages between processes over Valkey/Redis. Imported only where TABARD_REDIS_URL is set."""

import asyncio
import json
from contextlib import suppress
from functools import cache

import redis
import redis.asyncio
import structlog
from django.conf import settings

from tabard.plant.stream.hub import hub

log = structlog.get_logger(__name__)
CHANNEL = "tabard:live"
_listeners: dict[asyncio.AbstractEventLoop, asyncio.Task[None]] = {}


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5)


def pass_on(topic: str, message: str) -> None:
    """To every process that listens. When Redis is away this is logged, and pages catch up when they next ask."""
    try:
        _client().publish(CHANNEL, message)
    except redis.RedisError as error:
        log.warning("live message lost", topic=topic, error=type(error).__name__)


def ensure_listening() -> None:
    """One listener in each web process carries messages to the pages of that process."""
    loop = asyncio.get_running_loop()
    running = _listeners.get(loop)
    if running is None or running.done():
        _listeners[loop] = loop.create_task(_listen())


async def _listen() -> None:
    wait = 0.2
    while True:
        client = redis.asyncio.Redis.from_url(settings.REDIS_URL, health_check_interval=15)
        try:
            async with client.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                wait = 0.2
                async for message in channel.listen():
                    if message["type"] == "message":
                        _take(message["data"])
        except (redis.RedisError, OSError) as error:
            log.warning("live listener lost Redis", error=type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5)
        finally:
            with suppress(redis.RedisError, OSError):
                await client.aclose()


def _take(raw: bytes) -> None:
    text = raw.decode()
    hub.send(json.loads(text)["topic"], text)

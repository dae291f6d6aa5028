"""At scale: one listener in each web process carries messages from Valkey/Redis to the pages of that process."""

import asyncio
import json
from contextlib import suppress

import redis.asyncio
import redis.exceptions
import structlog
from django.conf import settings

from tabard.plant.stream.actions import CHANNEL
from tabard.plant.stream.hub import hub

log = structlog.get_logger(__name__)
_listeners: dict[asyncio.AbstractEventLoop, asyncio.Task[None]] = {}


def ensure_listening() -> None:
    """Start this process's listener, if it needs one and has none."""
    loop = asyncio.get_running_loop()
    running = _listeners.get(loop)
    if settings.REDIS_URL and (running is None or running.done()):
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
                        _pass_on(message["data"])
        except (redis.exceptions.RedisError, OSError) as error:
            log.warning("live listener lost Redis", error=type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5)
        finally:
            with suppress(redis.exceptions.RedisError, OSError):
                await client.aclose()


def _pass_on(raw: bytes) -> None:
    text = raw.decode()
    hub.send(json.loads(text)["topic"], text)

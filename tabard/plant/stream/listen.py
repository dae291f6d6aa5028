"""Hearing what other processes tell open pages."""

from django.conf import settings


def ensure_listening() -> None:
    """Listen to the other processes, if there may be any and this one does not listen yet."""
    if settings.REDIS_URL:
        from tabard.plant.stream import over_redis  # noqa: PLC0415  redis takes long to load, and only this size has it

        over_redis.ensure_listening()

"""Which posts of a store are of the day: others may have come in with a file."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from tabard.lib.text import tag_key

HOUR = timedelta(hours=1)


class Day(NamedTuple):
    """A post has one of `keys`, hashtags as `lib.text.tag_key` keeps them. `begins` and `ends` are microseconds since
    1970, UTC."""

    keys: tuple[str, ...]
    begins: int
    ends: int

    @classmethod
    def of(cls, hashtags: Iterable[str], begins: datetime, ends: datetime) -> Self:
        """From the hour in which it begins: of those who did not register a store knows the hour alone."""
        hour = begins.replace(minute=0, second=0, microsecond=0)
        return cls(tuple(map(tag_key, hashtags)), *(int(moment.timestamp() * 1_000_000) for moment in (hour, ends)))

"""Tag, with how much it was used in the last week."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, F

from tabard.gateways.mastodon_api.render.statuses import tag
from tabard.lib.sortable_ids import first_id_at
from tabard.voice.network.models import Actor, NoteTag
from tabard.voice.timelines.models import FollowedTag

Entity = dict[str, Any]
DAYS = 7


def tags(keys: Sequence[str], viewer: Actor | None, now: datetime) -> list[Entity]:
    """In the order of `keys` (as `tag_key` spells them); two queries."""
    followed = set()
    if viewer is not None:
        followed = set(FollowedTag.objects.filter(owner=viewer, name__in=keys).values_list("name", flat=True))
    used = _used(keys, now)
    return [
        {
            **tag(key),
            "id": key,
            "history": [_day(day, used.get((key, day), (0, 0))) for day in _days(now)],
            "following": key in followed,
            "featuring": False,
        }
        for key in keys
    ]


def _days(now: datetime) -> list[datetime]:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return [today - timedelta(days=back) for back in range(DAYS)]


def _day(day: datetime, used: tuple[int, int]) -> Entity:
    return {"day": str(int(day.timestamp())), "uses": str(used[0]), "accounts": str(used[1])}


def _used(keys: Sequence[str], now: datetime) -> dict[tuple[str, datetime], tuple[int, int]]:
    """Uses and users by hashtag and day: the id of a note tells when it came."""
    days = {first_id_at(day) // first_id_at(_SECOND_DAY): day for day in _days(now)}
    lately = NoteTag.objects.filter(name__in=keys, note__gte=first_id_at(min(days.values())))
    counted = lately.annotate(day=F("note_id") / first_id_at(_SECOND_DAY)).values_list("name", "day")
    rows = counted.annotate(uses=Count("pk"), accounts=Count("note__actor", distinct=True))
    return {(name, days[day]): (uses, accounts) for name, day, uses, accounts in rows if day in days}


_SECOND_DAY = datetime(1970, 1, 2, tzinfo=UTC)

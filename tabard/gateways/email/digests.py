"""When digests are due, and who is to find which posts in theirs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from tabard.voice.follows.models import Follow
from tabard.voice.posts.models import Post

HOUR = time(17)
FRIDAY = 4
SETTLED_AFTER = timedelta(minutes=5)  # a post that was due just before is out by then


@dataclass(frozen=True)
class Period:
    """From `start` (not included) to `end` (included); `name` is the same whenever it is asked for."""

    frequency: str
    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        return f"digest-{self.frequency}-{self.end:%Y-%m-%d}"


@dataclass(frozen=True)
class Digest:
    """The same posts for the same language: one letter. `followers` in ascending order."""

    posts: tuple[int, ...]
    language: str
    followers: list[int]


@dataclass(frozen=True)
class Wait:
    """What came out after `since` and up to `until` is owed to the follow with this id."""

    follow: int
    since: datetime
    until: datetime


def wait_for(follow: Follow, period: Period) -> Wait:
    """Since the last digest, however many periods ago: an outage must not swallow posts. A follow from before this was
    written down is owed the last period; one that was handed over, what its officer said until then."""
    assert follow.confirmed_at is not None  # noqa: S101  owed_digest() gives confirmed ones
    since = follow.told_until or max(follow.confirmed_at, period.start)
    return Wait(follow.pk, since, min(period.end, follow.ended_at or period.end))


def wait_before_at_once(follow: Follow) -> Wait:
    assert follow.told_until is not None  # noqa: S101  owed_before_at_once() compares them
    assert follow.at_once_from is not None  # noqa: S101
    return Wait(follow.pk, follow.told_until, follow.at_once_from)


def periods_due(now: datetime) -> list[Period]:
    """The last daily and weekly period that ended at 17:00 by the force's clock, at least SETTLED_AFTER ago.

    Local days are counted, so that on the two days when clocks change nothing is left out or told twice.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    local = (now - SETTLED_AFTER).astimezone(zone)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    friday = day - timedelta(days=(day.weekday() - FRIDAY) % 7)

    def at(ending: date) -> datetime:
        return datetime.combine(ending, HOUR, zone)

    return [
        Period(Follow.Frequency.DAILY, at(day - timedelta(days=1)), at(day)),
        Period(Follow.Frequency.WEEKLY, at(friday - timedelta(days=7)), at(friday)),
    ]


def digests_of(owed: Sequence[Wait]) -> list[Digest]:
    """Nothing for those who have nothing to read. Each follower once for each set of posts."""
    if not owed:
        return []
    first, last = min(wait.since for wait in owed), max(wait.until for wait in owed)
    waits = {wait.follow: wait for wait in owed}
    posts = list(Post.objects.public().news().filter(published_at__gt=first, published_at__lte=last).order_by("pk"))
    heard: dict[int, set[int]] = defaultdict(set)
    languages: dict[int, str] = {}
    for voice in _by_voice(posts):
        follows = Follow.objects.owing().hearing(voice[0]).by("email").order_by("follower", "pk")
        for pk, follower, language in follows.values_list("pk", "follower", "language"):
            if (wait := waits.get(pk)) is not None:
                mine = {post.pk for post in voice if post.published_at and wait.since < post.published_at <= wait.until}
                heard[follower].update(mine)
                languages.setdefault(follower, language)
    together: dict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
    for follower in sorted(each for each in heard if heard[each]):
        together[tuple(sorted(heard[follower])), languages[follower]].append(follower)
    return [Digest(ids, language, followers) for (ids, language), followers in together.items()]


def _by_voice(posts: Iterable[Post]) -> Iterable[list[Post]]:
    """Posts of one team and one speaker are heard by the same people: one question for all of them."""
    voices: dict[tuple[int, int | None, str], list[Post]] = defaultdict(list)
    for post in posts:
        voices[post.team_id, post.officer_id, post.speaks_as].append(post)
    return voices.values()

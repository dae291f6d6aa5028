"""A tweetathon in words: its hashtags, its times, and posts about it in the languages of those who take part."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import override

from tabard.occasions.tweetathon.models import Clock, Tweetathon
from tabard.people.teams.languages import own_name

MOMENT = "l j F Y, H:i"


def hashtags_said(tweetathon: Tweetathon) -> str:
    return " ".join(f"#{hashtag}" for hashtag in tweetathon.hashtags)


def times_said(tweetathon: Tweetathon) -> str:
    """From when to when, in a sentence that is right wherever it is read."""
    times = {"start": _in_utc(tweetathon.starts_at), "end": _in_utc(tweetathon.ends_at)}
    if tweetathon.local_date is None:
        return _("24 hours, the same for everybody: %(start)s UTC to %(end)s UTC.") % times
    day = formatted(tweetathon.local_date, "l j F Y")
    return _(
        "%(day)s, from midnight to midnight wherever you are. The first time zone begins on %(start)s UTC, "
        "the last one ends on %(end)s UTC."
    ) % {"day": day, **times}


def day_said(tweetathon: Tweetathon) -> str:
    """The same in a line that fits under a picture."""
    if tweetathon.local_date is None:
        return hours_said(tweetathon.starts_at, tweetathon.ends_at)
    day = formatted(tweetathon.local_date, "l j F Y")
    return _("%(day)s, from midnight to midnight in every time zone") % {"day": day}


def hours_said(starts_at: datetime, ends_at: datetime) -> str:
    times = {"start": _in_utc(starts_at), "end": _in_utc(ends_at)}
    return _("%(start)s UTC to %(end)s UTC") % times


def _in_utc(moment: datetime) -> str:
    return str(formatted(moment.astimezone(UTC), MOMENT))


@dataclass(frozen=True)
class Post:
    """Words to post, in one language: `before` the day and on it."""

    language: str
    name: str
    before: str
    during: str


@cache
def _posts() -> dict[str, dict[str, str]]:
    """By language."""
    text = (files("tabard.occasions.tweetathon") / "data" / "posts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def posts_for(tweetathon: Tweetathon, address: str) -> list[Post]:
    """In every language that we have words in; those of the tweetathon itself first."""
    first = [code for code in tweetathon.languages if code in _posts()]
    return [_post(tweetathon, code, address) for code in dict.fromkeys([*first, *_posts()])]


def _post(tweetathon: Tweetathon, code: str, address: str) -> Post:
    told = _posts()[code]
    with override(code):
        day = formatted(_day_of(tweetathon), told["day_format"])
    if code == "fr" and day.startswith("1 "):
        day = f"1er{day[1:]}"
    words = {"day": day, "tags": hashtags_said(tweetathon), "address": address}
    return Post(code, own_name(code), told["before"].format_map(words), told["during"].format_map(words))


def _day_of(tweetathon: Tweetathon) -> date:
    if tweetathon.clock == Clock.LOCAL and tweetathon.local_date is not None:
        return tweetathon.local_date
    return tweetathon.starts_at.astimezone(UTC).date()

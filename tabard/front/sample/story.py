"""What data/ tells of Peelborough, and when it happened as seen from the moment of loading."""

import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

DATA = Path(__file__).parent / "data"
PLACES = DATA / "places.geojson"
SLUG = "peelborough"
YEAR = timedelta(days=365.25)
FOUNDED = 18 * YEAR
Told = dict[str, Any]


@cache
def force() -> Told:
    return tomllib.loads((DATA / "force.toml").read_text())


@cache
def posts() -> list[Told]:
    """In the order of the file, each with its place there as `token`."""
    told: list[Told] = tomllib.loads((DATA / "posts.toml").read_text())["post"]
    return [{**post, "token": f"sample-{number}"} for number, post in enumerate(told)]


@cache
def tweetathons() -> list[Told]:
    told: list[Told] = tomllib.loads((DATA / "tweetathons.toml").read_text())["tweetathon"]
    return told


@cache
def postcodes() -> list[tuple[str, float, float]]:
    """Code, latitude, longitude. ZZ is no area's letters, so none of them can be anybody's."""
    return [tuple(row) for row in json.loads((DATA / "postcodes.json").read_text())]


@dataclass(frozen=True)
class Calendar:
    """Turns "three days ago at noon" into a moment."""

    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(settings.TIME_ZONE)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def on(self, days_from_now: int, clock: str) -> datetime:
        day = self.today + timedelta(days=days_from_now)
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.zone)

    def of_post(self, post: Told) -> datetime:
        """When it was published, or last worked on."""
        if "days" in post:
            return self.on(-post["days"], post["at"])
        return self.now - timedelta(minutes=post.get("minutes_ago", 0))

    def of_event(self, event: Told) -> datetime:
        """The first of its weekday that is `days_ahead` away or more (less than 0: that long ago)."""
        first = self.today + timedelta(days=event["days_ahead"])
        day = first + timedelta(days=(event["weekday"] - first.weekday()) % 7)
        return datetime.combine(day, time.fromisoformat(event["starts"]), tzinfo=self.zone)

    def of_posting(self, officer: Told) -> datetime:
        years: float = officer["years"]
        return self.now - years * YEAR

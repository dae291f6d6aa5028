"""What was counted of a day that never was, in the shape in which `tabard tweetathon count` tells it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tabard.front.sample.story import Told
from tabard.occasions.tweetathon.counting.definitions import FIGURES

SPLIT = ("by_country", "by_language")
WHOLE = ("by_network", "by_device")
GIVEN_TOTALS = (
    *("replies", "reposts", "authors", "posts_without_author"),
    *("combined_followers", "authors_without_followers", "estimated_audience"),
)


def figures_told(table: Told, hashtag: str, begins_at: datetime) -> dict[str, Any]:
    """All figures of `table`, see data/tweetathons.toml, of a day that began at `begins_at`."""
    first = begins_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    posts, by_force = sum(table["by_hour"]), table["by_force"]
    return {
        "hashtag": hashtag,
        "posts": posts,
        "originals": posts - table["reposts"],
        **{name: table[name] for name in GIVEN_TOTALS},
        "languages": len(table["by_language"]),
        "countries": len(table["by_country"]),
        "by_hour": {
            (first + timedelta(hours=nth)).strftime("%Y-%m-%dT%H:00Z"): number
            for nth, number in enumerate(table["by_hour"])
        },
        **{name: {item: number for item, (number, _inferred) in table[name].items()} for name in SPLIT},
        **{name: table[name] for name in WHOLE},
        "by_force": {force: numbers[0] for force, numbers in by_force.items()},
        "accounts_by_force": {force: numbers[1] for force, numbers in by_force.items()},
        "followers_by_force": {force: numbers[2] for force, numbers in by_force.items()},
        "hashtags": [{"item": item, "posts": number} for item, number in table["hashtags"].items()],
        "links": [],
        "most_shared": [{"item": f"mastodon:{nth}", **line} for nth, line in enumerate(table["most_shared"])],
        "basis": {name: _basis(table[name]) for name in SPLIT},
        "definitions": {name: each.sentence for name, each in FIGURES.items()},
    }


def _basis(split: dict[str, list[int]]) -> dict[str, dict[str, int]]:
    return {item: {"given": number - inferred, "inferred": inferred} for item, (number, inferred) in split.items()}

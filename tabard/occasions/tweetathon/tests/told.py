"""Figures as `count --json` tells them, for tests."""

from typing import Any

from tabard.occasions.tweetathon.counting.definitions import FIGURES, LISTS, TOTALS

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</script></style></title><script>alert(2)</script>{{ x }}{% x %}",
    "javascript:alert(1)",
    "\u202eevil\u2066\x1b[2J",
    "عربي עברית " * 20,
    "W" * 10_000,
]


def make_told(**more: Any) -> dict[str, Any]:
    """A day with two countries."""
    return {
        "hashtag": "polday",
        "posts": 1_204,
        "originals": 1_000,
        "replies": 90,
        "reposts": 204,
        "authors": 311,
        "posts_without_author": 0,
        "languages": 2,
        "countries": 2,
        "combined_followers": 50_000,
        "authors_without_followers": 4,
        "estimated_audience": 31_000,
        "by_hour": {f"2026-06-04T{hour:02}:00Z": 301 for hour in (8, 9, 10, 11)},
        "by_country": {"GB": 900, "NL": 304},
        "by_language": {"en": 900, "nl": 304},
        "by_network": {"mastodon": 1_204},
        "by_device": {},
        "by_force": {"Politie Utrecht": 12},
        "accounts_by_force": {"Politie Utrecht": 1},
        "followers_by_force": {"Politie Utrecht": 400},
        "hashtags": [{"item": "polday", "posts": 1_204}],
        "links": [],
        "most_shared": [],
        "basis": {"by_country": {"GB": {"given": 700, "inferred": 200}, "NL": {"given": 304, "inferred": 0}}},
        **more,
    }


def hostile(text: str) -> dict[str, Any]:
    """Every word is `text`, and what should be an object or a list holds it too."""
    told: dict[str, Any] = {"hashtag": text, "posts": 3, "definitions": {text: text}, text: text}
    for name in FIGURES:
        if name in LISTS:
            told[name] = [{"item": text, "posts": 2, "text": text, "handle": text, "url": text}, text]
        elif name not in TOTALS:
            told[name] = {text: 2, f"{text}Z": 1, "2026-06-04T08:00Z": 3}
        elif name != "posts":
            told[name] = text
    basis = {name: {"all": {"given": text, "inferred": 1}, text: {"given": 1, "inferred": 1}} for name in FIGURES}
    return {**told, "basis": basis}


def with_words(*lines):
    """Hashtags, links and programs of the same names, posts and authors."""
    items = [{"item": item, "posts": posts} for item, posts, _authors in lines]
    return {
        "hashtags": [{"item": "polday", "posts": 9}, *items],
        "links": [{**each, "item": f"https://{each['item']}.example/"} for each in items],
        "by_device": {each["item"]: each["posts"] for each in items},
        "authors_of": {
            "hashtags": {"polday": 1, **{item: authors for item, _posts, authors in lines}},
            "links": {f"https://{item}.example/": authors for item, _posts, authors in lines},
            "by_device": {item: authors for item, _posts, authors in lines},
        },
    }

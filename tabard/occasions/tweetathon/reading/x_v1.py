"""Statuses of X's API v1.1, as twarc 1 and the old streams write them: one each, or a page with `statuses`."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any

from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.reading.source import Source, Value, of_many
from tabard.occasions.tweetathon.saying import POST, REPLY, REPOST, Saying, Unreadable, X

TAG = re.compile(r"<[^<>]*>")
NOTICES = {"limit", "warning", "disconnect", "scrub_geo", "status_withheld", "user_withheld", "friends"}


def recognises(value: Value) -> bool:
    is_status = "user" in value and ("id_str" in value or "created_at" in value) and "account" not in value
    is_page = "statuses" in value and "accounts" not in value  # Mastodon's search finds accounts, too
    return is_status or "delete" in value or is_page or (len(value) == 1 and not NOTICES.isdisjoint(value))


def sayings(value: Value) -> Iterator[Saying | Unreadable]:
    if "delete" in value:
        yield deletion(value)
    elif "statuses" in value:
        yield from of_many(values.as_dicts(value["statuses"]), of_status)
    elif "user" in value:
        yield from of_status(value)


def deletion(value: Value) -> Saying:
    status = values.as_dict(values.as_dict(value["delete"]).get("status"))
    return Saying(X, id_of(status), is_deleted=True)


def of_status(status: Value) -> Iterator[Saying]:
    original = status.get("retweeted_status")
    quoted = status.get("quoted_status")
    for other in (original, quoted):
        if isinstance(other, dict) and values.other_id(other.get("id_str") or other.get("id")):
            yield saying(other, is_reference=True)
    yield saying(status)


def saying(status: Value, *, is_reference: bool = False) -> Saying:
    user = values.as_dict(status.get("user"))
    original = status.get("retweeted_status")
    whole = values.as_dict(status.get("extended_tweet")) or status  # streams cut what is longer than 140 characters
    said = original if isinstance(original, dict) else whole
    text = values.unescaped(whole.get("full_text")) or values.unescaped(whole.get("text"))
    is_repost = isinstance(original, dict)
    is_reply = bool(status.get("in_reply_to_status_id_str") or status.get("in_reply_to_status_id"))
    place = values.as_dict(status.get("place"))
    handle = values.handle(user.get("screen_name"))
    language = status.get("lang")
    return Saying(
        network=X,
        id=(own := id_of(status)),
        kind=REPOST if is_repost else REPLY if is_reply else POST,
        is_reference=is_reference,
        posted_at=values.moment_if_any(status.get("created_at")),
        author=id_if_any(user, "id"),
        handle=handle,
        followers=values.followers(user.get("followers_count")),
        author_place=values.words(user.get("location")),
        text=text,
        language=values.language(language) if isinstance(language, str) else None,
        country=values.country(place.get("country_code")),
        hashtags=tags(said, text),
        links=values.links(values.as_dict(said.get("entities")).get("urls"), "unwound_url", "expanded_url", "url"),
        reply_to=id_if_any(status, "in_reply_to_status_id"),
        repost_of=id_if_any(values.as_dict(original), "id"),
        device=device(source) if isinstance(source := status.get("source"), str) else None,
        url=f"https://x.com/{handle}/status/{own}" if handle else None,
    )


def tags(status: Value, text: str | None) -> tuple[str, ...]:
    entities = (values.as_dict(status.get("extended_tweet")) or status).get("entities")
    listed = values.as_dict(entities).get("hashtags")
    return values.tags(listed, "text") if isinstance(listed, list) else values.tags_in(text)


def id_of(status: Value) -> str:
    return values.network_id(status.get("id_str") or status.get("id"))


def id_if_any(fields: Value, name: str) -> str | None:
    said: Any = fields.get(f"{name}_str") or fields.get(name)
    return values.other_id(said)


@lru_cache(maxsize=4_096)
def device(source: str) -> str | None:
    """`<a href="...">Twitter for iPhone</a>` is Twitter for iPhone."""
    return unescape(TAG.sub("", source)).strip()[:200] or None


SOURCE = Source("X API v1.1", recognises, sayings)

"""Statuses of Mastodon's client API: one each, a timeline, a search result, or the events of its streaming API.

The same post has a number of its own on every server, and one `uri`. Only what is public or unlisted is taken: a post
to followers is none of ours, though the file may hold it.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import orjson

from tabard.lib.html import plain_text
from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.reading.source import Source, Value, of_many
from tabard.occasions.tweetathon.saying import MASTODON, POST, REPLY, REPOST, Saying, Unreadable

OPEN = ("public", "unlisted", None)
PLACE_WORDS = frozenset({
    *("location", "place", "city", "town", "where", "based in", "📍", "lleoliad", "standort", "ort", "wohnort", "lieu"),
    *("ville", "ubicación", "ciudad", "lugar", "localização", "cidade", "luogo", "città", "plaats", "woonplaats"),
    *("locatie", "sted", "plats", "sijainti", "paikka", "miejsce", "lokalizacja"),
})  # fmt: skip
ADDRESS = re.compile(r"<a\b(?P<rest>[^<>]*)>", re.IGNORECASE)
HREF = re.compile(r"""href=["']([^"'<>]+)["']""", re.IGNORECASE)
SPOKEN_TO = re.compile(r"\b(?:mention|hashtag)\b")


def recognises(value: Value) -> bool:
    return ("account" in value and "uri" in value) or is_event(value) or is_search(value)


def is_event(value: Value) -> bool:
    return "event" in value and "payload" in value


def is_search(value: Value) -> bool:
    return "statuses" in value and "accounts" in value


def sayings(value: Value) -> Iterator[Saying | Unreadable]:
    if is_search(value):
        yield from of_many(values.as_dicts(value["statuses"]), of_open)
    elif is_event(value):
        yield from of_event(value)
    else:
        yield from of_open(value)


def of_event(value: Value) -> Iterator[Saying]:
    """`delete` tells the number at that server only; it is matched where the server is told beside it."""
    payload = value["payload"]
    if value["event"] in ("update", "status.update"):  # a tuple, for what is told may be no word at all
        status = payload if isinstance(payload, dict) else parsed(payload)
        yield from of_open(status) if "account" in status and "uri" in status else ()


def parsed(payload: object) -> Value:
    try:
        return values.as_dict(orjson.loads(payload)) if isinstance(payload, str) else {}
    except orjson.JSONDecodeError:
        raise Unreadable("the event's payload is not JSON") from None


def of_open(status: Value) -> Iterator[Saying]:
    if status.get("visibility") not in OPEN:
        return
    original = status.get("reblog")
    if isinstance(original, dict):
        if original.get("visibility") not in OPEN:
            return
        yield saying(original)._replace(is_reference=True)
    yield saying(status)


def saying(status: Value) -> Saying:
    original = status.get("reblog")
    said = original if isinstance(original, dict) else status
    account = values.as_dict(status.get("account"))
    handle = full_handle(account)
    content = values.words(said.get("content")) or ""
    text = plain_text(content) or None
    repost_of = values.network_id(original.get("uri")) if isinstance(original, dict) else None
    reply_to = status.get("in_reply_to_id")
    return Saying(
        network=MASTODON,
        id=values.network_id(status.get("uri")),
        kind=REPOST if repost_of else REPLY if reply_to else POST,
        version=values.moment_if_any(status.get("edited_at")) or 0,
        is_deleted=bool(status.get("deleted_at")),
        posted_at=values.moment_if_any(status.get("created_at")),
        author=handle,
        handle=handle,
        followers=values.followers(account.get("followers_count")),
        author_place=place_in(account),
        text=text,
        language=values.language_of_list(said.get("language")),
        hashtags=values.tags(said["tags"], "name") if isinstance(said.get("tags"), list) else values.tags_in(text),
        links=links(content),
        reply_to=values.other_id(reply_to),
        repost_of=repost_of,
        device=values.words(values.as_dict(status.get("application")).get("name")),
        url=values.words(status.get("url")),
    )


def full_handle(account: Value) -> str | None:
    """`name@host`, the same on every server: the home server leaves the host out, and the account's address has it."""
    name = values.handle(account.get("acct"))
    if name is None or "@" in name:
        return name
    try:
        host = urlsplit(values.words(account.get("url")) or "").netloc.rpartition("@")[2].lower()
    except ValueError:
        host = ""
    return f"{name}@{host}" if host else None


def place_in(account: Value) -> str | None:
    """A profile has lines with names that its owner chose; one of them may be called a place."""
    for line in values.as_dicts(account.get("fields")):
        name, value = values.words(line.get("name")) or "", values.words(line.get("value")) or ""
        if name.strip(" :").casefold() in PLACE_WORDS:
            return plain_text(value) or None
    return None


def links(content: str) -> tuple[str, ...]:
    """Of the addresses in the HTML those that lead out; mentions and hashtags have a class that says so."""
    found = (HREF.search(each["rest"]) for each in ADDRESS.finditer(content) if not SPOKEN_TO.search(each["rest"]))
    return values.once(values.link(each[1].replace("&amp;", "&")) for each in found if each)


SOURCE = Source("Mastodon", recognises, sayings)

"""Bluesky's Jetstream: every post of the network over one websocket, of which we keep what bears a hashtag of the day.

https://github.com/bluesky-social/jetstream: `cursor` is a time in microseconds; it plays back what came since, a few
seconds earlier than asked, so that nothing is lost between two connections.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson

from tabard.lib import net
from tabard.lib.text import tag_key
from tabard.occasions.tweetathon.collecting.heard import Heard, Known, Standing, waits

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
OVERLAP_MICROSECONDS = 5_000_000
SILENCE_SECONDS = 60
FAR_AHEAD = 60 * 60 * 1_000_000
"""Microseconds: from an event of such a time no connection and no later process goes on, or all till then is lost."""


async def listen(
    fetcher: net.Fetcher,
    servers: Sequence[str],
    hashtags: Sequence[str],
    known: Known,
    standing: Standing,
    *,
    cursor: str = "",
    first_wait_seconds: float = 1,
) -> AsyncIterator[Heard]:
    """`servers` are addresses as wss://jetstream1.us-east.bsky.network; the next is asked when one fails."""
    keys = {tag_key(hashtag) for hashtag in hashtags}
    waiting, turn = waits(first_wait_seconds), 0
    while True:
        server = servers[turn % len(servers)]
        try:
            async with fetcher.converse(_address(server, cursor), silence_seconds=SILENCE_SECONDS) as messages:
                standing.is_up = True
                async for message in messages:
                    event = _event(message)
                    if event is None:
                        continue
                    waiting = waits(first_wait_seconds)
                    cursor = str(event["time_us"]) if _may_go_on_at(event["time_us"]) else cursor
                    if _concerns_us(event, keys, known):
                        standing.heard += 1
                        yield Heard("jetstream", event, standing.source, cursor)
            standing.last_failure = "closed by the server"
        except net.NetError as failure:
            standing.last_failure = failure.why
        standing.is_up, standing.failures, turn = False, standing.failures + 1, turn + 1
        await asyncio.sleep(next(waiting))


def _address(server: str, cursor: str) -> str:
    asked: list[tuple[str, Any]] = [("wantedCollections", POST), ("wantedCollections", REPOST)]
    if cursor:
        asked.append(("cursor", max(int(cursor) - OVERLAP_MICROSECONDS, 0)))
    return f"{server.rstrip('/')}/subscribe?{urlencode(asked)}"


def _event(message: str | bytes) -> dict[str, Any] | None:
    """None for what is no event: it is passed over, and the stream goes on."""
    try:
        event = orjson.loads(message)
    except json.JSONDecodeError:
        return None
    is_one = isinstance(event, dict) and type(event.get("time_us")) is int and isinstance(event.get("did"), str)
    return event if is_one else None


def _may_go_on_at(moment: int) -> bool:
    return 0 <= moment < time.time() * 1_000_000 + FAR_AHEAD


def _concerns_us(event: dict[str, Any], keys: set[str], known: Known) -> bool:
    """A post with a hashtag of the day; and what is said later of such a post, or by its author of themselves."""
    commit = event.get("commit")
    if not isinstance(commit, dict):
        return event.get("kind") == "account" and known.has_author(event["did"])
    uri = f"at://{event['did']}/{commit.get('collection')}/{commit.get('rkey')}"
    record = commit.get("record")
    if commit.get("operation") == "delete" or not isinstance(record, dict):
        return known.has_post(uri)
    if commit.get("collection") == REPOST:
        subject = record.get("subject")
        is_ours = isinstance(subject, dict) and known.has_post(str(subject.get("uri")))
    else:
        is_ours = known.has_post(uri) or not keys.isdisjoint(hashtags_of(record))
    if is_ours:
        known.note(uri, event["did"])
    return is_ours


def hashtags_of(record: dict[str, Any]) -> set[str]:
    """The keys of a post's hashtags: those of its facets, and those outside its text."""
    found = [tag for tag in _list(record.get("tags")) if isinstance(tag, str)]
    for facet in _list(record.get("facets")):
        for feature in _list(facet.get("features") if isinstance(facet, dict) else None):
            tag = feature.get("tag") if isinstance(feature, dict) else None
            found += [tag] if isinstance(tag, str) else []
    return {tag_key(tag) for tag in found}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

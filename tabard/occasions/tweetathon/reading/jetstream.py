"""Events of Bluesky's Jetstream, one a line. The address of a record is its id: `at://DID/COLLECTION/KEY`.

Jetstream tells when the network saw a record (`time_us`); the record tells when its author's clock said it was made.
The author's counts unless the two are further apart than a clock may be wrong.
"""

from collections.abc import Iterator
from typing import Any

from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.reading.source import Source, Value
from tabard.occasions.tweetathon.saying import ACCOUNT, BLUESKY, POST, REPLY, REPOST, Saying, Unreadable

POSTS, REPOSTS = "app.bsky.feed.post", "app.bsky.feed.repost"
WRONG_CLOCK = 15 * 60 * 1_000_000  # microseconds


def recognises(value: Value) -> bool:
    return "did" in value and "kind" in value and "time_us" in value


def sayings(value: Value) -> Iterator[Saying]:
    commit, time = value.get("commit"), values.whole(value["time_us"]) or 0
    if value["kind"] == "account" and is_gone(values.as_dict(value.get("account"))):
        did = values.network_id(value["did"])
        yield Saying(BLUESKY, did, ACCOUNT, version=time, is_deleted=True, author=did)
    if value["kind"] != "commit":
        return
    if not isinstance(commit, dict):
        raise Unreadable("the event has no commit")
    if commit.get("collection") not in (POSTS, REPOSTS):
        return
    author = values.network_id(value["did"])
    own = f"at://{author}/{commit['collection']}/{values.network_id(commit.get('rkey'))}"
    if commit.get("operation") == "delete":
        yield Saying(BLUESKY, own, version=time, is_deleted=True, author=author)
        return
    record = values.as_dict(commit.get("record"))
    version = time if commit.get("operation") == "update" else 0
    yield (repost if commit["collection"] == REPOSTS else post)(own, author, version, time, record)


def is_gone(account: Value) -> bool:
    """Its author has deleted it, or the network took it down. One that is only deactivated may come back."""
    return account.get("active") is False and account.get("status") in ("deleted", "takendown")


def repost(own: str, author: str, version: int, time: int, record: Value) -> Saying:
    return Saying(
        network=BLUESKY,
        id=own,
        kind=REPOST,
        version=version,
        posted_at=said_at(record, time),
        author=author,
        repost_of=values.network_id(values.as_dict(record.get("subject")).get("uri")),
    )


def post(own: str, author: str, version: int, time: int, record: Value) -> Saying:
    text = values.words(record.get("text"))
    parent = values.as_dict(values.as_dict(record.get("reply")).get("parent"))
    reply_to = values.network_id_if_any(parent.get("uri"))
    features = [
        each for facet in values.as_dicts(record.get("facets")) for each in values.as_dicts(facet.get("features"))
    ]
    return Saying(
        network=BLUESKY,
        id=own,
        kind=REPLY if reply_to else POST,
        version=version,
        posted_at=said_at(record, time),
        author=author,
        text=text,
        language=values.language_of_list(record.get("langs")),
        hashtags=hashtags(features, record),
        links=values.links([*features, values.as_dict(values.as_dict(record.get("embed")).get("external"))], "uri"),
        reply_to=reply_to,
        url=f"https://bsky.app/profile/{author}/post/{own.rpartition('/')[2]}",
    )


def hashtags(features: list[Value], record: Value) -> tuple[str, ...]:
    """Tags inside the text are facets, those outside of it stand in `tags`. A # without a facet is no tag there."""
    outside: list[Any] = values.as_list(record.get("tags"))
    return values.once([*values.tags(features, "tag"), *values.tags([{"tag": each} for each in outside], "tag")])


def said_at(record: Value, time: int) -> int | None:
    made = values.moment_if_any(record.get("createdAt"))
    if made is None or (time and abs(made - time) > WRONG_CLOCK):
        return time or made
    return made


SOURCE = Source("Bluesky Jetstream", recognises, sayings)

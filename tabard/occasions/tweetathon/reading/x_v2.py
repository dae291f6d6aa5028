"""Tweets of X's API v2, as twarc 2 writes them: pages and streams with `includes`, or one tweet flattened.

An edited tweet has a new id for each version, all in `edit_history_tweet_ids`; the first of them is the post's.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.reading.source import Source, Value, of_many
from tabard.occasions.tweetathon.reading.x_v1 import device
from tabard.occasions.tweetathon.saying import POST, REPLY, REPOST, Saying, Unreadable, X

ById = Mapping[Any, Value]


def recognises(value: Value) -> bool:
    is_page = "data" in value or ("errors" in value and "id" not in value) or ("meta" in value and "__twarc" in value)
    return is_page or ("author_id" in value and "id" in value) or ("edit_history_tweet_ids" in value)


def sayings(value: Value) -> Iterator[Saying | Unreadable]:
    data = value.get("data")
    if data is None:
        yield from of_flattened(value) if "id" in value else ()
    else:
        yield from of_page(data if isinstance(data, list) else [data], values.as_dict(value.get("includes")))


def of_page(data: list[Any], includes: Value) -> Iterator[Saying | Unreadable]:
    users = by_id(includes.get("users"))
    places = by_id(includes.get("places"))
    beside = by_id(includes.get("tweets"))

    def of_reference(tweet: Value) -> Iterator[Saying]:
        yield saying(tweet, users, places, beside)._replace(is_reference=True)

    def of_tweet(tweet: Any) -> Iterator[Saying]:
        if not isinstance(tweet, dict) or "id" not in tweet:
            raise Unreadable("the page holds what is no tweet")
        if not is_user(tweet):
            yield saying(tweet, users, places, beside)

    yield from of_many(beside.values(), of_reference)
    yield from of_many(data, of_tweet)


def is_user(value: Value) -> bool:
    """Pages of users, as lists of followers are, look like those of tweets."""
    return "username" in value and "text" not in value


def of_flattened(tweet: Value) -> Iterator[Saying]:
    inner = [each for each in values.as_dicts(tweet.get("referenced_tweets")) if "author_id" in each]
    beside = by_id(inner)
    for other in inner:
        yield saying(other, by_id([other.get("author")]), by_id([]), beside)._replace(is_reference=True)
    yield saying(tweet, by_id([tweet.get("author")]), by_id([]), beside)


def by_id(found: Any) -> dict[Any, Value]:
    """By their ids as text: some programs write them as numbers."""
    return {key: each for each in values.as_dicts(found) if (key := values.other_id(each.get("id")))}


def saying(tweet: Value, users: ById, places: ById, beside: ById) -> Saying:
    author = values.other_id(tweet.get("author_id"))
    user = users.get(author, {})
    history = values.as_list(tweet.get("edit_history_tweet_ids"))
    own = values.network_id(tweet.get("id"))
    repost_of, reply_to = referenced(tweet, beside)
    kinds = [each.get("type") for each in values.as_dicts(tweet.get("referenced_tweets")) if "id" in each]
    said = beside.get(named(tweet, "retweeted"), tweet)
    text = values.unescaped(tweet.get("text"))
    entities = said.get("entities")
    geo = values.as_dict(tweet.get("geo"))
    place = geo if "country_code" in geo else places.get(values.words(geo.get("place_id")), {})
    handle = values.handle(user.get("username"))
    language = tweet.get("lang")
    return Saying(
        network=X,
        id=first_id(tweet),
        kind=REPOST if "retweeted" in kinds else REPLY if "replied_to" in kinds else POST,
        version=history.index(own) if own in history else 0,
        posted_at=values.moment_if_any(tweet.get("created_at")),
        author=author,
        handle=handle,
        followers=values.followers(values.as_dict(user.get("public_metrics")).get("followers_count")),
        author_place=values.words(user.get("location")),
        text=text,
        language=values.language(language) if isinstance(language, str) else None,
        country=values.country(place.get("country_code")),
        hashtags=hashtags(entities, text),
        links=values.links(entities.get("urls"), "unwound_url", "expanded_url", "url")
        if isinstance(entities, dict)
        else (),
        reply_to=reply_to,
        repost_of=repost_of,
        device=device(source) if isinstance(source := tweet.get("source"), str) else None,
        url=f"https://x.com/{handle}/status/{own}" if handle else None,
    )


def hashtags(entities: Any, text: str | None) -> tuple[str, ...]:
    """v2 leaves `entities` out where there are none, and also where they were not asked for."""
    return values.tags(entities.get("hashtags"), "tag") if isinstance(entities, dict) else values.tags_in(text)


def first_id(tweet: Value) -> str:
    """The id of the first version: the id of the post, whatever became of it."""
    history = values.as_list(tweet.get("edit_history_tweet_ids"))
    return values.network_id(history[0] if history else tweet.get("id"))


def named(tweet: Value, kind: str) -> str | None:
    """The id of the tweet that stands in this relation to it."""
    found = [each.get("id") for each in values.as_dicts(tweet.get("referenced_tweets")) if each.get("type") == kind]
    return values.other_id(found[0]) if found else None


def referenced(tweet: Value, beside: ById) -> tuple[str | None, str | None]:
    """What it repeats, and what it answers."""
    both = [named(tweet, kind) for kind in ("retweeted", "replied_to")]
    found = [first_id(beside[each]) if each in beside else each for each in both]
    return found[0], found[1]


SOURCE = Source("X API v2", recognises, sayings)

"""A day like 22 March 2013, when #poltwt had 48,482 posts, made up post by post: the same one each time.

`Shape` says how many there are of what, and the day has exactly these, so the truth of every count is known before it
is counted. `v1`, `v2`, `v2_page` and `row` write a post as the tools of the time wrote it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import orjson

START = 1_363_910_400_000  # 22 March 2013, midnight, in milliseconds
DAY = 86_400_000
SNOWFLAKE = 1_288_834_974_657  # when X's ids begin
LANGUAGES = ["en", "cy", "es", "de", "fr", "nl", "pt", "it", "pl", "sv", "da", "no"]
LANGUAGES += ["fi", "el", "tr", "ru", "ar", "he", "ja", "ko", "zh", "hi", "cs"]
DEVICES = ["Twitter for iPhone", "Twitter for Android", "web", "TweetDeck", "Twitter for BlackBerry®"]
PLACES = [("GB", "Cardiff, Wales"), ("GB", "Leeds"), ("US", "Dallas, TX"), ("NL", "Utrecht"), ("AU", "Perth"), ("", "")]
TEXTS = [
    "On patrol in town this morning, come and say hello #poltwt",
    "A stolen bike is back with its owner. Good work by the night shift #PolTwt",
    "Call 101 if you saw what happened at the station, thank you #POLTWT",
    "Another missing person found safe and well! #poltwt",
]
# what a status of the time carried besides: it makes the files as large as real ones
BALLAST = {
    "profile_background_color": "C0DEED", "profile_background_image_url": "http://a0.twimg.com/images/themes/theme1/bg.png",
    "profile_background_tile": False, "profile_image_url": "http://a0.twimg.com/profile_images/1180201/badge_normal.png",
    "profile_link_color": "0084B4", "profile_sidebar_border_color": "C0DEED", "profile_sidebar_fill_color": "DDEEF6",
    "profile_text_color": "333333", "profile_use_background_image": True, "show_all_inline_media": False,
    "default_profile": True, "default_profile_image": False, "following": None, "follow_request_sent": None,
    "notifications": None, "contributors_enabled": False, "is_translator": False, "protected": False, "verified": False,
    "geo_enabled": True, "time_zone": "London", "utc_offset": 0, "created_at": "Sat Apr 03 17:18:50 +0000 2010",
    "description": "Keeping you safe. Not monitored around the clock: in an emergency call 999, for all else 101.",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    posts: int = 48_482
    authors: int = 15_621
    reposts: int = 18_092
    languages: int = 23
    followers: int = 11_203_796

    @property
    def originals(self) -> int:
        return self.posts - self.reposts


MARCH_2013 = Shape()


@dataclass(frozen=True)
class Author:
    id: str
    handle: str
    followers: int
    place: str


@dataclass(frozen=True)
class Post:
    id: str
    milliseconds: int
    author: Author
    followers: int  # as they were known with this post: fewer than at the end of the day
    text: str
    language: str
    country: str
    device: str
    original: "Post | None" = None
    reply_to: str | None = None

    @property
    def created_at(self) -> str:
        return datetime.fromtimestamp(self.milliseconds // 1000, UTC).strftime("%a %b %d %H:%M:%S +0000 %Y")

    @property
    def iso(self) -> str:
        return datetime.fromtimestamp(self.milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    @property
    def tag(self) -> str:
        return next(word for word in self.text.split() if word.startswith("#"))[1:]


class Replay:
    """The whole day. `posts` are in the order of time."""

    def __init__(self, shape: Shape = MARCH_2013, seed: int = 22032013) -> None:
        self.shape, self._chance = shape, random.Random(seed)

    @cached_property
    def authors(self) -> list[Author]:
        """Few have many followers and many have few; together they have what the shape says."""
        count, total = self.shape.authors, self.shape.followers
        weights = [1 / (rank + 3) for rank in range(count)]
        followers = [int(total * weight / sum(weights)) for weight in weights]
        followers[0] += total - sum(followers)
        return [
            Author(str(14_000_000 + number * 61), f"Officer_{number}", each, PLACES[number % len(PLACES)][1])
            for number, each in enumerate(followers)
        ]

    @cached_property
    def posts(self) -> list[Post]:
        """Every author is there with their full count of followers once, every language at least once."""
        chance, shape = self._chance, self.shape
        whose = [
            *range(shape.authors),
            *(min(int(chance.paretovariate(1)) - 1, shape.authors - 1) for _ in range(shape.posts - shape.authors)),
        ]
        chance.shuffle(whose)
        kinds = [False] * (shape.originals - 1) + [True] * shape.reposts
        chance.shuffle(kinds)
        made: list[Post] = []
        originals: list[Post] = []
        seen: set[int] = set()
        for number, (author, is_repost) in enumerate(zip(whose, [False, *kinds], strict=True)):
            is_first, _ = author not in seen, seen.add(author)
            post = self._post(number, self.authors[author], is_first, originals, is_repost)
            made.append(post)
            if not is_repost:
                originals.append(post)
        return made

    def _post(self, number: int, author: Author, is_first: bool, originals: list[Post], is_repost: bool) -> Post:
        chance = self._chance
        milliseconds = START + number * DAY // self.shape.posts
        original = originals[int(len(originals) * chance.random() ** 2)] if is_repost else None
        kind = len(originals)
        language = LANGUAGES[
            kind if kind < self.shape.languages else 0 if chance.random() < 0.8 else kind % self.shape.languages
        ]
        text = TEXTS[number % len(TEXTS)] + f" {number}"
        if kind > self.shape.languages and kind % 50 == 0:
            language, text = "und", f"#poltwt http://t.co/{number}"
        if original:
            language, text = original.language, f"RT @{original.author.handle}: {original.text}"
        answers = originals[-1].id if originals and not original and number % 9 == 0 else None
        return Post(
            id=str((milliseconds - SNOWFLAKE << 22) + number % 4096),
            milliseconds=milliseconds,
            author=author,
            followers=author.followers if is_first else author.followers * 9 // 10,
            text=text,
            language=language,
            country=PLACES[number % len(PLACES)][0] if number % 40 == 0 else "",
            device=DEVICES[number % len(DEVICES)],
            original=original,
            reply_to=answers,
        )

    def lines(self) -> Iterator[bytes]:
        return (v1(post) for post in self.posts)


def v1(post: Post) -> bytes:
    return orjson.dumps(_v1(post))


def _v1(post: Post) -> dict[str, object]:
    author = post.author
    status = {
        "created_at": post.created_at, "id": int(post.id), "id_str": post.id, "text": post.text, "truncated": False,
        "source": f'<a href="http://twitter.com/download" rel="nofollow">{post.device}</a>',
        "in_reply_to_status_id": int(post.reply_to) if post.reply_to else None,
        "in_reply_to_status_id_str": post.reply_to, "in_reply_to_user_id": None, "in_reply_to_screen_name": None,
        "user": {
            "id": int(author.id), "id_str": author.id, "name": author.handle.replace("_", " "),
            "screen_name": author.handle, "location": author.place, "url": None, "followers_count": post.followers,
            "friends_count": 312, "listed_count": 9, "favourites_count": 40, "statuses_count": 5120, "lang": "en",
            **BALLAST,
        },
        "geo": None, "coordinates": None, "contributors": None, "retweet_count": 0, "favorited": False,
        "retweeted": False,
        "place": {"country_code": post.country, "place_type": "city", "name": author.place} if post.country else None,
        "entities": {"hashtags": [{"text": post.tag, "indices": [0, 7]}], "urls": [], "user_mentions": []},
        "lang": post.language,
    }  # fmt: skip
    return {**status, "retweeted_status": _v1(post.original)} if post.original else status


def v2(post: Post) -> bytes:
    """One tweet flattened with its author."""
    flat = _v2(post)
    flat["author"] = _user(post)
    if post.country:
        flat["geo"] = {"id": "p1", "country_code": post.country, "full_name": post.author.place}
    for each in flat.get("referenced_tweets", ()):
        if each["type"] == "retweeted":
            each.update(_v2(post.original), author=_user(post.original))
    return orjson.dumps(flat)


def v2_page(posts: Sequence[Post]) -> bytes:
    originals = {post.original.id: post.original for post in posts if post.original}
    users = {each.author.id: _user(each) for each in [*originals.values(), *posts]}
    # one count stands for each user of a page: the one at the end of the day
    for each in [*originals.values(), *posts]:
        users[each.author.id]["public_metrics"] = {"followers_count": each.author.followers}
    places = [{"id": f"place-{code}", "country_code": code} for code in sorted({post.country for post in posts} - {""})]
    data = [_v2(post) | ({"geo": {"place_id": f"place-{post.country}"}} if post.country else {}) for post in posts]
    beside = {"users": list(users.values()), "tweets": [_v2(each) for each in originals.values()], "places": places}
    return orjson.dumps({"data": data, "includes": beside, "meta": {"result_count": len(data)}})


def _v2(post: Post) -> dict:
    told = {
        "id": post.id, "author_id": post.author.id, "created_at": post.iso, "text": post.text, "lang": post.language,
        "source": post.device, "entities": {"hashtags": [{"start": 0, "end": 7, "tag": post.tag}]},
        "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0},
    }  # fmt: skip
    if post.original:
        told["referenced_tweets"] = [{"type": "retweeted", "id": post.original.id}]
    elif post.reply_to:
        told["referenced_tweets"] = [{"type": "replied_to", "id": post.reply_to}]
    return told


def _user(post: Post) -> dict:
    author = post.author
    return {
        "id": author.id, "username": author.handle, "name": author.handle, "location": author.place,
        "public_metrics": {"followers_count": post.followers, "following_count": 312},
    }  # fmt: skip


HEADER = [
    "id", "created_at", "author_id", "author.username", "author.public_metrics.followers_count", "author.location",
    "text", "lang", "source", "geo.country_code", "referenced_tweets.retweeted.id", "referenced_tweets.replied_to.id",
    "entities.hashtags",
]  # fmt: skip


def row(post: Post) -> list[str]:
    """As twarc-csv writes it, under HEADER."""
    original = post.original.id if post.original else ""
    return [
        post.id, post.iso, post.author.id, post.author.handle, str(post.followers), post.author.place, post.text,
        post.language, post.device, post.country, original, post.reply_to or "",
        orjson.dumps([f"#{post.tag}"]).decode(),
    ]  # fmt: skip

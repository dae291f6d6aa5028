"""One post as every source gives it, and the columns in which sayings are kept.

Every reader ends here and every figure begins here. A field that the source does not tell is None: nothing is guessed
while reading. What is inferred stands in columns of its own, so that each figure can say which it was.
"""

from typing import NamedTuple

X, MASTODON, BLUESKY = "x", "mastodon", "bluesky"
POST, REPLY, REPOST, ACCOUNT = "post", "reply", "repost", "account"


class Saying(NamedTuple):
    """One post, repost, edit or deletion; a deleted ACCOUNT takes all that it said with it.

    `id` is the network's own and the same wherever the post was seen: X's number, Mastodon's `uri`, Bluesky's `at://`
    address. `version` grows with each edit; the greatest is what was said in the end. A *reference* is a post known
    only because it stands inside another one: it lends what it says to the one that repeats it, and is not counted.
    """

    network: str
    id: str
    kind: str = POST
    version: int = 0
    is_deleted: bool = False
    is_reference: bool = False
    posted_at: int | None = None  # microseconds since 1970, UTC
    author: str | None = None  # the network's id of the account
    handle: str | None = None  # as normalised by `values.handle`
    followers: int | None = None
    author_place: str | None = None  # as the author typed it
    text: str | None = None
    language: str | None = None  # as the source says, as `meaning` spells it; `und` where it says that there is none
    inferred_language: str | None = None
    country: str | None = None  # as the source says: ISO 3166-1 alpha-2
    inferred_country: str | None = None
    hashtags: tuple[str, ...] = ()  # as `lib.text.tag_key` keeps them
    links: tuple[str, ...] = ()
    reply_to: str | None = None
    repost_of: str | None = None
    device: str | None = None
    url: str | None = None


class Unreadable(ValueError):
    """What stands here is no saying. The message says why and never repeats what was read: it may hold anything."""

"""Which posts count, and what is known of each: one row a post, however often and in how many files it was seen.

Everything here is independent of the order in which files were read. Of each post the greatest version counts; where
several rows tell of that version, each field is the greatest value told, so that one source fills what another leaves
out. What was deleted is gone, and with it what repeated it.
"""

import ibis
from ibis import _

from tabard.occasions.tweetathon.columns import SCHEMA as KEPT
from tabard.occasions.tweetathon.counting.day import Day
from tabard.occasions.tweetathon.meaning.languages import UNDETERMINED
from tabard.occasions.tweetathon.saying import ACCOUNT, REPOST

SCHEMA = ibis.Schema.from_pyarrow(KEPT)
KEY = ["network", "id"]
ONE = ["network", "author"]
TOLD = [
    "kind", "posted_at", "author", "handle", "language", "inferred_language", "country", "inferred_country",
    "hashtags", "links", "repost_of", "device",
]  # fmt: skip
BORROWED = ["hashtags", "links", "language", "inferred_language"]


def settled(sayings: ibis.Table, hashtag: str = "", day: Day | None = None) -> ibis.Table:
    """The posts that count, with `hashtag` (as `lib.text.tag_key` keeps it) and of `day`, where they are given. A post
    without a time is of any day."""
    told = sayings.mutate(language=sayings.language.nullif(UNDETERMINED))
    posts = with_originals(newest(without_deleted(with_authors(told))))
    tags = ibis.literal(" ") + posts.hashtags + " "
    if hashtag:
        posts = posts.filter(tags.contains(f" {hashtag} "))
    if day is not None:
        is_tagged = ibis.or_(*(tags.contains(f" {key} ") for key in day.keys))
        is_within = (posts.posted_at >= day.begins) & (posts.posted_at < day.ends)
        posts = posts.filter(is_tagged & (posts.posted_at.isnull() | is_within))
    return posts


def under_one_name(sayings: ibis.Table, aliases: ibis.Table) -> ibis.Table:
    """What an account said before it registered, under the name that it has since. It is one author: of an account
    that has an alias the handle, where it is told, stands for the id, which the store replaced on one side only."""
    by_handle = aliases.rename(handle="name", of_handle="account")
    by_author = aliases.rename(author="name", of_author="account")
    named = aliases.select("network", handle="account", is_named=ibis.literal(value=True)).distinct()
    joined = sayings
    for names, key in ((by_handle, "handle"), (by_author, "author"), (named, "handle")):
        joined = joined.left_join(names, ["network", key]).drop("network_right", f"{key}_right")
    handle = ibis.coalesce(joined.of_handle, joined.handle)
    knows_handle = joined.of_handle.notnull() | joined.is_named.notnull()
    author = ibis.ifelse(knows_handle, handle, ibis.coalesce(joined.of_author, joined.author))
    return joined.mutate(handle=handle, author=author).drop("of_handle", "of_author", "is_named")


def with_authors(sayings: ibis.Table) -> ibis.Table:
    """`author` filled from the handle: the id that stands beside it elsewhere, or the handle itself."""
    lacking = sayings.filter(_.author.isnull() & _.handle.notnull()).select("network", "handle").distinct()
    known = (
        sayings.filter(_.author.notnull() & _.handle.notnull())
        .semi_join(lacking, ["network", "handle"])
        .group_by("network", "handle")
        .agg(known_author=_.author.max())
        .rename(known_network="network", known_handle="handle")
    )
    found = sayings.left_join(
        known, [sayings.network == known.known_network, sayings.handle == known.known_handle]
    ).drop("known_network", "known_handle")
    author = ibis.coalesce(found.author, found.known_author, ibis.literal("@") + found.handle)
    return found.mutate(author=author).drop("known_author")


def without_deleted(said: ibis.Table) -> ibis.Table:
    """Nothing of a post that was deleted, whichever version the deletion met, and nothing that repeats it. A deleted
    account has no posts."""
    gone = said.filter(_.is_deleted & (_.kind == ACCOUNT)).select(ONE).distinct()
    deleted = said.filter(_.is_deleted).select(KEY).union(said.semi_join(gone, ONE).select(KEY)).distinct()
    repeats = deleted.rename(repost_of="id")
    return said.anti_join(deleted, KEY).anti_join(repeats, ["network", "repost_of"])


def newest(said: ibis.Table) -> ibis.Table:
    """One row a post: what it said in the end. `counts` is false for one that was only seen inside another."""
    ends = (
        said.group_by(KEY)
        .agg(end=_.version.max(), counts=(~_.is_reference).any())
        .rename(end_network="network", end_id="id")
    )
    rows = said.inner_join(ends, [said.network == ends.end_network, said.id == ends.end_id, said.version == ends.end])
    return rows.group_by(KEY).agg(counts=_.counts.any(), **{name: rows[name].max() for name in TOLD})


def with_originals(posts: ibis.Table) -> ibis.Table:
    """Reposts with the hashtags and links of what they repeat, and its language where they have none of their own."""
    originals = posts.select(
        original_network="network", original_id="id", **{f"original_{name}": name for name in BORROWED}
    )
    counted = posts.filter(_.counts).drop("counts")
    both = counted.left_join(
        originals, [counted.network == originals.original_network, counted.repost_of == originals.original_id]
    )
    has_none = both.language.isnull() & both.inferred_language.isnull()
    return both.mutate(
        hashtags=both.original_hashtags.fill_null(both.hashtags),
        links=both.original_links.fill_null(both.links),
        language=ibis.ifelse(has_none, both.original_language, both.language),
        inferred_language=ibis.ifelse(has_none, both.original_inferred_language, both.inferred_language),
        is_repost=both.kind == REPOST,
    ).drop(originals.columns)


def with_countries(posts: ibis.Table, registered: ibis.Table) -> ibis.Table:
    """Posts without a place of their own are from the country of the force whose account it is."""
    country = registered.country.nullif("")
    by_handle = registered.select("network", handle="account", of_handle=country)
    by_author = registered.select("network", author="account", of_author=country)
    joined = posts
    for accounts, key in ((by_handle, "handle"), (by_author, "author")):
        joined = joined.left_join(accounts, ["network", key]).drop("network_right", f"{key}_right")
    found = ibis.coalesce(joined.country, joined.of_author, joined.of_handle)
    return joined.mutate(country=found).drop("of_handle", "of_author")


def authors(posts: ibis.Table, sayings: ibis.Table, registered: ibis.Table) -> ibis.Table:
    """One row for each author of a post that counts: the largest number of followers known, and the force, if any.

    Largest, since an upper bound is asked for, and since it does not depend on which file was read last.
    """
    followers = (
        with_authors(sayings)
        .filter(_.author.notnull() & _.followers.notnull())
        .group_by(ONE)
        .agg(followers=_.followers.max())
    )
    wrote = posts.filter(_.author.notnull()).group_by(ONE).agg(handle=_.handle.max(), posts=_.count())
    by_handle = registered.select("network", handle="account", force_by_handle="force")
    by_id = registered.select("network", author="account", force_by_id="force")
    joined = (
        wrote.left_join(followers, ONE)
        .drop("network_right", "author_right")
        .left_join(by_handle, ["network", "handle"])
        .drop("network_right", "handle_right")
        .left_join(by_id, ONE)
        .drop("network_right", "author_right")
    )
    return joined.mutate(force=joined.force_by_id.fill_null(joined.force_by_handle)).drop(
        "force_by_id", "force_by_handle"
    )

"""Every figure as rows of one long table: figure, item, number, and how many of it were given and inferred.

Its inputs are the tables of `settled`. What a figure means stands in `definitions`.
"""

from collections.abc import Callable
from functools import reduce

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, IntegerScalar, StringValue, Table

from tabard.occasions.tweetathon.counting.settled import KEY, ONE
from tabard.occasions.tweetathon.saying import REPLY

HOUR = 3_600_000_000  # microseconds
COLUMNS = ["figure", "item", "number", "given", "inferred", "text", "handle", "url", "authors"]


def figures(posts: Table, authors: Table, sayings: Table, follows: Table, top: int) -> Table:
    """All of them. `follows` has a row for each follower known by name: network, author, follower."""
    parts = [
        *totals(posts),
        *reach(authors, follows),
        *by_item(posts, top),
        *by_force(authors),
        shared(posts, sayings, top),
    ]
    return reduce(lambda upper, lower: upper.union(lower), parts)


def totals(posts: Table) -> list[Table]:
    originals, reposts = ~posts.is_repost, posts.is_repost
    is_told = posts.repost_of.notnull()
    return [
        total(posts, "posts", posts.count()),
        total(posts, "originals", posts.count(where=originals)),
        total(posts, "replies", posts.count(where=posts.kind == REPLY)),
        total(posts, "reposts", posts.count(where=reposts), given=posts.count(where=reposts & is_told)),
        total(posts, "posts_without_author", posts.count(where=posts.author.isnull())),
        variety(posts, "languages", posts.language, posts.inferred_language),
        variety(posts, "countries", posts.country, posts.inferred_country),
    ]


def total(table: Table, figure: str, number: IntegerScalar, given: IntegerScalar | None = None) -> Table:
    return shaped(table.aggregate(number=number, given=number if given is None else given), figure)


def variety(posts: Table, figure: str, given: StringValue, inferred: StringValue) -> Table:
    """How many different ones: given at least once, and those that are only inferred."""
    kinds = (
        posts.select(item=ibis.coalesce(given, inferred), is_given=given.notnull())
        .filter(_.item.notnull())
        .group_by("item")
        .agg(is_given=_.is_given.any())
    )
    return shaped(kinds.aggregate(number=kinds.count(), given=kinds.count(where=kinds.is_given)), figure)


def reach(authors: Table, follows: Table) -> list[Table]:
    """Both figures are given as sums of what is known; how much is not known stands beside them. Of the estimate, those
    on a list are given, and the followers of authors without a list, some of them perhaps the same, are inferred."""
    listed = authors.semi_join(follows, ONE)
    unlisted = authors.anti_join(follows, ONE)
    each = follows.semi_join(authors, ONE).select("network", "follower").distinct()
    estimate = (
        each.aggregate(given=each.count())
        .cross_join(unlisted.aggregate(rest=unlisted.followers.sum().fill_null(0)))
        .cross_join(listed.aggregate(lists=listed.count()))
        .filter(_.lists > 0)
        .mutate(number=_.given + _.rest)
    )
    return [
        total(authors, "authors", authors.count()),
        total(authors, "combined_followers", authors.followers.sum().fill_null(0)),
        total(authors, "authors_without_followers", authors.count(where=authors.followers.isnull())),
        shaped(estimate, "estimated_audience"),
    ]


def by_item(posts: Table, top: int) -> list[Table]:
    language = ibis.coalesce(posts.language, posts.inferred_language)
    country = ibis.coalesce(posts.country, posts.inferred_country)
    hour = ((posts.posted_at // HOUR).cast("int64") * (HOUR // 1_000_000)).cast("string")
    return [
        each(posts, "by_hour", hour),
        each(posts, "by_network", posts.network),
        each(posts, "by_language", language, is_given=posts.language.notnull()),
        each(posts, "by_country", country, is_given=posts.country.notnull()),
        most(each(posts, "by_device", posts.device, author=posts.author), top),
        most(each_word(posts, "hashtags"), top),
        most(each_word(posts, "links"), top),
    ]


def each(
    table: Table,
    figure: str,
    item: StringValue,
    is_given: BooleanValue | None = None,
    author: StringValue | None = None,
) -> Table:
    """How many rows there are of each item, and of how many authors where these are asked for."""
    told = {"author": author} if author is not None else {}
    rows = table.select(item=item, is_given=ibis.literal(value=True) if is_given is None else is_given, **told)
    numbers = {"number": _.count(), "given": _.is_given.cast("int64").sum()}
    if author is not None:
        numbers["authors"] = _.author.nunique()
    return shaped(rows.filter(rows.item.notnull()).group_by("item").agg(**numbers), figure)


def each_word(posts: Table, name: str) -> Table:
    """Of a column that holds several with a space between."""
    rows = posts.filter(posts[name] != "").select("author", item=posts[name])
    words = rows.select("author", item=rows.item.split(" ").unnest())
    return each(words, name, words.item, author=words.author)


def most(rows: Table, top: int) -> Table:
    return rows.order_by([ibis.desc("number"), "item"]).limit(top)


def by_force(authors: Table) -> list[Table]:
    ours = authors.filter(_.force.notnull()).group_by(item=_.force)
    numbers: dict[str, Callable[[Table], IntegerScalar]] = {
        "by_force": lambda table: table.posts.sum(),
        "accounts_by_force": lambda table: table.count(),
        "followers_by_force": lambda table: table.followers.sum().fill_null(0),
    }
    return [
        shaped(counted.mutate(given=counted.number), figure)
        for figure, number in numbers.items()
        for counted in [ours.agg(number=number(_))]
    ]


def shared(posts: Table, sayings: Table, top: int) -> Table:
    """The most repeated originals with their words, author and address as far as they are known."""
    repeated = posts.filter(_.repost_of.notnull()).group_by("network", id=_.repost_of).agg(number=_.count())
    first = repeated.order_by([ibis.desc("number"), "network", "id"]).limit(top)
    told = sayings.semi_join(first, KEY)
    ends = told.group_by(KEY).agg(version=_.version.max())
    words = (
        told.semi_join(ends, [*KEY, "version"])
        .group_by(KEY)
        .agg(text=_.text.max(), handle=_.handle.max(), url=_.url.max())
    )
    joined = first.left_join(words, KEY).drop("network_right", "id_right")
    return shaped(joined.mutate(item=joined.network + ":" + joined.id, given=joined.number), "most_shared")


def shaped(counted: Table, figure: str) -> Table:
    """The columns that all figures share."""
    empty = ibis.null("string")
    return counted.select(
        figure=ibis.literal(figure),
        item=counted.item if "item" in counted.columns else ibis.literal(""),
        number=counted.number.cast("int64"),
        given=counted.given.cast("int64"),
        inferred=(counted.number - counted.given).cast("int64"),
        **{name: counted[name] if name in counted.columns else empty for name in COLUMNS[5:8]},
        authors=(counted.authors if "authors" in counted.columns else empty).cast("int64"),
    )

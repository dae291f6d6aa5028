"""Rows of a CSV: those that twarc-csv and twarc's json2csv write, our own names, and any others by a mapping.

A mapping names our field and then the file's column: `{"posted_at": "Date"}`.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

import orjson

from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.reading.x_v1 import device
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, POST, REPLY, REPOST, Saying, Unreadable, X

LONGEST_CELL = 1_000_000
LONGEST_LINE = 4 * LONGEST_CELL  # a longer one is taken for several: none has the cells that it should have
# our field -> the names under which the tools that people use write it; the first that a file has is taken
COLUMNS = {
    "network": ("network",),
    "id": ("id", "id_str", "tweet_id", "status_id"),
    "posted_at": ("posted_at", "created_at", "parsed_created_at"),
    "author": ("author", "author_id", "author.id", "user_id"),
    "handle": ("handle", "author.username", "user_screen_name", "screen_name", "username"),
    "followers": (
        "followers", "author.public_metrics.followers_count", "user_followers_count", "followers_count",
    ),
    "author_place": ("author_place", "author.location", "user_location", "location"),
    "text": ("text", "full_text"),
    "language": ("language", "lang"),
    "country": ("country", "geo.country_code", "place.country_code"),
    "hashtags": ("hashtags", "entities.hashtags"),
    "links": ("links", "entities.urls", "urls"),
    "reply_to": ("reply_to", "referenced_tweets.replied_to.id", "in_reply_to_status_id"),
    "repost_of": ("repost_of", "referenced_tweets.retweeted.id", "retweet_id", "retweeted_status_id"),
    "device": ("device", "source"),
}  # fmt: skip
OLD_REPOST = re.compile(r"RT @\w+:", re.ASCII)
SEP = re.compile(r"""["']?sep=.?["']?\s*$""")
SEPARATORS = ",;\t"
SINCE_1970 = 9  # digits of seconds since 1970; 20270322 is a day
NETWORKS = {
    **dict.fromkeys(("twitter", "twitter.com", "x.com", "x (twitter)"), X),
    **dict.fromkeys(("bsky", "bsky.app", "atproto"), BLUESKY),
    **dict.fromkeys(("fediverse", "activitypub"), MASTODON),
}
LONGEST_NETWORK = 100
NOTHING = {"nan", "none", "null", "<na>", "n/a", "nat"}


@contextmanager
def long_cells() -> Iterator[None]:
    """The limit is the whole process's: other lists keep theirs."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class NoColumns(Unreadable):
    """The first line names no column that could be the id."""


@dataclass(frozen=True)
class Row:
    """One row by our names of fields."""

    cells: Mapping[str, str]

    def __call__(self, name: str) -> str | None:
        return self.cells.get(name, "").strip() or None

    def told(self, name: str) -> str | None:
        """Of a cell that is no text: programs write `nan` and the like where they know nothing."""
        cell = self(name)
        return None if cell is None or cell.casefold() in NOTHING else cell


def rows(file: TextIO, mapping: Mapping[str, str]) -> Iterator[tuple[int, Row | Unreadable]]:
    """Each row with the number of its last line. Raises NoColumns where the first line tells nothing."""
    with long_cells():
        yield from _rows(file, mapping)


def _rows(file: TextIO, mapping: Mapping[str, str]) -> Iterator[tuple[int, Row | Unreadable]]:
    head = first_line(file)
    separator = max(SEPARATORS, key=head.count)
    header = next(csv.reader([head], delimiter=separator), [])
    named = columns([each.strip() for each in header], mapping)
    lines = csv.reader(iter(lambda: file.readline(LONGEST_LINE), ""), delimiter=separator)
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield lines.line_num + 1, Unreadable("the row cannot be told from the next: a quote is not closed")
            continue
        if cells:
            yield lines.line_num + 1, row_of(cells, named, len(header))


def first_line(file: TextIO) -> str:
    """The one with the names of the columns. Excel may write before it what parts the cells: `sep=;`."""
    while (line := file.readline(LONGEST_LINE).removeprefix("\ufeff")) and (not line.strip() or SEP.match(line)):
        pass
    return line


def row_of(cells: list[str], named: Mapping[str, int], width: int) -> Row | Unreadable:
    if len(cells) != width:
        return Unreadable(f"the row has {len(cells)} cells, the first line {width}")
    if any("\udc80" <= character <= "\udcff" for cell in cells if not cell.isascii() for character in cell):
        return Unreadable("the row is not UTF-8")
    return Row({name: cells[column] for name, column in named.items()})


def columns(header: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Our field -> number of the column."""
    unknown = [name for name in mapping if name not in COLUMNS]
    absent = [column for column in mapping.values() if column not in header]
    if unknown or absent:
        raise NoColumns(
            f"the mapping names {' and '.join(unknown or absent)}, which is no "
            f"{'field; fields are ' + ', '.join(COLUMNS) if unknown else 'column of this file'}"
        )
    found = {}
    for name, usual in COLUMNS.items():
        wanted = [mapping[name]] if name in mapping else usual
        at = next((header.index(each) for each in wanted if each in header), None)
        if at is not None:
            found[name] = at
    if "id" not in found:
        raise NoColumns("no column is the id of a post. Name it: --map id=COLUMN")
    return found


def saying(row: Row) -> Saying:
    text = row("text")
    repost_of, reply_to = row.told("repost_of"), row.told("reply_to")
    is_repost = bool(repost_of) or (text is not None and OLD_REPOST.match(text) is not None)
    language, followers, source = row.told("language"), row("followers"), row("device")
    return Saying(
        network=network_of(row("network")),
        id=values.network_id(row("id")),
        kind=REPOST if is_repost else REPLY if reply_to else POST,
        posted_at=moment_of(row("posted_at")),
        author=values.other_id(row.told("author")),
        handle=values.handle(row("handle")),
        followers=followers_of(followers) if followers else None,
        author_place=row("author_place"),
        text=text,
        language=values.language(language) if language else None,
        country=values.country(row("country")),
        hashtags=hashtags(row, text),
        links=links(row("links")),
        reply_to=values.other_id(reply_to),
        repost_of=values.other_id(repost_of),
        device=device(source) if source else None,
    )


def moment_of(cell: str | None) -> int | None:
    return values.moment_if_any(int(cell) if cell and cell.isdecimal() and SINCE_1970 <= len(cell) < 19 else cell)


def network_of(cell: str | None) -> str:
    """As other sources call it, or the same post would count twice; and short, since it stands on the page."""
    said = (cell or X).casefold()[:LONGEST_NETWORK]
    return NETWORKS.get(said, said)


def followers_of(cell: str) -> int | None:
    """A column with gaps comes out of pandas as 12.0: for a count, unlike an id, nothing is lost by that."""
    whole = cell.removesuffix(".0")
    return values.followers(int(whole)) if whole.isascii() and whole.isdigit() and len(whole) < 19 else None


def hashtags(row: Row, text: str | None) -> tuple[str, ...]:
    """As JSON of twarc-csv, `["#poltwt"]`, or with spaces between; from the text where the file has no such column."""
    if "hashtags" not in row.cells:
        return values.tags_in(text)
    cell = row("hashtags") or ""
    listed = parsed(cell) if cell.startswith("[") else re.split(r"[\s,;]+", cell)
    return values.tags([each if isinstance(each, dict) else {"tag": each} for each in listed], "tag")


def links(cell: str | None) -> tuple[str, ...]:
    if cell is None:
        return ()
    listed = parsed(cell) if cell.startswith("[") else cell.split()
    found = [each if isinstance(each, dict) else {"url": each} for each in listed]
    return values.links(found, "unwound_url", "expanded_url", "url")


def parsed(cell: str) -> list[Any]:
    try:
        return values.as_list(orjson.loads(cell))
    except orjson.JSONDecodeError:
        return []

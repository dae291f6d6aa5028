"""The columns in which sayings are kept and counted, and sayings put into them.

Ids are strings throughout. Hashtags and links stand in one string each with a space between, since neither can hold
one: every engine compares and splits such a string the same way.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tabard.occasions.tweetathon.saying import Saying

ROWS = 20_000
SCHEMA = pa.schema(
    [
        pa.field("network", pa.string(), nullable=False),
        pa.field("id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("version", pa.int64(), nullable=False),
        pa.field("is_deleted", pa.bool_(), nullable=False),
        pa.field("is_reference", pa.bool_(), nullable=False),
        pa.field("posted_at", pa.int64()),
        pa.field("author", pa.string()),
        pa.field("handle", pa.string()),
        pa.field("followers", pa.int64()),
        pa.field("author_place", pa.string()),
        pa.field("text", pa.string()),
        pa.field("language", pa.string()),
        pa.field("inferred_language", pa.string()),
        pa.field("country", pa.string()),
        pa.field("inferred_country", pa.string()),
        pa.field("hashtags", pa.string(), nullable=False),
        pa.field("links", pa.string(), nullable=False),
        pa.field("reply_to", pa.string()),
        pa.field("repost_of", pa.string()),
        pa.field("device", pa.string()),
        pa.field("url", pa.string()),
    ]
)
assert SCHEMA.names == list(Saying._fields)  # noqa: S101  a column in the wrong place would be counted as another
JOINED = [SCHEMA.get_field_index(name) for name in ("hashtags", "links")]


def table_of(sayings: Iterable[Saying]) -> pa.Table:
    columns = list(zip(*sayings, strict=True)) or [()] * len(SCHEMA)
    for at in JOINED:
        columns[at] = tuple(map(" ".join, columns[at]))
    return pa.Table.from_arrays(
        [pa.array(column, each.type) for column, each in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )


def tables(sayings: Iterable[Saying], rows: int = ROWS) -> Iterator[pa.Table]:
    """Tables of at most `rows` rows, so that no more than that is ever held."""
    rest = iter(sayings)
    while batch := list(islice(rest, rows)):
        yield table_of(batch)


def spool(sayings: Iterable[Saying], path: Path) -> None:
    """Write them all into one Parquet file to be counted and thrown away."""
    with pq.ParquetWriter(path, SCHEMA, compression="lz4") as writer:
        for table in tables(sayings):
            writer.write_table(table)

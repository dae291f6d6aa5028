"""The figures of one file of v1.1 statuses, as somebody who knows DuckDB would write them by hand."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

POSTS = """
create temp table posts as
select distinct on (id_str)
  id_str as id, strptime(created_at, '%a %b %d %H:%M:%S %z %Y') as posted_at, lang, "user".id_str as author,
  "user".followers_count as followers, "user".location as location, place.country_code as country,
  regexp_replace(source, '<[^>]*>', '', 'g') as device, retweeted_status.id_str as repost_of,
  in_reply_to_status_id_str as reply_to, text, coalesce(retweeted_status.entities.urls, entities.urls) as urls,
  list_transform(coalesce(retweeted_status.entities.hashtags, entities.hashtags), lambda tag: lower(tag.text)) as tags
from read_json(?, format = 'newline_delimited')
"""
TOTALS = [
    "select count(*), count(repost_of), count(reply_to), count(distinct author) from posts",
    "select count(distinct lang) from posts where lang <> 'und'",
    "select count(distinct country) from posts",
    "select sum(followers) from (select max(followers) as followers from posts group by author)",
]
LISTS = ["date_trunc('hour', posted_at)", "lang", "country", "device", "unnest(tags)", "unnest(urls)", "repost_of"]


def figures(path: Path) -> list[list[tuple[Any, ...]]]:
    connection = duckdb.connect()
    connection.execute(POSTS, [str(path)])
    totals = [connection.execute(query).fetchall() for query in TOTALS]
    for item in LISTS:
        connection.execute(f"select {item} as item, count(*) as n from posts group by 1 order by 2 desc limit 20")  # noqa: S608
        connection.fetchall()
    return totals


def main() -> None:
    path = Path(sys.argv[1])
    figures(path)  # what is loaded at the first use is left out on both sides
    start = time.perf_counter()
    totals = figures(path)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "posts": totals[0][0][0], "followers": int(totals[3][0][0])}))


if __name__ == "__main__":
    main()

"""The figures of flattened tweets of v2 the way many do it: twarc-csv makes a table, pandas counts it."""

import json
import sys
import time
from pathlib import Path

import pandas as pd
from twarc_csv import CSVConverter

HASHTAGS, REPOST, AUTHOR = "entities.hashtags", "referenced_tweets.retweeted.id", "author_id"
FOLLOWERS = "author.public_metrics.followers_count"


def main() -> None:
    start = time.perf_counter()
    table = Path(sys.argv[1]).with_suffix(".csv")
    with Path(sys.argv[1]).open() as source, table.open("w") as target:
        CSVConverter(source, target).process()
    posts = pd.read_csv(table, dtype={"id": str, AUTHOR: str, REPOST: str}, low_memory=False).drop_duplicates("id")
    tags = posts[HASHTAGS].dropna().map(lambda cell: [str(tag).lower() for tag in json.loads(cell)]).explode()
    hours = pd.to_datetime(posts["created_at"]).dt.floor("h")
    lists = [tags, hours, posts["lang"], posts["source"], posts[REPOST], posts["author.location"]]
    counted = [each.value_counts().head(20) for each in lists]
    followers = posts.groupby(AUTHOR)[FOLLOWERS].max().sum()
    told = {"posts": len(posts), "reposts": int(posts[REPOST].notna().sum()), "lists": len(counted)}
    print(json.dumps({**told, "followers": int(followers), "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()

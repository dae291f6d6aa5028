"""Counts one file in a process of its own: seconds from the first byte to the last figure, and the most memory held.

The beginning of the file is counted first, so that what is loaded at the first use is left out, here as in the query.
"""

import json
import resource
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tabard.occasions.tweetathon.columns import spool
from tabard.occasions.tweetathon.counting.count import count
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.meaning_of import understood
from tabard.occasions.tweetathon.reading.files import Report, read

BEGINNING = 500


def figures(path: Path, most: int | None = None) -> tuple[float, dict[str, Any]]:
    """When reading was through, and what was counted."""
    with TemporaryDirectory(prefix="tabard-bench-") as name, engine("duckdb", "", Path(name)) as chosen:
        spool(islice(understood(read(path, Report())), most), spooled := Path(name) / "sayings.parquet")
        read_at = time.perf_counter()
        return read_at, count(chosen, [spooled], hashtag="poltwt").as_json()


def main() -> None:
    path = Path(sys.argv[1])
    figures(path, BEGINNING)
    start = time.perf_counter()
    read_at, told = figures(path)
    measured = {"seconds": time.perf_counter() - start, "reading": read_at - start, "posts": told["posts"]}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**measured, "followers": told["combined_followers"], "memory": memory}))


if __name__ == "__main__":
    main()

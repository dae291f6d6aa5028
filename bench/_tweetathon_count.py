"""Counts one file in a process of its own: seconds from the first byte to the last figure, and the most memory held.

The loading of modules and of the gazetteer is left out here, as that of modules is for what stands beside it.
"""

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tabard.occasions.tweetathon.columns import spool
from tabard.occasions.tweetathon.counting.count import count
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.meaning.languages import language_of
from tabard.occasions.tweetathon.meaning.places import country_of
from tabard.occasions.tweetathon.meaning_of import understood
from tabard.occasions.tweetathon.reading.files import Report, read


def main() -> None:
    with engine("duckdb", ""):
        country_of("Cardiff")  # what Ibis and the gazetteer load when they are first asked
        language_of("Good morning")
    start = time.perf_counter()
    with TemporaryDirectory(prefix="tabard-bench-") as name, engine("duckdb", "", Path(name)) as chosen:
        spool(understood(read(Path(sys.argv[1]), Report())), path := Path(name) / "sayings.parquet")
        read_in = time.perf_counter() - start
        told = count(chosen, [path], hashtag="poltwt").as_json()
    measured = {"seconds": time.perf_counter() - start, "reading": read_in, "posts": told["posts"]}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**measured, "followers": told["combined_followers"], "memory": memory}))


if __name__ == "__main__":
    main()

"""How many posts a second one core takes from a stream's lines into the store of an event, on the disk each second."""

import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tabard.occasions.tweetathon.meaning_of import understood
from tabard.occasions.tweetathon.reading.files import Report, read

A_SECOND = 2_000


def main() -> None:
    from tabard.occasions.tweetathon.keeping.store import Store

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with TemporaryDirectory(prefix="tabard-bench-") as name:
        store = Store.made(Path(name) / "store")
        start = time.perf_counter()
        taken = 0
        with store.writer(A_SECOND) as writer:
            for saying in understood(read(Path(sys.argv[1]), Report())):
                writer.add(saying)
                taken += not saying.is_reference
        print(json.dumps({"speed": taken / (time.perf_counter() - start), "parts": len(store.parts())}))


if __name__ == "__main__":
    django.setup()
    main()

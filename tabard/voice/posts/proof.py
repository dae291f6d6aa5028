"""Proving that records that were handed out are those that were written: hash by hash, without asking the database."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TextIO

from tabard.plant.audit.models import AuditEntry, AuditReason
from tabard.voice.posts.models.versions import hash_of
from tabard.voice.posts.records import Row
from tabard.voice.posts.sheets import SHEETS, WHOLE, Sheets, hash_of_file

TIED = {"posts.published", "posts.edited"}
LAST = ("text", "content_notice", "language")
ENTRY = ("number", "actor_id", "actor_name", "act", "subject", "on_behalf_of", "detail", "previous_hash", "hash")


class NoRecords(Exception):
    """The folder holds no records that can be read; the words say what is missing."""


def manifest_in(folder: Path) -> Row:
    """Raises NoRecords."""
    if not folder.is_dir():
        raise NoRecords(f"There is no folder {folder}. Name the one that export-records wrote.")
    try:
        told: Row = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        told["sha256"][WHOLE], told["audit_chain"]["entries"], told["audit_chain"]["last_hash"], told["rows"].items()
    except FileNotFoundError:
        raise NoRecords(f"{folder} holds no manifest.json. Name the folder that export-records wrote.") from None
    except OSError as error:
        raise NoRecords(f"{folder / 'manifest.json'} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoRecords(f"{folder / 'manifest.json'} is no manifest of records: it was changed or cut short.") from None
    return told


def faults_in(folder: Path, manifest: Row) -> Iterator[str]:
    """What does not hold, in a sentence each: files, versions, approvals and entries of the audit chain. Raises
    NoRecords."""
    for name in dict.fromkeys([*manifest["sha256"], *(f"{sheet}.csv" for sheet in SHEETS)]):
        path = folder / Path(name).name
        if not path.is_file():
            yield f"{name} is missing."
        elif hash_of_file(path) != manifest["sha256"].get(name):
            yield f"{name} was changed: its hash is not the one in manifest.json."
    with ExitStack() as files:
        compared: dict[str, _Compared] = {}
        sheets = Sheets(lambda name: compared.setdefault(name, _Compared(folder / name, files)))
        for count, record in enumerate(_records_in(folder / WHOLE), start=1):
            try:
                yield from (f"Post {record['id']}: {fault}" for fault in faults_of(record))
                sheets.add(record)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                yield f"Record {count} of {WHOLE} is no record: {error!r}."
        yield from (f"{name}{fault}" for name, each in compared.items() if (fault := each.fault()))
    for name in SHEETS:
        if sheets.rows[name] != manifest["rows"].get(name, 0):
            counts = f"holds {sheets.rows[name]} {name}, and manifest.json counts {manifest['rows'].get(name, 0)}"
            yield f"{WHOLE} {counts}."


class _Compared:
    """In the place of a CSV file that is written: what would be written is compared with what the file at `path` holds,
    row by row. One that is not there is told as missing already."""

    def __init__(self, path: Path, files: ExitStack) -> None:
        self._file: TextIO | None = None
        if path.is_file():
            opened = path.open(encoding="utf-8", errors="replace", newline="")
            self._file = files.enter_context(opened)
        self._row, self._fault = 0, ""

    def write(self, row: str) -> None:
        self._row += 1
        if self._file is not None and not self._fault and self._file.read(len(row)) != row:
            self._fault = f", row {self._row}, is not what {WHOLE} holds."

    def fault(self) -> str:
        """The first, where there is one, as what follows the file's name."""
        if self._file is not None and not self._fault and self._file.read(1):
            self._fault = f" holds more rows than {WHOLE}."
        return self._fault


def _records_in(path: Path) -> Iterator[Row]:
    """One stands on each line, as `sheets.write_records` writes them, so that memory stays small."""
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("{"):
                    yield json.loads(line.rstrip().removesuffix(","))
    except FileNotFoundError:
        return  # told already, and that the posts are not as many as they were
    except OSError as error:
        raise NoRecords(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise NoRecords(f"{path} cannot be read: {error}") from None


def faults_of(record: Row) -> Iterator[str]:
    versions = {version["number"]: version for version in record["versions"]}
    if list(versions) != list(range(1, len(record["versions"]) + 1)):
        yield "versions are missing."
    for number, version in versions.items():
        if not record["erased_at"] and hash_of(version) != version["sha256"]:
            yield f"version {number} was changed: its words have another hash."
    if versions and [record[name] for name in LAST] != [record["versions"][-1][name] for name in LAST]:
        yield "its words are not those of its last version."
    yield from _faults_of_approvals(record, versions)
    yield from _faults_of_replaced(record)
    for entry in record["audit"]:
        yield from _faults_of_entry(entry, versions)


def _faults_of_replaced(record: Row) -> Iterator[str]:
    """Of drafts that a hold kept; once it is released the chain alone tells of them."""
    named = {entry["detail"].get("replaced_sha256") for entry in record["audit"]}
    for draft in record["replaced_drafts"]:
        if hash_of(draft["words"]) != draft["sha256"]:
            yield "a draft that was replaced was changed: its words have another hash."
        elif draft["sha256"] not in named:
            yield "the chain names no draft of these words that was replaced."


def _faults_of_approvals(record: Row, versions: dict[int, Row]) -> Iterator[str]:
    for review in record["reviews"]:
        let_out = [version for version in versions.values() if version["review_id"] == review["id"]]
        told = [(review["version_id"], review["version"], review["version_sha256"])] if review["version_id"] else []
        if told != [(version["id"], version["number"], version["sha256"]) for version in let_out]:
            yield f"review {review['id']} is not tied to the version that it let out."
        if let_out and review["state"] != "approved":
            yield f"review {review['id']} let out a version and approved none."


def _faults_of_entry(row: Row, versions: dict[int, Row]) -> Iterator[str]:
    entry = AuditEntry(**{name: row[name] for name in ENTRY}, at=datetime.fromisoformat(row["at"]))
    if entry.computed_hash() != row["hash"]:
        yield f"entry {entry.number} of the audit chain was changed."
    hashed, was_erased = entry.detail.get("reason_sha256"), not row["reason"] and not row["reason_salt"]
    given = AuditReason(text=row["reason"] or "", salt=row["reason_salt"] or "")
    if not was_erased and given.computed_hash() != hashed:
        yield f"the reason of entry {entry.number} of the audit chain was changed."
    if entry.act in TIED and "sha256" in entry.detail:
        version = versions.get(entry.detail["version"], {"sha256": None, "review_id": None})
        if (version["sha256"], version["review_id"]) != (entry.detail["sha256"], entry.detail.get("review")):
            yield f"version {entry.detail['version']} is not the one that entry {entry.number} of the chain names."

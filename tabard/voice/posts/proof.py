"""Proving that records that were handed out are those that were written: hash by hash, without asking the database."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tabard.plant.audit.models import AuditEntry, AuditReason
from tabard.voice.posts.models.versions import hash_of
from tabard.voice.posts.records import hash_of_file

Row = dict[str, Any]
TIED = {"posts.published", "posts.edited"}
ENTRY = ("number", "actor_id", "actor_name", "act", "subject", "on_behalf_of", "detail", "previous_hash", "hash")


class NoRecords(Exception):
    """The folder holds no records that can be read; the words say what is missing."""


def manifest_in(folder: Path) -> Row:
    """Raises NoRecords."""
    if not folder.is_dir():
        raise NoRecords(f"There is no folder {folder}. Name the one that export-records wrote.")
    try:
        told: Row = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        told["sha256"]["records.json"]
    except FileNotFoundError:
        raise NoRecords(f"{folder} holds no manifest.json. Name the folder that export-records wrote.") from None
    except OSError as error:
        raise NoRecords(f"{folder / 'manifest.json'} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise NoRecords(f"{folder / 'manifest.json'} is no manifest of records: it was changed or cut short.") from None
    return told


def faults_in(folder: Path, manifest: Row) -> Iterator[str]:
    """What does not hold, in a sentence each: files, versions, approvals and entries of the audit chain. Raises
    NoRecords."""
    for name, told in manifest["sha256"].items():
        path = folder / Path(name).name
        if not path.is_file():
            yield f"{name} is missing."
        elif hash_of_file(path) != told:
            yield f"{name} was changed: its hash is not the one in manifest.json."
    count = 0
    for count, record in enumerate(_records_in(folder / "records.json"), start=1):
        try:
            yield from (f"Post {record['id']}: {fault}" for fault in faults_of(record))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield f"Record {count} of records.json is no record: {error!r}."
    if count != manifest.get("rows", {}).get("posts", 0):
        yield f"records.json holds {count} posts, and manifest.json counts {manifest.get('rows', {}).get('posts', 0)}."


def _records_in(path: Path) -> Iterator[Row]:
    """One stands on each line, as `records.write_records` writes them, so that memory stays small."""
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

"""`tabard export-records`: answer a request for records."""

import json
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.plant.audit.models import AuditEntry, AuditHead
from tabard.voice.posts.proof import NoRecords, faults_in, manifest_in
from tabard.voice.posts.records import (
    NoSuchAuthor,
    Written,
    all_of_days,
    author_called,
    posts_between,
    records,
    write_records,
)

MOST_FAULTS = 20


def day(typed: str) -> date:
    return date.fromisoformat(typed)


class Command(BaseCommand):
    requires_system_checks = []  # they load every page of the site, and nothing here shows one
    help = "Write posts, versions, findings, approvals, retractions and hashes of a time into a folder (JSON and CSV)."
    help += " Proves such a folder with --verify."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="2026-01-31: first day")
        parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="the last day, included")
        parser.add_argument("--author", help="an officer's number, handle, e-mail address or name: theirs alone")
        parser.add_argument("--output", type=Path, help="the folder to write into; by default one named after the days")
        parser.add_argument(
            "--verify",
            type=Path,
            metavar="FOLDER",
            help="write nothing: prove that the records in FOLDER are as they were written",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"] is not None:
            self._verify(options["verify"])
            return
        if options["first"] is None or options["last"] is None:
            raise CommandError("Give --from and --to, or --verify.")
        if options["last"] < options["first"]:
            raise CommandError("--to is before --from.")
        author = None if options["author"] is None else _author(options["author"])
        folder = options["output"] or Path(f"records-{options['first']}-{options['last']}")
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise CommandError(f"{folder} holds something already. Name an empty folder with --output.")
        start, end = all_of_days(options["first"], options["last"])
        try:
            written = self._write(start, end, author, folder)
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from None
        _tell_of(written, folder, options, author)
        counts = ", ".join(f"{count} {name}" for name, count in written.rows.items())
        self.stdout.write(f"{folder}: {counts or 'nothing was said in that time'}.")

    def _verify(self, given: Path) -> None:
        folder = given.parent if given.is_file() else given
        try:
            manifest = manifest_in(folder)
            faults = list(islice(faults_in(folder, manifest), MOST_FAULTS))
        except NoRecords as nothing:
            raise CommandError(str(nothing)) from None
        faults += _faults_of_chain(manifest)
        if faults:
            raise CommandError("These are not the records that were written.\n" + "\n".join(faults))
        counts = ", ".join(f"{count} {name}" for name, count in manifest["rows"].items())
        self.stdout.write(self.style.SUCCESS(f"{folder} is as it was written: {counts or 'nothing was said'}."))
        chain = manifest["audit_chain"]
        mark = f"{chain['entries']}:{chain['last_hash']}"
        self.stdout.write(f"The force proves that its chain held this: tabard audit verify --expect {mark}")

    def _write(self, start: datetime, end: datetime, author: Officer | None, folder: Path) -> Written:
        written = Written()
        with Progress(console=Console(stderr=True), transient=True) as bar:
            writing = bar.add_task("Records", total=posts_between(start, end, author).count())
            for written in write_records(records(start, end, author), folder):
                bar.update(writing, completed=written.rows["posts"])
        return written


def _faults_of_chain(manifest: dict[str, Any]) -> list[str]:
    """Where this server's chain reaches so far, the entry of the export is its own, and names the very same records.
    Elsewhere there is no such chain, or no database at all: the mark is for the force's server."""
    chain = manifest["audit_chain"]
    try:
        entry = AuditEntry.objects.filter(number=chain["entries"], act="posts.records_exported").first()
    except DatabaseError:
        return []
    if entry is None:
        return []
    told = (entry.hash, entry.detail["sha256"])
    if told == (chain["last_hash"], manifest["sha256"]["records.json"]):
        return []
    return ["The audit chain of this server tells of other records at this place."]


def _author(typed: str) -> Officer:
    try:
        return author_called(typed)
    except NoSuchAuthor as nobody:
        raise CommandError(str(nobody)) from None


def _tell_of(written: Written, folder: Path, options: dict[str, Any], author: Officer | None) -> None:
    """manifest.json: what was asked and written, and how far the audit chain went, which now holds this, too."""
    now = timezone.now()
    asked = {"from": str(options["first"]), "to": str(options["last"]), "author": author.pk if author else None}
    detail = {**asked, "sha256": written.hashes["records.json"]}
    write_audit(actor=None, act="posts.records_exported", subject=author or "everybody", detail=detail, now=now)
    head = AuditHead.objects.get(pk=1)
    told = {
        **asked,
        "author": str(author) if author else None,
        "made_at": now.isoformat(),
        "rows": dict(written.rows),
        "sha256": written.hashes,
        "audit_chain": {"entries": head.count, "last_hash": head.last_hash},
    }
    (folder / "manifest.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

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
from tabard.plant.audit.models import AuditEntry
from tabard.voice.posts.proof import NoRecords, faults_in, manifest_in
from tabard.voice.posts.records import NoSuchAuthor, all_of_days, authors_called, posts_between, records
from tabard.voice.posts.sheets import WHOLE, Written, write_records

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
        parser.add_argument(
            "--author",
            action="append",
            default=[],
            metavar="WHO",
            help="an officer's number, handle, e-mail address or name: theirs alone; may be repeated",
        )
        parser.add_argument("--output", type=Path, help="the folder to write into; by default one named after the days")
        parser.add_argument(
            "--verify",
            type=Path,
            action="append",
            default=[],
            metavar="FOLDER",
            help="write nothing: prove that the records in FOLDER are as they were written; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify(options["verify"])
            return
        if options["first"] is None or options["last"] is None:
            raise CommandError("Give --from and --to, or --verify.")
        if options["last"] < options["first"]:
            raise CommandError("--to is before --from.")
        authors = _authors(options["author"])
        folder = options["output"] or Path(f"records-{options['first']}-{options['last']}")
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise CommandError(f"{folder} holds something already. Name an empty folder with --output.")
        start, end = all_of_days(options["first"], options["last"])
        try:
            written = self._write(start, end, authors, folder)
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from None
        _tell_of(written, folder, options, authors)
        counts = ", ".join(f"{count} {name}" for name, count in written.rows.items())
        self.stdout.write(f"{folder}: {counts or 'nothing was said in that time'}.")

    def _verify(self, given: list[Path]) -> None:
        """All of them, whatever is wrong with one."""
        wrong = []
        for path in given:
            folder = path.parent if path.is_file() else path
            try:
                manifest = manifest_in(folder)
                faults = [*islice(faults_in(folder, manifest), MOST_FAULTS), *_faults_of_chain(manifest)]
            except NoRecords as nothing:
                wrong.append(str(nothing))
                continue
            if faults:
                wrong.append("\n".join([f"{folder}: these are not the records that were written.", *faults]))
            else:
                self._tell_proven(folder, manifest)
        if wrong:
            raise CommandError("\n".join(wrong))

    def _tell_proven(self, folder: Path, manifest: dict[str, Any]) -> None:
        counts = ", ".join(f"{count} {name}" for name, count in manifest["rows"].items())
        self.stdout.write(self.style.SUCCESS(f"{folder} is as it was written: {counts or 'nothing was said'}."))
        chain = manifest["audit_chain"]
        mark = f"{chain['entries']}:{chain['last_hash']}"
        self.stdout.write(f"The force proves that its chain held this: tabard audit verify --expect {mark}")

    def _write(self, start: datetime, end: datetime, authors: list[Officer], folder: Path) -> Written:
        written = Written()
        with Progress(console=Console(stderr=True), transient=True) as bar:
            writing = bar.add_task("Records", total=posts_between(start, end, authors).count())
            for written in write_records(records(start, end, authors), folder):
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
    told = (entry.hash, entry.detail["sha256"], entry.detail["from"], entry.detail["to"])
    if told == (chain["last_hash"], manifest["sha256"][WHOLE], manifest.get("from"), manifest.get("to")):
        return []
    return ["The audit chain of this server tells of other records at this place."]


def _authors(typed: list[str]) -> list[Officer]:
    try:
        return authors_called(typed)
    except NoSuchAuthor as nobody:
        raise CommandError(str(nobody)) from None


def _tell_of(written: Written, folder: Path, options: dict[str, Any], authors: list[Officer]) -> None:
    """manifest.json: what was asked and written, and how far the audit chain went, which now holds this, too: once for
    each author, so that it stands with whatever else was done about them."""
    now = timezone.now()
    asked = {"from": str(options["first"]), "to": str(options["last"])}
    detail = {**asked, "authors": [author.pk for author in authors], "sha256": written.hashes[WHOLE]}
    act = "posts.records_exported"
    subjects: list[Officer | str] = [*authors] or ["everybody"]
    for subject in subjects:
        entry = write_audit(actor=None, act=act, subject=subject, detail=detail, now=now)
    told = {
        **asked,
        "authors": [str(author) for author in authors],
        "made_at": now.isoformat(),
        "rows": dict(written.rows),
        "sha256": written.hashes,
        "audit_chain": {"entries": entry.number, "last_hash": entry.hash},
    }
    (folder / "manifest.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

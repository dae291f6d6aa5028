"""`tabard restore FILE.tar.gz`: put a backup back."""

from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from tabard.plant.audit.actions import ChainBroken, verify_chain
from tabard.plant.upkeep import restore
from tabard.plant.upkeep.archive import BackupRefused, Manifest
from tabard.plant.upkeep.backup import fingerprint


class Command(BaseCommand):
    help = (
        "Restore what `tabard backup` wrote, on SQLite or PostgreSQL. The file is proved whole before anything is "
        "touched, and all of it is put back in one transaction. Stop web and worker processes first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar.gz")
        parser.add_argument("--replace", action="store_true", help="Throw away what the database holds now.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file, Progress(console=Console(stderr=True), transient=True) as progress:
                manifest, restored = self._restore(file, progress, replace=options["replace"])
        except BackupRefused as why:
            raise CommandError(f"{options['file']} was not restored. {why}") from why
        except restore.DatabaseNotEmpty as error:
            raise CommandError(
                "The database is not empty. Restore into an empty one, or say --replace to throw away what it holds."
            ) from error
        except OSError as error:
            raise CommandError(f"{options['file']} was not restored: {error.strerror or error}.") from error
        self.stdout.write(f"Restored {restored.rows} rows and {restored.files} stored files of {manifest.made_at}.")
        self._tell_of_key(manifest, restored.secret_key)
        self._tell_of_audit()

    def _restore(self, file: IO[bytes], progress: Progress, *, replace: bool) -> tuple[Manifest, restore.Restored]:
        size = Path(file.name).stat().st_size
        reading = progress.add_task("Checking", total=size)
        manifest = restore.verify(file, advance=lambda at: progress.update(reading, completed=at))
        restore.check_it_fits(manifest)
        loading = progress.add_task("Restoring", total=sum(part.rows for part in manifest.parts))
        advance = lambda count: progress.advance(loading, count)  # noqa: E731  as short as it is
        return manifest, restore.put_back(file, manifest, replace=replace, advance=advance)

    def _tell_of_key(self, manifest: Manifest, secret_key: str) -> None:
        if manifest.secret_key_fingerprint == fingerprint():
            return
        if not secret_key:
            self.stderr.write(
                self.style.WARNING(
                    "This server has another secret key than the one that was backed up: links in mails already sent "
                    "will not work. If you kept the old key, set TABARD_SECRET_KEY to it."
                )
            )
        elif kept := restore.keep_secret_key(secret_key):
            self.stdout.write(f"The secret key is back in {kept}. Start the processes anew.")
        else:
            self.stderr.write(
                self.style.WARNING("TABARD_SECRET_KEY is set to another key than the backup's: it was left as it was.")
            )

    def _tell_of_audit(self) -> None:
        try:
            self.stdout.write(f"The audit chain is whole: {verify_chain().number} entries.")
        except ChainBroken as broken:
            self.stderr.write(self.style.WARNING(f"The audit chain was broken when it was backed up. {broken}."))

"""`tabard backup FILE.tar.gz`: everything that this server keeps, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from tabard.plant.upkeep.backup import FileIsThere, count_rows, make_backup


class Command(BaseCommand):
    help = (
        "Write the database and every stored file to FILE.tar.gz (readable by you alone) while the server goes on "
        "working. It can be restored on SQLite and on PostgreSQL. Sign-in secrets are inside: keep it as you would "
        "keep a key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar.gz")
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="Put the signing key inside too. Without it, keep the key by other means: links in mails already "
            "sent, and sign-in secrets where they are encrypted, need it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.")
        try:
            with Progress(console=Console(stderr=True), transient=True) as progress:
                task = progress.add_task("Backing up", total=count_rows())
                manifest = make_backup(
                    path,
                    now=timezone.now(),
                    with_secret_key=options["with_secret_key"],
                    advance=lambda count: progress.advance(task, count),
                )
        except FileIsThere as taken:
            raise CommandError(f"{path} is there already. A backup never overwrites: give another name.") from taken
        except OSError as error:
            raise CommandError(f"The backup was not written: {error.strerror or error}.") from error
        total = sum(part.rows for part in manifest.parts)
        tables = len(manifest.parts)
        self.stdout.write(
            f"{path}: {total} rows of {tables} tables and {manifest.media.files + manifest.stores.files} stored files."
        )

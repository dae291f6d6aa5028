"""What the subcommands share: reading files under a progress bar, and telling what could not be read."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from tabard.lib.text import clean
from tabard.occasions.tweetathon.meaning_of import understood
from tabard.occasions.tweetathon.reading.files import Report, read
from tabard.occasions.tweetathon.registered import NotARegister, Registered, read_register
from tabard.occasions.tweetathon.saying import Saying

FAULTS_SHOWN = 20


def read_all(files: Sequence[Path], report: Report, mapping: Mapping[str, str]) -> Iterator[Saying]:
    """The sayings of all files with what they mean, while a bar on the error output shows how far it is."""
    with progress() as bar:
        task = bar.add_task("Reading", total=sum(size(file) for file in files))
        for file in files:
            for number, saying in enumerate(understood(read(file, report, mapping=mapping))):
                if number % 1_000 == 0:
                    bar.update(task, completed=report.bytes_read)
                yield saying
        bar.update(task, completed=report.bytes_read)


def progress() -> Progress:
    console = Console(stderr=True)
    shown = [TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()]
    return Progress(*shown, console=console, transient=True, disable=not console.is_terminal)


def size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def tell_faults(report: Report, stderr: OutputWrapper) -> None:
    """Each place with its reason, never its content."""
    for fault in report.faults[:FAULTS_SHOWN]:
        stderr.write(f"Not read: {clean(fault.file)}, {fault.where}: {fault.why}")
    if report.fault_count > FAULTS_SHOWN:
        stderr.write(f"... and {report.fault_count - FAULTS_SHOWN} more")


def mapping_of(said: Sequence[str]) -> dict[str, str]:
    """`["posted_at=Date"]` -> `{"posted_at": "Date"}`. Raises CommandError."""
    pairs = [each.partition("=") for each in said]
    if not all(field and column for field, _, column in pairs):
        raise CommandError("Write a mapping as FIELD=COLUMN, for instance --map posted_at=Date")
    return {field: column for field, _, column in pairs}


def register_of(path: Path | None) -> list[Registered]:
    if path is None:
        return []
    try:
        return read_register(path)
    except (OSError, UnicodeDecodeError, NotARegister) as error:
        raise CommandError(f"The register of accounts cannot be read: {error}") from None

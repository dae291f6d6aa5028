"""`tabard tweetathon import`: files of posts into the store of an event. Broken off, it goes on where it was."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from tabard.occasions.tweetathon.columns import without_collector
from tabard.occasions.tweetathon.commands.events import event_if_any
from tabard.occasions.tweetathon.commands.files import (
    mapping_of,
    progress,
    register_of,
    size,
    tell_faults,
)
from tabard.occasions.tweetathon.export import counted_accounts
from tabard.occasions.tweetathon.keeping.pseudonyms import KeyIsGone
from tabard.occasions.tweetathon.keeping.store import NoStore, Progress, Store, Writer, store_of
from tabard.occasions.tweetathon.meaning_of import understood
from tabard.occasions.tweetathon.models import Registration
from tabard.occasions.tweetathon.reading.files import Report, read
from tabard.occasions.tweetathon.registered import NotARegister


def run(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    tweetathon = event_if_any(options["event"])
    report, mapping = Report(), mapping_of(options["map"])
    given = register_of(options["registered"])
    named = counted_accounts(Registration.objects.of(tweetathon).named().by_country()) if tweetathon else []
    try:
        store = Store.made(store_of(options["event"]), [*named, *given])
        writer = store.writer()
    except (KeyIsGone, NoStore, NotARegister, OSError) as error:
        raise CommandError(str(error)) from None
    taken = 0
    with progress() as bar:
        task = bar.add_task("Importing", total=sum(size(file) for file in options["files"]))
        for file in options["files"]:
            with writer, without_collector():
                for number, _ in enumerate(import_file(file, store, writer, report, mapping)):
                    taken += 1
                    if number % 1_000 == 0:
                        bar.update(task, completed=report.bytes_read)
    tell_faults(report, stderr)
    stdout.write(
        f"Took in {_counted(taken, 'post')} of {_counted(len(options['files']), 'file')}, with those that they "
        f"answer or repeat. Not read: {_counted(report.fault_count, 'place')}."
    )


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def import_file(file: Path, store: Store, writer: Writer, report: Report, mapping: Mapping[str, str]) -> Iterator[None]:
    """Gives a beat for each post taken in. Values that a former run brought into the store are passed over."""
    source = known_as(file)
    done = store.values_of(source)
    for saying in understood(read(file, report, mapping=mapping, skip=done)):
        writer.reached(Progress(source, report.values - 1))  # of the last value there may be more to come
        writer.add(saying)
        yield
    if report.values > done:
        writer.reached(Progress(source, report.values))


def known_as(file: Path) -> str:
    """A file that has changed is another one: what is in the store of it already counts once all the same."""
    try:
        told = file.stat()
    except OSError:
        return str(file)
    return f"{file.resolve()}|{told.st_size}|{told.st_mtime_ns}"

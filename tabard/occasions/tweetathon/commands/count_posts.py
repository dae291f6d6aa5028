"""`tabard tweetathon count`: the figures of files or of an event's store, as a table, JSON or CSV."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
from django.core.management.base import CommandError, OutputWrapper
from django.urls import reverse
from django.utils import timezone

from tabard.lib.text import clean
from tabard.occasions.tweetathon.actions.counted import keep_figures
from tabard.occasions.tweetathon.columns import spool
from tabard.occasions.tweetathon.commands.events import day_of, event_if_any, event_of
from tabard.occasions.tweetathon.commands.files import mapping_of, read_all, register_of, tell_faults
from tabard.occasions.tweetathon.counting.count import FOLLOWS, Counted, NotAHashtag, count
from tabard.occasions.tweetathon.counting.definitions import FIGURES, TOTALS
from tabard.occasions.tweetathon.counting.engines import NoSpark, engine
from tabard.occasions.tweetathon.counting.table import write_table
from tabard.occasions.tweetathon.keeping.store import NoStore, Store, store_of
from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.reading.files import Report
from tabard.occasions.tweetathon.registered import Alias, Registered
from tabard.occasions.tweetathon.showing import figures_of
from tabard.plant.design.addresses import whole


class _ToCount(NamedTuple):
    """Parquet files, and the accounts that their stores know."""

    parts: list[Path]
    registered: list[Registered]
    aliases: list[Alias]


def run(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    report = Report()
    if options["keep"]:
        event_of(options["event"])  # before hours of counting
    with TemporaryDirectory(prefix="tabard-count-") as scratch:
        counted = _counted(options, report, Path(scratch))
    tell_faults(report, stderr)
    if options["keep"]:
        _keep(counted, options["event"], stderr)
    if options["csv"]:
        with options["csv"].open("w", encoding="utf-8", newline="") as file:
            write_table(counted.as_json(), file)
    if options["json"]:
        told = {**counted.as_json(), "not_read": report.fault_count}
        stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        stdout.write("\n".join(_lines(counted, max(options["top"], 0))))


def _keep(counted: Counted, event: str, stderr: OutputWrapper) -> None:
    """For the event's page. How its sources did is known to whoever listened, and stays as it was told."""
    tweetathon = event_of(event)
    before = figures_of(tweetathon)
    listened = before.listened if before else []
    figures = keep_figures(tweetathon=tweetathon, told=counted.as_json(), listened=listened, now=timezone.now())
    address = whole(reverse("tweetathon:figures", args=[tweetathon.slug]))
    stderr.write(f"Kept the figures of {figures.told['posts']:,} posts for {address}")


def _counted(options: Mapping[str, Any], report: Report, scratch: Path) -> Counted:
    try:
        with (
            engine(options["engine"], options["master"], scratch) as chosen,
            _parquet(options, report, scratch) as files,
        ):
            return count(
                chosen,
                files.parts,
                hashtag=options["hashtag"],
                day=day_of(event_if_any(options["event"])) if options["event"] else None,
                registered=[*files.registered, *register_of(options["registered"])],
                aliases=files.aliases,
                follows=follows_of(options["follows"]) if options["follows"] else None,
                top=max(options["top"], 0),
            )
    except (NotAHashtag, NoSpark, NoStore) as error:
        raise CommandError(str(error)) from None


@contextmanager
def _parquet(options: Mapping[str, Any], report: Report, scratch: Path) -> Iterator["_ToCount"]:
    """Stores' own Parquet files, and one for all other files."""
    stores = [Store.opened(folder) for folder in options["files"] if Store.is_one(folder)]
    if options["event"]:
        stores.append(Store.opened(store_of(options["event"])))
    others = [file for file in options["files"] if not Store.is_one(file)]
    if not stores and not others:
        raise CommandError("Name files of posts, or an event by --event")
    spool(read_all(others, report, mapping_of(options["map"])), spooled := scratch / "sayings.parquet")
    yield _ToCount(
        [spooled, *(part for store in stores for part in store.parts())],
        [each for store in stores for each in store.registered],
        list(dict.fromkeys(each for store in stores for each in store.aliases())),
    )


def follows_of(path: Path) -> pa.Table:
    """Who follows whom, from a CSV with the columns network, author and follower. Raises CommandError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            if not set(FOLLOWS.names) <= set(lines.fieldnames or ()):
                raise CommandError(f"{path.name}: its first line has to name the columns {', '.join(FOLLOWS.names)}")
            rows = [
                {
                    "network": row["network"].strip().lower(),
                    "author": values.network_id(row["author"]),
                    "follower": values.network_id(row["follower"]),
                }
                for row in lines
            ]
    except (OSError, UnicodeDecodeError, ValueError, AttributeError) as error:
        raise CommandError(f"{path.name} cannot be read: {error}") from None
    return pa.Table.from_pylist(rows, FOLLOWS)


def _lines(counted: Counted, top: int) -> Iterator[str]:
    """For a person at a terminal, `top` lines of each list: no control character of what was read reaches it."""
    yield f"Posts with #{counted.hashtag}" if counted.hashtag else "All posts"
    for name, definition in FIGURES.items():
        items = counted.figures[name]
        if name in TOTALS:
            told = f"{items[0].number:,}{_basis(items[0])}" if items else "cannot be told"
            yield f"  {definition.title:<42} {told}"
    for name, definition in FIGURES.items():
        items = counted.figures[name] if name == "by_hour" else counted.figures[name][:top]
        if name not in TOTALS and items:
            yield f"\n{definition.title}"
            for each in items:
                said = clean(each.text or each.item).replace("\n", " ")
                yield f"  {said[:60]:<60} {each.number:>10,}{_basis(each)}"
    yield "\nWhat each figure means: add --json."


def _basis(each: Any) -> str:
    return f" ({each.inferred:,} of them inferred)" if each.inferred else ""

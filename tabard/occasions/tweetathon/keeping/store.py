"""The store of one event: Parquet files that are never changed, and a list of them to which lines are added.

    store/
      parts.jsonl       one line for each part that is whole, and how far which file was read with it
      parts/NAME.parquet
      registered.json   the accounts that keep their names
      aliases.json      the other names under which these were kept before they registered: for when the key is gone
      heard.passing     while the day is heard: what servers call the posts that they told, to ask whether they are
                        still there; gone with the end of the day, or the key
      key               makes the other names; destroyed after the event

A part is written aside, brought to the disk and given its name before its line is added. So whatever is killed when,
the store can be read: a part without a line is not there, and a line that was cut off is none. What was read since the
last part is read again; the same post twice is one when it is counted.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
from django.conf import settings

from tabard.occasions.tweetathon.columns import ROWS, table_of
from tabard.occasions.tweetathon.keeping.pseudonyms import KeyIsGone, Pseudonyms, destroy_key, destroyed_mark, key_of
from tabard.occasions.tweetathon.registered import Alias, Registered, checked
from tabard.occasions.tweetathon.saying import Saying

LIST, PARTS, REGISTER, ALIASES, KEY = "parts.jsonl", "parts", "registered.json", "aliases.json", "key"
HEARD = "heard.passing"  # no backup takes it along


class NoStore(LookupError):
    """There is no store of this event here."""


class Progress(NamedTuple):
    """How many values of a file are in the store. `source` knows the file again, as long as it has not changed."""

    source: str
    values: int


def store_of(event: str) -> Path:
    """The folder of an event's store. Raises NoStore for a name that is no name of a folder."""
    if not event.replace("-", "").isalnum() or not event.isascii():
        raise NoStore("The name of an event has letters, figures and hyphens only: poltwt-2027")
    folder: Path = settings.DATA_FOLDER / "tweetathon" / event
    return folder


class Store:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines = self._whole_lines()
        self.registered = self._read_register()

    @classmethod
    def opened(cls, folder: Path) -> "Store":
        """One that is there. Raises NoStore."""
        if not cls.is_one(folder):
            raise NoStore(f"There is no store of an event in {folder.name}")
        return cls(folder)

    @classmethod
    def made(cls, folder: Path, registered: Iterable[Registered] = ()) -> "Store":
        """One that is there, or a new one; with these accounts beside those that it knows. Raises KeyIsGone."""
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        key_of(folder / KEY)
        (folder / LIST).touch()
        store = cls(folder)
        store.register(registered)
        return store

    @staticmethod
    def is_one(folder: Path) -> bool:
        return (folder / LIST).is_file()

    def register(self, accounts: Iterable[Registered]) -> bool:
        """These keep their names from now on, beside those that did before; a writer that is there already does not
        know. What is said now of an account counts: a force may have another name since. False where nothing is new.
        Raises NotARegister where two of these claim one."""
        before = self._read_register()  # another process may have written it: files are imported while a day is heard
        together = {each[:2]: each for each in [*before, *checked(accounts)]}
        self.registered = list(together.values())
        if self.registered == before:
            return False
        _write_whole(self.folder / REGISTER, json.dumps(self.registered))
        if not destroyed_mark(self.folder / KEY).exists():
            _write_whole(self.folder / ALIASES, json.dumps(self.aliases()))
        return True

    def aliases(self) -> list[Alias]:
        """Of all who registered, those that nothing was kept under included."""
        if not destroyed_mark(self.folder / KEY).exists():
            names = self.pseudonyms()
            return [alias for account in self.registered for alias in names.of(account)]
        kept = self.folder / ALIASES
        return [Alias(*each) for each in json.loads(kept.read_text())] if kept.exists() else []

    def pseudonyms(self) -> Pseudonyms:
        """Raises KeyIsGone."""
        return Pseudonyms(key_of(self.folder / KEY), self.registered)

    def authors_of_posts(self, network: str) -> Iterator[tuple[str, str | None]]:
        """The id of each post of a network, and its author, as they are kept."""
        for part in self.parts():
            rows = pq.read_table(part, columns=["id", "author"], filters=[("network", "=", network)])
            yield from zip(rows["id"].to_pylist(), rows["author"].to_pylist(), strict=True)

    def heard(self) -> dict[str, Any]:
        """What was told to keep_heard last; nothing where it cannot be read."""
        try:
            kept = json.loads((self.folder / HEARD).read_text())
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def keep_heard(self, told: dict[str, Any]) -> None:
        """Raises KeyIsGone: what would lead to people is not kept longer than the key."""
        key_of(self.folder / KEY)
        _write_whole(self.folder / HEARD, json.dumps(told))

    def forget_heard(self) -> None:
        (self.folder / HEARD).unlink(missing_ok=True)

    def parts(self) -> list[Path]:
        """Also those that another process has added since."""
        self.lines = self._whole_lines()
        return [self.folder / PARTS / str(line["part"]) for line in self.lines if "part" in line]

    def values_of(self, source: str) -> int:
        """How many values of a file need not be read again."""
        return max((line["values"] for line in self.lines if line.get("source") == source), default=0)

    def writer(self, rows: int = ROWS) -> "Writer":
        """Raises KeyIsGone."""
        return Writer(self, self.pseudonyms(), rows)

    def add_part(self, sayings: list[Saying], progress: Progress | None) -> None:
        """Whole or not at all. `progress` is in the store together with the part that it tells of."""
        line: dict[str, Any] = progress._asdict() if progress else {}
        if sayings:
            name = f"{time.time_ns()}-{os.getpid()}.parquet"
            aside = self.folder / PARTS / f"{name}.new"
            pq.write_table(table_of(sayings), aside, compression="zstd")
            _to_disk(aside)
            aside.rename(self.folder / PARTS / name)
            _to_disk(self.folder / PARTS)
            line |= {"part": name, "rows": len(sayings)}
        if line:
            self._add_line(line)

    def destroy_key(self) -> None:
        """After this nothing is added any more, and nobody can find out who an author was, but of those who
        registered. A key that was cut off gives no aliases, and goes all the same."""
        self.forget_heard()
        if destroyed_mark(self.folder / KEY).exists():
            return
        with suppress(KeyIsGone):
            _write_whole(self.folder / ALIASES, json.dumps(self.aliases()))
        destroy_key(self.folder / KEY)

    def _add_line(self, line: dict[str, Any]) -> None:
        """Begun with a line end, so that one that was cut off before it stays alone."""
        with (self.folder / LIST).open("ab") as file:
            file.write(b"\n" + json.dumps(line).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.lines.append(line)

    def _whole_lines(self) -> list[dict[str, Any]]:
        path = self.folder / LIST
        lines = []
        for text in path.read_bytes().split(b"\n") if path.exists() else ():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                lines.append(line)
        return lines

    def _read_register(self) -> list[Registered]:
        path = self.folder / REGISTER
        return [Registered(*each) for each in json.loads(path.read_text())] if path.exists() else []


class Writer:
    """Takes sayings one by one and puts them into parts. To be closed, or left by `with`.

    `reached` says how far the source was read with the last saying; it is kept with the part that holds it.
    """

    def __init__(self, store: Store, pseudonyms: Pseudonyms, rows: int) -> None:
        self._store, self._pseudonyms, self._rows = store, pseudonyms, rows
        self._held: list[Saying] = []
        self._progress: Progress | None = None

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        """What was taken before an error is kept: it is whole."""
        self.flush()

    def add(self, saying: Saying) -> None:
        self._held.append(self._pseudonyms.hide(saying))
        if len(self._held) >= self._rows:
            self.flush()

    def reached(self, progress: Progress) -> None:
        """All sayings of this many values were added."""
        self._progress = progress

    def flush(self) -> None:
        """Bring all that was added to the disk. Live collection calls it every few seconds."""
        if self._held or self._progress:
            self._store.add_part(self._held, self._progress)
            self._held, self._progress = [], None


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_whole(path: Path, text: str) -> None:
    aside = path.with_suffix(".new")
    aside.touch(0o600)
    aside.write_text(text)
    _to_disk(aside)
    aside.replace(path)

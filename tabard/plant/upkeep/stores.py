"""Folders of the data folder in which rooms keep what no table holds: they are backed up and put back with the rest.

What only lasts while a process works has one of the names of PASSING. A file called `key` is a secret of its own: a
backup without the secret key has a mark in its place, by which the room knows that it was there, and takes nothing in
under another.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import FileSystemStorage

STORES = ("tweetathon",)
KEY, KEY_GONE = "key", "key.destroyed"
PASSING = {".new", ".lock", ".passing"}


def storage_of(store: str, *, aside: bool = False) -> FileSystemStorage:
    """Of one of STORES. `aside` is where it is put together before it takes the place of what is there."""
    folder: Path = settings.DATA_FOLDER / (f"{store}.restored" if aside else store)
    return FileSystemStorage(location=folder, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def kept(names: Iterator[str]) -> Iterator[str]:
    """Without what passes."""
    return (name for name in names if PurePosixPath(name).suffix not in PASSING)


def is_key(name: str) -> bool:
    return PurePosixPath(name).name == KEY


def mark_of(name: str) -> str:
    """In place of a key."""
    return str(PurePosixPath(name).with_name(KEY_GONE))


def is_there(store: str) -> bool:
    folder: Path = settings.DATA_FOLDER / store
    return folder.is_dir() and any(folder.iterdir())


def clear_aside() -> None:
    for store in STORES:
        shutil.rmtree(storage_of(store, aside=True).location, ignore_errors=True)


def put_in_place() -> None:
    """What was put together aside, in place of all that is there."""
    for store in STORES:
        aside, place = (Path(storage_of(store, aside=each).location) for each in (True, False))
        shutil.rmtree(place, ignore_errors=True)
        if aside.is_dir():
            aside.rename(place)

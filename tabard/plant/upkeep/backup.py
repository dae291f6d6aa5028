"""Writing a backup: one consistent picture of the database, then every stored file."""

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from tabard.plant.upkeep import archive, rows, stores
from tabard.plant.upkeep.archive import DATA, MANIFEST, MEDIA, SECRET_KEY, STORES, Manifest, MediaDigest, Part

Advance = Callable[[int], None]


class FileIsThere(Exception):
    """The backup's name is taken; a backup never overwrites."""


def make_backup(path: Path, *, now: datetime, with_secret_key: bool, advance: Advance) -> Manifest:
    """Write everything to `path` (mode 0600), which appears only when it is whole. `advance` is told of each row.

    Raises FileIsThere. The secret key stays out unless asked for: with it, the file alone can sign as this server.
    """
    if path.exists():
        raise FileIsThere(path)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with _private_file(unfinished) as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                manifest = _write(tar, folder=path.parent, now=now, with_secret_key=with_secret_key, advance=advance)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return manifest


def _private_file(path: Path) -> IO[bytes]:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _write(tar: tarfile.TarFile, *, folder: Path, now: datetime, with_secret_key: bool, advance: Advance) -> Manifest:
    with snapshot():
        manifest = Manifest(
            tabard_version=settings.VERSION,
            made_at=now.isoformat(),
            database=connection.vendor,
            migrations=applied_migrations(),
            secret_key_fingerprint=fingerprint(),
        )
        for number, model in enumerate(rows.kept_models(), start=1):
            manifest.parts.append(_add_table(tar, number, model, folder=folder, advance=advance))
    manifest.media = _add_media(tar, default_storage, folder=folder)
    manifest.stores = _add_stores(tar, folder=folder, with_keys=with_secret_key)
    if with_secret_key:
        key = settings.SECRET_KEY.encode()
        manifest.secret_key_sha256 = hashlib.sha256(key).hexdigest()
        archive.add_bytes(tar, SECRET_KEY, key, len(key))
    words = manifest.to_bytes()
    archive.add_bytes(tar, MANIFEST, words, len(words))
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """One unchanging picture of the database for all that is read within, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # our usual transactions are IMMEDIATE, and would keep every writer out
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")  # SQLite takes its picture at the first read
            yield
        finally:
            cursor.execute("ROLLBACK")


def count_rows() -> int:
    return sum(map(rows.count_of, rows.kept_models()))


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def fingerprint() -> str:
    """Tells one secret key from another without giving it away."""
    return salted_hmac("tabard.backup", "which key is this", algorithm="sha256").hexdigest()


def _add_table(tar: tarfile.TarFile, number: int, model: type[models.Model], *, folder: Path, advance: Advance) -> Part:
    label = model._meta.label  # noqa: SLF001
    digest, count, size = hashlib.sha256(), 0, 0
    with tempfile.TemporaryFile(dir=folder) as spool:
        for line in rows.lines(model):
            spool.write(line)
            digest.update(line)
            count += 1
            size += len(line)
            advance(1)
        spool.seek(0)
        name = f"{DATA}{number:03}-{label}.jsonl"
        archive.add_bytes(tar, name, spool, size)
    return Part(name=name, model=label, rows=count, bytes=size, sha256=digest.hexdigest())


def _add_media(tar: tarfile.TarFile, storage: Storage, *, folder: Path) -> archive.Media:
    digest = MediaDigest()
    _add_files(tar, storage, stored_files(storage), MEDIA, digest, folder=folder)
    return digest.sum()


def _add_stores(tar: tarfile.TarFile, *, folder: Path, with_keys: bool) -> archive.Media:
    """A list of parts comes before the parts that it names, which are whole before they are named."""
    digest = MediaDigest()
    for store in stores.STORES:
        storage, prefix = stores.storage_of(store), f"{STORES}{store}/"
        names = list(stores.kept(stored_files(storage)))
        keys = [] if with_keys else list(filter(stores.is_key, names))
        _add_files(tar, storage, [name for name in names if name not in keys], prefix, digest, folder=folder)
        for mark in map(stores.mark_of, keys):
            archive.add_bytes(tar, f"{prefix}{mark}", b"", 0)
            digest.add(f"{store}/{mark}", 0, hashlib.sha256().hexdigest())
    return digest.sum()


def _add_files(
    tar: tarfile.TarFile, storage: Storage, names: Iterable[str], prefix: str, digest: MediaDigest, *, folder: Path
) -> None:
    for name in names:
        with tempfile.TemporaryFile(dir=folder) as spool:
            try:
                with storage.open(name) as file:
                    one = hashlib.sha256()
                    for block in file.chunks(archive.BLOCK):
                        spool.write(block)
                        one.update(block)
            except FileNotFoundError:
                continue  # deleted since it was listed: whoever deleted it wanted it gone
            size = spool.tell()
            spool.seek(0)
            archive.add_bytes(tar, f"{prefix}{name}", spool, size)
            digest.add(f"{prefix}{name}".partition("/")[2], size, one.hexdigest())


def stored_files(storage: Storage, folder: str = "") -> Iterator[str]:
    """The name of every stored file, folder by folder, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files) if name)
    for name in sorted(folders):
        yield from stored_files(storage, f"{prefix}{name}")

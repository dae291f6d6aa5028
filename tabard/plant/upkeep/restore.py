"""Reading a backup back: proved whole first, then put in place in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models, transaction

from tabard.plant.upkeep import archive, rows, stores
from tabard.plant.upkeep.archive import (
    DATA,
    MANIFEST,
    MEDIA,
    SECRET_KEY,
    STORES,
    BackupRefused,
    Manifest,
    MediaDigest,
    Member,
)
from tabard.plant.upkeep.backup import applied_migrations, stored_files

Advance = Callable[[int], None]
BATCH_ROWS = 500
BATCH_BYTES = 4 * archive.BLOCK


class DatabaseNotEmpty(Exception):
    """There is something in the database already, and nobody said that it may be replaced."""


@dataclass(frozen=True)
class Restored:
    rows: int
    files: int
    secret_key: str


@dataclass
class Findings:
    """What the archive really holds, as it is read."""

    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    media: MediaDigest = field(default_factory=MediaDigest)
    stores: MediaDigest = field(default_factory=MediaDigest)
    secret_key_sha256: str = ""
    manifest: Manifest | None = None

    def add(self, member: Member) -> None:
        if self.manifest is not None or member.name in self.tables:
            raise BackupRefused("It holds more than its manifest says.")
        if member.name == MANIFEST:
            self.manifest = _read_manifest(member)
        elif member.name == SECRET_KEY:
            self.secret_key_sha256 = archive.hash_of(member)
        elif member.name.startswith(MEDIA):
            self.media.add(member.name.removeprefix(MEDIA), member.size, archive.hash_of(member))
        elif member.name.startswith(STORES):
            self.stores.add(member.name.removeprefix(STORES), member.size, archive.hash_of(member))
        else:
            self.tables[member.name] = archive.count_and_hash(member)


def verify(file: IO[bytes], *, advance: Advance) -> Manifest:
    """Read the whole file once and compare all of it with its manifest. Raises BackupRefused."""
    found = Findings()
    with archive.refusing_damage():
        for member in archive.members(file):
            found.add(member)
            advance(file.tell())
    if found.manifest is None:
        raise BackupRefused("It has no manifest: it was cut short, or is no backup.")
    if {part.name: (part.rows, part.sha256) for part in found.manifest.parts} != found.tables:
        raise BackupRefused("Its tables are not those that its manifest names, or were changed.")
    said = (found.manifest.media, found.manifest.stores, found.manifest.secret_key_sha256)
    if said != (found.media.sum(), found.stores.sum(), found.secret_key_sha256):
        raise BackupRefused("Its stored files are not those that its manifest names, or were changed.")
    return found.manifest


def _read_manifest(member: Member) -> Manifest:
    if member.size > archive.LONGEST_MANIFEST:
        raise BackupRefused("Its manifest is of absurd size.")
    return Manifest.from_bytes(member.stream.read())


def check_it_fits(manifest: Manifest) -> None:
    """Is the backup of the very tables that this server has? Raises BackupRefused, saying what to do."""
    ours, theirs = set(applied_migrations()), set(manifest.migrations)
    if not ours:
        raise BackupRefused("The database has no tables yet. Run `tabard migrate`, then restore.")
    if ours != theirs:
        missing, extra = sorted(theirs - ours)[:3], sorted(ours - theirs)[:3]
        raise BackupRefused(
            f"It was made by Tabard {manifest.tabard_version} and this is {settings.VERSION}: the tables differ "
            f"(only in the backup: {', '.join(missing) or 'nothing'}; only here: {', '.join(extra) or 'nothing'}). "
            "Install the version that made it, run `tabard migrate` on an empty database, restore, then upgrade."
        )
    kept = {model._meta.label for model in rows.kept_models()}  # noqa: SLF001
    named = [part.model for part in manifest.parts]
    if set(named) != kept or len(named) != len(kept):
        raise BackupRefused("Its tables are not the tables of this server.")


def put_back(file: IO[bytes], manifest: Manifest, *, replace: bool, advance: Advance) -> Restored:
    """Load a verified backup: all of it or, on any trouble, none of it. `advance` is told of each row.

    Stored files are written before the rows are committed; with `replace`, files that the backup does not hold go
    afterwards. Rooms' own folders are put together aside, and take their places at the end. Raises DatabaseNotEmpty,
    BackupRefused.
    """
    model_of = {part.name: apps.get_model(part.model) for part in manifest.parts}
    names: set[str] = set()
    secret = ""
    try:
        with archive.refusing_damage(), transaction.atomic(durable=True):
            _make_room(replace=replace)
            for member in archive.members(file):
                if member.name.startswith(DATA):
                    _load(model_of[member.name], archive.each_line(member.stream), advance=advance)
                elif member.name.startswith(MEDIA):
                    names.add(_store(default_storage, member, MEDIA))
                elif member.name == SECRET_KEY:
                    secret = member.stream.read(archive.BLOCK).decode()
                elif member.name != MANIFEST:
                    _store_aside(member)
            _check_and_settle(manifest)
    except (DataError, IntegrityError, rows.RowUnreadable) as error:
        raise BackupRefused(f"Its rows do not fit this database ({error}). Nothing was changed.") from error
    stores.put_in_place()
    if replace:
        _delete_others(names)
    return Restored(sum(part.rows for part in manifest.parts), manifest.media.files + manifest.stores.files, secret)


def _make_room(*, replace: bool) -> None:
    """What the migrations themselves put into a new database is in nobody's way: a model says in FROM_MIGRATIONS how
    many rows that are."""
    if not replace and any(map(stores.is_there, stores.STORES)):
        raise DatabaseNotEmpty
    stores.clear_aside()
    tables = rows.kept_models()
    if not replace and any(rows.count_of(model) > _from_migrations(model) for model in tables):
        raise DatabaseNotEmpty
    with connection.cursor() as cursor:
        for model in reversed(tables):
            cursor.execute(rows.emptying(model))


def _from_migrations(model: type[models.Model]) -> int:
    return int(getattr(model, "FROM_MIGRATIONS", 0))


def _load(model: type[models.Model], each_line: Iterable[bytes], *, advance: Advance) -> None:
    batch: list[models.Model] = []
    size = 0
    for line in each_line:
        batch.append(rows.row_from_line(model, line))
        size += len(line)
        if len(batch) >= BATCH_ROWS or size >= BATCH_BYTES:
            rows.insert(model, batch)
            advance(len(batch))
            batch, size = [], 0
    if batch:
        rows.insert(model, batch)
        advance(len(batch))


def _delete_others(names: set[str]) -> None:
    for name in [name for name in stored_files(default_storage) if name not in names]:
        default_storage.delete(name)


def _store_aside(member: Member) -> None:
    """Raises BackupRefused for a folder that no room has."""
    store = member.name.removeprefix(STORES).partition("/")[0]
    if store not in stores.STORES:
        raise BackupRefused(f"No room keeps a folder {store[:80]!r}.")
    _store(stores.storage_of(store, aside=True), member, f"{STORES}{store}/")


def _store(storage: Storage, member: Member, prefix: str) -> str:
    name = member.name.removeprefix(prefix)
    if storage.exists(name):
        storage.delete(name)
    kept = storage.save(name, File(member.stream, name=name))
    if kept != name:
        storage.delete(kept)
        raise BackupRefused(f"The storage would not take the name {name!r}.")
    return name


def _check_and_settle(manifest: Manifest) -> None:
    for part in manifest.parts:
        here = rows.count_of(apps.get_model(part.model))
        if here != part.rows:
            raise BackupRefused(f"{part.model} came to {here} rows instead of {part.rows}. Nothing was changed.")
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), rows.kept_models()):
            cursor.execute(statement)


def keep_secret_key(key: str) -> Path | None:
    """Put the restored key where this server reads its own; None where the environment gives it one."""
    kept = Path(settings.DATA_FOLDER) / "secret-key"
    if not kept.is_file() or kept.read_text().strip() != settings.SECRET_KEY:
        return None
    fresh = kept.with_suffix(".restored")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(key)
    fresh.rename(kept)
    return kept

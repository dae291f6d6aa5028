"""The file that a backup is: a gzip-compressed tar of `data/NNN-room.Model.jsonl` (one row a line), `media/...` (every
stored file), `stores/...` (what rooms keep in folders of their own), `secret-key` when it was asked for, and at the end
`manifest.json` with counts and SHA-256 hashes.

Reading trusts nothing: names, kinds, sizes and the ratio of compression are checked on the way, and memory is bounded.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Self

FORMAT = "tabard-backup"
FORMAT_VERSION = 1
MANIFEST, SECRET_KEY = "manifest.json", "secret-key"
DATA, MEDIA, STORES = "data/", "media/", "stores/"
BLOCK = 1024 * 1024
LONGEST_LINE = 64 * BLOCK
LONGEST_MANIFEST = 16 * BLOCK
ROOM_BEFORE_RATIO = 256 * BLOCK
HIGHEST_RATIO = 200  # rows compress 5 to 40 times, a bomb about 1,000 times


class BackupRefused(Exception):
    """The file is not a whole, unharmed backup that this server can take."""


@dataclass
class Part:
    """One table."""

    name: str
    model: str
    rows: int
    bytes: int
    sha256: str


@dataclass
class Media:
    """All stored files together; the hash covers each one's hash, size and name, in order."""

    files: int = 0
    bytes: int = 0
    sha256: str = hashlib.sha256().hexdigest()


@dataclass
class Manifest:
    tabard_version: str
    made_at: str
    database: str
    migrations: list[str]
    secret_key_fingerprint: str
    parts: list[Part] = field(default_factory=list)
    media: Media = field(default_factory=Media)
    stores: Media = field(default_factory=Media)
    secret_key_sha256: str = ""
    format: str = FORMAT
    format_version: int = FORMAT_VERSION

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Raises BackupRefused."""
        try:
            words = json.loads(raw)
            if words.get("format") != FORMAT or words.get("format_version") != FORMAT_VERSION:
                raise BackupRefused("It is not a backup that this version of Tabard reads.")
            words["parts"] = [Part(**part) for part in words["parts"]]
            words["media"] = Media(**words["media"])
            words["stores"] = Media(**words.get("stores", {}))
            return cls(**words)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BackupRefused("Its manifest cannot be read.") from error


class MediaDigest:
    """Adds up the stored files, one after the other."""

    def __init__(self) -> None:
        self._files, self._bytes, self._hash = 0, 0, hashlib.sha256()

    def add(self, name: str, size: int, sha256: str) -> None:
        self._files += 1
        self._bytes += size
        self._hash.update(f"{sha256} {size} {name}\n".encode())

    def sum(self) -> Media:
        return Media(files=self._files, bytes=self._bytes, sha256=self._hash.hexdigest())


class _Unpacked:
    """Bytes out of the gzip stream, forward only; refuses what no honest archive asks for."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed, mode="rb")
        self._at = 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        if size < 0 or size > LONGEST_LINE:
            raise BackupRefused("It holds a header of absurd size.")
        taken = self._gzip.read(size)
        self._at += len(taken)
        if self._at > ROOM_BEFORE_RATIO and self._at > HIGHEST_RATIO * max(self._packed.tell(), 1):
            raise BackupRefused("It unpacks to an absurd size.")
        return taken

    def seek(self, to: int, whence: int = 0) -> int:
        if whence != 0 or to < self._at:
            raise BackupRefused("Its parts overlap.")
        while self._at < to:
            if not self.read(min(BLOCK, to - self._at)):
                break
        return self._at


@dataclass(frozen=True)
class Member:
    """One part as it is read: its bytes must be taken before the next."""

    name: str
    size: int
    stream: IO[bytes]


def members(packed: IO[bytes]) -> Iterator[Member]:
    """Each part of the archive in its order. Raises BackupRefused for anything that is not a plain, well-named file."""
    packed.seek(0)
    unpacked = _Unpacked(packed)
    with refusing_damage(), tarfile.open(fileobj=unpacked, mode="r:") as tar:  # type: ignore[call-overload]
        while (info := tar.next()) is not None:
            tar.members.clear()  # it keeps every header otherwise
            _check(info)
            stream = tar.extractfile(info)
            if stream is not None:
                yield Member(info.name, info.size, stream)
        while block := unpacked.read(BLOCK):  # to the end, where gzip keeps its checksum
            if block.strip(b"\0"):
                raise BackupRefused("Something follows its end.")


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turns whatever tar and gzip say of a harmed file into BackupRefused; stands around all that reads members."""
    try:
        yield
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, UnicodeError) as error:
        raise BackupRefused("It is damaged, cut short or no backup at all.") from error


def _check(info: tarfile.TarInfo) -> None:
    if not info.isreg() or info.issparse():
        raise BackupRefused(f"It holds something that is not a plain file: {info.name[:80]!r}.")
    path = PurePosixPath(info.name)
    is_plain = str(path) == info.name and not path.is_absolute() and ".." not in path.parts
    is_printable = info.name.isprintable() and "\\" not in info.name and len(info.name) <= 1000
    is_ours = info.name in {MANIFEST, SECRET_KEY} or info.name.startswith((DATA, MEDIA, STORES))
    if not (is_plain and is_printable and is_ours):
        raise BackupRefused(f"It holds a file with a name that no backup has: {info.name[:80]!r}.")


def each_line(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise BackupRefused("A row is cut short or of absurd size.")
        yield line


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes | IO[bytes], size: int) -> None:
    """Put one plain file into the archive, its owner unnamed."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, BytesIO(content) if isinstance(content, bytes) else content)
    tar.members.clear()  # type: ignore[attr-defined]


def count_and_hash(member: Member) -> tuple[int, str]:
    """Lines and SHA-256 of a member."""
    digest, count = hashlib.sha256(), 0
    for line in each_line(member.stream):
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def hash_of(member: Member) -> str:
    digest = hashlib.sha256()
    for block in blocks(member.stream):
        digest.update(block)
    return digest.hexdigest()

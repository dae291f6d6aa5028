"""Reads any file of posts: opens it (plain, gzip, Zstandard), sees from its content what it is, and gives its sayings.

What cannot be read is reported by file and place, and the rest is read.
"""

import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple, cast
from zlib import error as ZlibError  # noqa: N812  it is an exception

import orjson
import zstandard

from tabard.occasions.tweetathon.reading import jetstream, mastodon, pieces, table, x_v1, x_v2
from tabard.occasions.tweetathon.reading.source import Source
from tabard.occasions.tweetathon.saying import Saying, Unreadable

SOURCES: tuple[Source, ...] = (jetstream.SOURCE, x_v2.SOURCE, mastodon.SOURCE, x_v1.SOURCE)
GZIP, ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
MARK = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff")
HEAD = 1 << 16
HALF_EMOJI = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}"
)
NO_NUMBER = re.compile(r"([:\[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])")
FAULTS_TOLD = 1_000
NO_MAPPING: Mapping[str, str] = {}


class Fault(NamedTuple):
    """One place that could not be read. It never holds what was there."""

    file: str
    where: str
    why: str


@dataclass
class Report:
    """What reading met on its way: kept by whoever reads, for one file or many."""

    faults: list[Fault] = field(default_factory=list)  # the first FAULTS_TOLD of them
    fault_count: int = 0
    values: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    bytes_read: int = 0

    def note(self, file: str, where: str, why: str) -> None:
        self.fault_count += 1
        if len(self.faults) < FAULTS_TOLD:
            self.faults.append(Fault(file, where, why))


def read(path: Path, report: Report, *, mapping: Mapping[str, str] = NO_MAPPING, skip: int = 0) -> Iterator[Saying]:
    """The sayings of one file, in bounded memory whatever its size.

    `skip` values were taken before and are passed over. `report.values` counts those of this file so far, and these.
    """
    report.values = 0
    try:
        with opened(path, report) as file:
            yield from _read(file, path.name, report, mapping, skip)
    except (OSError, EOFError, ZlibError, zstandard.ZstdError) as error:
        report.note(path.name, "file", _reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "the packed file is damaged or cut off"


@contextmanager
def opened(path: Path, report: Report) -> Iterator[io.BufferedReader]:
    """The content of a file, unpacked. `report.bytes_read` follows the packed one, as its size is what is known."""
    with path.open("rb") as raw:
        watched = _Watched(raw, report)
        begin = raw.peek(4)[:4]
        if begin.startswith(GZIP):
            with gzip.open(watched) as unpacked:
                yield io.BufferedReader(unpacked, HEAD)
        elif begin == ZSTANDARD:
            with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
                cast("IO[bytes]", watched), read_across_frames=True
            ) as unpacked:
                yield io.BufferedReader(unpacked, HEAD)
        else:
            yield io.BufferedReader(watched, HEAD)


class _Watched(io.RawIOBase):
    """Counts what is read into the report."""

    def __init__(self, raw: IO[bytes], report: Report) -> None:
        self._raw, self._report = raw, report

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got: int = self._raw.readinto(buffer)  # type: ignore[attr-defined]
        self._report.bytes_read += got
        return got


def _read(
    file: io.BufferedReader, name: str, report: Report, mapping: Mapping[str, str], skip: int
) -> Iterator[Saying]:
    head = file.peek(HEAD)[:HEAD]
    if head.startswith(MARK):
        file.read(len(MARK))
        head = head[len(MARK) :]
    first = head.lstrip()[:1]
    if head.startswith(WIDE):
        report.note(name, "file", "it is UTF-16: save it as UTF-8")
    elif first in {b"{", b"["} or _is_cut_off_json(head):
        cut = pieces.values if first == b"[" else pieces.lines
        yield from _from_json(cut(file), name, report, skip)
    elif first and b"," not in head and b";" not in head and b"\t" not in head:
        report.note(name, "file", "it is neither JSON nor a table with columns")
    elif first:
        yield from _from_table(file, name, report, mapping, skip)


def _is_cut_off_json(head: bytes) -> bool:
    """The end of a value, or a program's word to its user, and then lines of JSON."""
    line, _, rest = head.partition(b"\n")
    return rest.lstrip()[:1] in {b"{", b"["} and (b'":' in line or not re.search(rb"[,;\t]", line))


def _from_json(cut: Iterator[pieces.Piece], name: str, report: Report, skip: int) -> Iterator[Saying]:
    usual = SOURCES[0]
    for where, content in cut:
        report.values += 1
        if report.values <= skip:
            continue
        try:
            value = _parsed(content)
            if not usual.recognises(value):
                usual = _source_of(value)
            report.by_source[usual.name] += 1
            for saying in list(usual.sayings(value)):  # a value that breaks off half-way gives nothing
                if isinstance(saying, Unreadable):
                    report.note(name, where, str(saying))
                else:
                    yield saying
        except Unreadable as fault:
            report.note(name, where, str(fault))


def _parsed(content: bytes | Unreadable) -> dict[str, Any]:
    if isinstance(content, Unreadable):
        raise content
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        value = _mended(content)
    if not isinstance(value, dict):
        raise Unreadable("it is JSON, but no post")
    return value


def _mended(content: bytes) -> Any:
    """What many programs write and JSON does not have: half an emoji, since a text was cut after so many letters; NaN
    for what a table lacks; other encodings than UTF-8."""
    text = HALF_EMOJI.sub(r"\\ufffd", content.decode(errors="replace"))
    try:
        return orjson.loads(NO_NUMBER.sub(r"\1null", text))
    except orjson.JSONDecodeError:
        raise Unreadable("it is no JSON, or cut off") from None


def _source_of(value: dict[str, Any]) -> Source:
    for source in SOURCES:
        if source.recognises(value):
            return source
    raise Unreadable("it is JSON of no kind that is known here")


def _from_table(file: IO[bytes], name: str, report: Report, mapping: Mapping[str, str], skip: int) -> Iterator[Saying]:
    text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline="")
    try:
        for line, row in table.rows(text, mapping):
            report.values += 1
            if report.values <= skip:
                continue
            try:
                yield _of_row(row)
                report.by_source["CSV"] += 1
            except Unreadable as fault:
                report.note(name, f"line {line}", str(fault))
    except table.NoColumns as fault:
        report.note(name, "line 1", str(fault))
    finally:
        text.detach()


def _of_row(row: table.Row | Unreadable) -> Saying:
    if isinstance(row, Unreadable):
        raise row
    return table.saying(row)

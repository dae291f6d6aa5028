"""Lists of who is kept out, as Mastodon exports and imports them: servers with their severity, or handles of actors."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import idna

from tabard.gateways.activitypub.receive.handles import handle_in
from tabard.lib.cells import FORMULA, harmless
from tabard.lib.text import clean
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.models import HostBlock

COLUMNS = ["#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"]
HANDLE_COLUMNS = {"account address", "#handle"}
LONGEST_COMMENT = 500
LONGEST_HOST = 253
TRUE, FALSE = {"true", "1", "t", "yes"}, {"false", "0", "f", "no", ""}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[0-9]{1,5})?")


class ListUnreadable(Exception):
    """Not a list of blocked servers or actors."""


@dataclass(frozen=True)
class Trouble:
    """A line that was left out, and why, in words."""

    line: int
    why: str


@dataclass(frozen=True)
class Handle:
    line: int
    name: str
    host: str


def read_hosts(text: str) -> Iterator[HostRule | Trouble]:
    """A rule for each line, or what is wrong with it. A list of names alone, one on a line, is taken too: all of them
    are suspended. Raises ListUnreadable."""
    for number, row in _rows(text, COLUMNS):
        try:
            yield _rule(row)
        except ValueError as error:
            yield Trouble(number, str(error))


def read_handles(text: str) -> Iterator[Handle | Trouble]:
    """The handle of each line, or what is wrong with it. Raises ListUnreadable."""
    for number, row in _rows(text, ["#handle"]):
        name, host = handle_in(row.get("#handle") or row.get("account address") or "")
        yield Handle(number, name, host) if host else Trouble(number, "this is no handle as name@host")


def _rows(text: str, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that holds something, by the names of its columns; without a first line of names, in their order."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [cell.strip().lower() for cell in cells]
                if names[0].startswith("#") or names[0] in {"domain", *HANDLE_COLUMNS}:
                    names = [name if name in HANDLE_COLUMNS else f"#{name.lstrip('#')}" for name in names]
                    continue
                names = columns
            yield reader.line_num, dict(zip(names, (cell.strip() for cell in cells), strict=False))
    except csv.Error:
        raise ListUnreadable("the file is no CSV") from None


def _rule(row: dict[str, str]) -> HostRule:
    """Raises ValueError in words for people."""
    severity = row.get("#severity", "").lower() or HostBlock.Severity.SUSPEND.value
    if severity not in HostBlock.Severity.values:
        raise ValueError(f"Tabard keeps servers out by silence or suspend, not by “{severity[:30]}”")
    comment = row.get("#public_comment", "")
    comment = comment[1:] if comment[:1] == "'" and comment[1:2] in FORMULA else comment
    return HostRule(
        host=checked_host(row.get("#domain", "")),
        severity=severity,
        reject_media=_truth(row, "#reject_media"),
        reject_reports=_truth(row, "#reject_reports"),
        public_comment=" ".join(clean(comment).split())[:LONGEST_COMMENT],
        obfuscate=_truth(row, "#obfuscate"),
    )


def checked_host(text: str) -> str:
    """The server's name as it is kept, from what people type. Raises ValueError in words for people."""
    if "*" in text:
        raise ValueError("the server's name is hidden behind asterisks")
    try:
        host = text if text.isascii() else idna.encode(text, uts46=True).decode()
    except idna.IDNAError:
        host = ""
    host = host.lower().rstrip(".")
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host):
        raise ValueError("this is no server's name")
    return host


def _truth(row: dict[str, str], name: str) -> bool:
    value = row.get(name, "").lower()
    if value not in TRUE | FALSE:
        raise ValueError(f"{name.lstrip('#')} must be true or false")
    return value in TRUE


def write_hosts(blocks: Iterable[HostBlock]) -> str:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for block in blocks:
        truths = (block.reject_media, block.reject_reports)
        words = [*map(_spelled, truths), harmless(block.public_comment), _spelled(block.obfuscate)]
        lines.writerow([block.host, block.severity, *words])
    return out.getvalue()


def write_handles(handles: Iterable[str]) -> str:
    """As Mastodon lists blocked accounts: one to a line, without names of columns."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([handle] for handle in handles)
    return out.getvalue()


def _spelled(truth: bool) -> str:  # noqa: FBT001  a value
    return "true" if truth else "false"

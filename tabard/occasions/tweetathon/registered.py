"""The accounts that took part on purpose: their names are kept, and their figures stand under their force."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tabard.occasions.tweetathon.reading import values

COLUMNS = ["network", "account", "force"]


class NotARegister(ValueError):
    """The file is no list of accounts; the message says in which line."""


class Registered(NamedTuple):
    """`account` is the handle, or on Bluesky the DID; in the spelling of `values.handle`. `country`, where it is known,
    is that of the force, and so of what it posts."""

    network: str
    account: str
    force: str
    country: str = ""
    handle: str = ""
    """Of an account that is known by its DID: what people call it."""


class Alias(NamedTuple):
    """Another name under which a registered account was kept before it registered."""

    network: str
    name: str
    account: str


def read_register(path: Path) -> list[Registered]:
    """A CSV with the columns network, account and force, and perhaps country (ISO 3166-1). Raises NotARegister."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if lines.fieldnames is None or not set(COLUMNS) <= set(lines.fieldnames):
            raise NotARegister(f"{path.name}: its first line has to name the columns {', '.join(COLUMNS)}")
        return checked(
            Registered(
                (row["network"] or "").strip().lower(),
                values.handle(row["account"]) or "",
                row["force"] or "",
                values.country(row.get("country")) or "",
            )
            for row in lines
        )


def checked(rows: Iterable[Registered]) -> list[Registered]:
    """The same, each account once. Raises NotARegister where two forces claim one, or a cell is empty."""
    found: dict[tuple[str, str], Registered] = {}
    for number, row in enumerate(rows, 2):
        if not all(row[:3]):
            raise NotARegister(f"line {number}: network, account and force all have to be there")
        if found.setdefault(row[:2], row).force != row.force:
            raise NotARegister(f"line {number}: another force has registered this account")
    return list(found.values())

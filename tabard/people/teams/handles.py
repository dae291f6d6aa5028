"""What a handle looks like: `/@riverside`, also the local part of a fediverse address."""

import re
import unicodedata
from collections.abc import Container

from django.utils.translation import gettext as _

LONGEST = 30
SHAPE = re.compile(r"[a-z0-9_]{2,30}")
# names that people would take for the server's own voice, for the force's emergency line, or for everybody
RESERVED = frozenset(
    word
    for line in (
        "000 110 112 119 911 999 101 abuse account accounts actor admin administrator all anonymous api badge channel",
        "desk emergency everyone everybody followers following guest help here hostmaster info inbox instance lead",
        "live mail me moderator nobody noreply no_reply null official outbox police postmaster public relay report",
        "root safeguarding security server service sharedinbox staff support sysadmin system tabard undefined user",
        "users webfinger webmaster www you",
    )
    for word in line.split()
)


# a collar number stands in the address of a badge
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")


class NumberRefused(ValueError):
    """The words say why, to the person who typed the collar number."""


class HandleRefused(ValueError):
    """The words say why, to the person who chose the handle."""


def clean_handle(text: str) -> str:
    """The handle as it is kept: in lower case, without @. Raises HandleRefused for all but 2 to 30 of a-z, 0-9, _."""
    name = text.strip().removeprefix("@")
    if name.isascii():
        name = name.lower()
    if not SHAPE.fullmatch(name):
        raise HandleRefused(_("A handle has 2 to 30 letters a to z, digits or underscores, and nothing else."))
    if name.strip("_") in RESERVED or not name.strip("_"):
        raise HandleRefused(_("This handle is kept free, because people could take it for somebody else."))
    return name


def clean_number(text: str) -> str:
    """A collar number as it is kept and shown. Raises NumberRefused."""
    number = text.strip()
    if not NUMBER.fullmatch(number):
        raise NumberRefused(_("A collar number has up to 20 digits, letters and hyphens, and no blanks."))
    return number


def words_of_handle(handle: str, *called: str) -> str:
    """What people read in it, as names are written: `john_smith` says John Smith. Nothing where it only says what they
    are `called` anyway, with a number or without."""
    plain = handle.strip().removeprefix("@").lower()
    if re.sub(r"_[0-9]+$", "", plain) in {suggest_handle(name, taken=()) for name in called}:
        return ""
    return " ".join(part.title() if part.isalpha() else part for part in plain.split("_") if part)


def suggest_handle(name: str, *, taken: Container[str]) -> str:
    """A handle made from a name in any script, free in `taken` (lower case), ever the same for the same two."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    if len(stem) < 2 or stem in RESERVED:
        stem = f"team_{stem}".strip("_")[:LONGEST]
    handle, number = stem, 1
    while handle in taken:
        number += 1
        handle = f"{stem[: LONGEST - len(str(number)) - 1].rstrip('_')}_{number}"
    return handle

"""Structured fields (RFC 9651) by http-sf, with our own error and no key twice.

Signatures and digests are nearly always one byte sequence under one key, and components a bare name. http-sf looks at
every character of them, which took as long as checking the signature itself: so these are read and written here.
"""

import re
from base64 import b64decode
from typing import Any

import http_sf

from tabard.lib.signatures.refusals import Unreadable

ONE_BYTE_SEQUENCE = re.compile(
    r"([a-z*][a-z0-9_.*-]*)=:((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?):"
)
BARE_NAME = re.compile(r"@?[a-z0-9-]+")


def read_dictionary(value: str) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Each member is a value or a list of items, with its parameters. Raises Unreadable."""
    simple = ONE_BYTE_SEQUENCE.fullmatch(value)
    if simple:
        return {simple[1]: (b64decode(simple[2]), {})}
    read: dict[str, tuple[Any, dict[str, Any]]] = read_field(value, "dictionary")
    return read


def read_field(value: str, kind: str) -> Any:
    """A "dictionary", "list" or "item". Raises Unreadable."""
    try:
        return http_sf.parse(value.encode("ascii"), tltype=kind, on_duplicate_key=_refuse_second)
    except (ValueError, OverflowError):
        raise Unreadable("a structured field breaks its grammar") from None


def _refuse_second(_key: str, _context: str) -> None:
    """RFC 9651 §4.2 lets the last one win; whoever checks and whoever uses it must not take different ones."""
    raise Unreadable("a structured field holds a key twice")


def written_item(name: str, parameters: dict[str, Any]) -> str:
    """A string with its parameters. Raises Unreadable for what cannot be spelled."""
    if not parameters and BARE_NAME.fullmatch(name):
        return f'"{name}"'
    return written((name, parameters))


def written(structure: Any) -> str:
    """The one spelling that RFC 9651 §4.1 allows. Raises Unreadable."""
    try:
        return http_sf.ser(structure)
    except (ValueError, OverflowError):
        raise Unreadable("a structured field cannot be written") from None

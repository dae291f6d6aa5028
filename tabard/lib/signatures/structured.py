"""Structured fields (RFC 9651) by http-sf, with our own error and no key twice."""

from typing import Any

import http_sf

from tabard.lib.signatures.refusals import Unreadable


def read_dictionary(value: str) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Each member is a value or a list of items, with its parameters. Raises Unreadable."""
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


def written(structure: Any) -> str:
    """The one spelling that RFC 9651 §4.1 allows. Raises Unreadable for what cannot be spelled."""
    try:
        return http_sf.ser(structure)
    except (ValueError, OverflowError):
        raise Unreadable("a structured field cannot be written") from None

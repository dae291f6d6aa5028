"""What a file says about an area beside its shape, checked so that it can be kept as it is, and told if not."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from tabard.lib.geo.features import BadShape
from tabard.lib.geo.rings import shown

LONGEST_CODE, LONGEST_NAME = 50, 200
DEEPEST = 50
_NO_ADDRESS = re.compile(r"[/\\?#\x00-\x1f\x7f-\x9f\u2028\u2029]|\A\.{1,2}\Z")


def check_words(code: str, name: str) -> None:
    """Raises BadShape. Codes are never cut: two that differ at their end would become one. The API is asked for them in
    its addresses, so that they hold nothing that divides those (RFC 3986 §3.3), and no control character."""
    if len(code) > LONGEST_CODE:
        raise BadShape(f"its code {shown(code)} has {len(code)} characters, and {LONGEST_CODE} are the most")
    _check(code, "its code", 0)
    if _NO_ADDRESS.search(code):
        allowed = "no / \\ ? # and no control characters, nor . or .. alone"
        raise BadShape(f"its code {shown(code)} cannot stand in an address: {allowed}")
    _check(name, "its name", 0)


def check_properties(properties: Mapping[str, Any]) -> None:
    """Raises BadShape for what JSON (RFC 8259 §6, §8.2) or a database cannot hold."""
    for key, value in properties.items():
        _check(key, "the name of a property", 0)
        _check(value, f"its property {shown(key)}", 0)


def _check(value: Any, what: str, depth: int) -> None:
    if depth > DEEPEST:
        raise BadShape(f"{what} is nested too deeply")
    if isinstance(value, float) and not np.isfinite(value):
        raise BadShape(f"{what} is {value}, not a number")
    if isinstance(value, str) and not is_text(value):
        raise BadShape(f"{what} is {shown(value)}, which holds what is no character")
    for inside in _inside(value):
        _check(inside, what, depth + 1)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def is_text(value: str) -> bool:
    """Whether no NUL and no half of a surrogate pair is in it: neither can be kept."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)

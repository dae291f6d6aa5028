"""JSON from strangers: read within bounds, or refused for a named reason, in linear time."""

import json
import math
import re
from typing import Any, NoReturn

LARGEST_BYTES = 1_000_000
DEEPEST = 64
LONGEST_NUMBER = 30

# a string (also one that never ends) as one, without looking back; or what opens and closes
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?+|[\[{]|[\]}]', re.DOTALL)
_OPENS, _CLOSES = (b"[", b"{"), (b"]", b"}")


class JsonRefused(Exception):
    """Not JSON that we read; subclasses say why. No text names what was in it."""


class JsonTooLarge(JsonRefused):
    pass


class JsonTooDeep(JsonRefused):
    pass


class NotJson(JsonRefused):
    """It breaks the grammar of RFC 8259 or 7493: text that is not UTF-8, a name twice, a number beyond measure."""


def read_object(body: bytes, *, largest_bytes: int = LARGEST_BYTES) -> dict[str, Any]:
    """The object that `body` holds. Raises JsonTooLarge, JsonTooDeep, NotJson."""
    if len(body) > largest_bytes:
        raise JsonTooLarge
    _check_depth(body)
    try:
        read = _READER.decode(body.decode("utf-8"))
        if b"\\u" in body:  # half a surrogate pair is no character, and no database keeps it
            json.dumps(read, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise NotJson from None
    if not isinstance(read, dict):
        raise NotJson
    return read


def _check_depth(body: bytes) -> None:
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return  # as most are: no deeper than there are brackets
    depth = 0
    for token in _TOKEN.finditer(body):
        if token[0] in _OPENS:
            depth += 1
            if depth > DEEPEST:
                raise JsonTooDeep
        elif token[0] in _CLOSES:
            depth -= 1


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Where a name stands twice, whoever checks and whoever uses it could take different ones."""
    read = dict(pairs)
    if len(read) < len(pairs):
        raise NotJson
    return read


def _refuse_constant(_name: str) -> NoReturn:
    raise NotJson


def _finite(digits: str) -> float:
    number = float(digits) if len(digits) <= LONGEST_NUMBER else math.inf
    if not math.isfinite(number):
        raise NotJson
    return number


def _small_enough(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotJson
    return int(digits)


_READER = json.JSONDecoder(
    object_pairs_hook=_without_doubles,
    parse_constant=_refuse_constant,
    parse_float=_finite,
    parse_int=_small_enough,
)

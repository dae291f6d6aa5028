"""JSON from strangers, read strictly: depth, encoding and keys that stand twice get an error, not a guess."""

import json
from typing import Any

from tabard.lib.geo.features import BadFile

MOST_BYTES = 256 * 1024 * 1024


def parse_json(content: bytes) -> Any:
    """Read UTF-8 JSON (a byte order mark is let pass); raises BadFile."""
    if len(content) > MOST_BYTES:
        raise BadFile(f"it is larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_twins)
    except BadFile:
        raise
    except UnicodeDecodeError as error:
        raise BadFile(f"it is not UTF-8 text: byte {error.start} cannot be read") from None
    except json.JSONDecodeError as error:
        raise BadFile(f"it is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise BadFile("it is nested too deeply to be read") from None
    except ValueError as error:
        raise BadFile(f"it holds a number that cannot be read: {error}") from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise BadFile(f"the key “{twin}” stands twice in one object, so it is not clear which value is meant")
    return read

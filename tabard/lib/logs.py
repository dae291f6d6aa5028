"""Log lines that say what went wrong and where, and never with what.

The message of an error, the values around it and the address that was asked for may hold a resident's words, their
position or a secret.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

MOST_FRAMES = 12


def without_words(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: an exception becomes its type and the places in the code that it passed."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
        line["at"] = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    line.pop("stack_info", None)
    return line


class RouteForPath(logging.Filter):
    """Django names the address of a failed request, and addresses may hold tokens: name its route instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            record.msg = f"request failed: {match.route if match else 'an address that is not ours'}"
            record.args = ()
        return True


class WithoutRefusedHandshakes(logging.Filter):
    """Uvicorn 0.54 calls it an error when a websocket is refused with an answer (ASGI's Websocket Denial Response), as
    whoever comes with a wrong token is."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.msg != "ASGI callable returned without completing handshake."

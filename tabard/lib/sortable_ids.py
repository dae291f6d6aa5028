"""Numbers that grow with time: rows can be told apart, sorted and paged by their id alone."""

import itertools
import secrets
from datetime import UTC, datetime

_BITS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_drawn = itertools.count(secrets.randbits(_BITS))  # its next() is one step, whichever thread asks


def sortable_id(moment: datetime) -> int:
    """Milliseconds since 1970 and 16 bits that count on from where this process drew its start: the 65,536 that a
    process makes in a row differ, and two of one millisecond that two processes make are the same once in 65,536 times.

    A moment before 1970 counts as 1970. The number fits a signed 64-bit column until the year 6429.
    """
    return first_id_at(moment) | next(_drawn) & ((1 << _BITS) - 1)


def first_id_at(moment: datetime) -> int:
    """The least id of `moment`: everything before it has a smaller one."""
    return max(int((moment - _EPOCH).total_seconds() * 1000), 0) << _BITS

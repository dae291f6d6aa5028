"""Long files of texts, one to a line, and answers to them: one line out for each line in, in the same order."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 100_000  # letters; what is behind is passed over
TOLD_EVERY = 10_000


def lines_of(name: str) -> Iterator[str]:
    """The lines of the file, or of standard input for `-`. A line ends with a line feed and with nothing else: profiles
    hold stranger ends. Raises OSError."""
    if name == "-":
        yield from _lines(sys.stdin)
        return
    with Path(name).open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        yield from _lines(file)


def _lines(file: TextIO) -> Iterator[str]:
    while piece := file.readline(LONGEST_LINE):
        yield piece.rstrip("\r\n")
        while not piece.endswith("\n") and (piece := file.readline(LONGEST_LINE)):
            pass


def counted(answers: Iterable[str], tell: Callable[[int], None]) -> Iterator[str]:
    """The answers, and now and then to `tell` how many there were; at the end once more."""
    count = 0
    for count, answer in enumerate(answers, start=1):
        yield answer
        if count % TOLD_EVERY == 0:
            tell(count)
    if count % TOLD_EVERY:
        tell(count)

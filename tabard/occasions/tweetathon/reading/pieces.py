"""Cuts a file of JSON into its values without holding more than one: lines, one giant array, or values in a row.

Values are cut by their brackets and parsed one by one, so that a value that is no JSON costs none but itself.
"""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from tabard.occasions.tweetathon.saying import Unreadable

CHUNK = 1 << 20
LONGEST = 64 << 20  # bytes of one value: a page of twarc has some 2 MB
# a whole string, the beginning of one at the end of what was read, or a bracket
TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
BRACKETS, OPENING = {b"[", b"]", b"{", b"}"}, {b"[", b"{"}
TOO_LONG = "it is longer than any post or page"


class Piece(NamedTuple):
    """The bytes of one value and where it stands: "line 3", or "item 3" where lines say nothing."""

    where: str
    content: bytes | Unreadable


def lines(file: IO[bytes]) -> Iterator[Piece]:
    """JSON Lines. A line end inside a value is none of them."""
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield Piece(f"line {number}", Unreadable(TOO_LONG))
        elif line := line.strip():
            yield Piece(f"line {number}", line)


def values(file: IO[bytes]) -> Iterator[Piece]:
    """The items of an array, or objects one after the other however they are laid out."""
    return Cutter(file).pieces()


class Cutter:
    """Reads on until the brackets of a value are closed. An array around everything is not one of the values."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.held = b""
        self.start: int | None = None  # of the value in `held`
        self.depth = 0
        self.number = 0

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while chunk := self.file.read(CHUNK):
            self.held += chunk
            for token in TOKEN.finditer(self.held, at):
                if token.end() == len(self.held) and token[0][:1] == b'"':
                    break  # the string may go on
                at = token.end()
                if token[0] in BRACKETS:
                    yield from self.bracket(token[0], token.start(), at)
            at = self.forget_what_is_done(at)
            if len(self.held) > LONGEST:
                yield self.given_up(TOO_LONG)
                at = 0
        if self.start is not None or self.held[at:].strip(b" \t\r\n,]"):
            yield self.given_up("it is cut off")

    def bracket(self, bracket: bytes, start: int, end: int) -> Iterator[Piece]:
        if bracket in OPENING:
            if self.depth == 0 and bracket == b"{":
                self.start = start
            self.depth += self.start is not None
        elif self.start is not None:
            self.depth -= 1
            if self.depth == 0:
                self.number += 1
                yield Piece(f"item {self.number}", self.held[self.start : end])
                self.start = None

    def given_up(self, why: str) -> Piece:
        self.number += 1
        self.held, self.start, self.depth = b"", None, 0
        return Piece(f"item {self.number}", Unreadable(why))

    def forget_what_is_done(self, at: int) -> int:
        """Drop what lies before the value that is open, and answer where reading goes on."""
        keep_from = at if self.start is None else self.start
        self.held = self.held[keep_from:]
        self.start = None if self.start is None else 0
        return at - keep_from

"""Cuts a file of JSON into its values without holding more than one: lines, one giant array, or values in a row.

Values are cut by their brackets and parsed one by one, so that a value that is no JSON costs none but itself.
"""

import re
from collections.abc import Generator, Iterator
from io import BufferedReader, BytesIO
from typing import IO, NamedTuple

from tabard.occasions.tweetathon.saying import Unreadable

CHUNK = 1 << 20
LONGEST = 64 << 20  # bytes of one value: a page of twarc has some 2 MB
STRING = rb'"[^"\\\n]*+(?:(?:\\.|\n(?![ \t]*[\[{]))[^"\\\n]*+)*+'
# all up to the next bracket, or to the end of a string that breaks off before a line that begins a value, or of what is
# whole
TOKEN = re.compile(
    rb'(?:[^"\[\]{}]++|' + STRING + rb'")*+(?:(?P<bracket>[\[\]{}])|(?P<broken>' + STRING + rb"\n))?", re.DOTALL
)
OPENS = {b"]": b"[", b"}": b"{"}
BEGINS = re.compile(rb"\n(?=[ \t]*[\[{])")  # a line in which a value may begin
UNFINISHED = {b"{", b"[", b","}  # how a line ends that goes on in the next
NEW_LINE = ord("\n")
CUT_OFF = "it is cut off"
TOO_LONG = "it is longer than any post or page"


class Piece(NamedTuple):
    """The bytes of one value and where it stands: "line 3", or "item 3" where lines say nothing."""

    where: str
    content: bytes | Unreadable


def lines(file: BufferedReader) -> Iterator[Piece]:
    """JSON Lines. From a line on that ends in the middle of something, values may be laid out over several."""
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield Piece(f"line {number}", Unreadable(TOO_LONG))
        elif line.rstrip()[-1:] in UNFINISHED and (number == 1 or file.peek(1)[:1] not in b"{["):
            yield from Cutter(file, line).pieces()
        elif line := line.strip():
            yield from in_line(line, f"line {number}")


def in_line(line: bytes, where: str) -> Iterator[Piece]:
    """Most often one. Some tools write a page a line; and a file without a line end at its end runs into the next."""
    several = list(values(BytesIO(line))) if line[:1] == b"[" or b"}{" in line else []
    if several:
        yield from (Piece(where, each.content) for each in several)
    elif line != b"[]":
        yield Piece(where, line)


def values(file: IO[bytes]) -> Iterator[Piece]:
    """The items of an array, or objects one after the other however they are laid out."""
    return Cutter(file).pieces()


class Cutter:
    """Reads on until the brackets of a value are closed. An array around everything is not one of the values.

    A value that is cut off ends where no JSON could go on, and reading goes on with the next line that begins one. What
    is read again for that is no more than what was read once.
    """

    def __init__(self, file: IO[bytes], held: bytes = b"") -> None:
        self.file = file
        self.held = held  # of the file, read before
        self.start: int | None = None  # of the value in `held`
        self.open: list[bytes] = []  # its brackets
        self.number = 0
        self.allowance = LONGEST  # bytes that may be read again

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while chunk := self.file.read(CHUNK):
            self.held += chunk
            self.allowance += len(chunk)
            at = yield from self.scan(at)
            at = self.forget_what_is_done(at)
            if len(self.held) > LONGEST:
                yield self.given_up(TOO_LONG)
                at = self.forget_what_is_done((yield from self.scan(self.next_line(1))))
        while self.start is not None:
            begins = self.start + 1
            yield self.given_up(CUT_OFF)
            at = yield from self.scan(self.next_line(begins))
        if self.held[at:].strip(b" \t\r\n,]"):
            yield self.given_up(CUT_OFF)

    def scan(self, at: int) -> Generator[Piece, None, int]:
        """The values that end in what is held from `at` on. Answers where it has to go on."""
        is_broken = True
        while is_broken:
            at, is_broken = yield from self.until_broken(at)
            if is_broken:
                yield self.given_up(CUT_OFF)
                at = self.next_line(at)
        return at

    def until_broken(self, at: int) -> Generator[Piece, None, tuple[int, bool]]:
        while token := TOKEN.match(self.held, at):
            at = token.end()
            if token.lastgroup is None:
                break
            if token.lastgroup == "broken":
                if self.start is not None:
                    return at - 1, True
            elif (broken := self.broken_by(token["bracket"], at - 1)) is not None:
                return broken, True
            else:
                yield from self.bracket(token["bracket"], at)
        return at, False

    def broken_by(self, bracket: bytes, start: int) -> int | None:
        """From where to look for the next value, if this bracket cannot stand where it does."""
        if self.start is None:
            return None
        if bracket in OPENS:
            return None if self.open[-1] == OPENS[bracket] else self.start + 1
        line = start
        while self.held[line - 1] in b" \t":
            line -= 1
        if self.held[line - 1] != NEW_LINE:
            return None
        last = line - 1
        while self.held[last] in b" \t\r\n":
            last -= 1
        return None if self.held[last] in (b":" if self.open[-1] == b"{" else b"[,") else line - 1

    def bracket(self, bracket: bytes, end: int) -> Iterator[Piece]:
        if bracket not in OPENS:
            if not self.open and bracket == b"{":
                self.start = end - 1
            if self.start is not None:
                self.open.append(bracket)
        elif self.start is not None:
            self.open.pop()
            if not self.open:
                self.number += 1
                yield Piece(f"item {self.number}", self.held[self.start : end])
                self.start = None

    def given_up(self, why: str) -> Piece:
        self.number += 1
        self.start, self.open = None, []
        return Piece(f"item {self.number}", Unreadable(why))

    def next_line(self, at: int) -> int:
        """Where the next line begins in which a value may begin, or the end of what is held."""
        found = BEGINS.search(self.held, at)
        again = len(self.held) - found.end() if found else 0
        if found is None or again > self.allowance:
            return len(self.held)
        self.allowance -= again
        return found.end()

    def forget_what_is_done(self, at: int) -> int:
        """Drop what lies before the value that is open, and answer where reading goes on."""
        keep_from = at if self.start is None else self.start
        self.held = self.held[keep_from:]
        self.start = None if self.start is None else 0
        return at - keep_from

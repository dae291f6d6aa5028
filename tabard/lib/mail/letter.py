"""A letter is made into MIME once; each recipient's own words are then put in as bytes.

Building a MIME tree per recipient is what makes mass mail slow. So the letter is written with blanks (random words that
no text can contain by chance or by ill will), encoded once, cut at the blanks, and joined again for each recipient.
"""

import binascii
import html
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from enum import StrEnum

_SAFE_VALUE = re.compile(r"[!-;=?-~]+", re.ASCII)  # printable, no space, no angle brackets
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_LINE = 75  # RFC 2045 §6.7: 76 with the soft break's "="


class UnsafeHeader(ValueError):
    """A header value holds a line break or another control character."""


class UnsafeValue(ValueError):
    """What should fill a blank holds more than one plain printable ASCII word."""


class BlankLost(ValueError):
    """The encoded letter holds another number of blanks than its sources: it must not be sent."""


class Blanks:
    """A word for each named blank, made anew for each letter, to be written where the recipient's own will stand."""

    def __init__(self, *names: str) -> None:
        nonce = secrets.token_hex(10)
        self._words = {name: f"zq{nonce}{number:02d}qz" for number, name in enumerate(names)}
        self._pattern = re.compile("|".join(self._words.values()) or r"(?!)")

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._words)

    def count(self, *texts: str) -> dict[str, int]:
        return {name: sum(text.count(word) for text in texts) for name, word in self._words.items()}

    def split(self, text: str) -> list[tuple[str, str]]:
        """Return (text before, name of the blank after it) pairs; the last name is empty."""
        names = {word: name for name, word in self._words.items()}
        pairs, start = [], 0
        for match in self._pattern.finditer(text):
            pairs.append((text[start : match.start()], names[match[0]]))
            start = match.end()
        return [*pairs, (text[start:], "")]


@dataclass(frozen=True)
class Letter:
    """What a letter says to everyone. `headers` come after the standard ones, in their order; blanks may stand in
    `to`, `message_id` (without angle brackets), `headers`, `text` and `html`, not in `subject` and the sender."""

    sender_name: str
    sender: str
    to: str
    subject: str
    date: datetime
    message_id: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


class _Place(StrEnum):
    HEADER = "header"
    TEXT = "text"
    HTML = "html"


@dataclass(frozen=True)
class Stencil:
    """An encoded letter, cut at its blanks."""

    letter: Letter
    blanks: Blanks
    pieces: tuple[tuple[bytes, str, _Place], ...]

    def fill(self, **values: str) -> bytes:
        """Return the whole message with CRLF line ends. Raises UnsafeValue, and KeyError where a value is missing."""
        for value in values.values():
            if not _SAFE_VALUE.fullmatch(value):
                raise UnsafeValue(value)
        parts: list[bytes] = []
        for piece, name, place in self.pieces:
            parts.append(piece)
            if name:
                parts.append(_encoded_value(values[name], place))
        return b"".join(parts)

    def fill_letter(self, **values: str) -> Letter:
        """The same for those who must have the parts and not the bytes (web APIs of mail providers)."""
        for value in values.values():
            if not _SAFE_VALUE.fullmatch(value):
                raise UnsafeValue(value)

        def put(text: str) -> str:
            return "".join(before + (values[name] if name else "") for before, name in self.blanks.split(text))

        plain = self.letter
        escaped = {name: html.escape(value) for name, value in values.items()}
        body = "".join(before + (escaped[name] if name else "") for before, name in self.blanks.split(plain.html))
        return Letter(
            sender_name=plain.sender_name,
            sender=plain.sender,
            to=put(plain.to),
            subject=plain.subject,
            date=plain.date,
            message_id=put(plain.message_id),
            text=put(plain.text),
            html=body,
            headers={name: put(value) for name, value in plain.headers.items()},
        )


def cut(letter: Letter, blanks: Blanks) -> Stencil:
    """Encode the letter as multipart/alternative, all of it 7-bit with short lines. Raises UnsafeHeader, BlankLost."""
    boundary = f"=_{secrets.token_hex(12)}"
    pieces: list[tuple[bytes, str, _Place]] = []
    for name, value in _headers(letter, boundary):
        _add_header(pieces, name, value, blanks)
    _add(pieces, b"\r\nThis is a message in two forms.\r\n")
    for subtype, place, source in (("plain", _Place.TEXT, letter.text), ("html", _Place.HTML, letter.html)):
        _add(
            pieces,
            f'--{boundary}\r\nContent-Type: text/{subtype}; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode("ascii"),
        )
        _add_body(pieces, source, place, blanks)
        _add(pieces, b"\r\n")
    _add(pieces, f"--{boundary}--\r\n".encode("ascii"))
    stencil = Stencil(letter=letter, blanks=blanks, pieces=tuple(pieces))
    _check(stencil)
    return stencil


def list_headers(*, list_id: str, list_name: str, unsubscribe_url: str) -> dict[str, str]:
    """The headers of mail that was asked for by many: RFC 2919, RFC 2369, RFC 8058 §3.1, RFC 3834 §5.

    `unsubscribe_url` must be https and be taken at its word by POST alone: no cookie, no log-in, no further page.
    """
    return {
        "List-Id": f"{encoded_phrase(list_name)} <{list_id}>",
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "list",
        "Auto-Submitted": "auto-generated",
    }


def encoded_phrase(name: str) -> str:
    """A display name as RFC 5322 §3.2.5 and RFC 2047 want it. Raises UnsafeHeader."""
    _refuse_control(name)
    if name.isascii() and "=?" not in name:
        return '"' + name.replace("\\", r"\\").replace('"', r"\"") + '"'
    return Header(name, "utf-8", maxlinelen=70).encode(linesep="\r\n")


def _headers(letter: Letter, boundary: str) -> list[tuple[str, str]]:
    _refuse_control(letter.subject)
    return [
        ("From", f"{encoded_phrase(letter.sender_name)} <{_checked(letter.sender)}>"),
        ("To", _checked(letter.to)),
        ("Subject", _encoded_subject(letter.subject)),
        ("Date", format_datetime(letter.date)),
        ("Message-ID", f"<{_checked(letter.message_id)}>"),
        ("MIME-Version", "1.0"),
        *((name, value) for name, value in letter.headers.items()),
        ("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]


def _encoded_subject(subject: str) -> str:
    is_plain = subject.isascii() and "=?" not in subject
    header = Header(subject, "us-ascii" if is_plain else "utf-8", header_name="Subject", maxlinelen=76)
    return header.encode(linesep="\r\n")


def _refuse_control(value: str) -> None:
    if _CONTROL.search(value):
        raise UnsafeHeader(value)


def _checked(value: str) -> str:
    if not _SAFE_VALUE.fullmatch(value):
        raise UnsafeHeader(value)
    return value


def _add(pieces: list[tuple[bytes, str, _Place]], data: bytes) -> None:
    pieces.append((data, "", _Place.HEADER))


def _add_header(pieces: list[tuple[bytes, str, _Place]], name: str, value: str, blanks: Blanks) -> None:
    unfolded = value.replace("\r\n ", "")
    if not re.fullmatch(r"[!-9;-~]+", name, re.ASCII) or _CONTROL.search(unfolded) or not unfolded.isascii():
        raise UnsafeHeader(name)
    lead = f"{name}: "
    for before, blank in blanks.split(value):
        pieces.append(((lead + before).encode("ascii"), blank, _Place.HEADER))
        lead = ""
    _add(pieces, b"\r\n")


def _add_body(pieces: list[tuple[bytes, str, _Place]], source: str, place: _Place, blanks: Blanks) -> None:
    """Each blank stands on a line of its own between soft line breaks, so that no encoder can part it."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    after = b""
    for before, blank in blanks.split(text):
        encoded = after + _quoted_printable(before)
        if blank and not encoded.endswith(b"\n"):
            encoded += b"=\r\n"
        pieces.append((encoded, blank, place))
        after = b"=\r\n"


def _quoted_printable(text: str) -> bytes:
    return binascii.b2a_qp(text.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")


def _encoded_value(value: str, place: _Place) -> bytes:
    if place is _Place.HEADER:
        return value.encode("ascii")
    if place is _Place.HTML:
        value = html.escape(value)
    if len(value) <= _LINE and "=" not in value:
        return value.encode("ascii")
    return _quoted_printable(value)


def _check(stencil: Stencil) -> None:
    letter = stencil.letter
    sources = (letter.to, letter.message_id, *letter.headers.values(), letter.text, letter.html)
    wanted = stencil.blanks.count(*sources)
    found = {name: sum(blank == name for _, blank, _ in stencil.pieces) for name in stencil.blanks.names}
    everything = stencil.fill(**{name: stencil.blanks[name] for name in stencil.blanks.names})
    on_the_wire = stencil.blanks.count(everything.decode("ascii"))
    if not wanted == found == on_the_wire:
        raise BlankLost(f"{wanted} {found} {on_the_wire}")

"""An HTTP message as signatures see it: method, target and header fields, within bounds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self
from urllib.parse import SplitResult, urlsplit

from tabard.lib.signatures.refusals import Unreadable

MOST_HEADERS = 200
LONGEST_HEADERS = 65_536
LONGEST_URL = 8_192
DEFAULT_PORTS = {"https": ":443", "http": ":80"}
BODILESS = {"GET", "HEAD"}
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2
URL = re.compile(r"[!-~]+")  # as it stands on the wire: visible ASCII, all else percent-encoded
FIELD_VALUE = re.compile(r"[\t -~\x80-\xff]*")  # RFC 9110 §5.5, bytes read as Latin-1

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Message:
    """A request, or with `status` the answer to `request`.

    `url` is the whole address as the sender meant it, percent-encoded. It decides what the host is, and not the Host
    header, which a proxy may have rewritten.
    """

    method: str
    url: str
    headers: Headers
    status: int | None = None
    request: Self | None = None
    lines: Mapping[str, list[str]] = field(init=False)
    scheme: str = field(init=False)
    authority: str = field(init=False)  # lower case, without the default port: RFC 9421 §2.2.3
    target: str = field(init=False)  # path and query, in origin form: RFC 9112 §3.2.1

    def __post_init__(self) -> None:
        """Raises Unreadable for what no request can carry."""
        if not TOKEN.fullmatch(self.method):
            raise Unreadable("the method is no token")
        parts = _split(self.url)
        rest = self.url[len(parts.scheme) + len("://") + len(parts.netloc) :].partition("#")[0]
        object.__setattr__(self, "scheme", parts.scheme)
        object.__setattr__(self, "authority", canonical_authority(parts.netloc, parts.scheme))
        object.__setattr__(self, "target", rest if rest.startswith("/") else "/" + rest)
        object.__setattr__(self, "lines", _lines(self.headers))

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def target_uri(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    def value(self, name: str) -> str | None:
        """All lines of the field as one (RFC 9421 §2.1); the host as the sender wrote it, if that is the address's."""
        lines = self.lines.get(name)
        if name == "host":
            is_same = bool(lines) and canonical_authority(", ".join(lines or []), self.scheme) == self.authority
            return lines[0] if lines and is_same else self.authority
        return None if lines is None else ", ".join(lines)

    def needs_digest(self, body: bytes) -> bool:
        return bool(body) or self.method not in BODILESS


def canonical_authority(netloc: str, scheme: str) -> str:
    return netloc.lower().removesuffix(DEFAULT_PORTS[scheme])


@lru_cache(maxsize=1024)
def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_URL or not URL.fullmatch(url):
        raise Unreadable("the address is too long, or not percent-encoded")
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise Unreadable("the address cannot be read") from None
    if not is_whole or "@" in parts.netloc:
        raise Unreadable("the address is no plain web address")
    return parts


def _lines(headers: Headers) -> dict[str, list[str]]:
    """Values by lower-case name, in the order in which they came."""
    lines: dict[str, list[str]] = {}
    length = 0
    for count, (name, value) in enumerate(headers.items() if isinstance(headers, Mapping) else headers):
        length += len(name) + len(value)
        if count >= MOST_HEADERS or length > LONGEST_HEADERS:
            raise Unreadable("the headers are too many or too long")
        if not TOKEN.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
            raise Unreadable("a header holds what no header may")
        lines.setdefault(name.lower(), []).append(value.strip(" \t"))
    return lines

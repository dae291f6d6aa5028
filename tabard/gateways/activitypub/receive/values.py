"""The values in a document: JSON-LD lets each be one thing, a list of things, or left out."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from tabard.gateways.activitypub.receive.refusals import AddressRefused
from tabard.lib.text import clean
from tabard.voice.network import addresses
from tabard.voice.network.models.actors import LONGEST_URI

LARGEST_COUNT = 2_147_483_647
EARLIEST_YEAR = 1990
LONGEST_MEDIA_URI = 2048
LONGEST_HOST = 253
DEFAULT_PORTS = {"https": 443, "http": 80}
PUBLIC = {addresses.PUBLIC, "as:Public", "Public"}  # ActivityPub §5.6: all three may come

Document = Mapping[str, Any]
# what stands in an address (RFC 3986), without the quotation marks and brackets that no peer needs in one
_ORIGIN = re.compile(r"https?://[^/?#]*")
_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
LONGEST_LANGUAGE = 35


def things(value: object) -> Iterator[Any]:
    """Each of a list, the one thing, or none."""
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def first(value: object) -> Any:
    return next(things(value), None)


def objects(value: object) -> Iterator[Document]:
    """Those of the things that are objects."""
    return (thing for thing in things(value) if isinstance(thing, dict))


def kinds(document: Document) -> list[str]:
    """The types of a document; more than one is allowed."""
    return [kind for kind in things(document.get("type")) if isinstance(kind, str)]


def text(value: object, *, longest: int) -> str:
    """A clean string of at most `longest` characters; "" for what is none."""
    return clean(value[: longest * 2])[:longest].strip() if isinstance(value, str) else ""


def line(value: object, *, longest: int) -> str:
    return " ".join(text(value, longest=longest).split())


def worded(document: Document, name: str) -> tuple[str, str]:
    """The words of a property and their language, which is known where `nameMap` says it (ActivityStreams 2.0 §4.7)."""
    plain = document.get(name)
    by_language = document.get(f"{name}Map")
    spoken = {
        tag: words
        for tag, words in (by_language.items() if isinstance(by_language, dict) else ())
        if isinstance(words, str) and language(tag)
    }
    if isinstance(plain, str):
        return plain, next((language(tag) for tag, words in spoken.items() if words == plain), "")
    tag = next(iter(spoken), "")
    return spoken.get(tag, ""), language(tag)


def language(tag: object) -> str:
    """A tag of BCP 47 as it came, or ""."""
    is_tag = isinstance(tag, str) and len(tag) <= LONGEST_LANGUAGE and _LANGUAGE.fullmatch(tag) and tag != "und"
    return str(tag) if is_tag else ""


def moment(value: object) -> datetime | None:
    """A date-time of RFC 3339; one without zone counts as UTC, one of another age as none."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        read = datetime.fromisoformat(value)
        read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read if read.year >= EARLIEST_YEAR else None


def count(value: object) -> int:
    """A number of things, or of a collection that is here as a whole; 0 for what is none."""
    if isinstance(value, dict):
        value = value.get("totalItems")
    return min(value, LARGEST_COUNT) if isinstance(value, int) and value is not True and value > 0 else 0


def address(value: object) -> str:
    """The https address that `value` is, or that it names as its id or href; "" for what is none.

    http is taken only where private addresses are allowed, for trying out on one machine. Of the many ways to write one
    host only the usual is taken, so that hosts can be compared.
    """
    value = id_within(value)
    is_short = len(value) <= LONGEST_URI
    return value if is_short and _is_address(value, bool(settings.ALLOW_PRIVATE_ADDRESSES)) else ""


def _is_address(value: str, with_http: bool) -> bool:  # noqa: FBT001  the cache knows arguments by their place
    origin = _ORIGIN.match(value)
    return origin is not None and _ADDRESS.fullmatch(value) is not None and _is_usual(origin[0], with_http)


@lru_cache(maxsize=4096)
def _is_usual(origin: str, with_http: bool) -> bool:  # noqa: FBT001
    """Whether the scheme and host are written as they usually are."""
    try:
        parts = urlsplit(origin)
        is_usual = parts.hostname == parts.netloc.rpartition(":")[0] if parts.port else parts.hostname == parts.netloc
    except ValueError:
        return False
    is_usual = is_usual and parts.port not in {0, DEFAULT_PORTS.get(parts.scheme)} and not parts.netloc.endswith(".")
    return is_usual and (with_http or parts.scheme == "https") and len(parts.netloc) <= LONGEST_HOST


def id_within(value: object) -> str:
    value = first(value)
    if isinstance(value, dict):
        value = value.get("id") or value.get("href")
    return value if isinstance(value, str) else ""


def the_address(value: object) -> str:
    """As `address`; raises AddressRefused where there is none."""
    found = address(value)
    if not found:
        raise AddressRefused
    return found


def addresses_in(value: object) -> list[str]:
    """All addresses among the things, each once."""
    return list(dict.fromkeys(found for thing in things(value) if (found := address(thing))))


def page_address(value: object) -> str:
    """The address of a page for people: the first that is said to be HTML, or else the first."""
    links = [thing for thing in things(value) if isinstance(thing, str | dict)][:50]
    html = [link for link in links if isinstance(link, dict) and link.get("mediaType") == "text/html"]
    return next((found for link in [*html, *links] if (found := address(_encoded(link)))), "")


def media_address(value: object) -> str:
    """Where the picture, film or sound is, which may be another server; "" for none."""
    thing = first(value)
    if isinstance(thing, dict):
        thing = thing.get("url") or thing.get("href")
        thing = first(thing)
    if isinstance(thing, dict):
        thing = thing.get("href") or thing.get("url")
    found = _encoded(thing)
    if not isinstance(found, str) or len(found) > LONGEST_MEDIA_URI:
        return ""
    path, _, query = found.partition("?")
    return found if address(path if len(path) <= LONGEST_URI else "") and _is_plain(query) else ""


def _is_plain(query: str) -> bool:
    return not query or _ADDRESS.fullmatch(query) is not None


def _encoded(link: object) -> object:
    """An address with letters of all scripts (RFC 3987), percent-encoded as on the wire."""
    if isinstance(link, dict):
        link = link.get("href")
    if not isinstance(link, str) or link.isascii() or len(link) > LONGEST_MEDIA_URI:
        return link
    return quote(link, safe="-._~:/?#[]@!$&'()*+,;=%", errors="replace")

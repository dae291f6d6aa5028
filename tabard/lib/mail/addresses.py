"""Which text is a mail address that we can write to, and its one canonical spelling."""

import re
from enum import StrEnum

import idna

MAX_LENGTH = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets (erratum 1690)
MAX_LOCAL_LENGTH = 64  # RFC 5321 §4.5.3.1.1

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)  # RFC 5322 §3.2.3; no quoted strings
_TOP_LABEL = re.compile(r"(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})", re.ASCII)


class Flaw(StrEnum):
    """Why a text is no address to write to."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    CONTROL = "control character"
    NO_AT = "no at sign"
    LOCAL = "local part"
    LOCAL_NOT_ASCII = "local part not ascii"
    DOMAIN = "domain"


class AddressRefused(ValueError):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(str(flaw))
        self.flaw = flaw


def canonical_address(text: str) -> str:
    """Return the address in ASCII and lower case, an international domain in its `xn--` form.

    The local part is lowered too: the standard lets it matter, no provider does, and one person must not be followed
    up twice. Local parts outside ASCII (RFC 6531) are refused by their own flaw, since many relays cannot carry them;
    quoted local parts and address literals are refused as malformed. Raises AddressRefused.
    """
    text = text.strip(" \t")
    if not text:
        raise AddressRefused(Flaw.EMPTY)
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise AddressRefused(Flaw.CONTROL)
    if len(text) > 4 * MAX_LENGTH:
        raise AddressRefused(Flaw.TOO_LONG)
    local, at, domain = text.rpartition("@")
    if not at:
        raise AddressRefused(Flaw.NO_AT)
    _check_local(local)
    address = f"{local}@{_ascii_domain(domain)}".lower()
    if len(address) > MAX_LENGTH:
        raise AddressRefused(Flaw.TOO_LONG)
    return address


def _check_local(local: str) -> None:
    if not local.isascii():
        raise AddressRefused(Flaw.LOCAL_NOT_ASCII)
    if len(local) > MAX_LOCAL_LENGTH:
        raise AddressRefused(Flaw.TOO_LONG)
    if not _DOT_ATOM.fullmatch(local):
        raise AddressRefused(Flaw.LOCAL)


def _ascii_domain(domain: str) -> str:
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError, IndexError) as error:
        raise AddressRefused(Flaw.DOMAIN) from error
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not _TOP_LABEL.fullmatch(labels[-1]):
        raise AddressRefused(Flaw.DOMAIN)
    return ascii_domain

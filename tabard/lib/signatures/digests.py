"""What says that a body is the one that was signed: Digest (RFC 3230) and Content-Digest (RFC 9530)."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hmac import compare_digest

from tabard.lib.signatures.refusals import DigestMismatch, DigestMissing, Unreadable
from tabard.lib.signatures.structured import read_dictionary

KNOWN = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}  # the active ones: RFC 9530 §7.2
MOST_DIGESTS = 8


def digest_of(body: bytes) -> str:
    """For the Digest header. The name is in upper case: Threads refuses the other."""
    return "SHA-256=" + b64encode(hashlib.sha256(body).digest()).decode()


def content_digest_of(body: bytes) -> str:
    """For the Content-Digest header."""
    return f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"


def check_digest(value: str, body: bytes) -> None:
    """Every digest of a kind that we know must be the body's. Raises DigestMissing if there is none, DigestMismatch."""
    given = []
    for part in value.split(","):
        name, _, digest = part.strip(" \t").partition("=")
        if name.lower() in KNOWN:
            given.append((name.lower(), _decoded(digest)))
    _check(given, body)


def check_content_digest(value: str, body: bytes) -> None:
    """As `check_digest`; also raises Unreadable for what is no dictionary."""
    given = []
    for name, (digest, _) in read_dictionary(value).items():
        if name in KNOWN:
            if not isinstance(digest, bytes):
                raise Unreadable("a digest is no byte sequence")
            given.append((name, digest))
    _check(given, body)


def _check(given: Iterable[tuple[str, bytes]], body: bytes) -> None:
    given = list(given)
    if not given:
        raise DigestMissing("no digest of a known kind")
    if len(given) > MOST_DIGESTS:
        raise Unreadable("too many digests")
    made = {name: KNOWN[name](body).digest() for name, _ in given}
    if not all([compare_digest(made[name], digest) for name, digest in given]):  # noqa: C419  all of them, every time
        raise DigestMismatch("the body is not the one that was signed")


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise DigestMismatch("a digest is no base64") from None

"""Signed HTTP requests: who sent this, and is it what they sent?

Two ways are spoken in the fediverse: RFC 9421 with Content-Digest, and draft-cavage-http-signatures-12 with Digest. A
request is signed with `sign_request`. One that came in is checked in two steps, so that the key may be fetched in
between (and, when `verify` refuses, once more, for a key that was changed):

    claim = claim_of(method, url, headers, body, now)  # all that can be checked without the key
    signed = claim.verify(await key_named(claim.key_id))

or, where the key is at hand, in one with `verify_request`. What is refused raises a SignatureRefused that says why.

The signature covers method, whole target, host, time and body; less is refused. It says nothing of whether the request
came before: whoever acts on it keeps the ids of what it has acted on.
"""

from collections.abc import Callable
from datetime import datetime

from tabard.lib.signatures import draft, rfc9421
from tabard.lib.signatures.algorithms import PublicKey
from tabard.lib.signatures.claims import Claim, Signed, Way
from tabard.lib.signatures.keys import OwnKey
from tabard.lib.signatures.messages import Headers, Message
from tabard.lib.signatures.refusals import KeyUnknown, NotSigned

__all__ = ["Claim", "Signed", "Way", "claim_of", "sign_request", "verify_request"]


def sign_request(
    *, method: str, url: str, headers: Headers, body: bytes, key: OwnKey, now: datetime, way: Way = Way.RFC9421
) -> dict[str, str]:
    """The headers to add to the request, which must then go out with this very `url` and `body`.

    Of `headers` only Content-Type counts. Raises Unreadable for a url that is not percent-encoded or a header that no
    request can carry.
    """
    message = Message(method, url, headers)
    sign = rfc9421.sign if way is Way.RFC9421 else draft.sign
    return sign(message, body, key, now)


def claim_of(method: str, url: str, headers: Headers, body: bytes, now: datetime) -> Claim:
    """What a request says of its signature, with form, coverage, time and digest checked.

    `url` is the public address with scheme, path and query as they came over the wire, still percent-encoded; `headers`
    may be pairs, so that a name can occur twice. Raises NotSigned, Unreadable, HeaderNotCovered, AlgorithmRefused,
    SignatureTooOld, SignatureFromFuture, DigestMissing, DigestMismatch.
    """
    message = Message(method, url, headers)
    if "signature" not in message.lines:
        raise NotSigned("the request is not signed")
    if "signature-input" in message.lines:
        return rfc9421.read_claim(message, body, now)
    return draft.read_claim(message, body, now)


def verify_request(
    method: str, url: str, headers: Headers, body: bytes, find_key: Callable[[str], PublicKey | None], now: datetime
) -> Signed:
    """As `claim_of`, and proved; also raises KeyUnknown and BadSignature."""
    claim = claim_of(method, url, headers, body, now)
    key = find_key(claim.key_id)
    if key is None:
        raise KeyUnknown("nobody knows the key")
    return claim.verify(key)

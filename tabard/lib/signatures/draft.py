"""HTTP signatures as in draft-cavage-http-signatures-12, in the way that Mastodon and its peers speak it.

All of them sign with RSA PKCS#1 v1.5 and SHA-256, and most say so ("rsa-sha256"). Some say "hs2019", for which the
draft asks for PSS and SHA-512: both are tried then. `(request-target)` is taken with and without the query, which
Mastodon long left out (its app/lib/signed_request.rb): whoever does so leaves the query unsigned.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from tabard.lib.signatures import algorithms
from tabard.lib.signatures.algorithms import Algorithm, algorithms_for
from tabard.lib.signatures.claims import Claim, Way, check_window
from tabard.lib.signatures.digests import check_digest, digest_of
from tabard.lib.signatures.keys import OwnKey
from tabard.lib.signatures.messages import Message
from tabard.lib.signatures.refusals import AlgorithmRefused, DigestMissing, HeaderNotCovered, Unreadable

LONGEST_SIGNATURE = 8_192
LONGEST_DATE = 64
MOST_COVERED = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PARAMETER = re.compile(r'[ \t]*([A-Za-z][A-Za-z0-9_-]*)=(?:"([^"\\]*)"|([0-9.]+))[ \t]*(?:,|$)')
SECONDS = re.compile(r"[0-9]{1,11}(?:\.[0-9]{1,9})?")
TARGET, CREATED, EXPIRES = "(request-target)", "(created)", "(expires)"
ALGORITHMS = {
    "rsa-sha256": (Algorithm.RSA_V1_5_SHA256,),
    "hs2019": (Algorithm.RSA_V1_5_SHA256, Algorithm.RSA_PSS_SHA512, Algorithm.ED25519),
}


def sign(message: Message, body: bytes, key: OwnKey, now: datetime) -> dict[str, str]:
    """The headers to add: Host, Date, Signature, and Digest where there is a body to vouch for."""
    added = {"Host": message.authority, "Date": format_datetime(now.astimezone(UTC), usegmt=True)}
    if message.needs_digest(body):
        added["Digest"] = digest_of(body)
    fields = {name.lower(): value for name, value in added.items()}
    content_type = message.value("content-type")
    if content_type is not None:
        fields["content-type"] = content_type
    algorithm = algorithms_for(key.private)[0]
    if algorithm not in ALGORITHMS["hs2019"]:
        raise AlgorithmRefused("no peer takes this kind of key in this way")
    base = signature_base([TARGET, *fields], message=message, fields=fields)
    signature = b64encode(algorithms.sign(key.private, base, algorithm)).decode()
    name = "rsa-sha256" if algorithm is Algorithm.RSA_V1_5_SHA256 else "hs2019"
    covered = " ".join([TARGET, *fields])
    added["Signature"] = f'keyId="{key.id}",algorithm="{name}",headers="{covered}",signature="{signature}"'
    return added


def read_claim(message: Message, body: bytes, now: datetime) -> Claim:
    """Raises what `claim_of` raises."""
    parameters = read_parameters(message.value("signature") or "")
    if not parameters.get("keyId") or not parameters.get("signature"):
        raise Unreadable("the signature lacks what every signature has")
    algorithm = parameters.get("algorithm", "hs2019").lower()
    if algorithm not in ALGORITHMS:
        raise AlgorithmRefused("the algorithm is not one of ours")
    covered = _covered(parameters, algorithm)
    _check_coverage(covered, message, body)
    created = _check_times(parameters, covered, message, now)
    if "digest" in covered:
        check_digest(message.value("digest") or "", body)
    return Claim(
        key_id=parameters["keyId"],
        way=Way.DRAFT,
        created=created,
        covered=tuple(covered),
        algorithms=ALGORITHMS[algorithm],
        bases=_bases(covered, message, parameters),
        signature=_decoded(parameters["signature"]),
    )


def signature_base(
    covered: list[str], *, message: Message, fields: Mapping[str, str], with_query: bool = True
) -> bytes:
    """The text that is signed (§2.3): `fields` holds all that is covered, by lower-case name, but the target."""
    target = message.target if with_query else message.path
    values = {**fields, TARGET: f"{message.method.lower()} {target}"}
    return "\n".join(f"{name}: {values[name]}" for name in covered).encode("latin-1")


def read_parameters(value: str) -> dict[str, str]:
    """The Signature header's parameters (§2.1 and §4.1). Raises Unreadable, also for one that stands twice."""
    if len(value) > LONGEST_SIGNATURE:
        raise Unreadable("the signature is too long")
    parameters: dict[str, str] = {}
    position = 0
    while position < len(value):
        match = PARAMETER.match(value, position)
        if match is None or match[1] in parameters:
            raise Unreadable("the signature breaks its grammar")
        parameters[match[1]] = match[2] if match[3] is None else match[3]
        position = match.end()
    return parameters


def _covered(parameters: Mapping[str, str], algorithm: str) -> list[str]:
    default = CREATED if algorithm == "hs2019" else "date"  # Mastodon; §2.1.6 knows only the first
    covered = parameters.get("headers", default).lower().split()
    if len(covered) > MOST_COVERED or len(set(covered)) < len(covered):
        raise Unreadable("the signature covers too much, or something twice")
    if algorithm != "hs2019" and {CREATED, EXPIRES} & set(covered):
        raise Unreadable("this algorithm goes with no time of its own")  # §2.3, items 2 and 3
    return covered


def _check_coverage(covered: list[str], message: Message, body: bytes) -> None:
    for name in (TARGET, "host"):
        if name not in covered:
            raise HeaderNotCovered(name)
    if "date" not in covered and CREATED not in covered:
        raise HeaderNotCovered("date")
    if message.needs_digest(body):
        if message.value("digest") is None:
            raise DigestMissing("there is no Digest")
        if "digest" not in covered:
            raise HeaderNotCovered("digest")


def _check_times(parameters: Mapping[str, str], covered: list[str], message: Message, now: datetime) -> datetime:
    """When it was signed, from what the signature covers; an end that it does not cover may only shorten its life."""
    moments = []
    if CREATED in covered:
        moments.append(_moment(parameters.get("created")))
    if "date" in covered:
        moments.append(_date(message.value("date") or ""))
    expires = _moment(parameters["expires"]) if "expires" in parameters else None
    for moment in moments:
        check_window(created=moment, expires=expires if EXPIRES in covered else None, now=now)
        check_window(created=moment, expires=expires, now=now)
    return moments[0]


def _moment(text: str | None) -> datetime:
    if text is None or not SECONDS.fullmatch(text):
        raise Unreadable("a time of the signature is no number of seconds")
    return EPOCH + timedelta(seconds=float(text))


@lru_cache(maxsize=64)
def _date(text: str) -> datetime:
    """Many come within one second."""
    if len(text) > LONGEST_DATE:
        raise Unreadable("the Date is too long")
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise Unreadable("the Date cannot be read") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _bases(covered: list[str], message: Message, parameters: Mapping[str, str]) -> tuple[bytes, ...]:
    fields = {}
    for name in covered:
        if name != TARGET:
            value = parameters.get(name[1:-1]) if name in {CREATED, EXPIRES} else message.value(name)
            if value is None:
                raise Unreadable("the signature covers something that is not there")
            fields[name] = value
    whole = signature_base(covered, message=message, fields=fields)
    bare = signature_base(covered, message=message, fields=fields, with_query=False)
    return (whole,) if whole == bare else (whole, bare)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise Unreadable("the signature is no base64") from None

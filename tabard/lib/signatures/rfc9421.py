"""HTTP message signatures as in RFC 9421, in the profile that Mastodon 4.5 and Fedify speak."""

from base64 import b64encode
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from tabard.lib.signatures import algorithms
from tabard.lib.signatures.algorithms import Algorithm, algorithms_for
from tabard.lib.signatures.claims import Claim, Way, check_window
from tabard.lib.signatures.components import Component, signature_base
from tabard.lib.signatures.digests import check_content_digest, content_digest_of
from tabard.lib.signatures.keys import OwnKey
from tabard.lib.signatures.messages import Message
from tabard.lib.signatures.refusals import AlgorithmRefused, DigestMissing, HeaderNotCovered, NotSigned, Unreadable
from tabard.lib.signatures.structured import read_dictionary

LABEL = "sig1"
MOST_LABELS = 8
MOST_COMPONENTS = 32
LARGEST_TIME = 253_402_300_799  # the last second of the year 9999
PARAMETERS = {"created": int, "expires": int, "keyid": str, "alg": str, "nonce": str, "tag": str}  # RFC 9421 §2.3
# any one of these sets says where the request goes, whatever else it covers
TARGETS = [
    {"@target-uri"},
    {"@authority", "@request-target"},
    {"host", "@request-target"},
    {"@authority", "@path", "@query"},
    {"host", "@path", "@query"},
]


def sign(message: Message, body: bytes, key: OwnKey, now: datetime) -> dict[str, str]:
    """The headers to add: Signature-Input, Signature, and Content-Digest where there is a body to vouch for."""
    covered = {"@method": message.method, "@target-uri": message.target_uri}
    added = {}
    if message.needs_digest(body):
        added["Content-Digest"] = covered["content-digest"] = content_digest_of(body)
    algorithm = algorithms_for(key.private)[0]
    # what RFC 9651 §4.1 makes of these few: nothing in them needs escaping, see OwnKey and Message
    names = " ".join(f'"{name}"' for name in covered)
    parameters = f'({names});created={int(now.timestamp())};keyid="{key.id}";alg="{algorithm}"'
    lines = [*(f'"{name}": {value}' for name, value in covered.items()), f'"@signature-params": {parameters}']
    signature = algorithms.sign(key.private, "\n".join(lines).encode("ascii"), algorithm)
    return {
        **added,
        "Signature-Input": f"{LABEL}={parameters}",
        "Signature": f"{LABEL}=:{b64encode(signature).decode()}:",
    }


def read_claim(message: Message, body: bytes, now: datetime) -> Claim:
    """Raises what `claim_of` raises."""
    components, parameters, signature = read_signature(message)
    created, expires = _moment(parameters.get("created")), _moment(parameters.get("expires"))
    if created is None:
        raise HeaderNotCovered("created")
    if "keyid" not in parameters:
        raise Unreadable("the signature names no key")
    covered = {name for name, having in components if not having or set(having) <= {"sf", "bs"}}
    _check_coverage(covered, message, body)
    check_window(created=created, expires=expires, now=now)
    if "content-digest" in covered:
        check_content_digest(message.value("content-digest") or "", body)
    return Claim(
        key_id=parameters["keyid"],
        way=Way.RFC9421,
        created=created,
        covered=tuple(component.name for component in components),
        algorithms=_algorithms(parameters.get("alg")),
        bases=(signature_base(components, parameters, message),),
        signature=signature,
    )


def read_signature(message: Message) -> tuple[list[Component], dict[str, Any], bytes]:
    """The one signature that is meant for us: those with a tag are for some other use, if there is one without.

    Two for the same use are refused. Either might be the sender's, and checking only one of them would leave whoever
    reads the request to believe the other.
    """
    inputs = read_dictionary(message.value("signature-input") or "")
    signatures = read_dictionary(message.value("signature") or "")
    if not inputs or not signatures:
        raise NotSigned("the request is not signed")
    if len(inputs) > MOST_LABELS:
        raise Unreadable("too many signatures")
    untagged = [label for label, (_, parameters) in inputs.items() if "tag" not in parameters]
    labels = untagged or list(inputs)
    if len(labels) > 1:
        raise Unreadable("more than one signature, and nothing says which is whose")
    members, parameters = inputs[labels[0]]
    signature, _ = signatures.get(labels[0], (None, {}))
    if not isinstance(signature, bytes):
        raise Unreadable("a label without its signature")
    _check_types(parameters)
    return _components(members), parameters, signature


def _components(members: object) -> list[Component]:
    if not isinstance(members, list) or len(members) > MOST_COMPONENTS:
        raise Unreadable("what the signature covers is no list, or too long a one")
    if not all(isinstance(name, str) for name, _ in members):
        raise Unreadable("a component is no string")
    return [Component(name, parameters) for name, parameters in members]


def _check_types(parameters: dict[str, Any]) -> None:
    for name, kind in PARAMETERS.items():
        if name in parameters and type(parameters[name]) is not kind:
            raise Unreadable("a parameter of the signature is of another type")


def _moment(seconds: int | None) -> datetime | None:
    if seconds is None:
        return None
    if not 0 <= seconds <= LARGEST_TIME:
        raise Unreadable("a time of the signature is not of this era")
    return datetime.fromtimestamp(seconds, UTC)


def _check_coverage(covered: Collection[str], message: Message, body: bytes) -> None:
    """Method, target and body: less than that, and a signature could be used for another request."""
    if "@method" not in covered:
        raise HeaderNotCovered("@method")
    if not any(target <= {*covered} | ({"@query"} if "?" not in message.target else set()) for target in TARGETS):
        raise HeaderNotCovered("@target-uri")
    if message.needs_digest(body):
        if message.value("content-digest") is None:
            raise DigestMissing("there is no Content-Digest")
        if "content-digest" not in covered:
            raise HeaderNotCovered("content-digest")


def _algorithms(name: str | None) -> tuple[Algorithm, ...]:
    """Without a name the kind of key decides: RFC 9421 §3.2, step 6."""
    if name is None:
        return tuple(Algorithm)
    if name not in set(Algorithm):
        raise AlgorithmRefused("the algorithm is not one of ours")
    return (Algorithm(name),)

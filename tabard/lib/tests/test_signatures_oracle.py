"""http-message-signatures, which nobody here wrote, reads what we sign, and we read what it signs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, InvalidSignature, MappingKeyResolver
from http_message_signatures.algorithms import ECDSA_P256_SHA256, ED25519, RSA_PSS_SHA512, RSA_V1_5_SHA256
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tabard.lib.signatures import Way, sign_request, verify_request
from tabard.lib.signatures.refusals import BadSignature
from tabard.lib.tests.signature_vectors import KEYS, PRIVATE_KEYS, own_key

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
RESOLVER = MappingKeyResolver(public_keys=KEYS, private_keys=PRIVATE_KEYS)
BODY = b'{"type": "Follow"}'
INBOX = "https://us.example/inbox?shared=1"


@dataclass
class Request:
    """As the oracle sees a request."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


def oracle_reads(request: Request, algorithm: type, body: bytes | None) -> None:
    """Raises InvalidSignature."""
    HTTPMessageVerifier(signature_algorithm=algorithm, key_resolver=RESOLVER).verify(request, max_age=None, body=body)


def oracle_signs(request: Request, algorithm: type, key: str, components: tuple[str, ...], **more: object) -> None:
    HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=RESOLVER).sign(
        request, key_id=key, created=NOW, covered_component_ids=components, **more
    )


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [("test-key-rsa", RSA_V1_5_SHA256), ("test-key-ed25519", ED25519), ("test-key-ecc-p256", ECDSA_P256_SHA256)],
)
@pytest.mark.parametrize(("method", "body"), [("POST", BODY), ("GET", b"")])
def test_the_oracle_reads_what_we_sign(key: str, algorithm: type, method: str, body: bytes):
    request = Request(method, INBOX, {"Content-Type": "application/activity+json"})

    request.headers |= sign_request(
        method=method, url=INBOX, headers=request.headers, body=body, key=own_key(key), now=NOW, way=Way.RFC9421
    )

    oracle_reads(request, algorithm, body)
    for changed in (
        Request("PUT", INBOX, request.headers),
        Request(method, INBOX + "0", request.headers),
        Request(method, INBOX.replace("us.", "eu."), request.headers),
    ):
        with pytest.raises(InvalidSignature):
            oracle_reads(changed, algorithm, body)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        ("test-key-rsa", RSA_V1_5_SHA256),
        ("test-key-rsa", RSA_PSS_SHA512),
        ("test-key-ed25519", ED25519),
        ("test-key-ecc-p256", ECDSA_P256_SHA256),
    ],
)
@pytest.mark.parametrize("says_algorithm", [True, False])
def test_we_read_what_the_oracle_signs(key: str, algorithm: type, says_algorithm: bool):
    request = Request("POST", INBOX, {"Content-Type": "application/activity+json"})

    oracle_signs(request, algorithm, key, ("@method", "@target-uri"), body=BODY, include_alg=says_algorithm)

    assert verify_request("POST", INBOX, request.headers, BODY, KEYS.get, NOW).key_id == key
    with pytest.raises(BadSignature):
        verify_request("POST", INBOX + "0", request.headers, BODY, KEYS.get, NOW)


COMPONENTS = [
    "@scheme",
    "@authority",
    "@path",
    "@query",
    "@request-target",
    "content-type",
    "x-list",
    '"x-list";bs',
    '"x-members";key="a"',
    '"x-members";key="c"',
    '"content-digest";sf',
    '"@query-param";name="q"',
]
# what a browser or a server sends as it stands
SEGMENT = st.text(st.sampled_from("abcXYZ019-._~!$&'()*+,;=:@"), max_size=8) | st.sampled_from(["%20", "%C3%A4", "%2F"])
QUERY = st.lists(st.tuples(st.sampled_from(["a", "b", "%5Bc%5D"]), SEGMENT.map(lambda text: text.replace("&", ""))))


@given(
    segments=st.lists(SEGMENT, max_size=4),
    query=QUERY,
    asked=st.text(st.sampled_from("aZ09 ~*-._+/?äß€&="), max_size=8),
    components=st.lists(st.sampled_from(COMPONENTS), unique=True),
    port=st.sampled_from(["", ":8443"]),
    x_list=st.text(st.sampled_from("ab ,\t;="), max_size=12),
    nonce=st.none() | st.text(st.sampled_from('abc"\\ ')),
)
@example(segments=[], query=[], asked="", components=COMPONENTS, port="", x_list="", nonce="")
def test_whatever_is_covered_both_read_alike(segments, query, asked, components, port, x_list, nonce):
    """Signed by the oracle, so read by it; we must come to the same text, or the signature would not hold."""
    path = "/".join(["", *segments])
    assume(not path.startswith("//"))
    pairs = "&".join(f"{name}={value}" for name, value in query)
    escaped = "".join(f"%{byte:02X}" for byte in asked.encode())
    url = f"https://us.example{port}{path}?{pairs}&q={escaped}"
    headers = {
        "Content-Type": "application/activity+json",
        "X-List": x_list,
        "X-Members": 'a=1;x="y", b=2,  c=(q  :YQ==:)',
    }
    request = Request("POST", url, headers)

    oracle_signs(
        request,
        ED25519,
        "test-key-ed25519",
        ("@method", "@target-uri", *components),
        body=BODY,
        nonce=nonce,
        label="l1",
    )

    assert verify_request("POST", url, request.headers, BODY, KEYS.get, NOW).key_id == "test-key-ed25519"

"""Forged, altered and stale requests, each by its name, in both ways of signing."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tabard.lib.signatures import Way, claim_of, sign_request, verify_request
from tabard.lib.signatures.digests import content_digest_of, digest_of
from tabard.lib.signatures.keys import OwnKey
from tabard.lib.signatures.refusals import (
    AlgorithmRefused,
    BadSignature,
    DigestMismatch,
    DigestMissing,
    HeaderNotCovered,
    KeyUnknown,
    NotSigned,
    SignatureFromFuture,
    SignatureRefused,
    SignatureTooOld,
    Unreadable,
)
from tabard.lib.tests.signature_vectors import KEYS, own_key

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
INBOX = "https://us.example/inbox?shared=1"
BODY = b'{"type": "Create"}'
BOTH = pytest.mark.parametrize("way", list(Way))


def sent(way: Way, *, key: OwnKey | None = None, now: datetime = NOW) -> dict[str, str]:
    """The headers of a true request."""
    headers = {"Host": "us.example", "Content-Type": "application/activity+json"}
    key = key or own_key("test-key-rsa")
    return headers | sign_request(method="POST", url=INBOX, headers=headers, body=BODY, key=key, now=now, way=way)


def verify(headers, *, method="POST", url=INBOX, body=BODY, now=NOW):
    return verify_request(method, url, headers, body, KEYS.get, now)


@BOTH
def test_a_true_request_is_believed(way: Way):
    found = verify(sent(way))

    assert (found.key_id, found.way, found.created) == ("test-key-rsa", way, NOW)


@BOTH
def test_unsigned(way: Way):
    headers = sent(way)
    for name in ("Signature", "Signature-Input"):
        headers.pop(name, None)

    with pytest.raises(NotSigned):
        verify(headers)


@pytest.mark.parametrize("empty", ["", " ", "sig1=()"])
def test_an_empty_signature(empty: str):
    headers = {**sent(Way.RFC9421), "Signature": empty}

    with pytest.raises((NotSigned, Unreadable)):
        verify(headers)


@BOTH
def test_a_signature_of_other_bytes(way: Way):
    headers = sent(way)
    made = claim_of("POST", INBOX, headers, BODY, NOW).signature
    other = bytes([*made[:-1], made[-1] ^ 1])
    headers["Signature"] = headers["Signature"].replace(b64encode(made).decode(), b64encode(other).decode())

    with pytest.raises(BadSignature):
        verify(headers)


@BOTH
def test_a_signature_cut_short(way: Way):
    headers = sent(way)
    made = claim_of("POST", INBOX, headers, BODY, NOW).signature
    headers["Signature"] = headers["Signature"].replace(b64encode(made).decode(), b64encode(made[:-3]).decode())

    with pytest.raises(BadSignature):
        verify(headers)


@BOTH
def test_signed_with_another_key_of_the_same_kind(way: Way):
    stranger = OwnKey(id="test-key-ed25519", private=Ed25519PrivateKey.generate())

    assert verify(sent(way, key=own_key("test-key-ed25519")))
    with pytest.raises(BadSignature):
        verify(sent(way, key=stranger))


@BOTH
def test_signed_with_a_key_of_another_kind(way: Way):
    stranger = OwnKey(id="test-key-ecc-p256", private=own_key("test-key-rsa").private)

    with pytest.raises(AlgorithmRefused):
        verify(sent(way, key=stranger))


@BOTH
def test_signed_with_a_key_that_nobody_knows(way: Way):
    with pytest.raises(KeyUnknown):
        verify(sent(way, key=OwnKey(id="https://gone.example/key", private=own_key("test-key-rsa").private)))


@BOTH
def test_a_claim_can_be_tried_again_with_a_new_key(way: Way):
    claim = claim_of("POST", INBOX, sent(way), BODY, NOW)

    with pytest.raises(BadSignature):
        claim.verify(KEYS["test-key-rsa-pss"])

    assert claim.verify(KEYS["test-key-rsa"]).key_id == claim.key_id


@BOTH
def test_stale(way: Way):
    assert verify(sent(way), now=NOW + timedelta(minutes=65))
    with pytest.raises(SignatureTooOld):
        verify(sent(way), now=NOW + timedelta(minutes=65, seconds=1))


@BOTH
def test_from_the_future(way: Way):
    assert verify(sent(way), now=NOW - timedelta(hours=1))
    with pytest.raises(SignatureFromFuture):
        verify(sent(way), now=NOW - timedelta(hours=1, seconds=1))


@BOTH
def test_a_date_made_young_again(way: Way):
    headers = sent(way, now=NOW - timedelta(days=1))
    for name, value in headers.items():
        young = value.replace("Sun, 31 May", "Mon, 01 Jun")
        headers[name] = young.replace(str(int(NOW.timestamp()) - 86_400), str(int(NOW.timestamp())))

    with pytest.raises(BadSignature):
        verify(headers)


@BOTH
def test_an_altered_body(way: Way):
    with pytest.raises(DigestMismatch):
        verify(sent(way), body=BODY.replace(b"Create", b"Delete"))


@BOTH
def test_a_body_taken_away(way: Way):
    with pytest.raises(DigestMismatch):
        verify(sent(way), body=b"")


@BOTH
def test_an_altered_body_with_its_own_digest(way: Way):
    body = BODY.replace(b"Create", b"Delete")
    headers = {**sent(way)}
    headers |= {"Digest": digest_of(body)} if way is Way.DRAFT else {"Content-Digest": content_digest_of(body)}

    with pytest.raises(BadSignature):
        verify(headers, body=body)


@BOTH
def test_a_digest_taken_away(way: Way):
    headers = sent(way)
    del headers["Digest" if way is Way.DRAFT else "Content-Digest"]

    with pytest.raises(DigestMissing):
        verify(headers)


@BOTH
def test_a_get_made_a_post_with_a_body(way: Way):
    headers = sign_request(method="GET", url=INBOX, headers={}, body=b"", key=own_key("test-key-rsa"), now=NOW, way=way)
    name, digest = ("Digest", digest_of(BODY)) if way is Way.DRAFT else ("Content-Digest", content_digest_of(BODY))

    with pytest.raises(DigestMissing):
        verify(headers)
    with pytest.raises(HeaderNotCovered):
        verify({**headers, name: digest})
    with pytest.raises(HeaderNotCovered):
        verify({**headers, name: digest}, method="GET")


@BOTH
@pytest.mark.parametrize(
    "url",
    [
        "https://us.example/outbox?shared=1",
        "https://us.example/inbox?shared=2",
        "https://us.example/inbox",
        "https://us.example/inbox?",
        "https://us.example/inbox?shared=1&to=me",
        "https://us.example/INBOX?shared=1",
        "https://them.example/inbox?shared=1",
        "https://us.example:8443/inbox?shared=1",
        "https://us.example.them.example/inbox?shared=1",
    ],
    ids=["path", "query", "no query", "empty query", "longer query", "case", "host", "port", "longer host"],
)
def test_altered_on_its_way_to_another_target(way: Way, url: str):
    with pytest.raises(BadSignature):
        verify(sent(way), url=url)


@BOTH
def test_a_host_altered_together_with_its_header(way: Way):
    with pytest.raises(BadSignature):
        verify({**sent(way), "Host": "them.example"}, url=INBOX.replace("us.", "them."))


@BOTH
def test_an_altered_method(way: Way):
    with pytest.raises(BadSignature):
        verify(sent(way), method="PUT")


def test_an_altered_header_that_is_covered():
    with pytest.raises(BadSignature):
        verify({**sent(Way.DRAFT), "Content-Type": "text/plain"})


@pytest.mark.parametrize("name", ["(request-target)", "host", "date", "digest"])
def test_a_header_left_uncovered_in_the_draft(name: str):
    headers = sent(Way.DRAFT)
    headers["Signature"] = headers["Signature"].replace(f"{name} ", "", 1)

    with pytest.raises(HeaderNotCovered) as refused:
        verify(headers)

    assert refused.value.name == name


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ('"@method" ', "@method"),
        ('"@target-uri" ', "@target-uri"),
        (' "content-digest"', "content-digest"),
        (f";created={int(NOW.timestamp())}", "created"),
    ],
)
def test_a_component_left_uncovered_in_rfc_9421(part: str, name: str):
    headers = sent(Way.RFC9421)
    assert part in headers["Signature-Input"]
    headers["Signature-Input"] = headers["Signature-Input"].replace(part, "")

    with pytest.raises(HeaderNotCovered) as refused:
        verify(headers)

    assert refused.value.name == name


@pytest.mark.parametrize(
    "instead",
    [
        '"content-digest";key="sha-256"',
        '"content-digest";req',
        '"content-digest";tr',
        '"content-digest" "content-digest"',
    ],
)
def test_a_digest_covered_in_part_or_twice(instead: str):
    headers = sent(Way.RFC9421)
    headers["Signature-Input"] = headers["Signature-Input"].replace('"content-digest"', instead)

    with pytest.raises((HeaderNotCovered, Unreadable)):
        verify(headers)


@BOTH
@pytest.mark.parametrize("first", [True, False])
def test_a_covered_header_replayed_beside_another(way: Way, first: bool):
    """Whichever of the two the rest of the server would read."""
    headers = sent(way)
    name, other = ("Digest", digest_of(b"x")) if way is Way.DRAFT else ("Content-Digest", content_digest_of(b"x"))
    twice = [(name, other), *headers.items()] if first else [*headers.items(), (name, other)]

    with pytest.raises((DigestMismatch, Unreadable)):
        verify(twice)


@BOTH
def test_a_covered_header_replayed_twice_the_same(way: Way):
    headers = sent(way)
    name = "Digest" if way is Way.DRAFT else "Content-Digest"

    with pytest.raises(BadSignature):
        verify([*headers.items(), (name, headers[name])])


def test_a_date_replayed_beside_a_younger_one():
    headers = sent(Way.DRAFT, now=NOW - timedelta(days=1))

    for twice in (
        [("Date", "Mon, 01 Jun 2026 09:00:00 GMT"), *headers.items()],
        [*headers.items(), ("Date", "Mon, 01 Jun 2026 09:00:00 GMT")],
    ):
        with pytest.raises(SignatureRefused):
            verify(twice)


@BOTH
def test_two_signatures_of_which_one_is_bad(way: Way):
    headers = sent(way)
    stranger = OwnKey(id="https://them.example/key", private=own_key("test-key-rsa").private)
    bad = sent(way, key=stranger)
    twice = [*headers.items(), *[(name, value) for name, value in bad.items() if name.startswith("Signature")]]

    for lines in (twice, list(reversed(twice))):
        with pytest.raises(Unreadable):
            verify(lines)


def test_two_signatures_under_two_labels():
    headers = sent(Way.RFC9421)
    for name in ("Signature-Input", "Signature"):
        headers[name] = f"{headers[name]}, {headers[name].replace('sig1', 'sig2', 1)}"

    with pytest.raises(Unreadable):
        verify(headers)


def test_a_signature_with_a_tag_for_another_use_does_not_count_beside_ours():
    """As a proxy on the way may add it; but one that is tagged and alone is the sender's."""
    headers = sent(Way.RFC9421)
    given, signature = headers["Signature-Input"], headers["Signature"]
    theirs = 'other=("@authority");created=1;keyid="proxy";tag="web-bot-auth"'

    assert verify({**headers, "Signature-Input": f"{theirs}, {given}", "Signature": f"other=:AAAA:, {signature}"})
    with pytest.raises(BadSignature):
        verify({**headers, "Signature-Input": f'{given};tag="web-bot-auth"'})


def test_labels_that_do_not_belong_together():
    headers = sent(Way.RFC9421)
    headers["Signature"] = headers["Signature"].replace("sig1", "sig2", 1)

    with pytest.raises(Unreadable):
        verify(headers)


def test_parameters_of_rfc_9421_that_were_altered():
    headers = sent(Way.RFC9421)
    given = headers["Signature-Input"]
    stretched = given + f";expires={int(NOW.timestamp()) + 40_000}"

    for altered in (stretched, given + ';nonce="1"', given.replace(';alg="rsa-v1_5-sha256"', "")):
        with pytest.raises(BadSignature):
            verify({**headers, "Signature-Input": altered})


@pytest.mark.parametrize(
    "parameter", ['created="1"', "created=1.5", "keyid=1", "keyid=token", "alg=1", "tag", "nonce=:AAAA:"]
)
def test_a_parameter_of_rfc_9421_of_another_type(parameter: str):
    headers = sent(Way.RFC9421)
    alone = 'sig1=("@method" "@target-uri" "content-digest");created=1;keyid="k"'
    name = parameter.partition("=")[0]
    kept = ";".join(part for part in alone.split(";") if not part.startswith(name))
    with pytest.raises(Unreadable, match="another type"):
        verify({**headers, "Signature-Input": f"{kept};{parameter}"})


@BOTH
def test_a_post_without_body_is_covered_by_a_digest_too(way: Way):
    request = {"url": INBOX, "headers": {}, "body": b"", "key": own_key("test-key-rsa"), "now": NOW, "way": way}

    assert verify(sign_request(method="POST", **request), body=b"")
    with pytest.raises(DigestMissing):
        verify(sign_request(method="GET", **request), body=b"")


def test_one_algorithm_named_and_another_used():
    headers = sent(Way.RFC9421)
    headers["Signature-Input"] = headers["Signature-Input"].replace("rsa-v1_5-sha256", "ed25519")

    with pytest.raises(AlgorithmRefused):
        verify(headers)


@BOTH
def test_the_reason_names_nothing_of_the_request(way: Way):
    """So that it can be logged."""
    headers = sent(way)
    headers["Signature"] = headers["Signature"].replace("=", "=secret", 1)

    with pytest.raises(SignatureRefused) as refused:
        verify(headers)

    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None

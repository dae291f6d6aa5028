"""Signatures after draft-cavage-http-signatures-12: its own examples, and what peers make of it."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tabard.lib.signatures import Way, claim_of, sign_request, verify_request
from tabard.lib.signatures.algorithms import Algorithm, is_signed, sign
from tabard.lib.signatures.draft import read_parameters, signature_base
from tabard.lib.signatures.keys import KeyRefused, read_public_key
from tabard.lib.signatures.messages import Message
from tabard.lib.signatures.refusals import (
    AlgorithmRefused,
    BadSignature,
    HeaderNotCovered,
    SignatureFromFuture,
    SignatureTooOld,
    Unreadable,
)
from tabard.lib.tests.signature_vectors import DRAFT_KEY, KEYS, PRIVATE_KEYS, own_key

# appendix C
URL = "https://example.com/foo?param=value&pet=dog"
BODY = b'{"hello": "world"}'
HEADERS = {
    "Host": "example.com",
    "Date": "Sun, 05 Jan 2014 21:31:40 GMT",
    "Content-Type": "application/json",
    "Digest": "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
    "Content-Length": "18",
}
DATE = datetime(2014, 1, 5, 21, 31, 40, tzinfo=UTC)
C1 = (
    'keyId="Test",algorithm="rsa-sha256",headers="date",signature="SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz6'
    "m79cNfwwb8DMJ5cou1s7uEGKKCs+FLEEaDV5lp7q25WqS+lavg7T8hc0GppauB6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEPXe5Wo"
    'zsbM="'
)
C2 = (
    'keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date",'
    'signature="qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzi'
    'c+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0="'
)
# the draft lists (created) and (expires) in C.3 too; its signature was made without them
C3 = (
    'keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date content-type digest content-length",'
    'signature="vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL'
    '+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE="'
)
KEY = load_pem_public_key(DRAFT_KEY.encode())


@pytest.mark.parametrize(
    ("published", "base"),
    [
        (C1, "date: Sun, 05 Jan 2014 21:31:40 GMT"),
        (
            C2,
            "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT",
        ),
        (
            C3,
            (
                "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40"
                " GMT\ncontent-type: application/json\ndigest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
                "\ncontent-length: 18"
            ),
        ),
    ],
    ids=["C.1", "C.2", "C.3"],
)
def test_a_published_signature_is_rebuilt_and_proved(published: str, base: str):
    covered = read_parameters(published)["headers"].split()
    fields = {name.lower(): value for name, value in HEADERS.items()}

    built = signature_base(covered, message=Message("POST", URL, HEADERS), fields=fields)

    assert built.decode() == base
    signature = b64decode(read_parameters(published)["signature"])
    assert is_signed(KEY, built, signature, Algorithm.RSA_V1_5_SHA256)


def test_c_3_covers_all_that_we_ask_for_and_is_taken_whole():
    found = verify_request("POST", URL, {**HEADERS, "Signature": C3}, BODY, {"Test": KEY}.get, DATE)

    assert (found.key_id, found.way, found.created) == ("Test", Way.DRAFT, DATE)


@pytest.mark.parametrize(("published", "name"), [(C1, "(request-target)"), (C2, "digest")])
def test_a_true_signature_over_too_little_is_refused_by_name(published: str, name: str):
    with pytest.raises(HeaderNotCovered) as refused:
        claim_of("POST", URL, {**HEADERS, "Signature": published}, BODY, DATE)

    assert refused.value.name == name


def test_the_key_of_the_draft_is_too_short_for_us():
    with pytest.raises(KeyRefused):
        read_public_key(DRAFT_KEY)


# -- what we send ------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 6, 1, 9, 0, 30, 500_000, tzinfo=UTC)
INBOX = "https://peer.example/users/mo/inbox"


def test_a_post_is_signed_to_the_letter_as_mastodon_does():
    headers = sign_request(
        method="POST",
        url=INBOX,
        headers={"Content-Type": "application/activity+json", "User-Agent": "Tabard"},
        body=BODY,
        key=own_key("test-key-rsa"),
        now=NOW,
        way=Way.DRAFT,
    )

    base = (
        "(request-target): post /users/mo/inbox\nhost: peer.example\ndate: Mon, 01 Jun 2026 09:00:30 GMT\n"
        "digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\ncontent-type: application/activity+json"
    )
    signature = PRIVATE_KEYS["test-key-rsa"].sign(base.encode(), PKCS1v15(), SHA256())
    assert headers == {
        "Host": "peer.example",
        "Date": "Mon, 01 Jun 2026 09:00:30 GMT",
        "Digest": "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
        "Signature": (
            'keyId="test-key-rsa",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",'
            f'signature="{b64encode(signature).decode()}"'
        ),
    }


def test_a_get_is_signed_without_digest():
    headers = sign_request(
        method="GET",
        url="https://peer.example:8443/users/mo?page=1#main-key",
        headers={},
        body=b"",
        key=own_key("test-key-rsa"),
        now=NOW,
        way=Way.DRAFT,
    )

    assert set(headers) == {"Host", "Date", "Signature"}
    assert headers["Host"] == "peer.example:8443"
    assert 'headers="(request-target) host date"' in headers["Signature"]
    verify_request("GET", "https://peer.example:8443/users/mo?page=1", headers, b"", KEYS.get, NOW)


def test_an_ed25519_key_signs_as_hs2019_and_a_p256_key_not_at_all():
    request = {"method": "GET", "url": INBOX, "headers": {}, "body": b"", "now": NOW, "way": Way.DRAFT}

    headers = sign_request(**request, key=own_key("test-key-ed25519"))

    assert 'algorithm="hs2019"' in headers["Signature"]
    verify_request("GET", INBOX, headers, b"", KEYS.get, NOW)
    with pytest.raises(AlgorithmRefused):
        sign_request(**request, key=own_key("test-key-ecc-p256"))


# -- what peers send ---------------------------------------------------------------------------------------------------


def peer_headers(
    base: str,
    *,
    parameters: str,
    key: str = "test-key-rsa",
    algorithm: Algorithm = Algorithm.RSA_V1_5_SHA256,
    date: str | None = None,
) -> dict[str, str]:
    """The headers of a GET by a peer that signed just this text."""
    signature = b64encode(sign(PRIVATE_KEYS[key], base.encode(), algorithm)).decode()
    dated = {} if date is None else {"Date": date}
    return {"Host": "us.example", **dated, "Signature": f'keyId="{key}",{parameters},signature="{signature}"'}


CREATED = int(NOW.timestamp())
HS2019 = f'algorithm="hs2019",created={CREATED},headers="(request-target) (created) host"'
HS2019_BASE = f"(request-target): get /a\n(created): {CREATED}\nhost: us.example"


@pytest.mark.parametrize("algorithm", [Algorithm.RSA_V1_5_SHA256, Algorithm.RSA_PSS_SHA512])
def test_hs2019_is_taken_as_peers_mean_it_and_as_the_draft_does(algorithm: Algorithm):
    headers = peer_headers(HS2019_BASE, parameters=HS2019, algorithm=algorithm)

    found = verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)

    assert found.created == NOW.replace(microsecond=0)


def test_a_signature_without_algorithm_counts_as_hs2019():
    headers = peer_headers(HS2019_BASE, parameters=HS2019.replace('algorithm="hs2019",', ""))

    assert verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)


def test_times_may_stand_in_quotes_as_some_peers_write_them():
    headers = peer_headers(HS2019_BASE, parameters=HS2019.replace(f"={CREATED}", f'="{CREATED}"'))

    assert verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)


def test_a_time_of_its_own_goes_with_hs2019_only():
    headers = peer_headers(HS2019_BASE, parameters=HS2019.replace("hs2019", "rsa-sha256"))

    with pytest.raises(Unreadable):
        verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)


@pytest.mark.parametrize("algorithm", ["rsa-sha1", "rsa-sha512", "hmac-sha256", "ecdsa-sha256", "none"])
def test_another_algorithm_is_refused(algorithm: str):
    headers = peer_headers(HS2019_BASE, parameters=HS2019.replace("hs2019", algorithm))

    with pytest.raises(AlgorithmRefused):
        verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)


def test_an_algorithm_for_another_kind_of_key_is_refused():
    headers = peer_headers(HS2019_BASE, parameters=HS2019)

    with pytest.raises(AlgorithmRefused):
        verify_request("GET", "https://us.example/a", headers, b"", lambda _: KEYS["test-key-ecc-p256"], NOW)


RSA_SHA256 = 'algorithm="rsa-sha256",headers="(request-target) host date"'
TODAY = "Mon, 01 Jun 2026 09:00:30 GMT"


def test_a_target_signed_without_its_query_is_taken_as_mastodon_once_sent_it():
    base = f"(request-target): get /a\nhost: us.example\ndate: {TODAY}"
    headers = peer_headers(base, parameters=RSA_SHA256, date=TODAY)

    assert verify_request("GET", "https://us.example/a?page=2", headers, b"", KEYS.get, NOW)


def test_a_target_signed_with_its_query_is_good_for_that_query_only():
    base = f"(request-target): get /a?page=2\nhost: us.example\ndate: {TODAY}"
    headers = peer_headers(base, parameters=RSA_SHA256, date=TODAY)

    assert verify_request("GET", "https://us.example/a?page=2", headers, b"", KEYS.get, NOW)
    for url in ("https://us.example/a?page=3", "https://us.example/a"):
        with pytest.raises(BadSignature):
            verify_request("GET", url, headers, b"", KEYS.get, NOW)


def test_a_host_that_a_proxy_rewrote_is_read_from_the_address():
    base = f"(request-target): get /a\nhost: us.example\ndate: {TODAY}"
    headers = {**peer_headers(base, parameters=RSA_SHA256, date=TODAY), "Host": "127.0.0.1:8000"}

    assert verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)


def test_a_host_counts_as_it_was_written_by_whoever_signed_it():
    base = f"(request-target): get /a\nhost: US.example:443\ndate: {TODAY}"
    headers = {**peer_headers(base, parameters=RSA_SHA256, date=TODAY), "Host": "US.example:443"}

    assert verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, NOW)


def test_a_signature_counts_for_an_hour_and_five_minutes_after_its_date_and_an_hour_before():
    base = f"(request-target): get /a\nhost: us.example\ndate: {TODAY}"
    headers = peer_headers(base, parameters=RSA_SHA256, date=TODAY)
    signed_at = NOW.replace(microsecond=0)

    for now in (signed_at + timedelta(minutes=65), signed_at - timedelta(hours=1)):
        assert verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, now)
    with pytest.raises(SignatureTooOld):
        verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, signed_at + timedelta(seconds=3901))
    with pytest.raises(SignatureFromFuture):
        verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, signed_at - timedelta(seconds=3601))


def expiring(seconds: int, *, covered: bool) -> dict[str, str]:
    end = CREATED + seconds
    names = "(request-target) (created) (expires) host" if covered else "(request-target) (created) host"
    base = (
        f"(request-target): get /a\n(created): {CREATED}\n"
        + (f"(expires): {end}\n" if covered else "")
        + "host: us.example"
    )
    return peer_headers(base, parameters=f'algorithm="hs2019",created={CREATED},expires={end},headers="{names}"')


@pytest.mark.parametrize(
    ("seconds", "covered", "hours", "is_taken"),
    [
        (36_000, True, 10.9, True),
        (36_000, True, 11.1, False),
        (360_000, True, 12.9, True),
        (360_000, True, 13.1, False),  # no longer than 12 hours, whatever it says
        (36_000, False, 1.08, True),
        (36_000, False, 1.1, False),  # anybody could have written that end
        (-7_200, False, 0, False),
        (-7_200, True, 0, False),
    ],
)
def test_a_signature_ends_when_it_says_so(seconds: int, covered: bool, hours: float, is_taken: bool):
    headers, now = expiring(seconds, covered=covered), NOW + timedelta(hours=hours)

    if is_taken:
        assert verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, now)
    else:
        with pytest.raises(SignatureTooOld):
            verify_request("GET", "https://us.example/a", headers, b"", KEYS.get, now)

"""Our reading of RFC 9421 against its own examples, byte for byte."""

import hmac
from base64 import b64decode
from datetime import UTC, datetime

import pytest

from tabard.lib.signatures import Way, algorithms, verify_request
from tabard.lib.signatures.algorithms import Algorithm, is_signed
from tabard.lib.signatures.components import signature_base
from tabard.lib.signatures.digests import check_content_digest
from tabard.lib.signatures.messages import Message
from tabard.lib.signatures.refusals import AlgorithmRefused, HeaderNotCovered, Unreadable
from tabard.lib.signatures.rfc9421 import read_signature
from tabard.lib.tests.signature_vectors import (
    BODY,
    CREATED,
    KEYS,
    PRIVATE_KEYS,
    REQUEST_HEADERS,
    RESPONSE_BODY,
    RESPONSE_HEADERS,
    TEST_SHARED_SECRET,
    URL,
)

CLIENT_CERT = (
    ":MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVy"
    "bWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQ"
    "cDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0T"
    "BAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR"
    "0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEA"
    "x/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:"
)
DIGEST_512 = REQUEST_HEADERS["Content-Digest"]
B23_INPUT = (
    'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")'
    ';created=1618884473;keyid="test-key-rsa-pss"'
)
B23_SIGNATURE = (
    "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp76"
    "8ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91"
    "kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyo"
    "EZAFL2FUo5fTIztsDZKEgM4cUA==:"
)
PROXY_URL = "https://origin.host.internal.example/foo?param=Value&Pet=dog"
PROXY_HEADERS = {**REQUEST_HEADERS, "Forwarded": "for=192.0.2.123;host=example.com;proto=https"}
PROXY_INPUT = (
    'proxy_sig=("@method" "@authority" "@path" "content-digest" "content-type" "content-length" "forwarded")'
    ';created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540'
)
PROXY_SIGNATURE = (
    "proxy_sig=:S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9"
    "cCpXJleXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+"
    "7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6"
    "VHR6WfgS9ddzirrswsE1w5o0LV/g==:"
)

# section, message, Signature-Input, Signature, algorithm, lines of the signature base before the parameters
VECTORS = [
    (
        "B.2.1",
        Message("POST", URL, REQUEST_HEADERS),
        'sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
        (
            "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZs"
            "ckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56Y"
            "CE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8I"
            "U1bLhdxO5Nyt8C8ssinQ98Xw9Q==:"
        ),
        Algorithm.RSA_PSS_SHA512,
        [],
    ),
    (
        "B.2.2",
        Message("POST", URL, REQUEST_HEADERS),
        (
            'sig-b22=("@authority" "content-digest" "@query-param";name="Pet")'
            ';created=1618884473;keyid="test-key-rsa-pss";tag="header-example"'
        ),
        (
            "sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMk"
            "SowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFq"
            "WFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh"
            "0aaUEb0rQl3/XaVe4bXTugEjHSw==:"
        ),
        Algorithm.RSA_PSS_SHA512,
        ['"@authority": example.com', f'"content-digest": {DIGEST_512}', '"@query-param";name="Pet": dog'],
    ),
    (
        "B.2.3",
        Message("POST", URL, REQUEST_HEADERS),
        B23_INPUT,
        B23_SIGNATURE,
        Algorithm.RSA_PSS_SHA512,
        [
            '"date": Tue, 20 Apr 2021 02:07:55 GMT',
            '"@method": POST',
            '"@path": /foo',
            '"@query": ?param=Value&Pet=dog',
            '"@authority": example.com',
            '"content-type": application/json',
            f'"content-digest": {DIGEST_512}',
            '"content-length": 18',
        ],
    ),
    (
        "B.2.4",
        Message("POST", URL, RESPONSE_HEADERS, status=200),
        (
            'sig-b24=("@status" "content-type" "content-digest" "content-length")'
            ';created=1618884473;keyid="test-key-ecc-p256"'
        ),
        "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:",
        Algorithm.ECDSA_P256_SHA256,
        [
            '"@status": 200',
            '"content-type": application/json',
            f'"content-digest": {RESPONSE_HEADERS["Content-Digest"]}',
            '"content-length": 23',
        ],
    ),
    (
        "B.2.6",
        Message("POST", URL, REQUEST_HEADERS),
        (
            'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
            ';created=1618884473;keyid="test-key-ed25519"'
        ),
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
        Algorithm.ED25519,
        [
            '"date": Tue, 20 Apr 2021 02:07:55 GMT',
            '"@method": POST',
            '"@path": /foo',
            '"@authority": example.com',
            '"content-type": application/json',
            '"content-length": 18',
        ],
    ),
    (
        "B.3",
        Message(
            "POST",
            "https://service.internal.example/foo?param=Value&Pet=dog",
            {"Content-Type": "application/json", "Content-Length": "18", "Client-Cert": CLIENT_CERT},
        ),
        'ttrp=("@path" "@query" "@method" "@authority" "client-cert");created=1618884473;keyid="test-key-ecc-p256"',
        "ttrp=:xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==:",
        Algorithm.ECDSA_P256_SHA256,
        [
            '"@path": /foo',
            '"@query": ?param=Value&Pet=dog',
            '"@method": POST',
            '"@authority": service.internal.example',
            f'"client-cert": {CLIENT_CERT}',
        ],
    ),
    (
        "4.3",
        Message("POST", PROXY_URL, PROXY_HEADERS),
        PROXY_INPUT,
        PROXY_SIGNATURE,
        Algorithm.RSA_V1_5_SHA256,
        [
            '"@method": POST',
            '"@authority": origin.host.internal.example',
            '"@path": /foo',
            f'"content-digest": {DIGEST_512}',
            '"content-type": application/json',
            '"content-length": 18',
            '"forwarded": for=192.0.2.123;host=example.com;proto=https',
        ],
    ),
]


def signed(message: Message, given: str, signature: str) -> Message:
    headers = {**message.headers, "Signature-Input": given, "Signature": signature}
    return Message(message.method, message.url, headers, status=message.status)


@pytest.mark.parametrize(
    ("message", "given", "signature", "algorithm", "lines"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_a_published_signature_is_rebuilt_and_proved(message, given, signature, algorithm, lines):
    components, parameters, read = read_signature(signed(message, given, signature))
    base = signature_base(components, parameters, message)

    assert base.decode().split("\n") == [*lines, f'"@signature-params": {given.partition("=")[2]}']
    assert is_signed(KEYS[parameters["keyid"]], base, read, algorithm)
    assert not is_signed(KEYS[parameters["keyid"]], base + b" ", read, algorithm)


@pytest.mark.parametrize("section", ["B.2.6", "4.3"])
def test_an_algorithm_without_chance_makes_the_published_signature_again(section: str):
    message, given, signature, algorithm, _ = next(vector[1:] for vector in VECTORS if vector[0] == section)

    components, parameters, read = read_signature(signed(message, given, signature))

    base = signature_base(components, parameters, message)
    assert algorithms.sign(PRIVATE_KEYS[parameters["keyid"]], base, algorithm) == read


def test_b_2_5_is_rebuilt_and_its_shared_secret_refused():
    given = 'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"'
    signature = "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:"
    message = signed(Message("POST", URL, REQUEST_HEADERS), given, signature)

    components, parameters, read = read_signature(message)

    base = signature_base(components, parameters, message)
    assert hmac.digest(b64decode(TEST_SHARED_SECRET), base, "sha256") == read
    full = B23_INPUT.replace("test-key-rsa-pss", "test-shared-secret") + ';alg="hmac-sha256"'
    with pytest.raises(AlgorithmRefused):
        verify(Message("POST", URL, REQUEST_HEADERS), full, B23_SIGNATURE)


def verify(message: Message, given: str, signature: str, *, body: bytes = BODY, now: datetime = CREATED):
    headers = {**message.headers, "Signature-Input": given, "Signature": signature}
    return verify_request(message.method, message.url, headers, body, KEYS.get, now)


def test_b_2_3_covers_all_that_we_ask_for_and_is_taken_whole():
    found = verify(Message("POST", URL, REQUEST_HEADERS), B23_INPUT, B23_SIGNATURE)

    assert (found.key_id, found.way, found.created) == ("test-key-rsa-pss", Way.RFC9421, CREATED)
    assert "content-digest" in found.covered


@pytest.mark.parametrize(("section", "name"), [("B.2.1", "@method"), ("B.2.6", "@target-uri"), ("4.3", "@target-uri")])
def test_a_true_signature_over_too_little_is_refused_by_name(section: str, name: str):
    message, given, signature, _, _ = next(vector[1:] for vector in VECTORS if vector[0] == section)

    with pytest.raises(HeaderNotCovered) as refused:
        verify(message, given, signature)

    assert refused.value.name == name


def test_the_digests_of_b_2_are_those_of_its_bodies():
    check_content_digest(DIGEST_512, BODY)
    check_content_digest(RESPONSE_HEADERS["Content-Digest"], RESPONSE_BODY)


# -- B.4: what a signature survives ------------------------------------------------------------------------------------

TRANSFORM_INPUT = 'transform=("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed25519"'
TRANSFORM = "transform=:ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==:"
DEMO = "https://example.org/demo?name1=Value1&Name2=value2"
DATE = ("Date", "Fri, 15 Jul 2022 14:24:55 GMT")
JSON, ANY = ("Accept", "application/json"), ("Accept", "*/*")


def is_demo_signed(method: str, url: str, headers: list[tuple[str, str]]) -> bool:
    message = Message(method, url, [*headers, ("Signature-Input", TRANSFORM_INPUT), ("Signature", TRANSFORM)])
    components, parameters, signature = read_signature(message)
    base = signature_base(components, parameters, message)
    return is_signed(KEYS["test-key-ed25519"], base, signature, Algorithm.ED25519)


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (DEMO, [("Host", "example.org"), DATE, JSON, ANY]),
        (f"{DEMO}&param=added", [("Host", "example.org"), DATE, JSON, ANY, ("Accept-Language", "en-US,en;q=0.5")]),
        (DEMO, [("Referer", "https://developer.example.org/demo"), ("Accept", "application/json, */*")]),
        (DEMO, [JSON, ANY, DATE, ("Host", "example.org")]),
    ],
    ids=["as sent", "added", "collapsed", "reordered"],
)
def test_b_4_survives_what_is_not_covered(url: str, headers: list[tuple[str, str]]):
    assert is_demo_signed("GET", url, headers)


def test_b_4_does_not_survive_another_method_host_or_order_of_values():
    assert not is_demo_signed("POST", DEMO, [DATE, JSON, ANY])
    assert not is_demo_signed("GET", DEMO.replace("example.org", "example.com"), [DATE, JSON, ANY])
    assert not is_demo_signed("GET", DEMO, [DATE, ANY, JSON])


def test_a_time_beyond_all_calendars_is_refused():
    given = B23_INPUT.replace("1618884473", "999999999999999")

    with pytest.raises(Unreadable):
        verify(Message("POST", URL, REQUEST_HEADERS), given, B23_SIGNATURE, now=datetime(2021, 4, 20, tzinfo=UTC))

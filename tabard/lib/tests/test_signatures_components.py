"""The examples of RFC 9421, section 2: what each component of a message reads as."""

import pytest

from tabard.lib.signatures.components import Component, value_of
from tabard.lib.signatures.messages import Message
from tabard.lib.signatures.refusals import SignatureRefused, Unreadable
from tabard.lib.tests.signature_vectors import REQUEST_HEADERS, RESPONSE_HEADERS, URL

DIGEST_512 = REQUEST_HEADERS["Content-Digest"]


def value(name: str, message: Message, /, **parameters: object) -> str:
    return value_of(Component(name, parameters), message)


def test_fields_are_read_as_in_2_1():
    message = Message(
        "GET",
        URL,
        [
            ("X-OWS-Header", "  Leading and trailing whitespace.   "),
            ("Cache-Control", "max-age=60"),
            ("Cache-Control", "   must-revalidate"),
            ("Example-Dict", " a=1,    b=2;x=1;y=2,   c=(a   b    c), d"),
            ("X-Empty-Header", ""),
            ("Example-Header", "value, with, lots"),
            ("Example-Header", "of, commas"),
        ],
    )

    assert value("x-ows-header", message) == "Leading and trailing whitespace."
    assert value("cache-control", message) == "max-age=60, must-revalidate"
    assert value("x-empty-header", message) == ""
    assert value("example-dict", message) == "a=1,    b=2;x=1;y=2,   c=(a   b    c), d"
    members = {key: value("example-dict", message, key=key) for key in "abcd"}
    assert members == {"a": "1", "b": "2;x=1;y=2", "c": "(a b c)", "d": "?1"}
    assert value("example-header", message, bs=True) == ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:"
    assert value("cache-control", message, sf=True) == "max-age=60, must-revalidate"


def test_derived_components_are_read_as_in_2_2():
    message = Message("POST", "https://www.Example.com:443/path?param=value", {})

    assert value("@method", message) == "POST"
    assert value("@target-uri", message) == "https://www.example.com/path?param=value"
    assert value("@authority", message) == "www.example.com"
    assert value("@scheme", message) == "https"
    assert value("@request-target", message) == "/path?param=value"
    assert value("@path", message) == "/path"
    assert value("@query", message) == "?param=value"
    assert value("@query", Message("GET", "https://www.example.com", {})) == "?"
    assert value("@path", Message("GET", "https://www.example.com?x", {})) == "/"
    assert value("@authority", Message("GET", "http://[::1]:8000/", {})) == "[::1]:8000"


def test_query_parameters_are_read_as_in_2_2_8():
    message = Message(
        "GET",
        "https://www.example.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace"
        "&fa%C3%A7ade%22%3A%20=something&qux=&twice=1&twice=2&tilde=~",
        {},
    )

    assert value("@query-param", message, name="var") == "this%20is%20a%20big%0Amultiline%20value"
    assert value("@query-param", message, name="bar") == "with%20plus%20whitespace"
    assert value("@query-param", message, name="fa%C3%A7ade%22%3A%20") == "something"
    assert value("@query-param", message, name="qux") == ""
    assert value("@query-param", message, name="tilde") == "%7E"
    for name in ("twice", "absent"):
        with pytest.raises(Unreadable):
            value("@query-param", message, name=name)


def test_an_answer_can_cover_its_request():
    request = Message("POST", URL, REQUEST_HEADERS)
    answer = Message("POST", URL, RESPONSE_HEADERS, status=503, request=request)

    assert value("@status", answer) == "503"
    assert value("@method", answer, req=True) == "POST"
    assert value("content-digest", answer, req=True) == DIGEST_512
    for name, parameters in [("@method", {}), ("@status", {"req": True}), ("@query-param", {"name": "Pet"})]:
        with pytest.raises(Unreadable):
            value(name, answer, **parameters)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("@status", {}),
        ("@method", {"req": True}),
        ("@method", {"sf": True}),
        ("@signature-params", {}),
        ("@unknown", {}),
        ("Content-Type", {}),
        ("x-absent", {}),
        ("content-type", {"tr": True}),
        ("content-type", {"bs": True, "sf": True}),
        ("content-type", {"sf": False}),
        ("content-type", {"key": "a"}),
        ("content-digest", {"key": "sha-256"}),
        ("content-digest", {"key": 1}),
        ("date", {"sf": True}),
        ("content-type", {"unknown": True}),
        ("@query-param", {}),
    ],
)
def test_a_component_that_a_request_does_not_have_is_refused(name: str, parameters: dict[str, object]):
    with pytest.raises(SignatureRefused):
        value(name, Message("POST", URL, REQUEST_HEADERS), **parameters)

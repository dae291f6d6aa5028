"""Anything at all may stand in a request: it is refused by name, and soon."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import process_time

import http_sf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tabard.lib.signatures import Way, claim_of, sign_request, verify_request
from tabard.lib.signatures.digests import check_content_digest, check_digest
from tabard.lib.signatures.draft import read_parameters
from tabard.lib.signatures.keys import KeyRefused, read_public_key
from tabard.lib.signatures.messages import LONGEST_HEADERS, LONGEST_URL, MOST_HEADERS, Message
from tabard.lib.signatures.refusals import SignatureRefused, Unreadable
from tabard.lib.signatures.structured import read_dictionary, written, written_item
from tabard.lib.tests.signature_vectors import KEYS, TEST_KEY_RSA, own_key

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
URL = "https://us.example/inbox"
MEGABYTE = 1_000_000
SECONDS = 1.0  # of work; many times what it takes, whatever else the machine does
TRUE = {
    way: sign_request(method="POST", url=URL, headers={}, body=b"{}", key=own_key("test-key-ed25519"), now=NOW, way=way)
    for way in Way
}
# the marks of both grammars, so that many a text gets past the first step
SYNTAX = st.text(st.sampled_from('abk-_*019.=:;,"\\()?@%/ \t\n\x00\x7fé€🚓') | st.characters(), max_size=60)
PIECES = st.lists(
    st.sampled_from([
        'sig1=("@method" "@target-uri" "content-digest")', 'sig1=("@query-param";name="a")', "sig1", "=", "(", ")", ",",
        ";created=1780304400", ";created=-1", ";created=1.5", ';created="1"', ";created", ';keyid="k"', ";keyid=1",
        ";expires=999999999999999", ';alg="ed25519"', ';alg="rsa"', ';tag="x"', ":AAAA:", "=:AAAA:", '"date";bs', '"\\',
        'keyId="k"', 'headers="(request-target) host date digest"', 'headers="(created)"', 'signature="AAAA"',
        "created=1", 'expires="99999999999.9"', 'algorithm="hs2019"', '"@status"', '"x";sf', "@9999999999999", '%"%ff"',
        "sig2=()",
    ]),
    max_size=12,
).map("".join)  # fmt: skip
VALUES = SYNTAX | PIECES


@given(
    st.dictionaries(
        st.sampled_from(["Signature", "Signature-Input", "Digest", "Content-Digest", "Date", "Host"]), VALUES
    )
)
@example({"Signature": "a=@999999999999999", "Signature-Input": "a=@999999999999999"})
@example({"Signature": 'keyId="k",signature="AAAA",headers="(request-target) host date"', "Date": "x" * 5000})
@example(
    {"Signature": 'keyId="k",signature="AAAA",headers="(request-target) host date"', "Date": "1 Jan 99999999 0:0:0 GMT"}
)
@example(
    {"Signature": 'keyId="k",signature="AAAA",headers="(request-target) host date"', "Date": "1 Jan 1 0:0:0 +9999"}
)
def test_any_headers_are_refused_by_name(headers: dict[str, str]):
    for method, body in (("POST", b"{}"), ("GET", b"")):
        with pytest.raises(SignatureRefused):
            verify_request(method, URL, headers, body, KEYS.get, NOW)


@given(way=st.sampled_from(list(Way)), name=st.sampled_from(range(4)), value=VALUES, keep=st.integers(0, 200))
def test_a_true_request_with_a_garbled_header_is_refused_by_name_or_still_true(way, name, value, keep):
    headers = dict(TRUE[way])
    garbled = list(headers)[name % len(headers)]
    headers[garbled] = headers[garbled][:keep] + value

    try:
        found = verify_request("POST", URL, headers, b"{}", KEYS.get, NOW)
    except SignatureRefused:
        return

    assert found.key_id == "test-key-ed25519"
    assert claim_of("POST", URL, TRUE[way], b"{}", NOW).covered == found.covered


@given(url=st.text() | SYNTAX.map("https://us.example/{}".format) | SYNTAX.map("https://{}/".format), method=st.text())
@example(url="https://[::1/", method="GET")
@example(url="https://us.example:99999/", method="GET")
@example(url="https://us.example:x/", method="GET")
@example(url="https://mo:secret@us.example/", method="GET")
@example(url="ftp://us.example/", method="GET")
@example(url="https:///inbox", method="GET")
def test_any_address_is_read_or_refused_by_name(url: str, method: str):
    try:
        message = Message("POST", url, {})
    except Unreadable:
        pass
    else:
        assert Message("POST", message.target_uri, {}).target_uri == message.target_uri
    with pytest.raises(SignatureRefused):
        verify_request(method, url, TRUE[Way.RFC9421], b"", KEYS.get, NOW)


@given(VALUES | st.text(st.sampled_from("SHA-2561=+/, md5"), max_size=40))
def test_any_digest_is_refused_by_name(value: str):
    for check in (check_digest, check_content_digest):
        with pytest.raises(SignatureRefused):
            check(value, b"{}")


@given(st.text() | st.text(max_size=40).map(lambda text: TEST_KEY_RSA.replace("IBCgKC", text, 1)))
@example("")
@example("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")
@example("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
@example("\ud800")
def test_any_key_is_refused_by_name(pem: str):
    with pytest.raises(KeyRefused):
        read_public_key(pem)


@given(VALUES)
def test_any_grammar_is_read_or_refused_by_name(value: str):
    for read in (read_parameters, read_dictionary):
        with suppress(Unreadable):
            assert isinstance(read(value), dict)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z*][a-z0-9_.*-]{0,8}", fullmatch=True), st.binary(max_size=40), min_size=1, max_size=2
    )
)
def test_a_lone_byte_sequence_reads_like_any_other(members: dict[str, bytes]):
    assert read_dictionary(written(members)) == http_sf.parse(written(members).encode(), tltype="dictionary")


@given(st.text(st.sampled_from('@abz09-_."\\')) | st.from_regex(r"@?[a-z0-9-]+", fullmatch=True))
def test_a_bare_name_is_written_like_any_other_string(name: str):
    assert written_item(name, {}) == http_sf.ser((name, {}))


LONG = {
    "spaces": " " * MEGABYTE,
    "quotes": '"' * MEGABYTE,
    "backslashes": 'keyId="' + "\\" * MEGABYTE,
    "commas": "a=1," * (MEGABYTE // 4),
    "brackets": "sig1=" + "(" * MEGABYTE,
    "items": "sig1=(" + '"a" ' * (MEGABYTE // 4) + ")",
    "parameters": "sig1=()" + ";a" * (MEGABYTE // 2),
    "one value": 'keyId="' + "a" * MEGABYTE + '"',
    "bytes": "sig1=:" + "A" * MEGABYTE + ":",
}


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Digest", "Content-Digest", "Date", "X-Other"])
def test_a_megabyte_of_header_is_refused_at_once(long: str, name: str):
    start = process_time()

    with pytest.raises(Unreadable):
        claim_of("POST", URL, {**TRUE[Way.RFC9421], name: long}, b"{}", NOW)

    assert process_time() - start < SECONDS


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Digest", "Content-Digest", "Date"])
def test_the_longest_header_that_is_read_at_all_is_refused_soon(long: str, name: str):
    whole = long[: LONGEST_HEADERS - 2000]
    start = process_time()

    for way in Way:
        with pytest.raises(SignatureRefused):
            claim_of("POST", URL, {**TRUE[way], name: whole}, b"{}", NOW).verify(KEYS["test-key-rsa"])

    assert process_time() - start < SECONDS


def test_a_thousand_headers_and_a_thousand_lines_of_one_are_refused():
    for headers in ({f"X-{count}": "" for count in range(1000)}, [("X", "")] * 1000):
        with pytest.raises(Unreadable):
            claim_of("POST", URL, headers, b"{}", NOW)
    just = [("X", "")] * (MOST_HEADERS - len(TRUE[Way.RFC9421]))
    assert claim_of("POST", URL, [*TRUE[Way.RFC9421].items(), *just], b"{}", NOW)


def test_an_endless_stream_of_headers_is_not_read_to_its_end():
    def endless():
        while True:
            yield "X", ""

    with pytest.raises(Unreadable):
        claim_of("POST", URL, endless(), b"{}", NOW)


def test_a_long_address_is_refused():
    assert Message("GET", "https://us.example/".ljust(LONGEST_URL, "a"), {})
    with pytest.raises(Unreadable):
        Message("GET", "https://us.example/".ljust(LONGEST_URL + 1, "a"), {})


def test_many_components_query_parameters_and_labels_are_refused_soon():
    many = " ".join(f'"@query-param";name="{count}"' for count in range(1000))
    labels = ", ".join(f"sig{count}=()" for count in range(1000))
    url = f"{URL}?{'&'.join(['a=b'] * 2000)}"
    start = process_time()

    for given_input in (f"sig1=({many})", labels):
        with pytest.raises(Unreadable):
            claim_of("POST", url, {**TRUE[Way.RFC9421], "Signature-Input": given_input}, b"{}", NOW)

    assert process_time() - start < SECONDS


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "a\x00b", "€"])
def test_a_header_that_breaks_out_of_its_line_is_refused(value: str):
    for way in Way:
        with pytest.raises(Unreadable):
            claim_of("POST", URL, {**TRUE[way], "X-Other": value}, b"{}", NOW)
        with pytest.raises(Unreadable):
            sign_request(
                method="POST",
                url=URL,
                headers={"Content-Type": value},
                body=b"",
                key=own_key("test-key-rsa"),
                now=NOW,
                way=way,
            )


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-(10**15) + 1, 10**15 - 1))
def test_no_time_is_out_of_reach(created: int, expires: int):
    given_input = TRUE[Way.RFC9421]["Signature-Input"].replace(
        "created=1780304400", f"created={created};expires={expires}"
    )
    assert str(created) in given_input

    for now in (NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC) - timedelta(days=1)):
        with pytest.raises(SignatureRefused):
            verify_request("POST", URL, {**TRUE[Way.RFC9421], "Signature-Input": given_input}, b"{}", KEYS.get, now)


@pytest.mark.parametrize(
    "instead",
    [
        "(request-target) host date digest digest",
        "(request-target) host date digest " + " ".join(f"x{count}" for count in range(40)),
        "(request-target) host date digest " + "x" * 9000,
    ],
    ids=["twice", "many", "long"],
)
def test_a_draft_signature_that_covers_too_much_is_refused_for_that(instead: str):
    whole = TRUE[Way.DRAFT]["Signature"].replace("(request-target) host date digest", instead)

    with pytest.raises(Unreadable, match=r"too much|too long"):
        claim_of("POST", URL, {**TRUE[Way.DRAFT], "Signature": whole}, b"{}", NOW)


def test_a_long_date_and_a_name_in_the_address_are_refused():
    with pytest.raises(Unreadable, match="Date"):
        claim_of("POST", URL, {**TRUE[Way.DRAFT], "Date": "Mon, 01 Jun 2026 09:00:00 GMT" + " " * 50 + "."}, b"{}", NOW)
    with pytest.raises(Unreadable, match="address"):
        Message("GET", "https://mo:secret@us.example/", {})

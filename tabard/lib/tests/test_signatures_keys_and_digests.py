from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tabard.lib.signatures import Way, sign_request, verify_request
from tabard.lib.signatures.digests import check_content_digest, check_digest, content_digest_of, digest_of
from tabard.lib.signatures.keys import (
    KeyRefused,
    OwnKey,
    make_rsa_key,
    read_own_key,
    read_public_key,
)
from tabard.lib.signatures.refusals import DigestMismatch, DigestMissing, SignatureRefused, Unreadable
from tabard.lib.tests.signature_vectors import (
    KEYS,
    TEST_KEY_ECC_P256,
    TEST_KEY_ED25519,
    TEST_KEY_RSA,
    TEST_KEY_RSA_PRIVATE,
    TEST_KEY_RSA_PSS,
)

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
BODY = b'{"hello": "world"}'
SHA256 = "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="  # draft-cavage-http-signatures-12, appendix C
SHA512 = "WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew=="  # RFC 9421 B.2
WRONG = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def spki(key: object) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize("pem", [TEST_KEY_RSA, TEST_KEY_RSA_PSS, TEST_KEY_ECC_P256, TEST_KEY_ED25519])
def test_a_public_key_is_read_in_either_wrapping_and_kept(pem: str):
    key = read_public_key(pem)

    assert key in KEYS.values()
    assert read_public_key(pem) is key
    assert read_public_key(pem.replace("\n", "\r\n")) == key


@pytest.mark.parametrize("bits", [1024, 2047])
def test_a_short_rsa_key_is_refused(bits: int):
    with pytest.raises(KeyRefused):
        read_public_key(spki(rsa.generate_private_key(public_exponent=65_537, key_size=bits).public_key()))


@pytest.mark.parametrize(
    ("bits", "is_taken"), [(2048, True), (4096, True), (8192, True), (8193, False), (16_384, False)]
)
def test_a_long_rsa_key_is_refused(bits: int, is_taken: bool):
    pem = spki(RSAPublicNumbers(65_537, 2 ** (bits - 1) + 1).public_key())

    if is_taken:
        assert read_public_key(pem).key_size == bits
    else:
        with pytest.raises(KeyRefused):
            read_public_key(pem)


@pytest.mark.parametrize("exponent", [3, 17, 65_535, 2**32 + 1, 2**2047 - 1])
def test_an_unusual_exponent_is_refused(exponent: int):
    with pytest.raises(KeyRefused):
        read_public_key(spki(RSAPublicNumbers(exponent, 2**2047 + 1).public_key()))


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP384R1()).public_key(), x25519.X25519PrivateKey.generate().public_key()]
)
def test_a_key_of_a_kind_that_signs_no_requests_is_refused(key: object):
    with pytest.raises(KeyRefused):
        read_public_key(spki(key))


def test_a_private_key_is_no_public_one_nor_the_other_way_round():
    with pytest.raises(KeyRefused):
        read_public_key(TEST_KEY_RSA_PRIVATE)
    with pytest.raises(KeyRefused):
        read_own_key(TEST_KEY_RSA)


def test_a_private_key_of_a_kind_that_signs_no_requests_is_refused():
    key = ec.generate_private_key(ec.SECP384R1())

    with pytest.raises(KeyRefused):
        read_own_key(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@pytest.mark.parametrize("way", list(Way))
def test_a_new_pair_signs_and_proves(way: Way):
    pair = make_rsa_key()
    key = OwnKey(id="https://us.example/actor#main-key", private=read_own_key(pair.private_pem))

    headers = sign_request(
        method="POST", url="https://peer.example/inbox", headers={}, body=BODY, key=key, now=NOW, way=way
    )

    assert read_own_key(pair.private_pem) is key.private
    keys = {key.id: read_public_key(pair.public_pem)}
    assert verify_request("POST", "https://peer.example/inbox", headers, BODY, keys.get, NOW).key_id == key.id


def test_a_new_rsa_key_is_of_2048_bits():
    assert read_public_key(make_rsa_key().public_pem).key_size == 2048


@pytest.mark.parametrize("key_id", ['https://us.example/"', "https://us.example/\\", "a b", "a\nb", "ä"])
def test_a_key_cannot_be_named_so_that_it_breaks_out_of_its_header(key_id: str):
    with pytest.raises(ValueError, match="a key's id"):
        OwnKey(id=key_id, private=read_own_key(TEST_KEY_RSA_PRIVATE))


def test_digests_are_written_as_peers_read_them():
    assert digest_of(BODY) == f"SHA-256={SHA256}"
    assert content_digest_of(BODY) == f"sha-256=:{SHA256}:"


@pytest.mark.parametrize(
    "value",
    [
        f"SHA-256={SHA256}",
        f"sha-256={SHA256}",
        f" Sha-256={SHA256} ,sha-512={SHA512}",
        f"MD5=AAAA,SHA-256={SHA256}",
        f"unixsum=30637, SHA-512={SHA512}",
    ],
)
def test_a_digest_of_the_body_is_taken_in_any_case_and_company(value: str):
    check_digest(value, BODY)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("", DigestMissing),
        ("MD5=Sd/dVLAcvNLSq16eXua5uQ==", DigestMissing),
        ("SHA=07CavjDP4u3/TungoUHJO/Wzr4c=", DigestMissing),
        (f"SHA-256={WRONG}", DigestMismatch),
        (f"SHA-256={SHA256},SHA-256={WRONG}", DigestMismatch),
        (f"SHA-256={WRONG},SHA-256={SHA256}", DigestMismatch),
        (f"SHA-256={SHA256},SHA-512={WRONG}", DigestMismatch),
        (f"{'MD5=AAAA,' * 20}SHA-256={SHA256},SHA-256={WRONG}", DigestMismatch),
        (f"SHA-512={SHA256}", DigestMismatch),
        ("SHA-256=", DigestMismatch),
        (f"SHA-256={SHA256[:-4]}", DigestMismatch),
        (f"SHA-256={SHA256[:-1]}", DigestMismatch),
        (f"SHA-256=:{SHA256}:", DigestMismatch),
        (",".join([f"SHA-256={SHA256}"] * 20), Unreadable),
    ],
)
def test_a_digest_is_refused_for_what_is_wrong_with_it(value: str, error: type[SignatureRefused]):
    with pytest.raises(error):
        check_digest(value, BODY)


@pytest.mark.parametrize(
    "value", [f"sha-256=:{SHA256}:", f"sha-512=:{SHA512}:, sha-256=:{SHA256}:", f"md5=:AAAA:, sha-512=:{SHA512}:;a=1"]
)
def test_a_content_digest_of_the_body_is_taken_in_any_company(value: str):
    check_content_digest(value, BODY)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("", DigestMissing),
        ("md5=:AAAA:", DigestMissing),
        (f"sha-256=:{WRONG}:", DigestMismatch),
        (f"sha-256=:{SHA256}:, sha-512=:{WRONG}:", DigestMismatch),
        ("sha-256=::", DigestMismatch),
        (f'sha-256="{SHA256}"', Unreadable),
        ("sha-256", Unreadable),
        (f"sha-256=(:{SHA256}:)", Unreadable),
        (f"sha-256={SHA256}", Unreadable),
        (f"SHA-256=:{SHA256}:", Unreadable),
        (f"sha-256=:{WRONG}:, sha-256=:{SHA256}:", Unreadable),
    ],
)
def test_a_content_digest_is_refused_for_what_is_wrong_with_it(value: str, error: type[SignatureRefused]):
    with pytest.raises(error):
        check_content_digest(value, BODY)

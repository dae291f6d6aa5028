"""Words sealed for one phone: the example of RFC 8291, and what a phone makes of them."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tabard.lib import web_push
from tabard.lib.tests.push_phone import PushPhone
from tabard.lib.web_push import Coding, KeyRefused, from_base64, read_receiver, seal, to_base64

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
# RFC 8291, appendix A
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard():
    key = ec.derive_private_key(int.from_bytes(from_base64(SENDER), "big"), ec.SECP256R1())

    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        read_receiver(POINT, AUTH),
        coding=Coding.AES128GCM,
        key=key,
        salt=from_base64(SALT),
    )

    assert to_base64(sealed.body) == BODY
    assert sealed.headers == {"Content-Encoding": "aes128gcm"}


@pytest.mark.parametrize("coding", Coding)
@pytest.mark.parametrize("words", [b"", "Grüße 👮".encode(), b"x" * web_push.MOST_BYTES])
def test_the_phone_reads_what_was_sealed_for_it(coding, words):
    phone = PushPhone()

    sealed = seal(words, phone.receiver, coding=coding)

    assert phone.open(sealed.headers, sealed.body) == words
    assert len(sealed.body) <= 4096


@pytest.mark.parametrize("coding", Coding)
def test_each_message_is_sealed_with_a_key_of_its_own(coding):
    receiver = PushPhone().receiver

    assert seal(b"x", receiver, coding=coding).body != seal(b"x", receiver, coding=coding).body


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", AUTH), (POINT, ""), (POINT[:-4], AUTH), ("é", AUTH), (to_base64(b"\4" + b"\1" * 64), AUTH), (POINT, "AAAA")],
)
def test_a_key_that_is_none_is_refused(p256dh, auth):
    with pytest.raises(KeyRefused):
        read_receiver(p256dh, auth)


@pytest.mark.parametrize("coding", Coding)
def test_the_sender_signs_for_this_push_service_alone(coding):
    key, sealed = web_push.read_key(web_push.make_key()), seal(b"x", PushPhone().receiver, coding=coding)

    headers = web_push.signed_headers(
        sealed, "https://push.example:8443/a/b?c", key=key, contact="mailto:web@police.example", now=NOW
    )

    if coding == Coding.AES128GCM:
        token, point = (part[2:] for part in headers["Authorization"].removeprefix("vapid ").split(","))
    else:
        token = headers["Authorization"].removeprefix("WebPush ")
        point = dict(part.split("=", 1) for part in headers["Crypto-Key"].split(";"))["p256ecdsa"]
    head, claims, signature = token.split(".")
    assert json.loads(from_base64(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(from_base64(claims)) == {
        "aud": "https://push.example:8443",
        "exp": int(NOW.timestamp()) + 12 * 3600,
        "sub": "mailto:web@police.example",
    }
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64(point))
    raw = from_base64(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(pair, f"{head}.{claims}x".encode(), ec.ECDSA(hashes.SHA256()))

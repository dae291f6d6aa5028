"""Web Push: words sealed for one browser or phone (RFC 8291, and the draft before it), and who sends them (RFC 8292).

Both ways of sealing are in use: phone apps written before 2025 know `aesgcm` alone (draft-ietf-webpush-encryption-04).
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CURVE = ec.SECP256R1()
POINT_BYTES, AUTH_BYTES, SALT_BYTES, RECORD_BYTES = 65, 16, 16, 4096
MOST_BYTES = 3_993
"""Of words: what fits a body of 4,096 bytes, which every push service takes (RFC 8030 §7.2)."""
VALID_FOR = timedelta(hours=12)  # RFC 8292 §2: at most 24


class Coding(StrEnum):
    AES128GCM = "aes128gcm"
    AESGCM = "aesgcm"


class KeyRefused(Exception):
    """No public key of P-256, or no secret of 16 bytes."""


@dataclass(frozen=True)
class Receiver:
    """Whom words are sealed for: an uncompressed point of P-256, and a secret."""

    point: bytes
    auth: bytes


@dataclass(frozen=True)
class Sealed:
    headers: dict[str, str]
    body: bytes


def to_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """Either alphabet, padded or not. Raises ValueError."""
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64") from error


def read_receiver(p256dh: str, auth: str) -> Receiver:
    """Raises KeyRefused."""
    try:
        receiver = Receiver(from_base64(p256dh[:200]), from_base64(auth[:200]))
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver.point)
    except ValueError:
        raise KeyRefused from None
    if len(receiver.point) != POINT_BYTES or len(receiver.auth) != AUTH_BYTES:
        raise KeyRefused
    return receiver


# -- sealing -----------------------------------------------------------------------------------------------------------


def seal(
    words: bytes,
    receiver: Receiver,
    *,
    coding: Coding,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> Sealed:
    """`key` and `salt` are made anew for each message, unless a test names them."""
    key, salt = key or ec.generate_private_key(CURVE), salt or secrets.token_bytes(SALT_BYTES)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver.point))
    if coding == Coding.AES128GCM:
        return _seal_by_rfc(words, receiver, shared, point_of(key.public_key()), salt)
    return _seal_by_draft(words, receiver, shared, point_of(key.public_key()), salt)


def _seal_by_rfc(words: bytes, receiver: Receiver, shared: bytes, point: bytes, salt: bytes) -> Sealed:
    """RFC 8291 §3.4 and RFC 8188 §2: one record, ended by 2."""
    ikm = _derive(receiver.auth, shared, b"WebPush: info\0" + receiver.point + point, 32)
    secret = _derive(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, ikm, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point
    return Sealed(
        {"Content-Encoding": Coding.AES128GCM.value}, head + AESGCM(secret).encrypt(nonce, words + b"\2", None)
    )


def _seal_by_draft(words: bytes, receiver: Receiver, shared: bytes, point: bytes, salt: bytes) -> Sealed:
    """draft-ietf-webpush-encryption-04 §3 and §4: two bytes first that say how much of it is padding: none."""
    ikm = _derive(receiver.auth, shared, b"Content-Encoding: auth\0", 32)
    lengths = POINT_BYTES.to_bytes(2, "big")
    context = b"P-256\0" + lengths + receiver.point + lengths + point
    secret = _derive(salt, ikm, b"Content-Encoding: aesgcm\0" + context, 16)
    nonce = _derive(salt, ikm, b"Content-Encoding: nonce\0" + context, 12)
    headers = {
        "Content-Encoding": Coding.AESGCM.value,
        "Encryption": f"salt={to_base64(salt)}",
        "Crypto-Key": f"dh={to_base64(point)}",
    }
    return Sealed(headers, AESGCM(secret).encrypt(nonce, b"\0\0" + words, None))


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


# -- who sends it ------------------------------------------------------------------------------------------------------


def make_key() -> bytes:
    """A new key of the sender's, as PEM."""
    plain = serialization.NoEncryption()
    return ec.generate_private_key(CURVE).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
    )


def read_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """Raises ValueError."""
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("no key of P-256")
    return key


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def signed_headers(
    sealed: Sealed, endpoint: str, *, key: ec.EllipticCurvePrivateKey, contact: str, now: datetime
) -> dict[str, str]:
    """The headers of `sealed`, with those that say who sends it (RFC 8292 §3; for the draft, its own way)."""
    parts = urlsplit(endpoint)
    claims: dict[str, str | int] = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": contact}
    claims["exp"] = int((now + VALID_FOR).timestamp())
    token, point = _token(claims, key), to_base64(point_of(key.public_key()))
    if "Crypto-Key" not in sealed.headers:
        return {**sealed.headers, "Authorization": f"vapid t={token},k={point}"}
    both = f"{sealed.headers['Crypto-Key']};p256ecdsa={point}"
    return {**sealed.headers, "Authorization": f"WebPush {token}", "Crypto-Key": both}


def _token(claims: dict[str, str | int], key: ec.EllipticCurvePrivateKey) -> str:
    """RFC 7519, signed as RFC 7518 §3.4 has it."""
    parts = [to_base64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    first, second = decode_dss_signature(key.sign(".".join(parts).encode(), ec.ECDSA(hashes.SHA256())))
    return ".".join([*parts, to_base64(first.to_bytes(32, "big") + second.to_bytes(32, "big"))])

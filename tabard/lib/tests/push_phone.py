"""A phone that opens what was sealed for it: written from the standards, apart from what seals."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tabard.lib.web_push import Receiver, from_base64, point_of, to_base64


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, of one block."""
    key = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(key, info + b"\1", hashlib.sha256)[:length]


class PushPhone:
    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.receiver = Receiver(point_of(self._key.public_key()), secrets.token_bytes(16))

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": to_base64(self.receiver.point), "auth": to_base64(self.receiver.auth)}

    def open(self, headers: Mapping[str, str], body: bytes) -> bytes:
        """The words, whichever of the two ways they were sealed in."""
        if headers["Content-Encoding"] == "aes128gcm":
            return self._open_rfc_8291(body)
        salt = from_base64(headers["Encryption"].removeprefix("salt="))
        keys = dict(part.split("=", 1) for part in headers["Crypto-Key"].split(";"))
        return self._open_draft_04(body, salt, from_base64(keys["dh"]))

    def _shared(self, sender: bytes) -> bytes:
        return self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))

    def _open_rfc_8291(self, body: bytes) -> bytes:
        salt, sender, sealed = body[:16], body[21 : 21 + body[20]], body[21 + body[20] :]
        info = b"WebPush: info\0" + self.receiver.point + sender
        secret = _hkdf(self.receiver.auth, self._shared(sender), info, 32)
        key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        plain = AESGCM(key).decrypt(_hkdf(salt, secret, b"Content-Encoding: nonce\0", 12), sealed, None)
        return plain.rstrip(b"\0")[:-1]

    def _open_draft_04(self, body: bytes, salt: bytes, sender: bytes) -> bytes:
        secret = _hkdf(self.receiver.auth, self._shared(sender), b"Content-Encoding: auth\0", 32)
        context = b"P-256\0\0\x41" + self.receiver.point + b"\0\x41" + sender
        key = _hkdf(salt, secret, b"Content-Encoding: aesgcm\0" + context, 16)
        nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0" + context, 12)
        plain = AESGCM(key).decrypt(nonce, body, None)
        return plain[2 + int.from_bytes(plain[:2], "big") :]

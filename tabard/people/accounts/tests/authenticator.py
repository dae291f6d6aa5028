"""A passkey made of software, for tests: an ES256 key, attested by nobody (Web Authentication level 2, section 6.5)."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    origin: str = "https://testserver"
    host: str = "testserver"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(16))
    user_handle: bytes = b""

    def make(self, options: dict[str, Any]) -> str:
        self.user_handle = websafe_decode(options["publicKey"]["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        about = AuthenticatorData.create(self._host_hash(), PRESENT | VERIFIED | ATTESTED, 1, bytes(data))
        attested = AttestationObject.create("none", about, {})
        client = self._client("webauthn.create", options)
        return self._credential(attestationObject=bytes(attested), clientDataJSON=client)

    def use(self, options: dict[str, Any]) -> str:
        client = self._client("webauthn.get", options)
        about = bytes(AuthenticatorData.create(self._host_hash(), PRESENT | VERIFIED, 2))
        signature = self.key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            authenticatorData=about, clientDataJSON=client, signature=signature, userHandle=self.user_handle
        )

    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        words = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps({**words, "crossOrigin": False}).encode()

    def _credential(self, **response: bytes) -> str:
        written = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(self.credential_id)
        return json.dumps(
            {"id": own, "rawId": own, "type": "public-key", "clientExtensionResults": {}, "response": written}
        )

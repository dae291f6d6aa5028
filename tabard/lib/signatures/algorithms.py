"""The algorithms of RFC 9421 §3.3 for key pairs. Shared secrets (hmac-sha256) have no place between strangers."""

from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA512

from tabard.lib.signatures.refusals import AlgorithmRefused

PublicKey = RSAPublicKey | ec.EllipticCurvePublicKey | Ed25519PublicKey
PrivateKey = RSAPrivateKey | ec.EllipticCurvePrivateKey | Ed25519PrivateKey
P256_BYTES = 32


class Algorithm(StrEnum):
    RSA_V1_5_SHA256 = "rsa-v1_5-sha256"
    RSA_PSS_SHA512 = "rsa-pss-sha512"
    ECDSA_P256_SHA256 = "ecdsa-p256-sha256"
    ED25519 = "ed25519"


RSA: dict[Algorithm, tuple[AsymmetricPadding, SHA256 | SHA512]] = {
    Algorithm.RSA_V1_5_SHA256: (PKCS1v15(), SHA256()),  # RFC 9421 §3.3.2
    Algorithm.RSA_PSS_SHA512: (PSS(mgf=MGF1(SHA512()), salt_length=64), SHA512()),  # RFC 9421 §3.3.1
}


def algorithms_for(key: PublicKey | PrivateKey) -> tuple[Algorithm, ...]:
    """What a key of this kind can sign with, the most usual first."""
    if isinstance(key, RSAPublicKey | RSAPrivateKey):
        return tuple(RSA)
    if isinstance(key, Ed25519PublicKey | Ed25519PrivateKey):
        return (Algorithm.ED25519,)
    if isinstance(key.curve, ec.SECP256R1):
        return (Algorithm.ECDSA_P256_SHA256,)
    return ()


def sign(key: PrivateKey, base: bytes, algorithm: Algorithm) -> bytes:
    """Raises AlgorithmRefused if the key is of another kind."""
    if algorithm not in algorithms_for(key):
        raise AlgorithmRefused("the algorithm is not for this kind of key")
    if isinstance(key, RSAPrivateKey):
        return key.sign(base, *RSA[algorithm])
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(base)
    r, s = decode_dss_signature(key.sign(base, ec.ECDSA(SHA256())))
    return r.to_bytes(P256_BYTES, "big") + s.to_bytes(P256_BYTES, "big")  # RFC 9421 §3.3.4


def is_signed(key: PublicKey, base: bytes, signature: bytes, algorithm: Algorithm) -> bool:
    """Whether the key made this signature with this algorithm, which must be one of `algorithms_for(key)`."""
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, base, *RSA[algorithm])
        elif isinstance(key, Ed25519PublicKey):
            key.verify(signature, base)
        elif len(signature) == 2 * P256_BYTES:
            r, s = (int.from_bytes(half, "big") for half in (signature[:P256_BYTES], signature[P256_BYTES:]))
            key.verify(encode_dss_signature(r, s), base, ec.ECDSA(SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True

"""Keys in PEM: reading those of others with suspicion and our own with speed, and making new ones.

Reading costs more than signing (RSA private keys a hundred times as much), so both are kept once read.
"""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from tabard.lib.signatures.algorithms import PrivateKey, PublicKey, algorithms_for

LONGEST_PEM = 16_384
LEAST_RSA_BITS, MOST_RSA_BITS = 2048, 8192
EXPONENT = 65_537
LARGEST_EXPONENT = 2**32
KEPT_KEYS = 4096


class KeyRefused(Exception):
    """No key that may vouch for anybody."""


@dataclass(frozen=True)
class OwnKey:
    """A private key of ours, and the address at which others find its public half."""

    id: str
    private: PrivateKey

    def __post_init__(self) -> None:
        if not self.id.isascii() or not self.id.isprintable() or {'"', "\\", " "} & set(self.id):
            raise ValueError("a key's id is an address, without quotation marks")


@dataclass(frozen=True)
class KeyPair:
    private_pem: str
    public_pem: str


def read_public_key(pem: str) -> PublicKey:
    """The key in a SubjectPublicKeyInfo ("PUBLIC KEY") or, as some peers send it, PKCS#1 ("RSA PUBLIC KEY").

    Raises KeyRefused: RSA from 2048 to 8192 bits with a usual exponent, P-256 and Ed25519 are taken, nothing else.
    """
    if len(pem) > LONGEST_PEM:
        raise KeyRefused("the key is too long")
    return _public_key(pem)


@lru_cache(maxsize=KEPT_KEYS)
def _public_key(pem: str) -> PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyRefused("this is no public key in PEM") from None
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey) or not algorithms_for(key):
        raise KeyRefused("keys of this kind sign no requests")
    if isinstance(key, RSAPublicKey):
        _check_rsa(key)
    return key


def _check_rsa(key: RSAPublicKey) -> None:
    if not LEAST_RSA_BITS <= key.key_size <= MOST_RSA_BITS:
        raise KeyRefused("the key is too short, or so long that it costs too much")
    exponent = key.public_numbers().e
    if not EXPONENT <= exponent <= LARGEST_EXPONENT:  # FIPS 186-5 §A.1.1; cryptography refuses even ones
        raise KeyRefused("the exponent of the key is not a usual one")


@lru_cache(maxsize=KEPT_KEYS)
def read_own_key(pem: str) -> PrivateKey:
    """One of our own private keys. Its numbers are believed, not checked: never call this with a key from outside."""
    try:
        key = load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyRefused("this is no private key in PEM without a password") from None
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey) or not algorithms_for(key):
        raise KeyRefused("keys of this kind sign no requests")
    return key


def make_rsa_key() -> KeyPair:
    """A pair of RSA-2048, which every peer understands; takes about a tenth of a second."""
    key = generate_private_key(public_exponent=EXPONENT, key_size=LEAST_RSA_BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private_pem=private.decode(), public_pem=public.decode())

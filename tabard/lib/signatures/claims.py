"""What a request says of its signature, and the proof of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tabard.lib.signatures.algorithms import Algorithm, PublicKey, algorithms_for, is_signed
from tabard.lib.signatures.refusals import AlgorithmRefused, BadSignature, SignatureFromFuture, SignatureTooOld

# Mastodon 4.5, app/lib/signed_request.rb: CLOCK_SKEW_MARGIN, the default of matches_time_window?, and
# EXPIRATION_WINDOW_LIMIT. A signature that names no end therefore counts for 65 minutes.
SKEW = timedelta(hours=1)
USUAL_LIFE = timedelta(minutes=5)
LONGEST_LIFE = timedelta(hours=12)


class Way(StrEnum):
    """The two ways in which servers of the fediverse sign."""

    RFC9421 = "rfc9421"
    DRAFT = "draft-cavage-http-signatures-12"


@dataclass(frozen=True)
class Signed:
    """Proved: whoever holds the key `key_id` sent this request. Whose key that is, is the caller's to know."""

    key_id: str
    way: Way
    created: datetime
    covered: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """All is in order, save that nobody has looked at the key yet: nothing here is proved before `verify`.

    `bases` are the texts of which any one may have been signed.
    """

    key_id: str
    way: Way
    created: datetime
    covered: tuple[str, ...]
    algorithms: tuple[Algorithm, ...]
    bases: tuple[bytes, ...]
    signature: bytes

    def verify(self, key: PublicKey) -> Signed:
        """Raises AlgorithmRefused or BadSignature; then the key may have been changed, and is worth fetching again."""
        usable = [algorithm for algorithm in algorithms_for(key) if algorithm in self.algorithms]
        if not usable:
            raise AlgorithmRefused("the algorithm is not for this kind of key")
        if not any(is_signed(key, base, self.signature, algorithm) for algorithm in usable for base in self.bases):
            raise BadSignature("this key did not sign this request")
        return Signed(key_id=self.key_id, way=self.way, created=self.created, covered=self.covered)


def check_window(*, created: datetime, expires: datetime | None, now: datetime) -> None:
    """Raises SignatureFromFuture or SignatureTooOld, with an hour's patience for wrong clocks."""
    if created - now > SKEW:
        raise SignatureFromFuture("the signature is from the future")
    life = USUAL_LIFE if expires is None else min(expires - created, LONGEST_LIFE)
    if now - created > life + SKEW:
        raise SignatureTooOld("the signature is too old")

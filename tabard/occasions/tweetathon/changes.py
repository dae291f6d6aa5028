"""What can happen to a tweetathon and to a force's registration."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class TweetathonAdded(Change):
    tweetathon_id: int


@dataclass(frozen=True)
class TweetathonChanged(Change):
    """`correction_id` is 0 where nobody need plan anew."""

    tweetathon_id: int
    correction_id: int


@dataclass(frozen=True)
class TweetathonCancelled(Change):
    tweetathon_id: int


@dataclass(frozen=True)
class TweetathonCounted(Change):
    """Its figures may be others than before."""

    tweetathon_id: int


@dataclass(frozen=True)
class RegistrationAsked(Change):
    registration_id: int
    asked_at: str


@dataclass(frozen=True)
class RegistrationConfirmed(Change):
    registration_id: int


@dataclass(frozen=True)
class RegistrationChanged(Change):
    registration_id: int


@dataclass(frozen=True)
class RegistrationDecided(Change):
    """Accepted or refused."""

    registration_id: int
    decided_at: str


@dataclass(frozen=True)
class RegistrationWithdrawn(Change):
    registration_id: int

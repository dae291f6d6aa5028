"""Valid rows for tests."""

from datetime import UTC, date, datetime

from tabard.people.accounts.models import Role, User
from tabard.voice.guidelines.actions import LexiconWords, add_election_period, save_lexicon
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.models import ElectionPeriod, Lexicon

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_lead(email: str = "lead@peelborough.example") -> User:
    return User.objects.create_user(email, name="Lee Dear", role=Role.LEAD)


def make_lexicon(phrases: str = "Operation Thunder", *, gravity: str = "refuse", by: User | None = None) -> Lexicon:
    words = LexiconWords(
        "Names of operations", phrases, Severity(gravity), "Leave the operation's name out.", "operations"
    )
    return save_lexicon(by=by or make_lead(), words=words, now=NOW)


def make_election(*, by: User | None = None) -> ElectionPeriod:
    days = {"starts_date": date(2026, 3, 2), "ends_date": date(2026, 3, 9)}
    return add_election_period(by=by or make_lead(), name="Council", now=NOW, **days)

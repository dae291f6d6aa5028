"""The registrations of a tweetathon as CSV: for a spreadsheet, and for counting."""

import csv
from typing import TextIO

from tabard.lib.cells import harmless
from tabard.occasions.tweetathon.accounts import as_typed, counted_as
from tabard.occasions.tweetathon.models import Registration, RegistrationQuerySet
from tabard.occasions.tweetathon.registered import Registered

COUNTED_BY = 4  # network, account, force and country: what a file of accounts tells
COLUMNS = (
    *("force", "country", "place", "contact", "email", "accounts", "languages", "may_be_named"),
    *("state", "reason", "asked_at", "confirmed_at", "decided_at"),
)


def write_registrations(found: RegistrationQuerySet, file: TextIO) -> None:
    """What a spreadsheet would take for a formula is quoted with an apostrophe. Times are ISO 8601, in UTC."""
    sheet = csv.writer(file)
    sheet.writerow(COLUMNS)
    sheet.writerows([harmless(cell) for cell in _cells(registration)] for registration in found)


def write_accounts(found: RegistrationQuerySet, file: TextIO) -> None:
    """The accounts of forces that may be named, as `tabard tweetathon count --registered` reads them, each once."""
    sheet = csv.writer(file)
    sheet.writerow(Registered._fields[:COUNTED_BY])
    sheet.writerows(map(harmless, account[:COUNTED_BY]) for account in counted_accounts(found))


def counted_accounts(found: RegistrationQuerySet) -> list[Registered]:
    """Under which names the posts of these forces are counted. An account that two of them gave is the first's."""
    accounts: dict[tuple[str, str], Registered] = {}
    for registration in found:
        for counted in filter(None, map(counted_as, registration.accounts)):
            accounts.setdefault(counted, Registered(*counted, registration.name, registration.country))
    return list(accounts.values())


def _cells(registration: Registration) -> list[str]:
    moments = (registration.asked_at, registration.confirmed_at, registration.decided_at)
    return [
        registration.name,
        registration.country,
        registration.place,
        registration.contact_name,
        registration.email,
        " ".join(map(as_typed, registration.accounts)),
        " ".join(registration.languages),
        "yes" if registration.may_be_named else "no",
        registration.state,
        registration.reason,
        *(moment.isoformat(timespec="seconds") if moment else "" for moment in moments),
    ]

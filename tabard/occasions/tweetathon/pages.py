"""What stands on a tweetathon's page, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from tabard.occasions.tweetathon import accounts
from tabard.occasions.tweetathon.countries import country_name
from tabard.occasions.tweetathon.in_words import times_said
from tabard.occasions.tweetathon.models import Phase, Registration, Tweetathon
from tabard.occasions.tweetathon.pack import address_of
from tabard.occasions.tweetathon.showing import headline_of
from tabard.people.teams.languages import own_name
from tabard.plant.design.templatetags.breaking import breakable


@dataclass(frozen=True)
class Country:
    """The forces of one country that may be named, by name."""

    name: str
    forces: list[Registration]


@dataclass(frozen=True)
class TakingPart:
    """How many forces there are of how many countries, and those of them that may be named."""

    forces: int
    countries: int
    named: list[Country]
    unnamed: int


def page_of(tweetathon: Tweetathon, now: datetime) -> dict[str, Any]:
    phase, years = tweetathon.phase(now), list(tweetathon.earlier_years.order_by("-year"))
    return {
        "tweetathon": tweetathon,
        "phase": phase.value,
        "is_open": phase != Phase.AFTER and not tweetathon.is_cancelled,
        "turns_at": tweetathon.starts_at if phase == Phase.BEFORE else tweetathon.ends_at,
        "times": times_said(tweetathon),
        "own_zone": settings.TIME_ZONE.replace("_", " "),
        "languages": [(code, own_name(code)) for code in tweetathon.languages],
        "taking_part": taking_part(tweetathon),
        "corrections": tweetathon.corrections.order_by("-made_at", "-pk"),
        "own": [row for row in years if row.year == tweetathon.year],
        "earlier": [row for row in years if row.year != tweetathon.year],
        "address": address_of(tweetathon),
        "headline": headline_of(tweetathon),
    }


def taking_part(tweetathon: Tweetathon) -> TakingPart:
    accepted = Registration.objects.of(tweetathon).accepted()
    counted = accepted.aggregate(forces=Count("pk"), countries=Count("country", distinct=True))
    named = list(Registration.objects.of(tweetathon).named().by_country())
    groups = [
        Country(country_name(code), list(forces)) for code, forces in groupby(named, key=lambda each: each.country)
    ]
    return TakingPart(
        forces=counted["forces"],
        countries=counted["countries"],
        named=sorted(groups, key=lambda country: country.name),
        unnamed=counted["forces"] - len(named),
    )


def accounts_shown(registration: Registration) -> list[tuple[str, str]]:
    """What is shown of each account, and its address."""
    return [(_shown(account), accounts.address_of(account)) for account in registration.accounts]


def _shown(account: dict[str, str]) -> str:
    if account["network"] == accounts.WEB:
        return account["name"].removeprefix("https://").removeprefix("www.").rstrip("/")
    return accounts.as_typed(account)


def summary_of(registration: Registration) -> list[tuple[str, str]]:
    """All that a force said of itself, for itself and the organiser: name and value of each row."""
    place = ", ".join(part for part in (registration.place, country_name(registration.country)) if part)
    return [
        (_("Force"), registration.name),
        (_("Where"), place),
        (_("Contact"), registration.contact_name),
        (_("E-mail"), breakable(registration.email)),
        (_("Accounts"), " ".join(shown for shown, _address in accounts_shown(registration)) or _("none")),
        (_("Languages"), ", ".join(map(own_name, registration.languages)) or _("not said")),
        (_("May be named"), _("yes") if registration.may_be_named else _("no")),
    ]

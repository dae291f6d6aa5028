"""Countries and territories: ISO 3166-1 alpha-2 codes with their English names, as the tz database has them."""

from functools import cache
from importlib.resources import files

BETTER_KNOWN = {"GB": "United Kingdom", "CZ": "Czechia", "TR": "Türkiye", "SZ": "Eswatini"}


@cache
def countries() -> dict[str, str]:
    """By name."""
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    named = {code: BETTER_KNOWN.get(code, name) for code, name in rows}
    return dict(sorted(named.items(), key=lambda each: each[1].removeprefix("Å").casefold()))


def country_name(code: str) -> str:
    """The code itself for one that has no name."""
    return countries().get(code, code)

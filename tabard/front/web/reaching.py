"""Ways of reaching a team or an officer as residents see them: named, and as links where they lead somewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tabard.front.web.telephone import telephone_link
from tabard.people.teams.ways import CALL_WAYS, WAYS

WEB = ("https://", "http://")


@dataclass(frozen=True)
class Way:
    """`url` is empty for what is to be read only, as a postal address."""

    label: str
    text: str
    url: str = ""

    @property
    def is_web(self) -> bool:
        return self.url.startswith(WEB)


@dataclass(frozen=True)
class Station:
    name: str
    lines: list[str]


def ways_of(contact: Mapping[str, Any]) -> list[Way]:
    """In our order; those that only an import knows come last, under the names that they came with."""
    known = [name for name in WAYS if name in contact]
    others = sorted(name for name in contact if name not in WAYS)
    return [_way(name, str(contact[name])) for name in [*known, *others] if contact[name]]


def stations_of(locations: Iterable[Mapping[str, Any]]) -> list[Station]:
    """Those with a name or an address: others could not be found."""
    found = [_station(each) for each in locations]
    return [station for station in found if station.name or station.lines]


def _way(name: str, value: str) -> Way:
    label = str(WAYS.get(name) or name.replace("_", " ").replace("-", " ").capitalize())
    if name in CALL_WAYS:
        return Way(label, value, telephone_link(value))
    if name == "email":
        return Way(label, value, f"mailto:{value}")
    if value.startswith(WEB):
        return Way(label, value.split("://", 1)[1].rstrip("/"), value)
    return Way(label, value)


def _station(location: Mapping[str, Any]) -> Station:
    words = [str(location.get(part) or "").strip() for part in ("name", "address", "postcode", "telephone")]
    name, lines = words[0], [line for line in words[1:] if line]
    return Station(name, lines) if name else Station(lines[0] if lines else "", lines[1:])

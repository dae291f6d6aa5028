"""Which property of a feature is its code, and which its name: forces call them many things."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tabard.lib.geo.features import BadFile

CODE_PROPERTIES = (
    "code",
    "id",
    "neighbourhood_code",
    "neighbourhood_id",
    "neighborhood_id",
    "nhood_id",
    "beat_code",
    "ref",
    "reference",
    "gss_code",
    "pfn",
    "identifier",
)
NAME_PROPERTIES = (
    "name",
    "neighbourhood_name",
    "neighborhood_name",
    "neighbourhood",
    "neighborhood",
    "nhood",
    "beat_name",
    "beat",
    "title",
    "ward_name",
    "label",
)
MOST_TOLD = 40
CODE_ENDINGS = ("cd", "_code", "_id")
NAME_ENDINGS = ("nm", "_name")
"""The Office for National Statistics writes WD24CD and WD24NM, with the year inside."""


@dataclass(frozen=True)
class Naming:
    """The properties that the person named; empty where we are to find them ourselves."""

    code_property: str = ""
    name_property: str = ""

    def check(self, features: Iterable[Mapping[str, Any]]) -> None:
        """Raises BadFile where a property that the person named is in none of a file's `features`."""
        known = {str(key): None for properties in features for key in properties}
        for wanted in (self.code_property, self.name_property):
            if wanted and wanted not in known:
                there = f"there are: {', '.join(list(known)[:MOST_TOLD])}" if known else "there are none at all"
                raise BadFile(f"it has no property “{wanted}”; {there}")

    def name_of(self, properties: Mapping[str, Any], *, otherwise: str = "") -> str:
        """The feature's name, or `otherwise` where no property looks like one."""
        if self.name_property:
            return as_text(properties.get(self.name_property)) or otherwise
        return pick(properties, NAME_PROPERTIES, NAME_ENDINGS) or otherwise

    def code_of(self, properties: Mapping[str, Any], *, otherwise: Iterable[Any] = ()) -> str:
        """The feature's code, or the first of `otherwise` that has text; empty where there is none."""
        if self.code_property:
            return as_text(properties.get(self.code_property))
        found = pick(properties, CODE_PROPERTIES, CODE_ENDINGS)
        spare = (found, self._neighbourhood_beside_name(properties), *(as_text(value) for value in otherwise))
        return next((code for code in spare if code), "")

    def _neighbourhood_beside_name(self, properties: Mapping[str, Any]) -> str:
        lowered = lower(properties)
        return as_text(lowered.get("neighbourhood")) if as_text(lowered.get("name")) else ""


def pick(properties: Mapping[str, Any], wanted: Iterable[str], endings: tuple[str, ...]) -> str:
    """The first property with text among `wanted`; else the first in the file whose key has one of the `endings`."""
    lowered = lower(properties)
    by_name = (as_text(lowered.get(key)) for key in wanted)
    by_ending = (as_text(value) for key, value in lowered.items() if key.endswith(endings))
    return next((text for text in (*by_name, *by_ending) if text), "")


def lower(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with keys in lower case, as files differ in nothing more than in that."""
    lowered: dict[str, Any] = {}
    for key, value in properties.items():
        lowered.setdefault(str(key).strip().lower(), value)
    return lowered


def as_text(value: Any) -> str:
    """Codes come as text or as whole numbers; anything else is no code."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def code_from(name: str) -> str:
    """The code of a feature that has a name alone: the name, without what divides an address ("Quay / Lock")."""
    return re.sub(r"\s*[/\\?#]\s*", "-", name)

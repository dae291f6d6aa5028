"""The languages that officers speak: names as people type them, BCP 47 codes as they are kept."""

from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# spoken on the beat but not among those that Django itself is translated into
MORE = {
    "am": gettext_lazy("Amharic"),
    "bfi": gettext_lazy("British Sign Language"),
    "fil": gettext_lazy("Filipino"),
    "gu": gettext_lazy("Gujarati"),
    "ku": gettext_lazy("Kurdish"),
    "ps": gettext_lazy("Pashto"),
    "rom": gettext_lazy("Romani"),
    "si": gettext_lazy("Sinhala"),
    "sn": gettext_lazy("Shona"),
    "so": gettext_lazy("Somali"),
    "ti": gettext_lazy("Tigrinya"),
    "yo": gettext_lazy("Yoruba"),
    "yue": gettext_lazy("Cantonese"),
}
KNOWN = {code: info for code, info in LANG_INFO.items() if "name" in info and "-" not in code}


class UnknownLanguage(ValueError):
    """The words name what could not be read."""


def language_name(code: str) -> str:
    """The name in the reader's language; the code itself for one that we have no name for."""
    return str(MORE[code]) if code in MORE else _(KNOWN[code]["name"]) if code in KNOWN else code


def language_names(codes: Iterable[str]) -> list[str]:
    return [language_name(code) for code in codes]


def read_languages(text: str) -> list[str]:
    """Codes for names (English, their own, or in the reader's language) parted by commas. Raises UnknownLanguage."""
    by_name = _codes_by_name()
    codes: list[str] = []
    for part in filter(None, (part.strip() for part in text.replace(";", ",").replace("\n", ",").split(","))):
        code = by_name.get(part.casefold())
        if code is None:
            raise UnknownLanguage(
                _("We do not know the language “%(name)s”. Try its English name.") % {"name": part[:40]}
            )
        if code not in codes:
            codes.append(code)
    return codes


def _codes_by_name() -> dict[str, str]:
    codes = {}
    for code, info in KNOWN.items():
        for name in (code, info["name"], info["name_local"], _(info["name"])):
            codes[name.casefold()] = code
    for code, name in MORE.items():
        codes[code], codes[str(name).casefold()] = code, code
    return codes

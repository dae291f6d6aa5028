"""The languages that officers speak: names as people type them, BCP 47 codes as they are kept."""

from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# spoken on the beat but not among those that Django itself is translated into: the name, and what it calls itself
MORE = {
    "am": (gettext_lazy("Amharic"), "አማርኛ"),
    "bfi": (gettext_lazy("British Sign Language"), "British Sign Language"),
    "fil": (gettext_lazy("Filipino"), "Filipino"),
    "gu": (gettext_lazy("Gujarati"), "ગુજરાતી"),
    "ha": (gettext_lazy("Hausa"), "Hausa"),
    "isg": (gettext_lazy("Irish Sign Language"), "Irish Sign Language"),
    "ku": (gettext_lazy("Kurdish"), "Kurdî"),
    "om": (gettext_lazy("Oromo"), "Afaan Oromoo"),
    "pa": (gettext_lazy("Punjabi"), "ਪੰਜਾਬੀ"),
    "ps": (gettext_lazy("Pashto"), "پښتو"),
    "rom": (gettext_lazy("Romani"), "Romani"),
    "sgn": (gettext_lazy("Sign language"), "Sign language"),
    "si": (gettext_lazy("Sinhala"), "සිංහල"),
    "sn": (gettext_lazy("Shona"), "chiShona"),
    "so": (gettext_lazy("Somali"), "Soomaali"),
    "ti": (gettext_lazy("Tigrinya"), "ትግርኛ"),
    "tl": (gettext_lazy("Tagalog"), "Tagalog"),
    "yo": (gettext_lazy("Yoruba"), "Yorùbá"),
    "yue": (gettext_lazy("Cantonese"), "粵語"),
    "zh": (gettext_lazy("Chinese"), "中文"),
}
KNOWN = {code: info for code, info in LANG_INFO.items() if "name" in info and "-" not in code}


class UnknownLanguage(ValueError):
    """The words name what could not be read."""


def language_name(code: str) -> str:
    """The name in the reader's language; the code itself for one that we have no name for."""
    return str(MORE[code][0]) if code in MORE else _(KNOWN[code]["name"]) if code in KNOWN else code


def own_name(code: str) -> str:
    """What the language calls itself, for residents who look for theirs; the code for one that we have no name for.

    A region is left out, `en-GB` is English; a script is not, `zh-Hant` is 繁體中文.
    """
    parts = code.lower().split("-")
    with_script = "-".join(parts[:2]) if len(parts) > 1 and len(parts[1]) == 4 else parts[0]
    for known_as in (with_script, parts[0]):
        if known_as in MORE:
            return MORE[known_as][1]
        if "name_local" in LANG_INFO.get(known_as, {}):
            return str(LANG_INFO[known_as]["name_local"])
    return code


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
    for code, (name, own) in MORE.items():
        for each in (code, str(name), own):
            codes[each.casefold()] = code
    return codes

"""The names of languages, each in its own words, as officers say which they speak."""

from django.utils.translation import get_language_info

# Languages of the streets that Django has no translations for, and so no name.
OTHERS = {
    "am": "አማርኛ",
    "bfi": "British Sign Language",
    "gu": "ગુજરાતી",
    "ha": "Hausa",
    "isg": "Irish Sign Language",
    "om": "Afaan Oromoo",
    "pa": "ਪੰਜਾਬੀ",
    "ps": "پښتو",
    "rom": "Romani",
    "sgn": "Sign language",
    "si": "සිංහල",
    "sn": "chiShona",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tl": "Tagalog",
    "yo": "Yorùbá",
    "zh": "中文",
}


def language_name(code: str) -> str:
    """The language's own name for a BCP 47 code, or the code where neither Django nor we know it.

    A region is left out, `en-GB` is English; a script is not, `zh-Hant` is 繁體中文.
    """
    parts = code.lower().split("-")
    with_script = "-".join(parts[:2]) if len(parts) > 1 and len(parts[1]) == 4 else parts[0]
    for known_as in (with_script, parts[0]):
        if known_as in OTHERS:
            return OTHERS[known_as]
        try:
            return str(get_language_info(known_as)["name_local"])
        except KeyError:
            continue
    return code


def language_names(codes: list[str]) -> str:
    return ", ".join(language_name(code) for code in codes)

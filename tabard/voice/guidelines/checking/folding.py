"""Text as a reader sees it, whatever letters it was typed with: full-width, look-alike, accented and invisible ones are
seen through, and each letter remembers where it stood. Linear.
"""

import re
import unicodedata
from array import array
from typing import NamedTuple

# UTS 39: letters of other scripts that are read as Latin ones, where they stand among Latin letters
# ruff: noqa: RUF001  look-alikes
_CYRILLIC = dict(zip("авекмнорстухіјѕԁԛԝһԍγьзпгүҽѵѡӏ", "abekmhopctyxijsdqwhgyb3nryevwl", strict=True))
_GREEK = dict(zip("αβεικνοπρτυχωζηςγϲϳ", "abeiknonptuxwzncycj", strict=True))
_ARMENIAN = dict(zip("օսոհցրաեք", "ounhgpweq", strict=True))
_CHEROKEE = dict(zip("ᎪᎠᎡᎢᎥᎬᎫᎳᎷᎻᎽᏀᏃᏎᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴ", "ADRTIEJWMHYGZ4BRWSVSLCPKDGB", strict=True))
_LISU = dict(zip("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU", strict=True))
_LATIN = dict(zip("ıɡɑɩǃ", "igai!", strict=True))
_SIGNS = dict(zip("’‘ʼ`´“”‐‑–—−", "'''''\"\"-----", strict=True))
_TWO = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
_LOOK_ALIKES = _CYRILLIC | _GREEK | _ARMENIAN | _CHEROKEE | _LISU | _LATIN | _SIGNS | _TWO
# Nothing is seen of Hangul's fillers, though they count as letters; Braille's blank is seen as a space.
_UNSEEN = dict.fromkeys("\u115f\u1160\u3164\uffa0", "") | {"\u2800": " "}
_LINE_ENDS = "\x0b\x0c\r\x85\u2028\u2029"
_KEPT = {"Sc", "So", "Sk", "Sm"}
# Small capitals, letters with a stroke or a hook, in squares and circles: their names say which letter they are.
_NAMED = re.compile(
    r"(?:(?:(?:NEGATIVE )?(?:SQUARED|CIRCLED)|PARENTHESIZED) )?"
    r"LATIN (SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) (?:OPEN |INSULAR |REVERSED )?([A-Z])(?: WITH .*)?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Folded(NamedTuple):
    """`cased` is plain ASCII where that can be, `lower` the same in small letters, of the same length; the letter at i
    stood at `at[i]` of the text (at i itself, where `at` is None)."""

    cased: str
    lower: str
    at: "array[int] | None"
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where this stands in the text as it was typed."""
        if self.at is None:
            return start, end
        if not self.at:  # nothing is seen of it: what is found there is about the whole
            return 0, self.length
        if start >= end:
            place = self.at[start] if start < len(self.at) else self.length
            return place, place
        last = self.at[end - 1] + 1
        return self.at[start], min(last, self.length)


class _Table(dict[str, str]):
    """What each character becomes; worked out once for each."""

    def __missing__(self, char: str) -> str:
        self[char] = made = _folded(char)
        return made


def _folded(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(char)
    if category in {"Cf", "Mn", "Me", "Cc"}:
        return ""
    alike = _alike(char)
    if alike is not None:
        return alike
    plain = unicodedata.normalize("NFKD", char)
    if not plain.isascii():
        plain = "".join(part for part in plain if unicodedata.category(part) not in {"Mn", "Me", "Cf"})
    if plain.isspace() or not plain:
        return " " if char.isspace() or plain else ""
    return plain if category not in _KEPT or plain.isascii() else char


def _alike(char: str) -> str | None:
    """The letter, figure or sign that it looks like; None where it is itself."""
    if char in _UNSEEN:
        return _UNSEEN[char]
    small = char.lower()
    alike = _LOOK_ALIKES.get(char) or _LOOK_ALIKES.get(small)
    if alike is not None:
        return alike.capitalize() if small != char else alike
    figure = unicodedata.digit(char, None)
    if figure is not None:
        return str(figure)
    named = _NAMED.fullmatch(unicodedata.name(char, ""))
    if named is None:
        return None
    return named[2].lower() if named[1] == "SMALL LETTER" else named[2]


_TABLE = _Table()


def fold(text: str) -> Folded:
    if text.isascii() and (text.isprintable() or _CONTROLS.search(text) is None):
        return Folded(text, text.lower(), None, len(text))
    table = {ord(char): _TABLE[char] for char in set(text) if not char.isprintable() or not char.isascii()}
    if all(len(made) == 1 for made in table.values()):  # each letter stays where it is
        cased = text.translate(table)
        return Folded(cased, in_small_letters(cased), None, len(text))
    parts: list[str] = []
    at = array("l")
    for position, char in enumerate(text):
        made = char if " " <= char <= "~" else _TABLE[char]
        if made:
            parts.append(made)
            at.extend([position] * len(made))
    cased = "".join(parts)
    return Folded(cased, in_small_letters(cased), at, len(text))


def in_small_letters(cased: str) -> str:
    """In small letters, and of the same length: a few letters would grow."""
    lower = cased.lower()
    if len(lower) == len(cased):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in cased)

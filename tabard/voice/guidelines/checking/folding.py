"""Text as a reader sees it, whatever letters it was typed with: full-width, look-alike, accented and invisible ones are
seen through, and each letter remembers where it stood. Linear.
"""

import unicodedata
from array import array
from dataclasses import dataclass

# UTS 39: letters of other scripts that are read as Latin ones, where they stand among Latin letters
_CYRILLIC = dict(zip("авекмнорстухіјѕԁԛԝһԍγьзпг", "abekmhopctyxijsdqwhgyb3nr", strict=True))
_GREEK = dict(zip("αβεικνοπρτυχωζη", "abeiknonptuxwzn", strict=True))
_LATIN = dict(zip("ıłøđðɡɑɩǃ", "iloddgai!", strict=True))
_SIGNS = dict(zip("’‘ʼ`´“”‐‑–—−", "'''''\"\"-----", strict=True))  # noqa: RUF001  look-alikes
_TWO = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
_LOOK_ALIKES = _CYRILLIC | _GREEK | _LATIN | _SIGNS | _TWO
_KEPT = {"Sc", "So", "Sk", "Sm"}


@dataclass(frozen=True)
class Folded:
    """`cased` is plain ASCII where that can be, `lower` the same in small letters, of the same length; the letter at i
    stood at `at[i]` of the text (at i itself, where `at` is None)."""

    cased: str
    lower: str
    at: "array[int] | None"
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where this stands in the text as it was typed."""
        if self.at is None or start >= end:
            return (start, end) if self.at is None else (self.at[start], self.at[start])
        last = self.at[end - 1] + 1
        return self.at[start], min(last, self.length)


class _Table(dict[str, str]):
    """What each character becomes; worked out once for each."""

    def __missing__(self, char: str) -> str:
        self[char] = made = _folded(char)
        return made


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cf", "Mn", "Me", "Cc"} and char not in "\n\t":
        return ""
    small = char.lower()
    alike = _LOOK_ALIKES.get(small)
    if alike is not None:
        return alike.upper() if small != char and len(alike) == 1 else alike
    plain = unicodedata.normalize("NFKD", char)
    if not plain.isascii():
        plain = "".join(part for part in plain if unicodedata.category(part) not in {"Mn", "Me", "Cf"})
    if plain.isspace() or not plain:
        return " " if char.isspace() or plain else ""
    return plain if category not in _KEPT or plain.isascii() else char


_TABLE = _Table()


def fold(text: str) -> Folded:
    if text.isascii():
        return Folded(text, text.lower(), None, len(text))
    table = {ord(char): _TABLE[char] for char in set(text) if not char.isascii()}
    if all(len(made) == 1 for made in table.values()):  # each letter stays where it is
        cased = text.translate(table)
        return Folded(cased, _small(cased), None, len(text))
    parts: list[str] = []
    at = array("l")
    for position, char in enumerate(text):
        made = char if char.isascii() else _TABLE[char]
        if made:
            parts.append(made)
            at.extend([position] * len(made))
    cased = "".join(parts)
    return Folded(cased, _small(cased), at, len(text))


def _small(cased: str) -> str:
    """In small letters, and of the same length: a few letters would grow."""
    lower = cased.lower()
    if len(lower) == len(cased):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in cased)

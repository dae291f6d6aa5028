"""What names are compared by: one form for each way in which a name may be typed, and look-ups that hold no other."""

import re
import unicodedata
from collections.abc import Iterable

_MARKS = re.compile("[\u0300-\u036f]")  # accents; the vowel signs of other scripts are letters of theirs
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc\u00b4]")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")
# what stands above, below or behind a letter and belongs to it, though `\\w` leaves it out: accents, the points of
# Hebrew and Arabic, the vowel signs of the scripts of India, Thailand and Myanmar, joiners
SIGNS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u200c\u200d\u3099\u309a"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{SIGNS}])*")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "&": " and "}
)
_SHORT = {"saint": "st", "sankt": "st", "mount": "mt", "fort": "ft", "county": "co"}


class NameGivenTwice(Exception):
    """A list of ours names one thing twice, or in two ways that are compared as one."""


def words_of(name: str) -> list[str]:
    """The name's words as they are compared: without accents, marks and capitals. Takes linear time."""
    if name.isascii():
        if name.isalpha():
            small = name.lower()
            return [_SHORT.get(small, small)]
    else:
        name = _MARKS.sub("", unicodedata.normalize("NFKD", name))
        name = unicodedata.normalize("NFC", name)
    name = without_marks(name)
    return [_SHORT.get(word, word) for word in WORD.findall(name.casefold().translate(_LETTERS))]


def without_marks(text: str) -> str:
    """Without apostrophes, and initials as one word: USA."""
    return _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", _APOSTROPHES.sub("", text))


def key_of(name: str) -> str:
    return " ".join(words_of(name))


def unique_keys(names: Iterable[str]) -> list[str]:
    """Their keys, in order. Raises NameGivenTwice, also for what is no name at all."""
    keys = [key_of(name) for name in names]
    twice = {key for key in keys if not key or keys.count(key) > 1} if len(set(keys) - {""}) < len(keys) else set()
    if twice:
        raise NameGivenTwice(", ".join(sorted(twice)))
    return keys

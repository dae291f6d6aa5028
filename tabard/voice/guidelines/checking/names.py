"""Who may be named in a text, without a model: words with capitals, near what happens to people.

Two or three such words, none of them a place's or an office's, are a name if the first is a known given name, if a title
or an age stands beside them, or if what is done to somebody stands right beside them. Officers, police dogs and places
are told by what stands before and after. docs/decisions says how well that does.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tabard.voice.guidelines.checking.lexicon import FOLDER, given_names, phrase_set
from tabard.voice.guidelines.checking.reading import Mark, Reading

_AGE_AFTER = re.compile(
    r"\s{0,2}(?:\(\s*(?:aged\s+)?(\d{1,2})\s*\)|,\s*(?:aged\s+)?(\d{1,2})\b(?!:|\.\d|\s*(?:am|pm|%|mph|st|nd|rd|th|[a-z]+\s(?:street|road|lane)))"
    r"|\s?aged\s+(\d{1,2})\b|\s?(\d{1,2})(?=\s*(?:yo\b|yrs?\b|,|-year|\.\s|$))|\s?is (\d{1,2})\b|\sjaar (\d{1,2})\b)"
)
_TITLE = {"mr", "mrs", "ms", "miss", "mister"}
_PLACE_BEFORE = {
    "in",
    "at",
    "on",
    "near",
    "of",
    "to",
    "around",
    "outside",
    "towards",
    "along",
    "through",
    "op",
    "operation",
    "from",
    "via",
    "into",
    "the",
    "st",
    "a",
    "and",
}
_JOINED_BY = re.compile(r"[ -]")
_PASSIVE = re.compile(
    r"[\s,()\d]*(?:(?:of|from)\s[\w\s]{1,30},\s*)?(?:who\s+)?(?:has|have|was|is|are|were|had|got|gets|being|been|under|remains|still|now|on|in|wanted|due|will|aged|yo|of|from|charged|arrested|detained|bailed|nicked|who|released|remanded|summonsed|wedi|werd|is|wordt)\b"
)
LONGEST = 4


@dataclass(frozen=True)
class Name:
    """Words `first` to `last`, the end open. `is_sure` says that something besides capitals speaks for it."""

    mark: Mark
    is_sure: bool
    age: int | None = None

    @property
    def has_age(self) -> bool:
        return self.age is not None


@cache
def _no_names() -> frozenset[str]:
    read = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
    return frozenset(
        word.strip() for text in read.values() for word in text.replace("\n", ",").split(",") if word.strip()
    )


def names_in(reading: Reading) -> list[Name]:
    """Everybody who is named, officers and dogs left out."""
    return list(_names(reading))


def _names(reading: Reading) -> Iterator[Name]:
    number, count = 0, len(reading.words)
    while number < count:
        last = _run(reading, number)
        if last - number >= 2:
            found = _judged(reading, Mark(number, last))
            if found is not None:
                yield found
            number = last
        elif last - number == 1 and number and reading.words[number - 1] in _TITLE:
            yield Name(Mark(number, last), is_sure=True, age=_age_after(reading, reading.spans[number].end))
            number = last
        else:
            lower = _small(reading, number)
            if lower is not None:
                yield Name(lower, is_sure=True, age=_age_after(reading, reading.spans[lower.last - 1].end))
                number = lower.last
            else:
                number += 1


def _run(reading: Reading, number: int) -> int:
    """The end of the words that could be one name, from `number` on."""
    last = number
    while last < len(reading.words) and last - number < LONGEST and _could_be(reading, last):
        if last > number and not _JOINED_BY.fullmatch(
            reading.cased[reading.spans[last - 1].end : reading.spans[last].start]
        ):
            break
        last += 1
    return last


def _could_be(reading: Reading, number: int) -> bool:
    shown = reading.shown(number)
    if not shown[0].isupper() or len(shown) < 2 or not shown.replace("'", "").isalpha():
        return False
    word = reading.words[number].removesuffix("'s")
    if word in _no_names():
        return False
    before = reading.spans[number].start - 1
    return before < 0 or reading.cased[before] not in "#@/"


def _judged(reading: Reading, mark: Mark) -> Name | None:
    words = reading.words
    if _is_official(reading, mark):
        return None
    first = words[mark.first].removesuffix("'s")
    has_title = mark.first > 0 and words[mark.first - 1] in _TITLE
    age = _age_after(reading, reading.spans[mark.last - 1].end)
    after = words[mark.last] if mark.last < len(words) else ""
    if after in _places() and age is None:
        return None
    if has_title or age is not None or first in given_names():
        return Name(mark, is_sure=True, age=age)
    before = words[mark.first - 1] if mark.first else ""
    if before in _PLACE_BEFORE or mark.last - mark.first > 3:
        return None
    return Name(mark, is_sure=False)


def _age_after(reading: Reading, end: int) -> int | None:
    found = _AGE_AFTER.match(reading.cased, end)
    return int(next(digits for digits in found.groups() if digits)) if found else None


def _is_official(reading: Reading, mark: Mark) -> bool:
    """Somebody with a rank, or a dog: what stands right before says so, also where it stands before the first of two."""
    before = reading.words[mark.first - 1] if mark.first else ""
    if before in phrase_set("officer-title"):
        return True
    if before == "and" and mark.first > 2:
        earlier = reading.words[max(0, mark.first - 5) : mark.first - 1]
        return any(word in phrase_set("officer-title") for word in earlier)
    return False


@cache
def _places() -> frozenset[str]:
    read = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
    return frozenset(word.strip() for word in read["place"].replace("\n", ",").split(","))


def _small(reading: Reading, number: int) -> Mark | None:
    """A name that was typed without capitals: a given name, a word that is none of ours, and what happened to them."""
    words = reading.words
    if words[number] not in given_names() or number + 1 >= len(words) or reading.shown(number)[0].isupper():
        return None
    following = words[number + 1]
    if (
        following in _no_names()
        or not following.isalpha()
        or len(following) < 3
        or following in phrase_set("function-word")
    ):
        return None
    if number and words[number - 1] in phrase_set("officer-title"):
        return None
    end = reading.spans[number + 1].end
    if _age_after(reading, end) is not None or _PASSIVE.match(reading.lower, end):
        return Mark(number, number + 2)
    return None


def is_done_to(reading: Reading, name: Name) -> bool:
    """Whether something is said to be done to them: "Ann Roe was ...", "Ann Roe, 41, has been ..."."""
    return _PASSIVE.match(reading.lower, reading.spans[name.mark.last - 1].end) is not None

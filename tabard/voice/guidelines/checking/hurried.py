"""Words as they are typed in a hurry: "nickin", "arested", "custodyyy", "rn", "2 him"."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from tabard.voice.guidelines.checking.lexicon import FOLDER, given_names, vocabulary
from tabard.voice.guidelines.checking.reading import Reading

Edit = tuple[int, int, list[tuple[int, str]]]  # from, to, and what stands there instead: each letter with its place
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_THRICE = tuple(letter * 3 for letter in "adehors")
_A_CRY = 3  # "aaah"
_SHORTEST_ENDED = 5  # "nickin"
_MARKS = " \n\t.,;:!?()\"'-/"
_AS_WORDS = {"2": "to", "4": "for"}
_BEHIND_LIST = """
you u the us him her them me all everyone everybody anyone his their be get go tell report call speak see find come
your ur this that
"""
_BEHIND = frozenset(_BEHIND_LIST.split())
_NUMBER_BEFORE_LIST = (
    "at by from till until no nr number around about before after bus route unit cell year plan page at"
)
_NUMBER_BEFORE = frozenset(_NUMBER_BEFORE_LIST.split())


def is_hurried(reading: Reading) -> bool:
    """A glance: whether any word may have been typed in a hurry."""
    words = reading.words
    if not _typed(reading.languages).isdisjoint(words) or reading.mentions(_THRICE):
        return True
    if not reading.numbers or _AS_WORDS.keys().isdisjoint(words):
        return False
    figures = (number for number, word in enumerate(words[1:-1], start=1) if word in _AS_WORDS)
    return any(_wants_word(reading, number) for number in figures)


def hurried(reading: Reading) -> Iterator[Edit]:
    """What was meant, in the place of each such word."""
    meant = _meant_in(reading)
    for number, word in enumerate(reading.words):
        said = meant.get(word)
        if said is None or not _is_it(reading, number, word):
            continue
        start, end = reading.starts[number], reading.word_ends[number]
        last = end - 1
        yield start, end, [(min(start + place, last), letter) for place, letter in enumerate(said)]


def _meant_in(reading: Reading) -> dict[str, str]:
    """The words that were typed in a hurry, each with what it means."""
    words = set(reading.words)
    odd = words & _typed(reading.languages) | words & _AS_WORDS.keys() | set(filter(_STRETCHED.search, words))
    meant = {word: said for word in odd if (said := _mended(word)) is not None}
    for language in reading.languages:
        meant.update((word, said) for word in odd if (said := _short_hand(language).get(word)) is not None)
    return meant | {word: _AS_WORDS[word] for word in odd & _AS_WORDS.keys()}


@cache
def _typed(languages: frozenset[str]) -> frozenset[str]:
    """Every word that is a short-hand in one of these languages, mistyped or without its last letter ("nickin")."""
    clipped = (word[:-1] for word in vocabulary() if word.endswith("ing") and len(word) > _SHORTEST_ENDED)
    return frozenset().union(_mistyped(), clipped, *map(_short_hand, languages))


def _is_it(reading: Reading, number: int, word: str) -> bool:
    """A name keeps its letters, and a figure is a word only where one is wanted: "give it 2 her"."""
    shown = reading.shown(number)
    if word in _AS_WORDS:
        return 0 < number < len(reading.words) - 1 and _wants_word(reading, number)
    if shown[0].isupper() and not (number == 0 and len(word) > 1) and not (shown.isupper() and len(word) > 1):
        return False
    around = reading.cased[max(0, reading.starts[number] - 1) : reading.word_ends[number] + 1]
    return around.strip(_MARKS) == shown


def _wants_word(reading: Reading, number: int) -> bool:
    before, behind = reading.words[number - 1], reading.words[number + 1]
    if not before.isalpha() or before in _NUMBER_BEFORE:
        return False
    return behind in _BEHIND or (behind in given_names() and reading.shown(number + 1)[0].isupper())


@cache
def _read() -> Mapping[str, str]:
    return tomllib.loads((FOLDER / "short-hand.toml").read_text(encoding="utf-8"))


@cache
def _short_hand(language: str) -> Mapping[str, str]:
    pairs = (pair.split(maxsplit=1) for pair in _read()[language].replace("\n", ",").split(",") if pair.strip())
    return {typed: meant.strip() for typed, meant in pairs}


@lru_cache(maxsize=16_384)
def _mended(word: str) -> str | None:
    """The word of a lexicon that this one was to be; None where it may be itself."""
    if not word.isalpha():
        return None
    if word.endswith("in") and len(word) >= _SHORTEST_ENDED and f"{word}g" in vocabulary():
        return f"{word}g"
    if word in vocabulary():
        return None
    if _STRETCHED.search(word):
        return next((each for each in _shortened(word) if each in vocabulary() and len(each) > _A_CRY), None)
    return _mistyped().get(word)


def _shortened(word: str) -> tuple[str, ...]:
    return _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)


@cache
def _mistyped() -> Mapping[str, str]:
    """Words that are grave where they stand, by what they are without one letter or with two changed about. Of a whole
    lexicon, too many would be words of their own: "riding" is no raiding."""
    known: dict[str, set[str]] = {}
    for word in (word.strip() for word in _read()["mistyped"].split(",")):
        for at in range(1, len(word) - 1):
            known.setdefault(word[:at] + word[at + 1 :], set()).add(word)
            known.setdefault(word[:at] + word[at + 1] + word[at] + word[at + 2 :], set()).add(word)
    right = {word.strip() for word in _read()["mistyped"].split(",")}
    return {typed: meant.pop() for typed, meant in known.items() if len(meant) == 1 and typed not in right}

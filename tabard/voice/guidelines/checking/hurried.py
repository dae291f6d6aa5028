"""Words as they are typed in a hurry: "nickin", "arested", "custodyyy", "rn", "2 him"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tabard.voice.guidelines.checking.glances import parts_of, words_from, words_of
from tabard.voice.guidelines.checking.lexicon import given_names, vocabulary
from tabard.voice.guidelines.checking.reading import Reading
from tabard.voice.guidelines.checking.shorthand import SHORTEST_ENDED, mistyped, short_hand, typed

Edit = tuple[int, int, list[tuple[int, str]]]  # from, to, and what stands there instead: each letter with its place
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_AS_WORDS = {"2": "to", "4": "for"}
_HURRIED, _FOR_WORD = words_from(typed), words_of(*_AS_WORDS)
_THRICE = parts_of(*(letter * 3 for letter in "adehors"))
_A_CRY = 3  # "aaah"
_MARKS = " \n\t.,;:!?()\"'-/"
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
    words, kinds = reading.words, reading.kinds
    if kinds & _THRICE or (kinds & _HURRIED and not typed(*reading.languages).isdisjoint(words)):
        return True
    if not kinds & _FOR_WORD:
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
    odd = words & typed(*reading.languages) | words & _AS_WORDS.keys() | set(filter(_STRETCHED.search, words))
    meant = {word: said for word in odd if (said := _mended(word)) is not None}
    for language in reading.languages:
        meant.update((word, said) for word in odd if (said := short_hand(language).get(word)) is not None)
    return meant | {word: _AS_WORDS[word] for word in odd & _AS_WORDS.keys()}


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


@lru_cache(maxsize=16_384)
def _mended(word: str) -> str | None:
    """The word of a lexicon that this one was to be; None where it may be itself."""
    if not word.isalpha():
        return None
    if word.endswith("in") and len(word) >= SHORTEST_ENDED and f"{word}g" in vocabulary():
        return f"{word}g"
    if word in vocabulary():
        return None
    if _STRETCHED.search(word):
        return next((each for each in _shortened(word) if each in vocabulary() and len(each) > _A_CRY), None)
    return mistyped().get(word)


def _shortened(word: str) -> tuple[str, ...]:
    return _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)

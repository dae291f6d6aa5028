"""What kinds of words a draft has, told by one look at each of them: where a kind is not seen, no rule searches for it.

A kind is a bit, so that all kinds of a draft are one number.
"""

from collections.abc import Callable, Iterable, Set
from functools import cache, reduce
from operator import or_

from tabard.voice.guidelines.checking.lexicon import foreign_words, given_names, listed, name_words
from tabard.voice.guidelines.checking.words import LONGEST_KEPT, MOST_KEPT

MIXED = 1  # a word of letters and figures
_FIRST = 2
_by_words: list[tuple[int, Callable[[], Set[str]]]] = []
_by_parts: list[tuple[int, tuple[str, ...]]] = []
_by_ends: list[tuple[int, tuple[str, ...]]] = []


class _Kinds(dict[str, int]):
    """The kinds of each word: kept, for most words of a post were in posts before."""

    def __missing__(self, word: str) -> int:
        kinds = _listed().get(word, 0)
        for kind, parts in _by_parts:
            if any(part in word for part in parts):
                kinds |= kind
        for kind, ends in _by_ends:
            if word.endswith(ends):
                kinds |= kind
        if kinds & FIGURE and not word.isdigit() and any(map(str.isalpha, word)):
            kinds |= MIXED
        if len(word) <= LONGEST_KEPT:
            if len(self) >= MOST_KEPT:
                self.clear()
            self[word] = kinds
        return kinds


_KINDS = _Kinds()


@cache
def _listed() -> dict[str, int]:
    kinds: dict[str, int] = {}
    for kind, words_of in _by_words:
        for word in words_of():
            kinds[word] = kinds.get(word, 0) | kind
    return kinds


def words_from(make: Callable[[], Set[str]]) -> int:
    """The kind of the words that `make` gives, which is asked when the first draft is read."""
    kind = _next_kind()
    _by_words.append((kind, make))
    return kind


def words_of(*words: str) -> int:
    """The kind of these words."""
    return words_from(lambda: frozenset(words))


def parts_of(*parts: str) -> int:
    """The kind of words that hold one of these parts."""
    kind = _next_kind()
    _by_parts.append((kind, parts))
    return kind


def ends_of(*ends: str) -> int:
    """The kind of words that end so."""
    kind = _next_kind()
    _by_ends.append((kind, ends))
    return kind


def _next_kind() -> int:
    _listed.cache_clear()
    _KINDS.clear()
    return _FIRST << (len(_by_words) + len(_by_parts) + len(_by_ends))


def kinds_of(words: Iterable[str]) -> list[int]:
    """Of each word."""
    return list(map(_KINDS.__getitem__, words))


def together(kinds: Iterable[int]) -> int:
    return reduce(or_, set(kinds), 0)


NAME = words_from(name_words)  # may speak for a name: a given one, a common surname, a title
GIVEN = words_from(given_names)
NAME_AND_WORD = words_from(lambda: listed("also-word"))  # Mark, Rose
FOREIGN = words_from(foreign_words)  # tells another of our languages than English
LETTER = words_of(*"abcdefghijklmnopqrstuvwxyz0123456789")  # stands alone
FIGURE = parts_of(*"0123456789")

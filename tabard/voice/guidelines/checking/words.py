"""Finding any of many words and phrases in one walk over a text's words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tabard.voice.guidelines.checking.folding import fold

_WORD = re.compile(r"[^\W_](?:[\w'@$]*[^\W_])?\*?")
_LEET = str.maketrans("0134578@$", "oieastbas")
_SPELLED = 4  # letters that stand alone, one after the other, are read as a word from so many on
_LONGEST_SPELLED = 24

Phrase = tuple[tuple[str, ...], str]


class Words:
    """Phrases by their first word. A `*` at the end of a word stands for any ending.

    Letters swapped for figures (sc4m) and letters with gaps (s c a m) are read as the word that they make.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """`phrases` holds the phrases of each tag."""
        self._by_first: dict[str, list[Phrase]] = {}
        self._by_beginning: dict[str, list[Phrase]] = {}
        for tag, lines in phrases.items():
            for line in lines:
                self._add(tuple(split(line)), tag)
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})

    def _add(self, words: tuple[str, ...], tag: str) -> None:
        first = words[0]
        if first.endswith("*"):
            self._by_beginning.setdefault(first[:-1], []).append((words, tag))
        else:
            self._by_first.setdefault(first, []).append((words, tag))

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """The tag, the first word and the end of each phrase."""
        spelled = 0
        for number, word in enumerate(words):
            yield from self._starting_with(word, words, number)
            if not word.isalpha() and not word.isdigit():
                yield from self._disguised(word, words, number)
            spelled = spelled + 1 if len(word) == 1 else 0
            if spelled >= _SPELLED and (number + 1 == len(words) or len(words[number + 1]) > 1):
                yield from self._spelled_out(words, number - spelled + 1, number + 1)

    def _starting_with(self, word: str, words: Sequence[str], number: int) -> Iterator[tuple[str, int, int]]:
        for phrase, tag in self._by_first.get(word, ()):
            if len(phrase) == 1 or _goes_on(phrase, words, number):
                yield tag, number, number + len(phrase)
        for length in self._lengths:
            if length > len(word):
                break
            for phrase, tag in self._by_beginning.get(word[:length], ()):
                if len(phrase) == 1 or _goes_on(phrase, words, number):
                    yield tag, number, number + len(phrase)

    def _disguised(self, word: str, words: Sequence[str], number: int) -> Iterator[tuple[str, int, int]]:
        plain = word.translate(_LEET)
        if plain != word and len(plain) > 2:
            yield from self._starting_with(plain, words, number)

    def _spelled_out(self, words: Sequence[str], first: int, last: int) -> Iterator[tuple[str, int, int]]:
        whole = "".join(words[first : min(last, first + _LONGEST_SPELLED)])
        for tag, _start, _end in self._starting_with(whole, [whole], 0):
            yield tag, first, last


def split(line: str) -> list[str]:
    """The words of a phrase, as a text's are read."""
    return _WORD.findall(fold(line.strip()).lower)


def _goes_on(phrase: tuple[str, ...], words: Sequence[str], number: int) -> bool:
    if number + len(phrase) > len(words):
        return False
    for offset in range(1, len(phrase)):
        wanted, word = phrase[offset], words[number + offset]
        if wanted.endswith("*"):
            if not word.startswith(wanted[:-1]):
                return False
        elif word != wanted:
            return False
    return True

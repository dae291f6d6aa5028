"""What stands around a finding. Somebody who looked at it looked at that, too."""

import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise

from tabard.voice.guidelines.checking.findings import Finding
from tabard.voice.guidelines.checking.reading import SENTENCE_END

_APOSTROPHES = str.maketrans("", "", "'’")


class Surroundings:
    """Of a text: capitals, spaces and punctuation apart."""

    def __init__(self, text: str) -> None:
        edges = [0, *(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
        said = [(start, _words(text[start:end])) for start, end in pairwise(edges)]
        self._starts = [start for start, words in said if words]
        self._sentences = [words for _start, words in said if words]
        self._length = len(text)

    def of(self, finding: Finding) -> str:
        """The words of the sentences that hold it and of one on either side; of the whole text, where it is about that
        or stands nowhere in it."""
        if finding.start == finding.end or (finding.start == 0 and finding.end >= self._length):
            return self.whole
        first, after = bisect_right(self._starts, finding.start) - 1, bisect_left(self._starts, finding.end)
        return " ".join(self._sentences[max(first - 1, 0) : after + 1])

    @cached_property
    def whole(self) -> str:
        return " ".join(self._sentences)


def _words(text: str) -> str:
    """A sign such as £ or an emoji is a word of its own."""
    return " ".join("".join(map(_spaced, text.translate(_APOSTROPHES).casefold())).split())


def _spaced(letter: str) -> str:
    kind = unicodedata.category(letter)[0]  # Unicode 16 §4.5
    return " " if kind in "PZC" else f" {letter} " if kind == "S" else letter

"""Finding any of many words and phrases in one walk over a text's words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from tabard.voice.guidelines.checking.folding import fold

GAP = "~"
LONGEST_GAP = 3
_WORD = re.compile(r"[^\W_](?:[\w'@$]*[^\W_])?\*?|~")
_LEET = str.maketrans("0134578@$", "oieastbas")
_SPELLED = 4  # letters that stand alone, one after the other, are read as a word from so many on
MOST_WAYS = 400  # from one word; ours need a few, and a force's own words could otherwise be made to need millions
NO_BOUND = 1 << 62
_LONGEST_SPELLED = 24
_MOST_KNOWN = 50_000

Found = tuple[str, int, int]
Choice = list[list[str]]  # of some words or others, at one place of a phrase


class _Step:
    """Where one stands inside of phrases: what ends here, and which words lead on."""

    __slots__ = ("after_gap", "beginnings", "tags", "words")

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.words: dict[str, _Step] = {}
        self.beginnings: dict[str, _Step] = {}
        self.after_gap: _Step | None = None

    @property
    def has_more(self) -> bool:
        """Whether more than the next words themselves lead on from here."""
        return self.after_gap is not None or bool(self.beginnings)

    def to(self, word: str) -> "_Step":
        """The step behind a word of a phrase, made if need be."""
        if word == GAP:
            if self.after_gap is None:
                self.after_gap = _Step()
            return self.after_gap
        where = self.beginnings if word.endswith("*") else self.words
        return where.setdefault(word.removesuffix("*"), _Step())


class Words:
    """Phrases, found by their first word. A `*` at a word's end stands for any ending, a `~` for up to three words.

    Letters swapped for figures (sc4m) and letters with gaps (s c a m) are read as the word that they make.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], read: Callable[[str], list[Choice]] | None = None) -> None:
        """`phrases` holds the phrases of each tag; `read` takes one apart, where it is more than plain words."""
        self._start = _Step()
        self._known: dict[str, tuple[_Step, ...]] = {}
        for tag, lines in phrases.items():
            for line in lines:
                self._add(tag, read(line) if read else [[[word]] for word in split(line)])

    def _add(self, tag: str, choices: list[Choice]) -> None:
        ends = [self._start]
        for choice in choices:
            ends = [_along(step, words) for step in ends for words in choice]
        for step in ends:
            if tag not in step.tags and step is not self._start:
                step.tags.append(tag)

    def find(self, words: Sequence[str], most: int = NO_BOUND) -> list[Found]:
        """The tag, the first word and the end of each phrase; no further than where `most` are found."""
        found: list[Found] = []
        spelled, last, known = 0, len(words) - 1, self._known
        walked = enumerate(words) if most == NO_BOUND else takewhile(lambda _: len(found) < most, enumerate(words))
        for number, word in walked:
            steps = known.get(word)
            if steps is None:
                steps = self._begun(word)
            if steps:
                following = words[number + 1] if number < last else ""
                for step in steps:
                    found += [(tag, number, number + 1) for tag in step.tags]
                    if following in step.words or step.has_more or not following.isalpha():
                        _walk(step, words, number, found)
            if len(word) > 1:
                spelled = 0
                continue
            spelled += 1
            if spelled >= _SPELLED and (number == last or len(words[number + 1]) > 1):
                found += self._spelled_out(words, number - spelled + 1, number + 1)
        return found

    def _begun(self, word: str) -> tuple[_Step, ...]:
        """The steps behind a first word: kept, for most words of a post were in posts before."""
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[word] = steps = tuple(_behind(self._start, word))
        return steps

    def _spelled_out(self, words: Sequence[str], first: int, last: int) -> Iterator[Found]:
        """Also without the first letter, which may be a word: "a s c u m b a g"."""
        for start in (first, first + 1):
            whole = "".join(words[start : min(last, start + _LONGEST_SPELLED)])
            for step in _behind(self._start, whole):
                for tag in step.tags:
                    yield tag, start, last


def _walk(step: _Step, words: Sequence[str], number: int, found: list[Found]) -> None:
    """On from the phrase's first word, along the ways that the words allow; of very many, along the first."""
    count, ways, left = len(words), [(step, number + 1)], MOST_WAYS
    while ways and left:
        left -= 1
        step, at = ways.pop()
        if step.tags and at > number + 1:
            found += [(tag, number, at) for tag in step.tags]
        if at < count and (step.words or step.beginnings):
            ways += [(behind, at + 1) for behind in _behind(step, words[at])]
        if step.after_gap is not None:
            for skipped in range(at, min(at + LONGEST_GAP + 1, count)):
                ways += [(behind, skipped + 1) for behind in _behind(step.after_gap, words[skipped])]


def _behind(step: _Step, word: str) -> Sequence[_Step]:
    """The steps that a word leads to."""
    found = step.words.get(word)
    if found is None and not word.isalpha():
        found = step.words.get(_undisguised(word))
    if not step.beginnings:
        return () if found is None else (found,)
    begun = [behind for beginning, behind in step.beginnings.items() if word.startswith(beginning)]
    return begun if found is None else [found, *begun]


@lru_cache(maxsize=4096)
def _undisguised(word: str) -> str:
    """With letters for figures; a number stays what it is, and so does 3D."""
    plain = word.translate(_LEET)
    return word if word.isdigit() or len(plain) <= 2 else plain


def split(line: str) -> list[str]:
    """The words of a phrase, as a text's are read."""
    return _WORD.findall(fold(line.strip()).lower)


def spread(line: str) -> list[Choice]:
    """What a line of our own lexicons stands for.

    In "he|she is|was very? late" each word with bars is any of these, one with a question mark may be left out, and a
    low line joins two words to one choice.
    """
    return [_choice(word) for word in line.split()]


@cache
def _choice(word: str) -> Choice:
    choice = [split(option.replace("_", " ")) for option in word.removesuffix("?").split("|")]
    return [*choice, []] if word.endswith("?") else choice


def _along(step: _Step, words: Iterable[str]) -> _Step:
    for word in words:
        step = step.to(word)
    return step

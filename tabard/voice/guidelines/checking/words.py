"""Finding any of many words and phrases in one walk over a text's words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache

from tabard.voice.guidelines.checking.folding import fold

GAP = "~"
LONGEST_GAP = 4
_WORD = re.compile(r"[^\W_](?:[\w'@$]*[^\W_])?\*?|~")
_LEET = str.maketrans("0134578@$", "oieastbas")
_SPELLED = 4  # letters that stand alone, one after the other, are read as a word from so many on
MOST_WAYS = 400  # from one word; ours need a few, and a force's own words could otherwise be made to need millions
NO_BOUND = 1 << 62
_LONGEST_SPELLED = 24
MOST_KEPT, LONGEST_KEPT = 50_000, 40  # words whose beginnings are kept, and letters of the longest of them

_NONE: Set[str] = frozenset()

Found = tuple[str, int, int]
Choice = list[list[str]]  # of some words or others, at one place of a phrase


class _Step:
    """Where one stands inside of phrases: what ends here, and which words lead on."""

    __slots__ = ("after_gap", "beginnings", "begins_with", "has_more", "tags", "words")

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.words: dict[str, _Step] = {}
        self.beginnings: dict[str, _Step] = {}
        self.begins_with: tuple[str, ...] = ()  # all beginnings, once the tree is whole
        self.after_gap: _Step | None = None
        self.has_more = False  # than the next words themselves, to lead on from here

    def to(self, word: str) -> "_Step":
        """The step behind a word of a phrase, made if need be."""
        if word == GAP or word.endswith("*"):
            self.has_more = True
        if word == GAP:
            if self.after_gap is None:
                self.after_gap = _Step()
            return self.after_gap
        where = self.beginnings if word.endswith("*") else self.words
        return where.setdefault(word.removesuffix("*"), _Step())


class _FirstSteps(dict[str, tuple[_Step, ...]]):
    """The steps behind each first word: kept, for most words of a post were in posts before."""

    def __init__(self, start: _Step) -> None:
        super().__init__()
        self._start = start

    def __missing__(self, word: str) -> tuple[_Step, ...]:
        steps = tuple(_behind(self._start, word))
        if len(word) <= LONGEST_KEPT:
            if len(self) >= MOST_KEPT:
                self.clear()
            self[word] = steps
        return steps


class Words:
    """Phrases, found by their first word. A `*` at a word's end stands for any ending, a `~` for up to four words.

    Letters swapped for figures (sc4m) and letters with gaps (s c a m) are read as the word that they make.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], read: Callable[[str], list[Choice]] | None = None) -> None:
        """`phrases` holds the phrases of each tag; `read` takes one apart, where it is more than plain words."""
        self._start = _Step()
        for tag, lines in phrases.items():
            for line in lines:
                self._add(tag, read(line) if read else [[[word]] for word in split(line)])
        _share(self._start, {})
        self._known = _FirstSteps(self._start)

    def _add(self, tag: str, choices: list[Choice]) -> None:
        ends = [self._start]
        for choice in choices:
            ends = [_along(step, words) for step in ends for words in choice]
        for step in ends:
            if tag not in step.tags and step is not self._start:
                step.tags.append(tag)

    def find(self, words: Sequence[str], most: int = NO_BOUND, *, has_letters: bool = True) -> list[Found]:
        """The tag, the first word and the end of each phrase; after the first `most` words with which one begins
        no further. Without `has_letters` none of the words is a single letter."""
        odd = _NONE if "".join(words).isalpha() else _odd(words)
        steps_of = list(map(self._known.__getitem__, words))
        if most < len(words):
            steps_of = _as_far_as(steps_of, most)
        found = _led_on(steps_of, [*words, ""], odd)
        if has_letters and list(map(len, words)).count(1) >= _SPELLED:
            found += self._spelled(words)
        return found

    def _spelled(self, words: Sequence[str]) -> Iterator[Found]:
        """Words whose letters stand alone."""
        spelled, last = 0, len(words) - 1
        for number, word in enumerate(words):
            spelled = spelled + 1 if len(word) == 1 else 0
            if spelled >= _SPELLED and (number == last or len(words[number + 1]) > 1):
                yield from self._spelled_out(words, number - spelled + 1, number + 1)

    def _spelled_out(self, words: Sequence[str], first: int, last: int) -> Iterator[Found]:
        """Also without the first letter, which may be a word: "a s c u m b a g"."""
        for start in (first, first + 1):
            whole = "".join(words[start : min(last, start + _LONGEST_SPELLED)])
            for step in _behind(self._start, whole):
                for tag in step.tags:
                    yield tag, start, last


def _led_on(steps_of: Sequence[tuple[_Step, ...]], words: Sequence[str], odd: Set[str]) -> list[Found]:
    """What is found from the steps behind each word on; the last of `words` is none."""
    found: list[Found] = []
    for following, steps in enumerate(steps_of, start=1):
        if not steps:
            continue
        after = words[following]
        for step in steps:
            if step.tags:
                found += [(tag, following - 1, following) for tag in step.tags]
            is_next = after in step.words or (odd and after in odd)
            if is_next or (step.has_more and _goes_on(step, words, following, odd)):
                _follow(step, words, following, odd, found)
    return found


def _as_far_as(steps_of: list[tuple[_Step, ...]], most: int) -> list[tuple[_Step, ...]]:
    """Without what comes after the first `most` words with which a phrase begins."""
    begun = [at for at, steps in enumerate(steps_of) if steps]
    return steps_of[: begun[most]] if len(begun) > most else steps_of


def _share(step: _Step, known: dict[object, _Step]) -> _Step:
    """The step itself, or one from which the same leads on: a tree of a tenth of the size stays in the processor's
    cache."""
    for steps in (step.words, step.beginnings):
        for word, behind in steps.items():
            steps[word] = _share(behind, known)
    if step.after_gap is not None:
        step.after_gap = _share(step.after_gap, known)
    step.begins_with = tuple(step.beginnings)
    to = [frozenset((word, id(behind)) for word, behind in steps.items()) for steps in (step.words, step.beginnings)]
    return known.setdefault((tuple(step.tags), *to, id(step.after_gap)), step)


def _odd(words: Iterable[str]) -> Set[str]:
    """Those with figures or signs for letters."""
    return {word for word in words if not word.isalpha() and _undisguised(word) != word}


def _follow(step: _Step, words: Sequence[str], following: int, odd: Set[str], found: list[Found]) -> None:
    """On from the phrase's first word: straight on while one word leads to the next, as in most phrases."""
    first = following - 1
    while True:
        if step.has_more and _goes_on(step, words, following, odd):
            _walk(step, words, first, following, found)
            return
        word = words[following]
        behind = step.words.get(word)
        if behind is None and word in odd:
            behind = step.words.get(_undisguised(word))
        if behind is None:
            return
        step = behind
        following += 1
        if step.tags:
            found += [(tag, first, following) for tag in step.tags]


def _goes_on(step: _Step, words: Sequence[str], following: int, odd: Set[str]) -> bool:
    """Whether a walk may find anything: a look that costs a tenth of one. Odd words may be read as others."""
    gap = step.after_gap
    if gap is not None:
        if gap.beginnings:
            return True
        near = words[following : following + LONGEST_GAP + 1]
        if not gap.words.keys().isdisjoint(near) or (odd and not odd.isdisjoint(near)):
            return True
    if step.beginnings:
        return words[following].startswith(step.begins_with)
    return False


def _walk(step: _Step, words: Sequence[str], number: int, start: int, found: list[Found]) -> None:
    """On from the phrase's words `number` to `start`, along the ways that the words allow; of very many, along the
    first."""
    count, ways, left = len(words) - 1, [(step, start)], MOST_WAYS  # the last word is none
    while ways and left:
        left -= 1
        step, at = ways.pop()
        if step.tags and at > start:
            found += [(tag, number, at) for tag in step.tags]
        if at < count and (step.words or step.beginnings):
            ways += [(behind, at + 1) for behind in _behind(step, words[at])]
        gap = step.after_gap
        if gap is not None:
            for skipped in range(at, min(at + LONGEST_GAP + 1, count)):
                word = words[skipped]
                if word in gap.words or gap.beginnings or not word.isalpha():
                    ways += [(behind, skipped + 1) for behind in _behind(gap, word)]


def _behind(step: _Step, word: str) -> Sequence[_Step]:
    """The steps that a word leads to."""
    found = step.words.get(word)
    if found is None and not word.isalpha():
        found = step.words.get(_undisguised(word))
    if not step.beginnings:
        return () if found is None else (found,)
    begun = [behind for beginning, behind in step.beginnings.items() if word.startswith(beginning)]
    return begun if found is None else [found, *begun]


def _undisguised(word: str) -> str:
    """With letters for figures; a number stays what it is, and so do 3D and what is too long for a word."""
    return _in_letters(word) if len(word) <= LONGEST_KEPT else word


@lru_cache(maxsize=4096)
def _in_letters(word: str) -> str:
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

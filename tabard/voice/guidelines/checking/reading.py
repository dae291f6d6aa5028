"""A draft, read once for all rules: its words, its sentences, and where the words of each lexicon stand."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar, cast

from tabard.voice.guidelines.checking.findings import Bound, Context, Draft
from tabard.voice.guidelines.checking.folding import Folded, fold, in_small_letters
from tabard.voice.guidelines.checking.glances import FIGURE, FOREIGN, LETTER, kinds_of, together
from tabard.voice.guidelines.checking.lexicon import languages_of, words_of
from tabard.voice.guidelines.checking.words import Found, Words

_WORD = re.compile(r"([^\W_](?:[\w'@$]*[^\W_])?)")
_PLAIN_WORD = re.compile(r"([a-z0-9]+(?:[_'@$]+[a-z0-9]+)*)")  # the same where all is ASCII, in two thirds of the time
Made = TypeVar("Made")
Bounds = Mapping[str, Mapping[str, int]]  # the numbers that a force set, by rule and name
AS_USUAL: Bounds = {}
_NUMBER = re.compile(r"[0-9]+")
# Where a sentence or a line ends; what begins with a class of letters is searched fast, and the bound keeps it linear.
# The point behind an initial or a title ends nothing.
SENTENCE_END = re.compile(
    r"[.!?\n\u2022](?<!\b[A-Z]\.)(?<!\bM[rs]\.)(?<!\bMrs\.)(?<!\bDr\.)[.!?\n\u2022]{0,8}"
    r"(?:(?<=[\n\u2022])|(?=[\s\"')]|$))"
)


MOST_READ = 100_000  # characters; what is longer is refused unread (rules/manners.py), so that no text takes long

MOST_OWN = 1_000  # finds of the force's own words


class Mark(NamedTuple):
    """Words `first` to `last` (the end open) stand in a lexicon."""

    first: int
    last: int


class Span(NamedTuple):
    start: int
    end: int


class Reading:
    """Positions are of `lower` and `cased`; `place` says where they are in the text as it was typed."""

    def __init__(
        self,
        draft: Draft,
        context: Context,
        own_words: "Words | None" = None,
        bounds: Bounds = AS_USUAL,
        folded: Folded | None = None,
    ) -> None:
        """`folded` is the draft's text, where it is to be read otherwise than as it was typed."""
        self.draft, self.context, self._bounds = draft, context, bounds
        self.folded = folded or fold(draft.text[:MOST_READ])
        self.cased, self.lower = self.folded.cased, self.folded.lower
        # gaps and words in turn
        parts = (_PLAIN_WORD if self.lower.isascii() else _WORD).split(self.lower)
        edges = list(accumulate(map(len, parts)))
        self.words = parts[1::2]  # in small letters
        self.starts, self.word_ends = edges[:-1:2], edges[1::2]
        self.kinds_of = kinds_of(self.words)  # of each word (glances.py)
        self.kinds = kinds = together(self.kinds_of)
        # where figures stand
        self.numbers = [found.span() for found in _NUMBER.finditer(self.lower)] if kinds & FIGURE else []
        self.figures = sum(end - start for start, end in self.numbers) if self.numbers else 0  # how many there are
        self._ends = [found.end() for found in SENTENCE_END.finditer(self.cased)]  # of sentences and lines
        self.languages = languages_of(draft.language, self.words, has_foreign=bool(kinds & FOREIGN))
        self._found = self._find(self.languages)
        self._marks: dict[str, list[Mark]] = {}  # made when they are asked for
        self.sentences_with = _SentencesWith(self._found, self.starts, self._ends)
        self._own_words = own_words
        self._made: dict[Callable[[Reading], Any], Any] = {}

    def once(self, make: "Callable[[Reading], Made]") -> Made:
        """What `make` makes of this draft, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    def bound(self, bound: Bound) -> int:
        """As the force has it, or as it comes."""
        return self._bounds.get(bound.rule, {}).get(bound.name, bound.usual)

    def without(self, marks: "Iterable[Mark]") -> "Reading":
        """The same draft, for a rule that is to pass over these words: each letter of them is an x, which says nothing
        and stands where it stood."""
        letters = list(self.cased)
        for start, end in map(self.span_of, marks):
            letters[start:end] = ["x" if letter.isalnum() else letter for letter in letters[start:end]]
        cased = "".join(letters)
        folded = self.folded._replace(cased=cased, lower=in_small_letters(cased))
        return Reading(self.draft, self.context, self._own_words, self._bounds, folded)

    def place(self, span: Span) -> Span:
        return Span(*self.folded.span(*span))

    # -- words and sentences -------------------------------------------------------------------------------------------

    def mentions(self, parts: tuple[str, ...]) -> bool:
        """Whether any of these stands in the text, in whatever word: a glance before a search."""
        lower = self.lower
        for part in parts:  # noqa: SIM110  a third of the time that any() takes
            if part in lower:
                return True
        return False

    def sentence_at(self, position: int) -> int:
        return bisect_right(self._ends, position)

    def sentence(self, mark: Mark) -> int:
        return bisect_right(self._ends, self.starts[mark.first])

    def sentence_span(self, number: int) -> Span:
        start = self._ends[number - 1] if number else 0
        end = self._ends[number] if number < len(self._ends) else len(self.lower)
        return Span(start, end)

    def text_of(self, number: int) -> str:
        """A sentence, in small letters."""
        start, end = self.sentence_span(number)
        return self.lower[start:end]

    def word_at(self, position: int) -> int:
        """The number of the word that holds or precedes a position; -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def shown(self, number: int) -> str:
        """A word with its capitals."""
        return self.cased[self.starts[number] : self.word_ends[number]]

    def span_of(self, mark: Mark) -> Span:
        return Span(self.starts[mark.first], self.word_ends[mark.last - 1])

    # -- lexicons ------------------------------------------------------------------------------------------------------

    def _find(self, languages: frozenset[str]) -> dict[str, list[Found]]:
        """What stands within a sentence, by lexicon: most of it is asked no more than whether there is any."""
        by_tag: dict[str, list[Found]] = defaultdict(list)
        ends, starts = self._ends, self.starts
        for language in languages:
            for found in words_of(language).find(self.words, has_letters=bool(self.kinds & LETTER)):
                tag, first, last = found
                if last - first == 1 or bisect_right(ends, starts[first]) == bisect_right(ends, starts[last - 1]):
                    by_tag[tag].append(found)
        return by_tag

    def marks(self, *tags: str) -> list[Mark]:
        """Where words of these lexicons stand, in order."""
        if len(tags) == 1:
            return self._marks_of(tags[0])
        return sorted(mark for tag in tags for mark in self._marks_of(tag))

    def _marks_of(self, tag: str) -> list[Mark]:
        marks = self._marks.get(tag)
        if marks is not None:
            return marks
        if tag not in self._found:
            return []
        self._marks[tag] = marks = sorted(Mark(first, last) for _tag, first, last in self._found[tag])
        return marks

    def marks_from(self, tag: str, first: int, last: int) -> list[Mark]:
        """The marks of a lexicon that begin with a word from `first` on and before `last`."""
        marks = self._marks_of(tag)
        return marks[bisect_left(marks, (first,)) : bisect_left(marks, (last,))] if marks else []

    def has(self, *tags: str) -> bool:
        return not self._found.keys().isdisjoint(tags)

    @property
    def tags(self) -> Set[str]:
        """The lexicons that find something."""
        return self._found.keys()

    def own_marks(self) -> Iterator[tuple[str, Mark]]:
        """What the force's own lexicons find."""
        if self._own_words is not None:
            for tag, first, last in self._own_words.find(self.words, most=MOST_OWN):
                yield tag, Mark(first, last)

    def beside(self, mark: Mark, *tags: str, within: int = 0) -> bool:
        """Whether words of these lexicons stand in the same sentence, or in one at most `within` away."""
        number, near = self.sentence(mark), self.sentences_with
        around = range(number - within, number + within + 1)
        return any(other in near[tag] for tag in tags for other in around)


class _SentencesWith(dict[str, frozenset[int]]):
    """Which sentences hold words of a lexicon."""

    def __init__(self, found: dict[str, list[Found]], starts: list[int], ends: list[int]) -> None:
        super().__init__()
        self._found, self._starts, self._ends = found, starts, ends

    def __missing__(self, tag: str) -> frozenset[int]:
        starts, ends = self._starts, self._ends
        found = self._found.get(tag)
        sentences = (bisect_right(ends, starts[first]) for _tag, first, _last in found) if found else ()
        self[tag] = numbers = frozenset(sentences)
        return numbers

"""Who is named by a given name alone, beside an arrest."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.lexicon import is_given, phrase_set
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span

MOST_LOOKED_AT, _FEW_WORDS, _SOME_WORDS = 50, 6, 12
_MONTHS = frozenset(["april", "may", "june", "august", "march"])
_CALLED = frozenset(["is", "was", "named", "called", "it's", "name's", "yw", "oedd", "heet"])
_NOT_ALONE = re.compile(r"(?:'s)?[ -][A-Z](?:[a-z']|[A-Z])|'s\b|,? (?:and|&|or) |\s?/")
_CAPITAL_BEFORE = re.compile(
    r"(?:[A-Z][\w'.]*|\b(?:and|&|or|in|at|near|to|from|of|on|by|with|our|team|thanks|thank|hi|hello))\s$"
)
_THANKED = re.compile(r"\b(?:owner|victim|caller|handler|baby|mum|dad|colleague|named by|dog|winner|officer)\b")
_IS_IN_TROUBLE = re.compile(
    r"(?: [a-z]\.?)?(?: (?:from|at|of|down) (?:the |our |my )?[a-z']{2,14}(?: [a-z']{2,14}){0,2}?)?"
    r"(?:,? who)?(?:,? \(?(?:aged )?\d{2}\)?,?)? (?:has|have|had|was|is|got|been|being|now|again|wedi)\s"
    r"(?:now |been |also |again |still |currently |finally |just |back |cael ei ){0,3}(?:arrested|detained|nicked"
    r"|lifted|bailed|charged|cuffed|locked up|in custody|in the cells|in a cell|under arrest|on bail|behind bars"
    r"|arestio|aangehouden|opgepakt)\b"
)


def first_names(reading: Reading) -> Iterator[Span]:
    """ "The lad we arrested is Callum", "Darren was arrested again": a given name alone. None where an officer, a dog
    or a helper is spoken of."""
    for mark in reading.marks("arrest")[:MOST_LOOKED_AT]:
        number = reading.sentence(mark)
        if any(number in reading.sentences_with[tag] for tag in ("dog", "fun", "joke")):
            continue
        for at in range(max(0, mark.first - _FEW_WORDS), min(len(reading.words), mark.last + _SOME_WORDS)):
            if _is_first_name_of(reading, at, mark) and reading.sentence_at(reading.starts[at]) == number:
                yield reading.span_of(Mark(at, at + 1))


def _is_first_name_of(reading: Reading, at: int, mark: Mark) -> bool:
    words = reading.words
    if not is_given(words[at]) or words[at] in _MONTHS or not reading.shown(at).istitle():
        return False
    if not phrase_set("officer-title").isdisjoint(words[max(0, min(at, mark.first) - 4) : max(at, mark.last)]):
        return False
    if _NOT_ALONE.match(reading.cased, reading.word_ends[at]) or _CAPITAL_BEFORE.search(
        reading.cased, max(0, reading.starts[at] - 24), reading.starts[at]
    ):
        return False
    if at >= mark.last:
        return words[at - 1] in _CALLED and not _THANKED.search(
            reading.lower, max(0, reading.starts[at] - 60), reading.starts[at]
        )
    return _IS_IN_TROUBLE.match(reading.lower, reading.word_ends[at]) is not None

"""Where a text tells the age of somebody young: asked of the words that may begin to, since no pattern that says it in
so many ways is searched fast."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.reading import Reading
from tabard.voice.guidelines.checking.rules.child_signs import YEARS

GROWN_UP = 18
_DIGITS_OF_AGE = 2
_BEFORE_NO_AGE = frozenset("£$€:/#")
# What a number counts that is no age: "5pm", "3 men", "12 months"
_COUNTS = re.compile(
    r"[:.]\d|\s?(?:am|pm|mph|%|st|nd|rd|th|x|h(?:ou)?rs?|min(?:ute)?s?|days?|weeks?|months?|miles?|people|men|women|cars"
    r"|vehicles|drivers|officers|arrests|reports|calls|bikes|crimes|offences|burglaries|thefts|shops|homes|houses)\b"
)
_BEGIN_LIST = """
age aged probably maybe about around roughly only just both all he he's she she's they they're is was are and look
looks looking son daughter zoon dochter stepson stepdaughter girl girls boy boys lad lads lass kid kids child children
brothers sisters pupil pupils male males female females juvenile juveniles youth youths teen teens teenager teenagers
twins youngster schoolboy schoolboys schoolgirl schoolgirls pair goalie goalkeeper keeper striker captain skipper
winger player jongen jongens jongetje jongetjes meisje meisjes kind kinderen knul ventje joch puber leerling scholier
tiener tieners youngsters
"""
_BEGIN = frozenset(_BEGIN_LIST.split())  # the first words of what YEARS finds, beside figures


def young_numbers(reading: Reading) -> list[int]:
    """Where numbers begin that may be the years of somebody under 18."""
    lower = reading.lower
    return [
        start
        for start, end in reading.numbers
        if end - start <= _DIGITS_OF_AGE
        and int(lower[start:end]) < GROWN_UP
        and lower[start - 1 : start] not in _BEFORE_NO_AGE
        and not _COUNTS.match(lower, end)
    ]


def years_in(reading: Reading) -> Iterator[re.Match[str]]:
    """Ages under 18, told in figures."""
    lower, starts, done = reading.lower, reading.starts, 0
    for number, word in enumerate(reading.words):
        if starts[number] < done or not (word in _BEGIN or word[0].isdigit()):
            continue
        found = YEARS.match(lower, starts[number])
        if found is not None and is_young(found):
            done = found.end()
            yield found


def is_young(found: re.Match[str]) -> bool:
    """Whether one of what was found is an age under 18."""
    return any(0 < int(digits) < GROWN_UP for digits in found.groups() if digits and digits.isdigit())

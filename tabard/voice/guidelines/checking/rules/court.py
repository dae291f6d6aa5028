"""Rules that protect a trial: guilt before a court has spoken, and somebody's past."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.reading import Mark, Reading
from tabard.voice.guidelines.checking.rule import ACTIVE, Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.suspects import EVERYDAY, is_over
from tabard.voice.guidelines.checking.rules.trial import MOST_READ, told_guilt, told_past

_WHO_IS_LIST = "is was who that has behind will got and in off gets had to from at with"
_WHO_IS = frozenset(_WHO_IS_LIST.split())
_ANY = frozenset(["a", "an", "any", "every", "no", "your", "each", "if", "een", "elke"])
_THESE = frozenset(["the", "these", "those", "our", "both", "two", "three", "four", "y", "de", "deze", "onze"])
_BEHIND_LIST = "counter bar wheel camera cameras desk scenes till mask scheme idea project stall lens with me us you"
_HARMLESS_BEHIND = frozenset(_BEHIND_LIST.split())
_MADE = frozenset(["make", "makes", "making", "made", "be", "not", "isn't", "aren't"])
_SEARCHED_LIST = (
    "find finding id identify identifying trace tracing catch catching who locate bring know knows if whether"
)
_SEARCHED = frozenset(_SEARCHED_LIST.split())
_NOT_TO_SAY = re.compile(
    r"\b(?:do not|don't|dont|please avoid|never|nobody should|no one should|stop)\b[^.!?\n]{0,24}"
    r"\b(?:post|say|saying|posting|comment|speculate|speculating|suggest|claim|write|share|name|tweet)\w*\b"
)
_WATER = re.compile(r"\b(?:pond|lake|algae|algal|canal|bath|reservoir|beach|foam|boat|boats)\b")


def guilt(reading: Reading) -> Iterator[Hit]:
    active = reading.context.proceedings_active
    grave = Severity.REFUSE if active else None
    for mark in reading.marks("contempt"):
        if not _is_on_water(reading, mark):
            yield Hit(reading.span_of(mark), grave)
    if active:
        for span in told_guilt(reading):
            yield Hit(span, grave)
    elif is_over(reading):
        return
    for mark in [*_guilty_words(reading), *_certain_offenders(reading)]:
        yield Hit(reading.span_of(mark), grave)


def _is_on_water(reading: Reading, mark: Mark) -> bool:
    """Scum that floats."""
    return reading.words[mark.first] == "scum" and _WATER.search(reading.lower, 0, MOST_READ) is not None


def _guilty_words(reading: Reading) -> list[Mark]:
    if reading.context.proceedings_active:
        return [
            mark
            for mark in reading.marks("guilty-word")
            if not (_is_not_to_be_said(reading, mark) or _is_sought(reading, mark) or _is_plea(reading, mark))
        ]
    if not reading.has("arrest", "charge", "offender", "mocked"):
        return []
    return [
        mark
        for mark in reading.marks("guilty-word")
        if not reading.beside(mark, "dog", "joke", "fun", within=1)
        and not _is_behind_thing(reading, mark)
        and not _is_not_known(reading, mark)
    ]


def _is_not_known(reading: Reading, mark: Mark) -> bool:
    """ "To find the people responsible"; or those of something for which nobody was arrested."""
    if _is_sought(reading, mark):
        return True
    return reading.words[mark.last - 1] == "responsible" and not reading.beside(mark, "arrest", "charge")


def _is_sought(reading: Reading, mark: Mark) -> bool:
    """ "To find the people responsible", "we made sure he was safe", "positive for cocaine"."""
    first, words = reading.words[mark.first], reading.words
    if first in {"sure", "certain", "positive"}:
        return words[mark.first + 1] == "for" or not _MADE.isdisjoint(words[max(0, mark.first - 2) : mark.first])
    return words[mark.last - 1] == "responsible" and not _SEARCHED.isdisjoint(
        words[max(0, mark.first - 5) : mark.first]
    )


def _is_plea(reading: Reading, mark: Mark) -> bool:
    """ "Pleaded guilty": what a court heard."""
    near = reading.marks_from("verdict", mark.first - _WORDS_OF_PLEA, mark.last)
    return any(plea.first <= mark.first and mark.last <= plea.last for plea in near)


_WORDS_OF_PLEA = 12


def _is_behind_thing(reading: Reading, mark: Mark) -> bool:
    """ "The man behind the counter", "the one behind with the horn"."""
    if reading.words[mark.last - 1] != "behind":
        return False
    return not _HARMLESS_BEHIND.isdisjoint(reading.words[mark.last : mark.last + 2])


def _is_not_to_be_said(reading: Reading, mark: Mark) -> bool:
    """ "Please do not post that he did it"."""
    start = reading.span_of(mark).start
    return _NOT_TO_SAY.search(reading.lower, max(0, start - 60), start) is not None


def _certain_offenders(reading: Reading) -> list[Mark]:
    """ "The burglar", and not "a burglar", of somebody arrested; while proceedings are active, any."""
    active = reading.context.proceedings_active
    return [
        mark
        for mark in reading.marks("offender")
        if not reading.beside(mark, "hedge")
        and not _is_of_law(reading, mark)
        and (
            (active and not _is_anybody(reading, mark))
            or (_is_certain(reading, mark) and reading.beside(mark, "arrest", "charge"))
        )
    ]


def _is_of_law(reading: Reading, mark: Mark) -> bool:
    """ "Criminal damage", "criminal proceedings"."""
    if reading.words[mark.first] != "criminal" or mark.last >= len(reading.words):
        return False
    end, start = reading.word_ends[mark.first], reading.starts[mark.last]
    return reading.lower[end:start] == " " and reading.words[mark.last] not in _WHO_IS


def _is_anybody(reading: Reading, mark: Mark) -> bool:
    """ "Burglars are about", "he can spot a shoplifter": none of this case."""
    before = reading.words[max(0, mark.first - 2) : mark.first]
    if reading.words[mark.last - 1].endswith("s"):
        return _THESE.isdisjoint(before)
    return not _ANY.isdisjoint(before[-1:]) and not reading.beside(mark, "arrest", "charge")


def _is_certain(reading: Reading, mark: Mark) -> bool:
    """ "The burglar", and not "a burglar"."""
    return bool(mark.first) and reading.words[mark.first - 1] in {
        "the",
        "this",
        "that",
        "our",
        "y",
        "yr",
        "de",
        "deze",
        "onze",
    }


def past(reading: Reading) -> Iterator[Hit]:
    active = reading.context.proceedings_active
    if active:
        for span in told_past(reading):
            yield Hit(span, Severity.REFUSE)
    if is_over(reading):
        return
    if active or reading.has("arrest", "charge", "offender", "person", "wanted", "missing"):
        for mark in reading.marks("past"):
            if active or not reading.beside(mark, "past-fine"):
                yield Hit(reading.span_of(mark), Severity.REFUSE if active else None)


RULES = (
    Rule(
        id="guilt",
        title="Guilt before a court has spoken",
        severity=Severity.REVIEW,
        refuses_where="while a court case is under way",
        sentence="court",
        advice="Say “a man suspected of”. A court decides who is guilty.",
        source="Contempt of Court Act 1981, s. 2 and Schedule 1",
        finds=guilt,
        needs=frozenset({"contempt", "guilty-word", "offender", ACTIVE}),
        fires=(
            Example("Another scumbag off our streets."),
            Example("We have arrested the burglar who has plagued Mill Lane."),
        ),
        passes=(
            *EVERYDAY,
            Example("He pleaded guilty and was jailed for two years."),
            Example("Police dog Rex was caught in the act with the sergeant's sausage roll."),
        ),
    ),
    Rule(
        id="past",
        title="Somebody’s past",
        severity=Severity.REVIEW,
        refuses_where="while a court case is under way",
        sentence="court",
        advice="Mentioning somebody’s past can make a trial collapse. Leave it out while proceedings are active.",
        source="Contempt of Court Act 1981, s. 2",
        finds=past,
        needs=frozenset({"past", ACTIVE}),
        fires=(
            Example("The man we arrested is well known to us."),
            Example("He has previous convictions for theft, and was arrested today."),
        ),
        passes=(
            Example("Our market is well known for its cheese."),
            Example("Prolific shoplifter jailed for a year."),
        ),
    ),
)

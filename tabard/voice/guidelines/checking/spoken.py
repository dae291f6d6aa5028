"""Numbers, houses, postcodes and plates that are told in words or letter by letter."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.glances import words_of
from tabard.voice.guidelines.checking.hurried import Edit
from tabard.voice.guidelines.checking.reading import Reading

# Words in which a number may be told.
_SPOKEN_LIST = """
double zero nul dim number flat lives door seven seventeen seventy nine nineteen ninety hundred twenty thirty forty
fifty sixty eighty eleven twelve thirteen fourteen fifteen sixteen eighteen
"""
_SPOKEN = words_of(*_SPOKEN_LIST.split())
_ENGLISH, _DUTCH, _WELSH = (
    "zero one two three four five six seven eight nine",
    "nul een twee drie vier vijf zes zeven acht negen",
    "dim un dau tri pedwar pump chwech saith wyth naw",
)
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DIGIT_WORDS = dict.fromkeys(("oh", "o", "nought", "nil"), "0") | {
    word: str(digit) for words in (_ENGLISH, _DUTCH, _WELSH) for digit, word in enumerate(words.split())
}
_TIMES = {"double": 2, "dubbel": 2, "treble": 3, "triple": 3}
_COUNTED = {word: number for number, word in enumerate(f"{_ENGLISH} {_TEENS}".split())} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), start=2)
}
_DIGIT_WORD = rf"(?:(?:{'|'.join(_TIMES)})\s)?(?:{'|'.join(_DIGIT_WORDS)}|\d)"
_FEWEST_DIGIT_WORDS = 5  # "double" tells two
_FEWEST_SPOKEN = 8  # figures of a number that is told in words
_SPOKEN_NUMBER = re.compile(rf"\b{_DIGIT_WORD}(?:[\s,.-]{{1,3}}{_DIGIT_WORD}\b){{5,}}")
_SPOKEN_WORD = re.compile(r"[^\W_]+")
_BELOW_HUNDRED = rf"(?:{'|'.join(_COUNTED)})(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
_SPOKEN_HOUSE = re.compile(
    rf"\b(?:number|no|flat|(?:lives|home|house|door)(?:\swent)?(?:\sin)?\sat|at|from|to|outside|in|of|on|by|behind"
    rf"|opposite"
    rf"|between|and|for)\s((?:(?:a|one|two|three|four|five|six|seven|eight|nine)\shundred(?:\sand\s{_BELOW_HUNDRED})?"
    rf"|{_BELOW_HUNDRED}))(?=,?\s[a-z])"
)
_RADIO_LIST = """
alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec
romeo sierra tango uniform victor whiskey whisky xray yankee zulu
"""
_RADIO = {word: word[0].upper() for word in _RADIO_LIST.split()}
_SPELLED = words_of(*_DIGIT_WORDS.keys() - {"een", "un"}, *_RADIO)  # words in which a plate may be told
_SIGN = rf"(?:{'|'.join((*_RADIO, *(word for word in _DIGIT_WORDS if len(word) > 1)))}|[a-z0-9])"
_COMMON = {
    "golf",
    "hotel",
    "november",
    "victor",
    "uniform",
    "mike",
    "delta",
    "echo",
    "papa",
    "oscar",
    "india",
    "charlie",
}
_RADIOED = words_of(*_RADIO.keys() - _COMMON)
_FEWEST_LETTERS = 3  # that stand alone
_LETTERS = words_of(*"bcdefghjklmnopqrtuvwxyz")  # that are seldom words
TOLD = _SPOKEN | _SPELLED | _LETTERS
# Begun by a sign that is followed by another one at once; a code has five to seven.
_CODE = re.compile(rf"\b{_SIGN}(?:(?:[\s,.-]{{1,5}}|\s[a-z]{{2,4}}\s){_SIGN}\b){{4,7}}")
_IS_CODE = re.compile(r"([A-Z]{1,2}\d{1,2}[A-Z]?|[A-Z]{2}\d{2}|[A-Z]\d{1,3})(\d[A-Z]{2}|[A-Z]{3})")
_SIGNS = _RADIO.keys() | _DIGIT_WORDS.keys()
_FEWEST_SIGNS = 5


def spoken(reading: Reading) -> Iterator[Edit]:
    if reading.kinds & _SPOKEN:
        if sum(1 for word in reading.words if word in _DIGIT_WORDS or word.isdigit()) >= _FEWEST_DIGIT_WORDS:
            yield from _spoken_numbers(reading)
        yield from _spoken_houses(reading)
    if reading.kinds & (_SPELLED | _LETTERS):
        yield from _spelled_codes(reading)


def _spoken_numbers(reading: Reading) -> Iterator[Edit]:
    """ "zero seven seven double zero": figures, each where its word stands."""
    cased = reading.cased
    for found in _SPOKEN_NUMBER.finditer(reading.lower):
        times, letters = 1, []
        for word in _SPOKEN_WORD.finditer(cased, found.start(), found.end()):
            said = word[0].lower()
            if said in _TIMES:
                times = _TIMES[said]
                continue
            letters += [(word.start(), _DIGIT_WORDS.get(said, said))] * times
            times = 1
        if len(letters) >= _FEWEST_SPOKEN:
            yield found.start(), found.end(), letters


def _spoken_houses(reading: Reading) -> Iterator[Edit]:
    """ "number seventeen Hawthorn Drive", "of one hundred and eighteen, Wellesley Gardens"."""
    cased = reading.cased
    for found in _SPOKEN_HOUSE.finditer(reading.lower):
        if not cased[found.end() : found.end() + 4].lstrip(", ")[:1].isupper():
            continue
        yield found.start(1), found.end(1), [(found.start(1), digit) for digit in str(_number_of(found[1].lower()))]


def _number_of(told: str) -> int:
    """ "one hundred and eighteen"."""
    hundreds, _said, rest = told.rpartition("hundred")
    below = sum(_COUNTED.get(word, 0) for word in re.split(r"[\s-]", rest))
    return below + 100 * _COUNTED.get(hundreds.strip(), 1) if hundreds else below


def _spelled_codes(reading: Reading) -> Iterator[Edit]:
    """ "N-one-six, five-P-L", "bravo delta one eight hotel juliet whiskey": a postcode or a plate."""
    few = reading.kinds & _RADIOED == 0 and list(map(len, reading.words)).count(1) < _FEWEST_LETTERS
    if (
        few
        or sum(1 for word in reading.words if len(word) == 1 or word in _RADIO or word in _DIGIT_WORDS) < _FEWEST_SIGNS
    ):
        return
    cased = reading.cased
    for found in _CODE.finditer(reading.lower):
        words = ((word.start(), word[0].lower()) for word in _SPOKEN_WORD.finditer(cased, *found.span()))
        signs = [(start, _sign_of(word)) for start, word in words if len(word) == 1 or word in _SIGNS]
        code = _IS_CODE.fullmatch("".join(sign for _place, sign in signs))
        if code is None:
            continue
        cut = len(code[1])
        yield found.start(), found.end(), [*signs[:cut], (signs[cut][0], " "), *signs[cut:]]


def _sign_of(word: str) -> str:
    return _RADIO.get(word) or _DIGIT_WORDS.get(word) or word.upper()

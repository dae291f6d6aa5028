"""Rules of manners: how we sound, and whether everybody can read it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tabard.voice.guidelines.checking.findings import Bound, Kind, Severity
from tabard.voice.guidelines.checking.reading import MOST_READ, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_SHOUTED = re.compile(r"(?:\b[A-Z][A-Z']{1,}\b[^A-Za-z\n]{1,4}){3,}")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u3030\u303d\u3297\u3299]")
_ABBREVIATION_LIST = """
ASB CCTV PCSO PCSOS PC PS RTC ANPR NHS BBC UK GB USA MOT DVLA VRM CID ASAP AM PM OK SC NPT SNT NHW TWOC APPEAL
MISSING UPDATE WANTED URGENT BREAKING REMINDER ALERT WARNING NEWS RT DWP HMP AED CSI NPAS RPU ARV PD FAO
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_VOWELS = re.compile(r"[aeiouy]+")
_CAPITALS = re.compile(r"[A-Z][A-Z']{2,}(?![a-z])")
_LETTER, _CAPITAL = re.compile("[A-Za-z]"), re.compile("[A-Z]")
ENOUGH_SHOUTED = 4
IN_A_ROW = Bound("capitals", "in_a_row", "Words in capitals, one after the other", 5, 3, 30)
MOST_CAPITALS = Bound("capitals", "share", "Capitals among 100 letters", 60, 20, 100)
ENOUGH_WORDS = 40
HARDEST_GRADE = Bound("reading-age", "grade", "Hardest grade (Flesch-Kincaid; 5 more is an age)", 14, 4, 24)
FEWEST_EMOJI = 3
MOST_EMOJI = Bound("emoji-wall", "most", "Emoji in a post", 8, 3, 100)
LONGEST = Bound("length", "characters", "Characters in a post", MOST_READ, 200, MOST_READ)


def mockery(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("mockery"):
        if reading.beside(mark, "mocked", within=1) or reading.beside(mark, "arrest", "singular-person", within=2):
            yield Hit(reading.span_of(mark))


def swearing(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("swearing"):
        if reading.words[mark.first] == "bitch" and reading.has("pet", "dog"):
            continue
        yield Hit(reading.span_of(mark))


def capitals(reading: Reading) -> Iterable[Hit]:
    in_capitals = _CAPITALS.findall(reading.cased)
    if len(in_capitals) < IN_A_ROW.least:
        return ()
    shouted = [word for word in in_capitals if word not in _ABBREVIATIONS]
    return _shouted(reading) if len(shouted) >= min(ENOUGH_SHOUTED, reading.bound(IN_A_ROW)) else ()


def _shouted(reading: Reading) -> Iterator[Hit]:
    letters = len(_LETTER.findall(reading.cased))
    if len(_CAPITAL.findall(reading.cased)) * 100 > letters * reading.bound(MOST_CAPITALS):
        yield from _whole(reading)
        return
    in_a_row = reading.bound(IN_A_ROW)
    for found in _SHOUTED.finditer(reading.cased):
        said = re.findall(r"[A-Z']{2,}", found[0])
        if sum(word not in _ABBREVIATIONS for word in said) >= in_a_row:
            yield Hit(Span(*found.span()))


def emoji_wall(reading: Reading) -> tuple[Hit, ...]:
    """More than the words are, or very many; where the force set how many are too many, so many."""
    if reading.draft.text.isascii():
        return ()
    count, words, most = len(_EMOJI.findall(reading.draft.text)), len(reading.words), reading.bound(MOST_EMOJI)
    is_too_many = count >= most and (most != MOST_EMOJI.usual or count * 2 > words)
    return _whole(reading) if is_too_many or (count >= FEWEST_EMOJI and count > words) else ()


def reading_age(reading: Reading) -> tuple[Hit, ...]:
    """Flesch and Kincaid's grade, for English: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    count = len(reading.words)
    if count < ENOUGH_WORDS or "en" not in reading.languages:
        return ()
    sentences = len({reading.sentence_at(start) for start in reading.starts})
    syllables = sum(map(_syllables, reading.words))
    grade = 0.39 * count / sentences + 11.8 * syllables / count - 15.59
    return _whole(reading) if grade > reading.bound(HARDEST_GRADE) else ()


@lru_cache(maxsize=4096)
def _syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(word)))


def length(reading: Reading) -> tuple[Hit, ...]:
    size = len(reading.draft.text)
    return _whole(reading) if size > LONGEST.least and size > reading.bound(LONGEST) else ()


def alt_text(reading: Reading) -> tuple[Hit, ...]:
    return (Hit(Span(0, 0)),) if reading.draft.undescribed else ()


def _whole(reading: Reading) -> tuple[Hit, ...]:
    return (Hit(Span(0, len(reading.lower))),)


RULES = (
    Rule(
        id="mockery",
        title="Laughing at somebody",
        severity=Severity.ASK,
        sentence="kind",
        advice="Would you say it to their mother? Nobody is laughed at here.",
        source="College of Policing: Code of Ethics",
        finds=mockery,
        needs=frozenset({"mockery"}),
        fires=(
            Example("Driver asleep at the lights. Not the sharpest tool in the box. Busted!"),
            Example("He ran straight into the pond. What a muppet!"),
        ),
        passes=(
            Example("We had a good laugh at the school fair."),
            Example("The clown at the fair was a hit."),
        ),
    ),
    Rule(
        id="swearing",
        title="Swearing",
        severity=Severity.ASK,
        sentence="kind",
        advice="Children read this, too.",
        source="College of Policing: Code of Ethics",
        finds=swearing,
        needs=frozenset({"swearing"}),
        fires=(Example("What a bloody mess."), Example("utter b0ll0cks"), Example("s h i t e weather")),
        passes=(Example("What a mess."), Example("Scunthorpe, Penistone and Essex are lovely.")),
    ),
    Rule(
        id="capitals",
        title="Shouting",
        severity=Severity.ASK,
        sentence="plain",
        advice="Capitals are hard to read, and screen readers may spell them out. Write as you speak.",
        source="GOV.UK: content design",
        finds=capitals,
        bounds=(IN_A_ROW, MOST_CAPITALS),
        fires=(
            Example("PLEASE LOCK YOUR SHEDS TONIGHT, THIEVES ARE ABOUT"),
            Example("Dear all, WILL YOU PLEASE STOP PARKING HERE, thank you."),
        ),
        passes=(
            Example("PCSO at the ASB meeting, NHS and CCTV vans too."),
            Example("APPEAL | UPDATE: the RTC on the A413 is clear."),
        ),
    ),
    Rule(
        id="emoji-wall",
        title="A wall of emoji",
        severity=Severity.ASK,
        sentence="plain",
        advice="A screen reader reads each of them aloud. One or two are plenty.",
        source="RNIB: accessible social media",
        finds=emoji_wall,
        bounds=(MOST_EMOJI,),
        fires=(Example("🚓🚓🚓🚨🚨🚨👮👮👮👍👍 ok"), Example("🐣🐣🐣🐣 Easter!")),
        passes=(Example("Bikes marked today: 61 👍🚲"), Example("Happy Easter! 🐣")),
    ),
    Rule(
        id="reading-age",
        title="Hard to read",
        severity=Severity.HINT,
        sentence="plain",
        advice="Shorter sentences and everyday words reach more people.",
        source="GOV.UK: content design; Flesch and Kincaid 1975",
        finds=reading_age,
        bounds=(HARDEST_GRADE,),
        fires=(
            Example(
                "Notwithstanding considerable organisational reconfiguration, the constabulary's collaborative "
                "multi-agency partnership arrangements continue to facilitate proportionate interventions regarding "
                "persistent antisocial behavioural manifestations throughout the geographical responsibility of the "
                "neighbourhood policing directorate and associated statutory organisations, notwithstanding "
                "budgetary considerations of the preceding consultation."
            ),
            Example(
                "In accordance with the provisions of the applicable legislation, and following consultation with "
                "relevant stakeholders including the local authority, the constabulary has authorised the "
                "implementation of a dispersal authority encompassing the pedestrianised thoroughfares of the "
                "municipality for the duration of the forthcoming festivities."
            ),
        ),
        passes=(
            Example("We were at the school today. The children asked good questions. We will be back on Friday. " * 3),
            Example("Considerable organisational reconfiguration."),
        ),
    ),
    Rule(
        id="length",
        title="Too long to be read",
        severity=Severity.REFUSE,
        sentence="plain",
        advice="Nobody reads this much. Write less, or in several posts.",
        source="Our own measure",
        finds=length,
        bounds=(LONGEST,),
        fires=(Example("a " * MOST_READ, {"language": "en"}), Example("\n" * (MOST_READ + 1), {"language": "en"})),
        passes=(Example("Short and sweet."), Example("ab " * 200)),
    ),
    Rule(
        id="alt-text",
        title="A picture without words",
        severity=Severity.ASK,
        sentence="plain",
        advice="Describe the picture for those who cannot see it.",
        source="WCAG 2.2, 1.1.1",
        finds=alt_text,
        fires=(
            Example("Found!", {"has_media": True, "undescribed": 1}),
            Example("", {"has_media": True, "undescribed": 4}),
        ),
        passes=(Example("Found!", {"has_media": True}), Example("Found!")),
        kinds=frozenset(Kind),
    ),
)

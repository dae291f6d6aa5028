"""Rules of manners: how we sound, and whether everybody can read it."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.reading import MOST_READ, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_SHOUTED = re.compile(r"(?:\b[A-Z][A-Z']{1,}\b[^A-Za-z\n]{1,4}){5,}")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u3030\u303d\u3297\u3299]")
_ABBREVIATION_LIST = """
ASB CCTV PCSO PCSOS PC PS RTC ANPR NHS BBC UK GB USA MOT DVLA VRM CID ASAP AM PM OK SC NPT SNT NHW TWOC APPEAL
MISSING UPDATE WANTED URGENT BREAKING REMINDER ALERT WARNING NEWS RT DWP HMP AED CSI NPAS RPU ARV PD FAO
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_VOWELS = re.compile(r"[aeiouy]+")
_CAPITALS = re.compile(r"[A-Z][A-Z']{2,}(?![a-z])")
_LETTER, _CAPITAL = re.compile("[A-Za-z]"), re.compile("[A-Z]")
ENOUGH_SHOUTED, IN_A_ROW, MOST_CAPITALS = 4, 5, 0.6
ENOUGH_WORDS = 40
HARDEST_GRADE = 14.0
MOST_EMOJI = 8


def mockery(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("mockery"):
        if reading.beside(mark, "mocked", "arrest", within=1):
            yield Hit(reading.span_of(mark))


def swearing(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("swearing"):
        yield Hit(reading.span_of(mark))


def capitals(reading: Reading) -> Iterator[Hit]:
    shouted = [word for word in _CAPITALS.findall(reading.cased) if word not in _ABBREVIATIONS]
    if len(shouted) < ENOUGH_SHOUTED:
        return
    letters = len(_LETTER.findall(reading.cased))
    if len(_CAPITAL.findall(reading.cased)) > letters * MOST_CAPITALS:
        yield Hit(Span(0, len(reading.cased)))
        return
    for found in _SHOUTED.finditer(reading.cased):
        said = re.findall(r"[A-Z']{2,}", found[0])
        if sum(word not in _ABBREVIATIONS for word in said) >= IN_A_ROW:
            yield Hit(Span(*found.span()))


def emoji_wall(reading: Reading) -> Iterator[Hit]:
    count = len(_EMOJI.findall(reading.draft.text))
    if count >= 3 and ((count >= MOST_EMOJI and count * 2 > len(reading.words)) or count > len(reading.words)):
        yield Hit(Span(0, len(reading.lower)))


def reading_age(reading: Reading) -> Iterator[Hit]:
    """Flesch and Kincaid's grade, for English: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    count = len(reading.words)
    if count < ENOUGH_WORDS or "en" not in reading.languages:
        return
    sentences = len({reading.sentence_at(start) for start in reading.starts})
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in reading.words)
    if 0.39 * count / sentences + 11.8 * syllables / count - 15.59 > HARDEST_GRADE:
        yield Hit(Span(0, len(reading.lower)))


def length(reading: Reading) -> Iterator[Hit]:
    if len(reading.draft.text) > MOST_READ:
        yield Hit(Span(0, len(reading.lower)))


def alt_text(reading: Reading) -> Iterator[Hit]:
    if reading.draft.undescribed:
        yield Hit(Span(0, 0))


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
        advice="Nobody reads this much, and neither do the rules. Write at most 100,000 characters.",
        source="Proposal of this catalogue",
        finds=length,
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

"""Rules about what the police do, while they do it and how."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.lexicon import phrase_set
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_PLACE_AND_TIME = re.compile(
    r"[^.!?\n]{0,30}?\b(?:at|by|near|outside|on)\s[^.!?\n]{0,30}?\b(?:[01]\d|2[0-3])[:.]?[0-5]\d\b"
    r"(?!\s?(?:drivers|vehicles|cars|people))"
)
# "If you hear a bang at five, it is only us."
_HEARD = re.compile(
    r"\bif you (?:hear|see|notice)\b[^.!?\n]{0,40}\b(?:bang\w*|crash\w*|shout\w*|commotion|doors?|smash\w*)\b"
    r"[^.!?\n]{0,80}?\b(?:(?:it's|its|it is|that's|thats|that is|that'll be|it'll be|be|only|just) (?:\w+ ){0,2}us"
    r"|our lot|don't panic|do not panic"
    r"|no need to (?:worry|ring|call|panic))\b"
)
_CAMERAS = frozenset({"anpr", "camera", "cameras"})
ENOUGH_TO_TELL = 2  # the make and the colour of a car
APP_SOCIAL = "College of Policing, APP: media and communications, social media"


def live_operation(reading: Reading) -> Iterator[Hit]:
    """An operation, and words that it goes on or comes, close together, and none that it is over."""
    live, done, now = (reading.sentences_with[tag] for tag in ("live", "done", "live-now"))
    for mark in reading.marks("operation"):
        number = reading.sentence(mark)
        near = {number - 1, number, number + 1}
        if near & reading.sentences_with["joke"]:
            continue
        if number in now or (number in live and number not in done) or (near & live and not near & done):
            yield Hit(reading.span_of(mark))
    for found in _HEARD.finditer(reading.lower) if reading.has("if-heard") else ():
        if not reading.sentences_with["done"] & {reading.sentence_at(found.start())}:
            yield Hit(Span(*found.span()))


def tactics(reading: Reading) -> Iterator[Hit]:
    for mark in [*reading.marks("tactics"), *(each for each in reading.marks("posing") if _is_ours(reading, each))]:
        if not _is_harmless(reading, mark):
            yield Hit(reading.span_of(mark))
    for mark in reading.marks("anpr"):
        if _is_told_of_hit(reading, mark):
            yield Hit(reading.span_of(mark))
    for mark in reading.marks("unmarked"):
        if _is_described(reading, mark):
            yield Hit(reading.span_of(mark))


def _is_harmless(reading: Reading, mark: Mark) -> bool:
    """Said of swindlers or of biscuits; or of a camera that saw a car without insurance, as cameras on roads do."""
    if reading.beside(mark, "tactics-fine") or reading.beside(mark, "joke", within=1):
        return True
    is_camera = not _CAMERAS.isdisjoint(reading.words[mark.first : mark.last])
    return is_camera and reading.beside(mark, "traffic", within=1)


def _is_ours(reading: Reading, mark: Mark) -> bool:
    """Whether it is us who pose as somebody: the nearest person before it, or after it, where nobody comes before."""
    for word in reversed(reading.words[max(0, mark.first - 6) : mark.first]):
        if word in phrase_set("stranger"):
            return False
        if word in phrase_set("us"):
            return True
    return not phrase_set("us").isdisjoint(reading.words[mark.last : mark.last + 4])


def _is_told_of_hit(reading: Reading, mark: Mark) -> bool:
    """Where a camera saw somebody, and when; or that one did, where it is no matter of the roads."""
    _start, end = reading.span_of(mark)
    if _PLACE_AND_TIME.match(reading.lower, end):
        return True
    near = reading.marks_from("anpr-hit", mark.first - 3, mark.last + 3)
    return bool(near) and not reading.beside(mark, "roads") and not reading.beside(mark, "traffic", within=1)


def _is_described(reading: Reading, mark: Mark) -> bool:
    """Whether the car that nobody should know could be told."""
    following = reading.words[mark.last : mark.last + 8]
    return sum(word in phrase_set("car-detail") for word in following) >= ENOUGH_TO_TELL


RULES = (
    Rule(
        id="live-operation",
        title="An operation that goes on",
        severity=Severity.REFUSE,
        sentence="operations",
        advice="Not while it goes on: schedule it for when everybody is safe.",
        source=APP_SOCIAL,
        finds=live_operation,
        needs=frozenset({"operation", "if-heard"}),
        fires=(
            Example("We are about to execute a drugs warrant on Gaol Lane."),
            Example("Raid in progress on the Kestrel Estate right now!"),
            Example("30 officers, off to Saxon Rise to wake some dealers up in about twenty minutes."),
        ),
        passes=(
            Example("We carried out a warrant on Gaol Lane this morning. It is finished."),
            Example("You may see officers in Riverside this afternoon. Say hello!"),
        ),
        four_eyes=True,
    ),
    Rule(
        id="tactics",
        title="How we work in secret",
        severity=Severity.REFUSE,
        sentence="operations",
        advice="Leave out how we found or watched somebody.",
        source=APP_SOCIAL,
        finds=tactics,
        needs=frozenset({"tactics", "posing", "anpr", "unmarked"}),
        fires=(
            Example("Covert officers watched the shop."),
            Example("An ANPR hit led us to him."),
            Example("We traced his phone to a flat."),
            Example("The cameras on the bypass flagged the van and we were waiting."),
            Example("Stolen car, hit the ANPR at Four Ways 0212."),
        ),
        passes=(
            Example("Our officers were out on bikes in hi-vis."),
            Example("The council's cameras flagged a van that was fly-tipping."),
            Example("Stopped after an ANPR hit: no insurance, and the car is now ours."),
            Example("Reports of people pretending to be police officers: hang up."),
            Example("One kettle missing. Informants (you know who you are) may leave it on the sill."),
        ),
    ),
)

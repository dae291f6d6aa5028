"""Rules about what the police do, while they do it and how."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.lexicon import phrase_set
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_PLACE_AND_TIME = re.compile(
    r"[^.!?\n]{0,30}?\b(?:at|by|near|outside|on)\s[^.!?\n]{0,60}?\b(?:[01]\d|2[0-3])[:.]?[0-5]\d\b"
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
    is_over = reading.has("all-over")
    for mark in reading.marks("operation"):
        number = reading.sentence(mark)
        if is_over and number not in now:
            continue
        near = {number - 1, number, number + 1}
        if near & reading.sentences_with["joke"]:
            continue
        if number in now or (number in live and number not in done) or (near & live and not near & done):
            yield Hit(reading.span_of(mark))
    for found in _HEARD.finditer(reading.lower) if reading.has("if-heard") else ():
        if not reading.sentences_with["done"] & {reading.sentence_at(found.start())}:
            yield Hit(Span(*found.span()))


def tactics(reading: Reading) -> Iterator[Hit]:
    for mark in (*reading.marks("tactics"), *_of_ours(reading), *_told_how(reading)):
        if not _is_harmless(reading, mark):
            yield Hit(reading.span_of(mark))
    for found in _told_in_passing(reading):
        is_fine = reading.sentence_at(found.start()) in reading.sentences_with["tactics-fine"]
        if not is_fine and not _DENIED.search(found[0]):
            yield Hit(Span(*found.span()))
    for tag, tells in (("anpr", _is_told_of_hit), ("unmarked", _is_described)):
        for mark in reading.marks(tag):
            if tells(reading, mark):
                yield Hit(reading.span_of(mark))


def _of_ours(reading: Reading) -> Iterator[Mark]:
    return (mark for mark in reading.marks("posing") if _is_ours(reading, mark))


def _told_how(reading: Reading) -> Iterator[Mark]:
    """ "How did we find him? By his phone." """
    if reading.has("missing", "found-safe", "pet"):
        return iter(())
    return (mark for mark in reading.marks("how-found") if reading.beside(mark, "gave-away", within=1))


_DENIED = re.compile(r"\b(?:cannot|can'?t|can not|unable|don'?t|do not|never|won'?t)\b")  # "we cannot track your phone"
# "We can read your Telegram chats", "we had been watching his every move".
_OVERHEARD = re.compile(
    r"\b(?:we|we've|we'd|weve|i|officers|detectives|police|team|lads|drone|drones|drone's|camera"
    r"|cameras)\b[^.!?\n]{0,50}?"
    r"\b(?:read|reads|reading|listen\w*|hear|heard|overheard|watch\w*|follow\w*|track\w*|film\w*|record\w*|monitor\w*"
    r"|tap\w*|intercept\w*"
    r"|hover\w*|hack\w*|access\w*|download\w*|photograph\w*|shadow\w*|tail\w*)\b[^.!?\n]{0,24}?"
    r"\b(?:his|her|their|your|the (?:gang|dealer|suspect|burglar|thie(?:f|ve)|target)(?:'s|s'"
    r"|s)?)\s(?:own\s)?(?:\w+\s){0,2}?"
    r"(?:messages?|chats?|calls?|phones?|texts?|whatsapps?|telegram|snapchats?|conversations?|every (?:move|word"
    r"|step)|movements|emails?|dms?"
    r"|garden|front door|back door|house|flat|lock-?up|comings and goings)\b"
)
_TELLS_ON = re.compile(
    r"\b(?:owner|pal|chum|buddy|chap|bird|neighbour|wife|husband|girlfriend|boyfriend|cousin|mate|friend|barmaid|barman|landlord|landlady"
    r"|member|insider|lad|bloke|shopkeeper"
    r"|ex|sister|brother|mum|resident|someone|somebody|contact)\b[^.!?\n]{0,30}?\b(?:telling|tips|tipping|feeding"
    r"|feeds|fed|passing|passes|keeps? telling"
    r"|reporting|informing|grassing|been telling"
    r"|talks to|texts|messages|whispers to|keeps)\s(?:to\s)?(?:us|me|our)\b"
)
_PLANTED = re.compile(
    r"\b(?:we|we'd|we've|officers|detectives|police)\b[^.!?\n]{0,20}?\b(?:had|have|put|hid|planted|fitted|placed"
    r"|stuck|installed|left|concealed|used)\b"
    r"[^.!?\n]{0,16}?\b(?:probe|probes|bug|bugs|mic|microphone|listening device|tracker|recorder|airtag|transmitter)\b"
)


# "His ex gave us the PIN", "somebody close to the gang told us where they were".
_GAVE_AWAY = re.compile(
    r"\b(?:friend|mate|pal|ex|ex-?\w{3,9}|girlfriend|boyfriend|wife|husband|cousin|brother|sister|mother|mum|dad|landlord"
    r"|barmaid|barman|cellmate|(?:someone|somebody) (?:close|near|in|inside|on)|insider|one of (?:his|her|their))\b"
    r"(?! of (?:mine|ours|our))"
    r"[^.!?\n]{0,40}?\b(?:told|tells|gave|gives|handed|slipped|tipped|rang|texted|sold|let)\s(?:us|me|officers|police)\b"
    r"[^.!?\n]{0,30}?\b(?:where (?:he|she|they) (?:was|were|is|are|hid|lived|kept|sleeps?|slept|had)"
    r"|where the (?:drugs|gear|stash|gun|guns|money|cash|weapons?)"
    r"|(?:his|her|their|the) (?:\w+ )?(?:names?|address|pin|passcode|location|whereabouts|plans?|stash|password))\b"
)
# "The cameras on the A12 picked up the Audi at 02.14."
_SEEN_AT = re.compile(
    r"\bcameras? (?:on|at|by|near|along|over)\b[^.!?\n]{0,60}"
    r"\b(?:picked|pinged|clocked|spotted|flagged|caught|saw|read)\b"
    r"[^.!?\n]{0,30}\b(?:car|van|bike|audi|bmw|plate|number|reg|vehicle|it|him|them|motor|golf|fiesta)\b[^.!?\n]{0,40}"
    r"\b(?:at \d|and again)"
)
# "The chap asleep on the bench is one of ours."
_OURS_THERE = re.compile(
    r"\b(?:bloke|man|men|woman|lad|lads|lass|chap|guy|fella|couple|pair|joggers?|drunk|busker|tramp|builders?|plumber|cleaner"
    r"|stranger|customers?|shoppers?|driver|lady|beggar"
    r"|(?:grey|silver|white|black|blue|plain|scruffy|parked) (?:\w+ )?(?:van|car))\b"
    r"[^.!?\n]{0,60}\b(?:is|are|was|were)\s(?:actually |really |both |all )?"
    r"(?:(?:one|two|some|both) of )?(?:ours|us|mine)\b"
)
_ANSWERED = re.compile(r"\b(?:answer\w*|repl(?:y|ies|ied|ying)|respond\w*|thank\w*|inbox|comments?|get back|sorry)\b")


def _told_in_passing(reading: Reading) -> Iterator[re.Match[str]]:
    for tag, pattern in (("telling-word", _TELLS_ON), ("planted-word", _PLANTED), ("of-ours", _OURS_THERE)):
        if reading.has(tag):
            yield from pattern.finditer(reading.lower)
    if reading.has("camera-place") and not reading.has("traffic"):
        yield from _SEEN_AT.finditer(reading.lower)
    if reading.has("watching-word"):
        for found in _OVERHEARD.finditer(reading.lower):
            if " your " not in found[0] or not _ANSWERED.search(reading.lower):  # our own inbox is read
                yield found
    if reading.has("telling-word") and not reading.has("missing", "found-safe", "pet"):
        yield from _GAVE_AWAY.finditer(reading.lower)


def _is_harmless(reading: Reading, mark: Mark) -> bool:
    """Said of swindlers or of biscuits; or of a camera that saw a car without insurance, as cameras on roads do."""
    if reading.beside(mark, "tactics-fine") or reading.beside(mark, "joke", within=1):
        return True
    is_camera = not _CAMERAS.isdisjoint(reading.words[mark.first : mark.last])
    return is_camera and reading.beside(mark, "traffic", within=1)


def _is_ours(reading: Reading, mark: Mark) -> bool:
    """Whether it is us who pose as somebody: the nearest person before it, or after it, where nobody comes before."""
    begin = bisect_left(reading.starts, reading.sentence_span(reading.sentence(mark)).start)
    for word in reversed(reading.words[max(min(begin, mark.first - 6), mark.first - 14, 0) : mark.first]):
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


_TELLING = "tactics posing anpr unmarked watching-word telling-word planted-word how-found camera-place of-ours"
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
            Example("If you hear a bang on Cross Lane at five it's only us."),
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
        needs=frozenset(_TELLING.split()),
        fires=(
            Example("Covert officers watched the shop."),
            Example("An ANPR hit led us to him."),
            Example("We traced his phone to a flat."),
            Example("The cameras on the bypass flagged the van and we were waiting."),
            Example("Stolen car, hit the ANPR at Four Ways 0212."),
            Example("We can read your group chats, lads."),
            Example("The owner of the shop has been telling us who deals."),
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

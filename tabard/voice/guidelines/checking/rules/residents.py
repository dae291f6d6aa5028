"""The rule about what residents are asked to do themselves."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.lexicon import phrase_set
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.operations import APP_SOCIAL

# "A few of you could scare them off": somebody, what they might do, and to whom.
_SOMEBODY = (
    r"(?:some(?:one|body)|some of you|you(?: all| lot| lads| guys| two| folks)?|residents|neighbours|villagers|locals"
    r"|farmers|dads|parents|(?:a )?few (?:of you|big lads|lads|residents|neighbours)"
    r"|(?:the|our|your|this) (?:village|estate|street|community|lads|neighbours|residents)|let'?s|lads|folks)"
)
_DO = (
    r"(?:scare|frighten|confront|teach|give|sort|deal with|chase|hound|smash|slap|kick|thump|batter|grab"
    r"|catch|tackle|block|follow|visit|corner|hunt|burn|ruin|shame|expose|intimidate|threaten|warn off)"
)
_DO_AWAY = r"(?:run|drive|see|move|send|throw|turf|kick|boot)"
_TO_WHOM = (
    r"(?:him|her|them|em|'em|(?:these|those) (?:\w+ )?(?:lads|kids|boys|yobs|people|men)|mr|mrs"
    r"|this (?:man|lot|lad|scum)|the (?:dealers?|thie(?:f|ves)|burglars?|yobs|gang|lads|culprits?|driver|man"
    r"|men)|that lot)"
)
_GIVEN = (
    r"(?:(?:an? )?(?:\w+ )?(?:slap|hiding|kicking|beating|thump|clip|shock|scare|fright|lesson|smack|talking to|hell"
    r"|grief|what for|taste|run for|piece of your))"
)
_EGGED_ON = re.compile(
    rf"\b(?:{_SOMEBODY}\b[^.!?\n]{{0,24}}?\b(?:should|could|ought to|needs? to|must|might|may|can|wants? to|ought"
    r"|are free to|feel free to|go and|go|get|will|would|to)"
    rf"|(?:could|can|why don'?t|shouldn'?t|would)\s{_SOMEBODY})\b[^.!?\n]{{0,48}}?"
    rf"\b(?:(?!give){_DO}\s{_TO_WHOM}\b|give\s{_TO_WHOM}\s{_GIVEN}\b"
    rf"|{_DO_AWAY}\s{_TO_WHOM}\s(?:out|off|on|away|packing|from))\b"
)
_MILD = re.compile(r"\b(?:catch|follow|visit|teach|block|expose)\s\w+$")  # what may be done to a friend
_FEW_HELPERS = frozenset(["us", "police", "officers", "we", "we'll", "our"])


_ASKED = re.compile(
    r"(?:^|[^\w\s']\s{0,3}|\n|\b(?:please|then|just|go|or|and|to you|do|you can|you should|feel free to|all|everyone"
    r"|somebody|someone|lads|residents|guys|it's ok to|why not|let's|you all|all of you|folks?|neighbours|villagers"
    r"|free to|welcome to|(?:asked|encouraged|urged|invited|expected|allowed|entitled|advised|reminded|try|want you"
    r"|like you|feel able) to|always|simply|next time|have to|need to|got to|should|must|could"
    r"|gewoon|dan|en|wedyn|a|neu)\s)$"
)


def vigilantism(reading: Reading) -> Iterator[Hit]:
    for mark in _calls_to_act(reading):
        yield Hit(reading.span_of(mark))
    for found in _EGGED_ON.finditer(reading.lower) if reading.has("egg-verb") else ():
        if _is_egged_on(reading, found):
            yield Hit(Span(*found.span()))


def _calls_to_act(reading: Reading) -> Iterator[Mark]:
    is_of_stranger = reading.has("offender", "crime", "person", "wanted", "sought")
    for mark in reading.marks("vigilante", "accost") if is_of_stranger else reading.marks("vigilante"):
        if not _is_warned_of(reading, mark) and not reading.beside(mark, "vigilante-fine"):
            yield mark
    for mark in reading.marks("knowing-word"):
        if reading.beside(mark, "catch-object", "person", within=1):
            yield mark
    for mark in reading.marks("catch-verb"):
        if _is_order(reading, mark) and not _is_warned_of(reading, mark) and not reading.beside(mark, "of-friends"):
            yield mark


def _is_egged_on(reading: Reading, found: re.Match[str]) -> bool:
    """And not helped by us, or told that they must not."""
    said = set(re.findall(r"[\w']+", found[0]))
    number = reading.sentence_at(found.start())
    if _MILD.search(found[0]) and not reading.has("offender", "crime", "sighting"):
        return False
    return (
        said.isdisjoint(_FEW_HELPERS)
        and said.isdisjoint(phrase_set("negation"))
        and number not in reading.sentences_with["vigilante-fine"]
    )


def _is_order(reading: Reading, mark: Mark) -> bool:
    """A cake is never tackled: who is to be may go unsaid."""
    is_forceful = bool(reading.marks_from("force-verb", mark.first, mark.last))
    if not is_forceful and not reading.has("offender", "crime", "person", "wanted", "vehicle", "sought", "sighting"):
        return False
    reached = reading.marks_from("catch-object", mark.last, mark.last + 1)
    if reading.marks_from("catch-fine", mark.last, mark.last + 3):  # "catch him if you can"
        return False
    if not reached or _is_for_chat(reading.words[reached[-1].last : reached[-1].last + 2]):
        return False
    if reading.words[mark.first] == "stop" and reading.words[reached[-1].last - 1] in _MANY:
        return False  # "Stop the thieves: mark your tools"
    start = reading.span_of(mark).start
    return _ASKED.search(reading.lower[max(0, start - 32) : start]) is not None


_BY_US_LIST = """
we we'll we've we're we'd i i'll i'm detectives court courts magistrates officers our police
helped help able wij ons onze ni heddlu'n swyddogion
"""
_BY_US = frozenset(_BY_US_LIST.split())
_EFFORTS_LIST = "patrols operation op crackdown efforts committed determined working campaign powers"
_EFFORTS = frozenset(_EFFORTS_LIST.split())  # "more patrols to tackle those who drive too fast"
_NOT_WITHIN = frozenset(["niet", "nooit", "geen"])  # "ga er niet op af"
_THEN_NOT = frozenset(["wacht", "laat"])  # "laat hem niet gaan"
_TOLD = frozenset(
    [
        "who",
        "whoever",
        "tried",
        "trying",
        "attempted",
        "attempting",
        "seen",
        "began",
        "started",
        "threatened",
        "managed",
    ]
)


_MANY = frozenset(["thieves", "burglars", "dealers", "scammers", "criminals", "vandals", "poachers", "shoplifters"])


def _is_for_chat(following: list[str]) -> bool:
    """ "Stop her for a chat", "follow them at" an address; and not "hold her for us"."""
    if following[:1] == ["at"]:
        return following[1:] not in (["a"], ["all"])
    return following[:1] == ["for"] and following[1:] not in (["us"], ["police"], ["me"])


def _is_warned_of(reading: Reading, mark: Mark) -> bool:
    """ "Do not confront him"; "let us catch him"; of what another sentence denies, nothing is said."""
    begin = bisect_left(reading.starts, reading.sentence_span(reading.sentence(mark)).start)
    before = reading.words[max(begin, mark.first - 8) : mark.first]
    within = reading.words[mark.first + 1 : mark.last]
    if not _NOT_WITHIN.isdisjoint(within) and reading.words[mark.first] not in _THEN_NOT:
        return True
    if not _EFFORTS.isdisjoint(before):
        return True
    if any(word in phrase_set("negation") for word in before):
        return True
    if before[-2:].count("us"):  # "let us catch him"; not "don't wait for us: go and catch him"
        return True
    return not _BY_US.isdisjoint(before[-4:]) or not _TOLD.isdisjoint(before[-3:])


RULES = (
    Rule(
        id="vigilantism",
        title="Asking the public to act",
        severity=Severity.REFUSE,
        sentence="reach",
        advice="Ask nobody to catch, follow or confront. Say: do not approach, call 999.",
        source=APP_SOCIAL,
        finds=vigilantism,
        needs=frozenset({"vigilante", "catch-verb", "egg-verb", "knowing-word", "accost"}),
        fires=(
            Example("If you see this man, grab him."),
            Example("Time to name and shame these thieves."),
            Example("Go round and get your bike back, he lives on Fern Close."),
            Example("Could a few of you lads scare them off?"),
            Example("Here is his photo. You know what to do with him."),
            Example("See them at your shed? Chase em, corner em, ring us after."),
        ),
        passes=(
            Example("Do not confront him: call 999."),
            Example("Help us catch him. Grab a coffee with us on Friday."),
            Example("Pop down to the station and get your bike marked. It's a school run folks, please slow down."),
            Example("If you know who they are, please get in touch. A lorry is blocking the A470 in Llanmoor."),
        ),
    ),
)

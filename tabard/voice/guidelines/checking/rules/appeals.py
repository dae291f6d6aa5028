"""Rules about appeals: for somebody wanted, for somebody missing, and with money."""

import re
from collections.abc import Iterable, Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.glances import parts_of, words_of
from tabard.voice.guidelines.checking.names import names_in, sentences_with_names
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.suspects import is_over

MOST_NAMES = 50  # a text with more of them is no appeal
APP_IMAGES = "College of Policing, APP: images and footage"
_HEADED = re.compile(
    r"\b(?:WANTED|GEZOCHT|YN EISIAU|AR FFO)\b|(?:^|\n)\W{0,4}Yn eisiau\b|#[Ww]anted\b|#[Gg]ezocht\b"
    r"|(?:^|\n)\W{0,4}(?:Wanted|wanted|Gezocht)\b(?!\s(?:to|for|by)\b)"
)
_SPOKEN_OF_LIST = """
he he's him his she she's her this these hem haar zijn hij zij deze hwn hon ei fe seen share spot rt retweet rhannwch
deel
"""
_SPOKEN_OF = frozenset(_SPOKEN_OF_LIST.split())
_ASKS = parts_of("wanted", "gezocht") | words_of("eisiau", "ffo")
_WAY_TO_TELL = re.compile(r"\b(?:101|999|112|crimestoppers|0800|https?://|www\.|0900|meld)")
# A reference, a link, Crimestoppers; or who approved it and until when, as an appeal of this house has it.
_TIP = re.compile(
    r"crime ?stoppers|0800|https?://|www\.|\.uk\b|\b(?:quot\w*|ref|reference|incident|log|case|crime) (?:\w+ )?"
    r"[\w*/-]{0,4}\d"
    r"|\b(?:approved|authori[sz]ed|signed off|issued) by\b|\bapproved\b"
    r"|\b(?:information|anything else|info) (?:to|on|with) 101\b"
    r"|\b(?:dyfynn\w+|zaaknummer|kenmerk|onder vermelding|meld misdaad|0900-?\s?\d)"
)
_WITNESSES = re.compile(
    r"\b(?:witness\w*|dash ?-?cams?|doorbell|footage|(?:did|do|does|has|have|were|was)"
    r" (?:you|anyone|anybody|any of you) (?:\w+ )?(?:see|saw|seen|hear|heard|notice|noticed|spot|film"
    r"|in|on|at|near|around|there|driving|walking|passing"
    r"|travelling|recogni[sz]e (?:this|the) (?:car|van|bike|vehicle|dog|ring|watch|coat))"
    r"|getuigen?|beelden|dystion|tystion|welsoch|gwelodd|stolen (?:from|overnight|between|in|on|last|yesterday)"
    r"|found (?:on|in|near|at))\b"
)
_WHO_SAW = frozenset(["witness", "witnesses", "getuige", "getuigen", "footage", "beelden"])
_LOOKED_FOR = re.compile(
    r"\b(?:seen|seeing|know|recogni[sz]e|spot|spotted|clocked?|where|where's|wheres|find|trace|locate|identify|hiding"
    r"|speak to|talk to|word with|after|share|identity of|who is|who's|gezien|herkent?|kent?|nabod|adnabod|weld)\b"
    r"(?:\W{1,3}(?!what|the (?:collision|crash|incident|car|van))\w+){0,3}?\W{1,3}"
    r"(?:he|him|her|she|them|they|man|men|woman|women|lads?|males?|females?|fella|chap|bloke|lass|girls?|boys?|pair|duo"
    r"|people|person|suspects?|face|faces|hem|haar|hen|mannen|vrouw|dyn|hwn|hon)\b"
    r"|\b(?:bail|warrant|recall\w*|absconded|on the run|no show|failed to appear)\b"
)
_SUM = re.compile(
    r"[£€$]\s?\d|\b\d[\d.,]{0,12}k?\s?(?:pounds|euro|quid|grand|punt|o bunnoedd)\b|\b\d{1,3}k\b"
    r"|\b(?:hundred|thousand|grand|quid|euro)\b"
)


def wanted(reading: Reading) -> Iterable[Hit]:
    """Somebody wanted, by name or face, in an ordinary post; or an appeal that lacks a part."""
    if reading.draft.kind is Kind.APPEAL:
        return _lacking(reading)
    return _wanted_in_a_post(reading) if reading.has("wanted", "sought") or reading.kinds & _ASKS else ()


def _lacking(reading: Reading) -> Iterator[Hit]:
    if not _is_whole(reading) and not _is_for_witnesses(reading):
        yield Hit(Span(0, len(reading.lower)))


def _wanted_in_a_post(reading: Reading) -> Iterator[Hit]:
    if reading.has("over") or is_over(reading) or (reading.draft.kind is Kind.MISSING and reading.has("missing")):
        return
    for mark in reading.marks("wanted") if _tells_who(reading) else ():
        if not reading.beside(mark, "wanted-fine"):
            yield Hit(reading.span_of(mark))
    yield from _sought_by_name(reading)


def _is_whole(reading: Reading) -> bool:
    """Whether nobody is to go near, and whoever knows something reads where to say it: not only 999."""
    if not reading.has("not-approach") or not _WAY_TO_TELL.search(reading.lower):
        return False
    return _TIP.search(reading.lower) is not None


def _is_for_witnesses(reading: Reading) -> bool:
    """Whoever saw what happened, or a thing, is asked for, and nobody is looked for by name, picture or looks."""
    sought = [mark for mark in reading.marks("wanted", "sought") if reading.words[mark.first - 1] not in _WHO_SAW]
    if sought or reading.has("contempt") or sentences_with_names(reading):
        return False
    if not _WITNESSES.search(reading.lower) or _LOOKED_FOR.search(reading.lower):
        return False
    return not reading.draft.has_media or reading.has("vehicle")


def _tells_who(reading: Reading) -> bool:
    """A name, a picture, or somebody who is spoken of: "a wanted man" alone is nobody."""
    return reading.draft.has_media or bool(names_in(reading)) or not _SPOKEN_OF.isdisjoint(reading.words)


def _sought_by_name(reading: Reading) -> Iterator[Hit]:
    headed = [
        found
        for found in _HEADED.finditer(reading.cased if reading.kinds & _ASKS else "")
        if _is_person(reading, found.start())
    ]
    sought = [mark for mark in reading.marks("sought") if reading.beside(mark, "matter")]
    if not (headed or sought) or not sentences_with_names(reading):
        return
    for found in headed:
        yield Hit(Span(*found.span()))
    for mark in sought:
        if _is_named(reading, mark):
            yield Hit(reading.span_of(mark))


def _is_person(reading: Reading, position: int) -> bool:
    """ "Wanted", and not volunteers or your views."""
    return reading.sentence_at(position) not in reading.sentences_with["wanted-fine"]


def _is_named(reading: Reading, mark: Mark) -> bool:
    """Whether a name follows at once: "looking for Rab Roe"."""
    return any(name.is_sure and 0 <= name.mark.first - mark.last <= 3 for name in names_in(reading)[:MOST_NAMES])


def missing(reading: Reading) -> Iterator[Hit]:
    marks = reading.marks("missing")
    custody = reading.marks("custody-image") or list(_from_our_cells(reading))
    if custody and (marks or reading.draft.kind is Kind.MISSING):
        yield Hit(reading.span_of(custody[0]), Severity.REFUSE)
        return
    if not marks:
        return
    if reading.draft.kind is Kind.MISSING:
        for mark in reading.marks("wanted"):
            yield Hit(reading.span_of(mark))
        return
    if reading.draft.kind is Kind.APPEAL or _is_settled(reading) or is_over(reading):
        return
    for mark in marks:
        if _is_sought(reading, mark):
            yield Hit(reading.span_of(mark))


def _from_our_cells(reading: Reading) -> Iterator[Mark]:
    """A picture from when somebody was with us: "the photo is from when we had him in"."""
    with_us = reading.sentences_with["with-us"]
    return (mark for mark in reading.marks("picture-word") if reading.sentence(mark) in with_us)


def _is_settled(reading: Reading) -> bool:
    """Found, or an animal or a thing; or it is their family who is looked for."""
    if reading.has("missing-fine"):
        return True
    is_found = reading.has("found-safe") and not reading.has("still-missing")
    return is_found or (reading.has("pet") and not reading.has("singular-person"))


def _is_sought(reading: Reading, mark: Mark) -> bool:
    if reading.words[mark.last - 1] in _SEEN and _is_thing(reading, mark.last):
        return False
    number = reading.sentence(mark)
    return reading.has("wanted") or bool({number - 1, number, number + 1} & sentences_with_names(reading))


_SEEN = frozenset(["seen", "spotted", "gezien", "gweld"])
_OF_THING_LIST = "our the a an any your these those what how"
_OF_THING = frozenset(_OF_THING_LIST.split())


def _is_thing(reading: Reading, number: int) -> bool:
    """ "Have you seen the new mural?" """
    is_thing = reading.words[number : number + 1] != [] and reading.words[number] in _OF_THING
    return is_thing and not reading.marks_from("singular-person", number, number + 4)


def reward(reading: Reading) -> Iterator[Hit]:
    for mark in {reading.sentence(mark): mark for mark in reading.marks("reward")}.values():
        if _SUM.search(reading.text_of(reading.sentence(mark))):
            yield Hit(reading.span_of(mark))


RULES = (
    Rule(
        id="wanted",
        title="Somebody wanted",
        severity=Severity.REFUSE,
        sentence="appeals",
        advice="Somebody wanted needs an appeal: "
        "the reason, who approved it, until when, how to tell us, and not to approach.",
        source=APP_IMAGES,
        finds=wanted,
        fires=(
            Example("John Smith is wanted in connection with a burglary."),
            Example("WANTED | Karl Benn, 25. Share!"),
            Example("We need to find Jake Nunn in connection with a robbery."),
            Example("Have you seen this man?", {"kind": Kind.APPEAL}),
            Example("Wanted: John Smith. Do not approach him, call 999.", {"kind": Kind.APPEAL}),
            Example("Did you see Karl Benn near the canal on Friday?", {"kind": Kind.APPEAL}),
        ),
        passes=(
            Example("Volunteers wanted for our speed watch."),
            Example("John Smith is no longer wanted: he was found today."),
            Example("We are appealing for help to trace a wanted man from Peelborough."),
            Example("The most wanted item on your list for Christmas? Lock it away."),
            Example("Did you see the crash on Mill Lane at four on Friday? Call 101.", {"kind": Kind.APPEAL}),
            Example("Wanted: John Smith. Keep away from him, call 999, or 101 quoting 12.", {"kind": Kind.APPEAL}),
        ),
    ),
    Rule(
        id="missing",
        title="A missing person",
        severity=Severity.REVIEW,
        refuses_where="with a picture taken in custody",
        sentence="appeals",
        advice="Somebody missing needs an appeal of its own. "
        "They are missing, not wanted; a custody image is the last resort.",
        source=APP_IMAGES,
        finds=missing,
        needs=frozenset({"missing", "custody-image", "with-us"}),
        fires=(
            Example("Missing: Olivia Brown, 34, last seen in Riverside."),
            Example("Missing Olivia Brown (custody image attached)."),
            Example("Olivia Brown left on Monday. The picture is her booking-in photo.", {"kind": Kind.MISSING}),
        ),
        passes=(
            Example("Missing dog: Rex, a spaniel, last seen on Mill Lane."),
            Example("Olivia Brown, missing since Monday, has been found safe and well."),
        ),
    ),
    Rule(
        id="reward",
        title="A sum for information",
        severity=Severity.REVIEW,
        sentence="appeals",
        advice="Who pays, and who decided? A sergeant looks at rewards first.",
        source="Crimestoppers; proposal of this catalogue",
        finds=reward,
        needs=frozenset({"reward"}),
        fires=(
            Example("£500 reward for information."),
            Example("There is £5,000 on offer for information."),
            Example("£500 for whoever tells us who did it."),
        ),
        passes=(
            Example("A rewarding day at the school fair: £500 raised."),
            Example("It is its own reward: join our volunteers!"),
            Example("£500 was raised for whoever needs the food bank."),
        ),
    ),
)

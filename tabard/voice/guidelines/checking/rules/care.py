"""Rules of care: who somebody is, what ails them, and how they died."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.glances import parts_of
from tabard.voice.guidelines.checking.lexicon import phrase_set
from tabard.voice.guidelines.checking.names import sentences_with_names
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_SOMEBODY = re.compile(
    r"\b(?:he|she|lass|bloke|chap|guy|teen|man|woman|male|female|lad|girl|boy|him|her|who|resident|person|driver"
    r"|caller|patient|suspect|victim"
    r"|tenant|"
    r"neighbour|hij|zij|ze|vrouw|hem|haar|verdachte|bewoner|dyn|ddyn|menyw|fenyw|dynes|ddynes|ganddo|ganddi)\b"
)


def ethnicity(reading: Reading) -> Iterator[Hit]:
    if reading.context.policing_purpose or reading.has("description"):
        return
    for mark in reading.marks("ethnicity"):
        following = reading.words[mark.last : mark.last + 2]
        if following and _is_person(reading, mark.last, following) and not reading.beside(mark, "celebration"):
            yield Hit(reading.span_of(mark))
    for mark in reading.marks("ethnic-phrase"):
        yield Hit(reading.span_of(mark))
    if reading.has("crime", "trouble", "arrest"):
        for mark in reading.marks("ethnic-noun"):
            if reading.beside(mark, "crime", "trouble", "arrest") and not reading.beside(mark, "celebration"):
                yield Hit(reading.span_of(mark))


def _is_person(reading: Reading, number: int, following: list[str]) -> bool:
    """ "a Polish man", "two Asian males", "white male driver": not "white van man"."""
    if following[0] in phrase_set("ethnic-person"):
        return True
    is_bridge = following[0] in phrase_set("ethnicity") or following[0] in {
        "looking",
        "young",
        "speaking",
        "older",
        "elderly",
    }
    return len(following) > 1 and is_bridge and following[1] in phrase_set("ethnic-person")


def health(reading: Reading) -> Iterator[Hit]:
    if reading.context.policing_purpose or reading.draft.kind in {Kind.OFFICE, Kind.MISSING}:
        return
    for mark in reading.marks("health"):
        number = reading.sentence(mark)
        if number in reading.sentences_with["verdict"] and reading.words[mark.first] in _OF_VICTIMS:
            continue
        is_general = number in reading.sentences_with["health-general"] or _is_of_good_day(reading, number)
        if is_general and not _is_said_of(reading, mark):
            continue
        if _is_of_somebody(reading, mark, number):
            yield Hit(reading.span_of(mark))


_OF_VICTIMS = frozenset(["pregnant", "zwangere", "feichiog"])  # a court has told of it


def _is_of_good_day(reading: Reading, number: int) -> bool:
    """A visit, a prize, a rescue: whoever is met there is not in trouble."""
    near = reading.sentences_with
    return not near["happy"].isdisjoint({number, number + 1}) and number not in near["crime"]


_IS = re.compile(
    r"\b(?:he|she|who|man|woman|male|female|boy|girl|lad|resident|caller|driver|tenant|regular|neighbour)"
    r"(?:\s[\w']{1,20}){0,6}?(?:'s|\sis|\swas|\shas)\s(?:(?:an?|the|known|been|also|badly|very|severely|clearly"
    r"|got)\s){0,3}$"
)
_FOLLOWED_BY_HELP = re.compile(
    r"\s(?:[a-z]+\s)?(?:support|nurse|nurses|worker|workers|champion|friend|friendly|charity|team|unit|service|services"
    r"|trained|aware|awareness|lead|specialist|doctor|officer|day|week)\b"
)


def _is_said_of(reading: Reading, mark: Mark) -> bool:
    """ "She is an alcoholic", and not "she is a dementia nurse"."""
    start, end = reading.span_of(mark)
    is_said = _IS.search(reading.lower, max(0, start - 80), start) is not None
    return is_said and _FOLLOWED_BY_HELP.match(reading.lower, end) is None


def _is_of_somebody(reading: Reading, mark: Mark, number: int) -> bool:
    start, end = reading.span_of(mark)
    low, high = reading.sentence_span(number)
    near = reading.lower[max(low, start - 90) : min(high, end + 60)]
    if _SOMEBODY.search(near):
        return True
    return number in sentences_with_names(reading)


def suicide(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("suicide-self"):
        is_other = reading.beside(mark, "suicide-escape") or reading.beside(mark, "beast", within=1)
        if not is_other or reading.beside(mark, "own-hand"):
            yield Hit(reading.span_of(mark))
    for found in _FALL.finditer(reading.lower) if reading.kinds & _FELL else ():
        yield Hit(Span(*found.span()))
    yield from _told(reading)


def _told(reading: Reading) -> Iterator[Hit]:
    """A suicide, with how or where."""
    for mark in {reading.sentence(mark): mark for mark in reading.marks("suicide")}.values():
        if reading.beside(mark, "suicide-method", "place-of", within=1) and not _is_help(reading, mark):
            yield Hit(reading.span_of(mark))


_FALL = re.compile(
    r"\b(?:jumped|leapt|neidio|neidiodd|sprong|gesprongen)\b(?:\W{1,3}\w+){0,16}?\W{1,3}"
    r"(?:died|dead|death|killed|fatal\w*|i?'?w? ?ladd|lladd|farw|overleden|om het leven)\b"
)
_FELL = parts_of("jumped", "leapt", "neidi", "sprong")
_HELP = re.compile(r"\b(?:prevention|awareness|samaritans|116 123|training|if you|charity|talk|week|day|113)\b")


def _is_help(reading: Reading, mark: Mark) -> bool:
    """Help for whoever feels so, or a campaign; not a way to do it."""
    text = reading.text_of(reading.sentence(mark))
    return _HELP.search(text) is not None and not reading.beside(mark, "suicide-method")


RULES = (
    Rule(
        id="ethnicity",
        title="Ethnicity, nationality or religion",
        severity=Severity.REVIEW,
        sentence="fair",
        advice="Only where it helps to find somebody. Otherwise leave it out.",
        source="College of Policing, APP: media and communications",
        finds=ethnicity,
        needs=frozenset({"ethnicity", "ethnic-phrase", "ethnic-noun"}),
        fires=(Example("A Polish man was arrested for drink driving."), Example("Two Asian males were stopped.")),
        passes=(
            Example("White van man of the year fixes the hall's roof."),
            Example("Eid Mubarak to our Muslim community."),
            Example("The man is described as white, slim and about 30."),
        ),
    ),
    Rule(
        id="health",
        title="Somebody’s health",
        severity=Severity.REVIEW,
        sentence="fair",
        advice="What ails somebody is theirs to tell. Leave it out.",
        source="UK GDPR, Art. 9; College of Policing, APP: media and communications",
        finds=health,
        needs=frozenset({"health"}),
        fires=(
            Example("The man, who suffers from schizophrenia, was taken to hospital."),
            Example("A woman who is addicted to heroin was arrested."),
        ),
        passes=(
            Example("It is Mental Health Awareness Week: talk to us, or to Mind."),
            Example("The missing man has dementia and may be confused.", context={"policing_purpose": True}),
        ),
    ),
    Rule(
        id="suicide",
        title="How or where somebody died by suicide",
        severity=Severity.REFUSE,
        sentence="fair",
        advice="Neither how nor where. Give the Samaritans: 116 123, at any time.",
        source="Samaritans: media guidelines for reporting suicide",
        finds=suicide,
        needs=frozenset({"suicide-self", "suicide"}),
        glance=_FELL,
        fires=(Example("A man hanged himself in the woods."), Example("She took her own life at the viaduct.")),
        passes=(
            Example("If you are struggling, call the Samaritans on 116 123."),
            Example("Suicide prevention day: let's talk."),
        ),
        four_eyes=True,
    ),
)

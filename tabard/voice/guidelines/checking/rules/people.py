"""Rules that protect people who are named or could be told: suspects, victims, children."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.names import Name, is_done_to, names_in
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

APP_ARRESTS = "College of Policing, APP: arrests, charges and judicial outcomes"
NEAR, NEAR_IN_A_LIST = 80, 260  # characters between a name, and one with an age, and what is said to have happened
_COPULA = re.compile(r"(?:\b(?:is|are|was|named|called|as|our|by)|:|-|\()\s*(?:[\w']+\s+){0,4}$")
_ACTIVE = re.compile(
    r"\s*(?:arrested|detained|nicked|lifted|stopped|caught)\s+(?:a|an|the|two|three|four|five|one|another|him|her|them|some|several|\d)"
)
_HARM = r"(?:stabbed|robbed|attacked|assaulted|mugged|killed|murdered|shot|burgled|raped|scammed|conned|defrauded|beaten|punched|kicked|threatened|abused|groomed|stalked|knocked down|knocked off|run over|hit by|injured|spat at|bitten|followed home|blackmailed|tricked|targeted by|died|harassed|kidnapped|held up|slashed|neergestoken|beroofd|mishandeld|aangevallen|overvallen|ymosod|lladrata|trywanu)"
_SUFFERED = re.compile(
    rf"(?:'s)?[\s,(]*(?:aged\s)?\d{{0,3}}[\s,)]*(?:(?:from|of|in|year)\s[\w\s'-]{{1,30}}[,\s])?(?:who\s)?(?:was|were|has been|had been|is|got|werd|is door|wedi cael ei)\s(?:\w+\s){{0,3}}?{_HARM}\b"
    r"|(?:'s)?[\s,(]*(?:aged\s)?\d{0,3}[\s,)]*(?:who\s)?(?:had|has had|got)\s(?:\w+\s){1,5}?(?:stolen|snatched|taken|nicked|smashed|broken into|burgled|ransacked|vandalised|grabbed|damaged|slashed)\b"
    r"|'s\s(?:house|home|flat|car|van|shed|garage|bike|phone|handbag|purse|shop)\s(?:was|has been|got)\s(?:\w+\s)?(?:burgled|broken into|stolen|smashed|ransacked|robbed|torched|nicked)\b"
    r"|[\s,]*(?:your|her|his)\sex\b"
)
_HARMED_ONE = re.compile(
    rf"\b{_HARM}\b[\w\s',]{{0,60}}?\b(?:is|was|were|as|named)\s(?:\w+\s){{0,4}}$"
    r"|\b(?:victim|deceased|dead man|dead woman|injured party|aggrieved|complainant|caller|witness|slachtoffer|getuige|dioddefwr|tyst)(?:\sis|\swas|\sas|\snamed|,|:|\scalled)?\s(?:\w+\s){0,2}$"
    rf"|\b(?:stole|snatched|nicked|robbed|attacked|assaulted|stabbed|mugged|conned|scammed|raped|groomed|burgled)\s(?:from\s)?(?:\w+\s){{0,4}}?$"
)
_YEARS = re.compile(
    r"\b(?:aged?\s+(?:just\s+|only\s+)?|age:?\s*)(\d{1,2})(?!\s*(?:to|-|%)\s*\d)\b|\b(\d{1,2})[\s-]*(?:year|yr)s?[\s-]*olds?\b|\b(\d{1,2})\s*(?:y/?o|yrs?)\b|\b(\d{1,2})[\s-]*(?:jaar|jarige?|oed|mlwydd|blwydd|oed)\b|\bin (\d{1,2}) oed\b"
)
_SCHOOL = re.compile(
    r"\b[A-Z][\w'-]+\s+(?:[A-Z][\w'.-]+\s+){0,3}(?:School|Academy|Primary|Secondary|College|Comp|High|Grammar|Comprehensive|Infants?|Juniors?)\b|\bYsgol\s+[A-Z]\w+|\b[A-Z][\w'-]+(?:college|school|lyceum)\b|\b(?:basisschool|OBS|CBS)\s+(?:de\s+)?[A-Z]\w+"
)
_STREET = re.compile(
    r"\b[A-Z][\w'-]+\s+(?:[A-Z][\w'-]+\s+)?(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent|Terrace|Place|Court|Gardens|Grove|Row|Square|Walk|Mews|Flats|House|Estate)\b|\b(?:Heol|Ffordd|Stryd|Maes|Lôn|Lon)\s+[A-Z]\w+|\b[A-Z]\w+(?:straat|weg|laan|plein|gracht|hof|dijk|kade|pad)\b"
)


_OF_SCHOOL = re.compile(
    rf"\b(?:pupils?|students?|kids|boys|girls|lads|leerlingen|disgyblion)\s(?:\w+\s)?(?:at|from|of|in|van|o|yn)\s(?:{_SCHOOL.pattern})"
)


def _near(reading: Reading, name: Name, marks: list[Mark]) -> Mark | None:
    """The nearest of the marks in the same or the next sentence, within NEAR characters."""
    span, sentence = reading.span_of(name.mark), reading.sentence(name.mark)
    best: tuple[int, Mark] | None = None
    for mark in marks:
        if mark.first < name.mark.last and name.mark.first < mark.last:
            continue
        there = reading.span_of(mark)
        gap = max(there.start - span.end, span.start - there.end, 0)
        away = abs(reading.sentence(mark) - sentence)
        is_near = gap <= NEAR and away <= 1 or name.has_age and gap <= NEAR_IN_A_LIST and away <= 6
        if is_near and (best is None or gap < best[0]):
            best = (gap, mark)
    return None if best is None else best[1]


def _named_beside(reading: Reading, *tags: str) -> Iterator[tuple[Name, Mark]]:
    marks = reading.marks(*tags)
    if not marks:
        return
    for name in names_in(reading):
        mark = _near(reading, name, marks)
        if mark is not None and (name.is_sure or is_done_to(reading, name) or _is_object(reading, name, mark)):
            yield name, mark


def _is_object(reading: Reading, name: Name, mark: Mark) -> bool:
    """ "We arrested Rab Xyzzy"; "our suspect is Rab Xyzzy"."""
    if mark.last == name.mark.first:
        return True
    start = reading.span_of(name.mark).start
    before = reading.lower[max(0, start - 48) : start]
    return reading.sentence(mark) == reading.sentence(name.mark) and _COPULA.search(before) is not None


def _acts(reading: Reading, name: Name) -> bool:
    """Whoever arrests somebody is no suspect: "Emma Jones arrested a man"."""
    return _ACTIVE.match(reading.lower, reading.span_of(name.mark).end) is not None


def _is_over(reading: Reading) -> bool:
    """Whether a court has spoken."""
    return reading.has("verdict") and not reading.context.proceedings_active


def name_arrest(reading: Reading) -> Iterator[Hit]:
    if reading.draft.kind in {Kind.APPEAL, Kind.MISSING} or _is_over(reading):
        return
    for name, _mark in _named_beside(reading, "arrest"):
        if not _acts(reading, name):
            yield Hit(reading.span_of(name.mark))


def name_charge(reading: Reading) -> Iterator[Hit]:
    if _is_over(reading):
        return
    for name, _mark in _named_beside(reading, "charge"):
        yield Hit(reading.span_of(name.mark))


def victim_named(reading: Reading) -> Iterator[Hit]:
    if reading.context.consent or reading.draft.kind is Kind.MISSING or _is_over(reading):
        return
    if reading.has("family") and reading.has("verdict", "family"):
        return
    for name in names_in(reading):
        if _is_victim(reading, name):
            yield Hit(reading.span_of(name.mark))


def _is_victim(reading: Reading, name: Name) -> bool:
    start, end = reading.span_of(name.mark)
    low, high = reading.sentence_span(reading.sentence(name.mark))
    after, before = reading.lower[end : min(high, end + 100)], reading.lower[max(low, start - 100) : start]
    if _SUFFERED.match(after) or (_HARMED_ONE.search(before) and (name.is_sure or name.has_age)):
        return True
    for mark in reading.marks("victim"):
        gap = max(name.mark.first - mark.last, mark.first - name.mark.last)
        if gap <= (4 if name.is_sure else 1) and reading.sentence(mark) == reading.sentence(name.mark):
            return True
    return False


# -- guilt and the past ------------------------------------------------------------------------------------------------


def guilt(reading: Reading) -> Iterator[Hit]:
    grave = Severity.REFUSE if reading.context.proceedings_active else None
    for mark in reading.marks("contempt"):
        yield Hit(reading.span_of(mark), grave)
    if _is_over(reading):
        return
    for mark in reading.marks("guilty-word"):
        if reading.has("arrest", "charge", "offender", "mocked") or reading.context.proceedings_active:
            yield Hit(reading.span_of(mark), grave)
    for mark in reading.marks("offender"):
        if reading.context.proceedings_active and not reading.beside(mark, "hedge"):
            yield Hit(reading.span_of(mark), grave)
            continue
        before = reading.words[mark.first - 1] if mark.first else ""
        if (
            before in {"the", "this", "that", "our", "y", "de"}
            and reading.beside(mark, "arrest", "charge")
            and not reading.beside(mark, "hedge")
        ):
            yield Hit(reading.span_of(mark), grave)


def past(reading: Reading) -> Iterator[Hit]:
    active = reading.context.proceedings_active
    if _is_over(reading):
        return
    if active or reading.has("arrest", "charge", "offender", "person", "wanted", "missing"):
        for mark in reading.marks("past"):
            yield Hit(reading.span_of(mark), Severity.REFUSE if active else None)


# -- children ----------------------------------------------------------------------------------------------------------


def child(reading: Reading) -> Iterator[Hit]:
    if reading.draft.kind in {Kind.OFFICE, Kind.MISSING} or not reading.has("crime"):
        return
    found = list(_children(reading))
    if not found:
        return
    grave = Severity.REFUSE if _tells_who(reading, found) else None
    for span in found[:20]:
        yield Hit(span, grave)


def _children(reading: Reading) -> Iterator[Span]:
    """One child, or children of a given age, in a matter of crime or harm."""
    for found in _YEARS.finditer(reading.lower):
        if _is_young(found) and _in_matter(reading, found.start()):
            yield Span(*found.span())
    for pattern in (_AGE_IN_WORDS, _SCHOOL_YEAR):
        for found in pattern.finditer(reading.lower):
            if _in_matter(reading, found.start()):
                yield Span(*found.span())
    for name in names_in(reading):
        if name.age is not None and name.age < 18 and _in_matter(reading, reading.span_of(name.mark).start):
            yield reading.span_of(name.mark)
    for mark in reading.marks("child-singular"):
        if _in_matter(reading, reading.spans[mark.first].start):
            yield reading.span_of(mark)
    for found in _OF_SCHOOL.finditer(reading.cased):
        if reading.sentence_at(found.start()) in reading.sentences_with["crime"]:
            yield Span(*found.span())
    for name in names_in(reading):
        if name.is_sure and any(
            0 <= name.mark.first - mark.last <= 3 or 0 <= mark.first - name.mark.last <= 3
            for mark in reading.marks("child-plural")
        ):
            yield reading.span_of(name.mark)


_NUMBERS = "six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
_AGE_IN_WORDS = re.compile(
    rf"\b(?:aged|about|age|only|just|both|are|is|was|were)\s(?:\w+\s)?(?:{'|'.join(_NUMBERS)})\b(?!\s(?:\w+\s)?(?:people|men|women|cars|bikes|officers|arrests|hours|minutes|days|weeks|months|miles|of|pm|am|others|times|vehicles|addresses|homes|shops|houses|reports|calls|more))|\b(?:{'|'.join(_NUMBERS)})[\s-]years?[\s-]olds?\b"
)
_SCHOOL_YEAR = re.compile(r"\b(?:in|from) (?:year|reception|yr) ?\d{0,2}\b")


def _is_young(found: re.Match[str]) -> bool:
    return any(0 < int(digits) < 18 for digits in found.groups() if digits)


def _in_matter(reading: Reading, position: int) -> bool:
    number = reading.sentence_at(position)
    return number in reading.sentences_with["crime"] or (number - 1) in reading.sentences_with["crime"]


def _tells_who(reading: Reading, found: list[Span]) -> bool:
    """A name, a school, a street or a picture."""
    if reading.draft.has_media:
        return True
    sentences = {reading.sentence_at(span.start) for span in found}
    around = sentences | {number + 1 for number in sentences} | {number - 1 for number in sentences}
    if any(reading.sentence(name.mark) in around and name.is_sure for name in names_in(reading)):
        return True
    for pattern in (_SCHOOL, _STREET):
        for place in pattern.finditer(reading.cased):
            if reading.sentence_at(place.start()) in around and (pattern is _SCHOOL or _is_home(reading, place)):
                return True
    return False


def _is_home(reading: Reading, place: re.Match[str]) -> bool:
    """The street of somebody, not of what happened."""
    before = reading.lower[max(0, place.start() - 30) : place.start()]
    return (
        re.search(r"\b(?:from|lives?|living|home|of|address|house|woont|uit|byw)\b[\w\s']{0,20}$", before) is not None
    )


# -- victims of sexual offences ----------------------------------------------------------------------------------------


def sexual(reading: Reading) -> Iterator[Hit]:
    marks = reading.marks("sexual")
    if not marks:
        return
    people = [mark for mark in marks if reading.beside(mark, "singular-person", "victim", "child-singular", within=1)]
    if not people or (reading.has("sexual-general") and not _locators(reading)):
        return
    if _is_over(reading) and not _locators(reading):
        return
    grave = Severity.REFUSE if _locators(reading) else None
    for mark in people:
        yield Hit(reading.span_of(mark), grave)


def _locators(reading: Reading) -> bool:
    if reading.has("relation", "workplace", "home"):
        return True
    if _SCHOOL.search(reading.cased):
        return True
    over = reading.has("verdict")
    return any(name.is_sure and not over for name in names_in(reading))


_EVERYDAY = (
    Example("PC Emma Jones arrested a man on suspicion of theft in Riverside."),
    Example("A 34-year-old man from Brackley was arrested on suspicion of burglary."),
    Example("Jailed: John Smith, 41, was sentenced to four years for burglary."),
)
RULES = (
    Rule(
        id="name-arrest",
        title="A name beside an arrest",
        severity=Severity.REFUSE,
        sentence="people",
        advice="We do not name people who are only arrested or suspected. Give sex, age, town, what happened and when.",
        source=APP_ARRESTS,
        finds=name_arrest,
        fires=(
            Example("We have arrested John Smith, 34, on suspicion of theft."),
            Example("Tariq Mahmood was detained last night on Gaol Lane."),
            Example("john smith has been arrested again"),
            Example("Mae Rhys Morgan wedi cael ei arestio.", {"language": "cy"}),
            Example("Jan de Vries is aangehouden voor inbraak.", {"language": "nl"}),
        ),
        passes=(*_EVERYDAY, Example("Police dog Rex helped to detain a suspect near Mill Lane.")),
    ),
    Rule(
        id="name-charge",
        title="A name beside a charge",
        severity=Severity.REVIEW,
        sentence="people",
        advice="Named after charge: check that there is no court order, nobody under 18 and no sexual offence, and keep to name, age, town, charge and court date.",
        source=APP_ARRESTS,
        finds=name_charge,
        fires=(Example("Lee Carter, 29, has been charged with burglary and is due in court on Monday."),),
        passes=(*_EVERYDAY, Example("A woman, 29, has been charged with burglary.")),
        four_eyes=True,
    ),
    Rule(
        id="victim-named",
        title="A victim or witness named",
        severity=Severity.REFUSE,
        sentence="people",
        advice="We do not name victims or witnesses unless they agreed in writing. Leave the name out.",
        source="College of Policing, APP: media and communications",
        finds=victim_named,
        fires=(
            Example("The victim, Jane Doe, is recovering at home."),
            Example("Peter Walsh was robbed on Quay Street last night."),
        ),
        passes=(
            Example("A woman was robbed on Quay Street last night."),
            Example("The victim, Jane Doe, is recovering at home.", context={"consent": True}),
        ),
    ),
    Rule(
        id="guilt",
        title="Guilt before a court has spoken",
        severity=Severity.REVIEW,
        sentence="court",
        advice="Say “a man suspected of”. A court decides who is guilty.",
        source="Contempt of Court Act 1981, s. 2 and Schedule 1",
        finds=guilt,
        fires=(
            Example("Another scumbag off our streets."),
            Example("We have arrested the burglar who has plagued Mill Lane."),
        ),
        passes=(*_EVERYDAY, Example("He pleaded guilty and was jailed for two years.")),
    ),
    Rule(
        id="past",
        title="Somebody’s past",
        severity=Severity.REVIEW,
        sentence="court",
        advice="Mentioning somebody’s past can make a trial collapse. Leave it out while proceedings are active.",
        source="Contempt of Court Act 1981, s. 2",
        finds=past,
        fires=(
            Example("The man we arrested is well known to us."),
            Example("He has previous convictions for theft, and was arrested today."),
        ),
        passes=(Example("Our market is well known for its cheese."), Example("Prolific shoplifter jailed for a year.")),
    ),
    Rule(
        id="child",
        title="A child in a matter of crime",
        severity=Severity.REVIEW,
        sentence="children",
        advice="Nothing that could tell who a child is: no name, no school, no street, no picture.",
        source="Youth Justice and Criminal Evidence Act 1999, s. 45; Children and Young Persons Act 1933, s. 49",
        finds=child,
        fires=(
            Example("A 15-year-old boy was arrested for robbery."),
            Example("A schoolgirl from Harbour High School was assaulted."),
        ),
        passes=(
            Example("Year 6 pupils did a great bikeability course today."),
            Example("A 34-year-old man was arrested for robbery."),
            Example("A group of youths was moved on after reports of anti-social behaviour."),
        ),
        four_eyes=True,
    ),
    Rule(
        id="sexual",
        title="A victim of a sexual offence, trafficking or FGM",
        severity=Severity.REVIEW,
        sentence="children",
        advice="Victims have anonymity for life, and pieces of a puzzle count: no home, school, workplace, relation or name.",
        source="Sexual Offences (Amendment) Act 1992; Modern Slavery Act 2015, s. 2; FGM Act 2003, s. 4A",
        finds=sexual,
        fires=(
            Example("A woman was sexually assaulted in Riverside Park."),
            Example("The victim was raped by her uncle at her home."),
        ),
        passes=(
            Example("Sexual assault helpline: call 0808 500 2222 any time."),
            Example("We patrol so that women feel safe at night."),
        ),
        four_eyes=True,
    ),
)

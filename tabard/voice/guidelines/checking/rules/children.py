"""The rule that nobody can tell which child it was."""

import re
from collections.abc import Iterable, Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.glances import parts_of, words_of
from tabard.voice.guidelines.checking.lexicon import is_given, listed
from tabard.voice.guidelines.checking.names import Name, names_in, sentences_with_names
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.suspects import is_over

GROWN_UP = 18
MOST = 20
_YEARS = re.compile(
    r"\b(?:aged?\s(?:just\s|only\s|about\s)?|age:?\s?)(\d{1,2})(?!\s?(?:to|-|%|and over|or over|\+)\s?\d?)\b"
    r"|\b(\d{1,2})[\s-]{0,2}(?:years?|yrs?)[\s-]{0,2}olds?\b|\b(\d{1,2})\s?(?:y/?o|yr olds?|yrs old)\b"
    r"|\b(?:girls?|boys?|lads?|kids?),?\s(?:aged?\s)?(\d{1,2})(?=\s(?:and|or|to|&)\s1[0-7]\b)"
    r"|\b(?:probably|maybe|about|around|aged?|roughly|only|just|both|all)\s(\d{1,2})(?=\s(?:and|or|to|&)\s1[0-7]\b)"
    r"|\bboth\s(?:aged\s)?(\d{1,2})(?=[,.)!?]|\s(?:from|of|who|were|at)\b)"
    r"|\((?:(?:he|she|they)(?:'s| is|'re)?\s|aged?\s|only\s|just\s){1,2}(\d{1,2})\)"
    r"|\b(\d{1,2})[\s-]?(?:jaar oud|jarige|mlwydd|blwydd|oed)\b"
    r"|\b(?:girls?|boys?|lads?|kids?|brothers|sisters|pupils?|twins),?\s\(?(?:both\s|aged\s|about\s|around\s"
    r"|maybe\s|roughly\s|probably\s|perhaps\s|only\s){0,2}(\d{1,2})"
    r"(?=[,.)!?]|\sand\s\d|\s(?:who|was|were|from|seen))"
    r"|\b(?:he's|she's|is|was|only|just) (?:only |just |about ){0,1}(1[0-7])(?=[.!?,]{0,2}(?:\s|$)(?!%|mph|am|pm"
    r"|miles|years of|of|people))"
    r"(?=[.!?,]|$)"
    r"|\b(?:son|daughter|zoon|dochter|stepson|stepdaughter)\b[^.!?\n\d]{0,40}?,\s(\d{1,2})(?=,)"
    r"|\b(?:girl|boy|lad|lass|kid|child|pupil)\sof\s(?:about\s|around\s|only\s|just\s)?(\d{1,2})\b"
    r"|\band are (\d{1,2})(?=[.,!?]|\s*$)"
    r"|\bare\s(?:(?:all|both)\s(?:about\s|around\s|only\s)?|(?:about|around|only)\s)(\d{1,2})(?=\s(?:or|to|and)\s\d"
    r"|[.,!?]|\s*$)"
    r"|\b(?:look|looks|looking|aged|all|both)\s(?:to be\s)?(?:about|around|roughly|maybe|only)\s(\d{1,2})"
    r"(?=[.,!?]|\s(?:or|to|and|ish|years)\b|ish|\s*$)"
    r"|\ball (?:of )?(\d{1,2}) years of (?:him|her|them)\b"
    r"|\b(?:goalie|goalkeeper|keeper|striker|captain|skipper|winger|player)\b[^.!?\n\d]{1,50}?\b(?:under|u)[\s-]?(\d{1,2})s?\b"
    r"|\b(?:jongens?|meisjes?|kind|kinderen|leerling|scholier|tieners?) (?:van |\()(\d{1,2})\b"
)
SCHOOL = re.compile(
    r"\b[A-Z][\w'-]{1,20}\s(?:[A-Z][\w'.-]{0,20}\s){0,3}(?:School|Academy|Primary|Secondary|College|Comp|High|Grammar|"
    r"Comprehensive|Infants?|Juniors?)\b(?!\s(?:Street|Road|Lane))|\bYsgol\s[A-Z]\w{1,20}"
    r"|\b[A-Z][a-z]{2,20}(?:college|school|lyceum)\b"
    r"|\b(?:from|at|attends?|goes to)\sSt\.?\s[A-Z][a-z]{2,12}'s\b(?!\s[A-Z])"
    r"|\b(?:basisschool|OBS|CBS|Basisschool)\s(?:de\s|het\s|De\s|Het\s)?[A-Z]\w{1,20}"
)
# what stands in any that SCHOOL finds
_SCHOOLS = words_of("st") | parts_of(
    *("school", "academy", "primary", "secondary", "college", "comp", "high", "grammar", "infant", "junior"),
    *("ysgol", "lyceum", "obs", "cbs"),
)
_STREET = re.compile(
    r"\b[A-Z][\w'-]{1,20}\s(?:[A-Z][\w'-]{1,20}\s)?(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent"
    r"|Terrace|"
    r"Place|Court|Gardens|Grove|Row|Square|Walk|Mews|Flats|House|Estate)\b|\b(?:Heol|Ffordd|Stryd|Maes"
    r"|Lon)\s[A-Z]\w{1,20}"
    r"|\b[A-Z][a-z]{1,20}(?:straat|weg|laan|plein|gracht|hof|dijk|kade|pad)\b"
)
_CHILD_OF = re.compile(
    r"\b(?:son|daughter|brother|sister|nephew|niece|grandson|granddaughter|grandchild|stepson|stepdaughter|zoon"
    r"|dochter)s?"
    r"\s(?:of|van)\s(?!an?\b)"
    r"|\b(?:head|headteacher|teacher|vicar|landlord|landlady|mayor|councillor|doctor|butcher|baker|farmer|caretaker"
    r"|shopkeeper|coach|sergeant|postmaster|publican)'s (?:youngest|eldest|oldest|middle|son|daughter"
    r"|lad|boy|girl|kids?|twins?|child)\b"
    r"|\b(?:goalie|goalkeeper|keeper|striker|captain|skipper|winger|drummer|head boy|head girl|lead) (?:for|of|in|at)"
    r" (?!an?\b)[^.!?\n]{3,50}?\b(?:under|u)[\s-]?\d"
)
_AT_HOME = re.compile(
    r"\b(?:called|sent|went|attended|back)\s(?:to|out)\b[\w\s']{0,40}$|\b(?:from|lives?|living|home|of|address|house"
    r"|woont|uit|byw|whose|family)\b[\w\s']{0,20}$"
)
_OF_SCHOOL = re.compile(
    rf"\b(?:pupils?|students?|kids|boys|girls|lads|leerlingen|disgyblion)\s(?:\w+\s)?(?:at|from|of|in|van|o|yn)\s"
    rf"(?:{SCHOOL.pattern})"
)
_NUMBERS = "six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_IN_WORDS = words_of(*_NUMBERS.split("|"))
_AGE_IN_WORDS = re.compile(
    rf"\b(?:aged|about|age|only|just|both|are|is|was|were)\s(?:\w+\s)?(?:{_NUMBERS})\b(?!\s(?:\w+\s)?(?:people|men"
    rf"|women|cars|"
    r"bikes|officers|arrests|hours|minutes|days|weeks|months|miles|of|pm|am|others|times|vehicles|addresses|homes"
    r"|shops|houses|"
    rf"reports|calls|more|in|drivers|warrants|searches|plants))|\b(?:{_NUMBERS})[\s-]years?[\s-]olds?\b"
)
_PARENTS = re.compile(r"\b(?:parents?|mum|dad|mother|father) of (?:\w+ ){0,2}$")
_OF_THING = re.compile(
    r"\s(?:[a-z]+\s)?(?:car|van(?!\s(?:het|de|der|een|school)\b)|vehicle|dog|cat|puppy|bike|horse|spaniel|labrador"
    r"|terrier|collie|pony|transit"
    r"|shepherd|tractor|"
    r"hond|auto|kat|ci|car|gath|caravan|trailer|boat|quad|land rover|building|case|cold case|mystery)\b"
)
_ANYBODY = frozenset(
    ["good", "your", "any", "every", "each", "no", "their", "our", "inner", "jouw", "uw", "eich", "per"]
)
_COUNTED = frozenset(
    ["two", "three", "four", "five", "six", "both", "dau", "tri", "pedwar", "dwy", "twee", "drie", "vier"]
)
_SHOWN = frozenset(["these", "this", "those", "deze", "die"])
_ABOARD = re.compile(
    r"\s(?:on board|(?:was |were |strapped |asleep )?in (?:the|a|his|her) (?:car|back|vehicle|van|rear|passenger"
    r"|boot))\b"
)
_FIRST_NAME = re.compile(
    r"\b([A-Z][a-z]{2,20}),? (?:who(?: is|'s) |aged )?\(?(\d{1,2})(?=[,)]|\s(?:from|of|was|has|who)\b)"
)
_CALLED = re.compile(
    r"(?:^|[,;:(]\s|\band\s|\bto\s)([A-Z][a-z]{2,15})(?:\s(?:from|who|is|was|has|lives)\b"
    r"|\sand\s[A-Z][a-z]{2,15},?\s(?:both|aged|who|are|were)\b)"
    r"|\b(?:called|named|name is|name's|known as)\s(?:little\s|young\s)?([A-Z][a-z]{2,15})\b"
)
_SCHOOL_YEAR = re.compile(
    r"\b(?:in|about|looks?|maybe|probably|like|from|of) (?:a )?(?:year|yr|klas|blwyddyn) ?\d{1,2}[a-z]?\b"
    r"|\b(?:year|yr) ?\d{1,2} (?:boy|girl|lad"
    r"|pupil|student|kid)s?\b|\bklas \d[a-z]?\b|\bblwyddyn \d{1,2}\b"
)


_YOUNG_BEFORE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:[\s-]{{0,2}}(?:jarige|jaar oud|years?[\s-]old|yr[\s-]old|y/?o|mlwydd oed|oed"
    rf"|blwydd oed))|{_NUMBERS}[\s-]years?[\s-]old)\b[\s,]{{1,2}}(?:\w+[\s,]{{1,2}}){{0,2}}$"
)
# what stands in any that is found before a name
_AGED = parts_of("old", "oed", "jarig", "jaar", "yo") | words_of("y")
_YOUNG_AFTER = re.compile(
    rf"[\s,(:-]{{1,3}}(?:(?:aged|who|is|who's|just|only|he's|she's|all of)\s){{0,3}}(?:(\d{{1,2}})(?=[,.;)!?]|\s?\(|$"
    rf"|\s(?:years|yrs|goes|attends|from|who|of|and|at|in|oed|jaar)\b)|(?:{_NUMBERS})(?=[,.;)!?]|\s(?:years|and|from)\b))"
)
_NAMED_IN_WORDS = re.compile(
    rf"\b[A-Z][a-z'-]{{2,20}} [A-Z][A-Za-z'-]{{2,20}}(?:, | \()(?:aged |only |just )?(?:{_NUMBERS})(?=[,.)!?])"
)
_AT_SCHOOL_AFTER = re.compile(
    r"[\s,(]{1,3}(?:(?:who|is|a|an|from|in|of|and|o|uit|yn|sydd|the)\s){0,3}"
    r"(?:(?:year|yr|klas|blwyddyn)\s?\d{1,2}|(?:pupil|schoolboy|schoolgirl|leerlinge?|scholiere?|disgybl|ddisgybl)\b"
    r"|(?:goes to|attends)\s)"
)
_AND_SCHOOL = re.compile(
    rf"\b([A-Z][a-z]{{2,15}}),? \(?(?:aged )?(\d{{1,2}}),? (?:from |of |at |goes to |attends )?(?:{SCHOOL.pattern})"
)
_GOOD = ("good-word", "happy", "event", "fun", "remembered", "family", "mourned", "missing", "dog")
_BEFORE_ALL = (" to ", " for ", " with ")
_GOOD_HERE = ("advice", "found-safe")
_MATTERS = ("crime", "mischief", "arrest")


def _sentences_of_matters(reading: Reading) -> frozenset[int]:
    return reading.sentences_with["crime"] | reading.sentences_with["mischief"]


def child(reading: Reading) -> Iterable[Hit]:
    if reading.draft.kind in _ASKED_ELSEWHERE:
        return ()
    is_any = reading.numbers or reading.has("child-singular", "child-plural") or reading.kinds & _YOUNG
    return _of_children(reading) if is_any else ()


_ASKED_ELSEWHERE = frozenset({Kind.OFFICE, Kind.MISSING})


def _of_children(reading: Reading) -> Iterator[Hit]:
    for span in _young_and_named(reading):
        yield Hit(span, Severity.REFUSE)
    if not reading.has(*_MATTERS) or (reading.has("found-safe") and not reading.has("child-crime")):
        return
    found = list(_first(_children(reading)))
    if not found:
        return
    grave = Severity.REFUSE if _tells_who(reading, found) else None
    for span in found:
        yield Hit(span, grave)


def _young_and_named(reading: Reading) -> Iterator[Span]:
    """A name with an age or a school beside it: whatever it is about, unless it is good news."""
    if reading.context.consent or is_over(reading):
        return
    for name in names_in(reading)[:MOST]:
        if _is_of_a_child(reading, name) and not _is_good(reading, name.mark):
            yield reading.span_of(name.mark)
    for found in _AND_SCHOOL.finditer(reading.cased) if reading.numbers and reading.kinds & _SCHOOLS else ():
        at = reading.word_at(found.start())
        if int(found[2]) < GROWN_UP and found[1].lower() not in listed() and not _is_good(reading, Mark(at, at + 1)):
            yield Span(*found.span())
    for found in _NAMED_IN_WORDS.finditer(reading.cased) if reading.kinds & _IN_WORDS else ():
        at = reading.word_at(found.start())
        if reading.words[at] not in listed() and not _is_good(reading, Mark(at, at + 1)):
            yield Span(*found.span())


def _is_good(reading: Reading, mark: Mark) -> bool:
    return reading.beside(mark, *_GOOD, within=1) or reading.beside(mark, *_GOOD_HERE)


def _is_of_a_child(reading: Reading, name: Name) -> bool:
    start, end = reading.span_of(name.mark)
    has_age = reading.kinds & _AGED
    before = _YOUNG_BEFORE.search(reading.lower, max(0, start - 50), start) if has_age else None
    after = _YOUNG_AFTER.match(reading.lower, end)
    for found in (before, after):
        if found is not None and (name.is_sure or found is before) and int(found[1] or 1) < GROWN_UP:
            return True
    return name.is_sure and _AT_SCHOOL_AFTER.match(reading.lower, end) is not None


def _first(spans: Iterator[Span]) -> Iterator[Span]:
    for count, span in enumerate(spans):
        if count == MOST:
            return
        yield span


def _children(reading: Reading) -> Iterator[Span]:
    """One child, or children of a given age, in a matter of crime or harm."""
    yield from _by_age(reading)
    yield from _named_children(reading)
    for mark in reading.marks("child-singular"):
        is_grave = reading.beside(mark, "child-crime", within=1)
        if is_grave and _in_matter(reading, reading.starts[mark.first]) and not _is_anybody(reading, mark):
            yield reading.span_of(mark)
    yield from _counted(reading)
    yield from _pictured(reading)
    for found in _OF_SCHOOL.finditer(reading.cased) if reading.kinds & _PUPILS else ():
        number = reading.sentence_at(found.start())
        if _is_matter(reading, number):
            yield Span(*found.span())


_YOUNG = (
    _IN_WORDS
    | parts_of("pupil", "student", "leerling", "disgybl", "parent")
    | words_of("mum", "dad", "mother", "father", "lads")
)
_PUPILS = parts_of("pupil", "student", "kids", "boys", "girls", "lads", "leerling", "disgybl")


def _is_matter(reading: Reading, number: int) -> bool:
    """A sentence of crime, and not of advice or of a good day."""
    near = reading.sentences_with
    return number in _sentences_of_matters(reading) and number not in near["advice"] and number not in near["happy"]


def _counted(reading: Reading) -> Iterator[Span]:
    """ "Two teenagers were arrested": not one, but not youths in general."""
    if not reading.has("arrest", "charge"):
        return
    for mark in reading.marks("child-plural"):
        is_counted = any(
            word in _COUNTED or word.isdigit() for word in reading.words[max(0, mark.first - 2) : mark.first]
        )
        if is_counted and reading.beside(mark, "arrest", "charge") and _is_matter(reading, reading.sentence(mark)):
            yield reading.span_of(mark)


def _pictured(reading: Reading) -> Iterator[Span]:
    """ "Who are these kids?", with a picture."""
    for mark in reading.marks("child-plural") if reading.draft.has_media else ():
        is_shown = not _SHOWN.isdisjoint(reading.words[max(0, mark.first - 3) : mark.first])
        if is_shown and reading.beside(mark, "child-crime") and _in_matter(reading, reading.starts[mark.first]):
            yield reading.span_of(mark)


_BEFORE_NO_AGE = frozenset("£$€:/#")
# What a number counts that is no age: "5pm", "3 men", "12 months"
_COUNTS = re.compile(
    r"[:.]\d|\s?(?:am|pm|mph|%|st|nd|rd|th|x|h(?:ou)?rs?|min(?:ute)?s?|days?|weeks?|months?|miles?|people|men|women|cars"
    r"|vehicles|drivers|officers|arrests|reports|calls|bikes|crimes|offences|burglaries|thefts|shops|homes|houses)\b"
)


def _by_age(reading: Reading) -> Iterator[Span]:
    lower = reading.lower
    has_years = any(
        end - start <= 2
        and int(lower[start:end]) < GROWN_UP
        and lower[start - 1 : start] not in _BEFORE_NO_AGE
        and not _COUNTS.match(lower, end)
        and _in_matter(reading, start)
        for start, end in reading.numbers
    )
    patterns = [_YEARS, _SCHOOL_YEAR] if has_years else []
    if reading.kinds & _IN_WORDS:
        patterns.append(_AGE_IN_WORDS)
    for pattern in patterns:
        for found in pattern.finditer(reading.lower):
            is_young = (pattern is not _YEARS or _is_young(found)) and not _is_audience(reading, found)
            if is_young and not _OF_THING.match(reading.lower, found.end()) and _in_matter(reading, found.start()):
                yield Span(*found.span())
    for found in _FIRST_NAME.finditer(reading.cased) if has_years else ():
        if is_given(found[1].lower()) and _is_young(found) and _in_matter(reading, found.start()):
            yield Span(*found.span())


def _is_audience(reading: Reading, found: re.Match[str]) -> bool:
    """ "Explained to ten-year-olds": to all of that age."""
    lower, start = reading.lower, found.start()
    return "olds" in lower[start : found.end() + 6] and lower[max(0, start - 6) : start].endswith(_BEFORE_ALL)


def _named_children(reading: Reading) -> Iterator[Span]:
    for name in names_in(reading):
        first, last = name.mark
        if _PARENTS.search(reading.lower, max(0, reading.starts[first] - 24), reading.starts[first]):
            yield reading.span_of(name.mark)
            continue
        is_young = name.age is not None and name.age < GROWN_UP
        if (is_young and _in_matter(reading, reading.span_of(name.mark).start)) or (
            name.is_sure
            and reading.marks_from("child-plural", first - 4, last + 4)
            and _in_matter(reading, reading.starts[first])
        ):
            yield reading.span_of(name.mark)


def _is_young(found: re.Match[str]) -> bool:
    return any(0 < int(digits) < GROWN_UP for digits in found.groups() if digits and digits.isdigit())


def _is_anybody(reading: Reading, mark: Mark) -> bool:
    """ "Your teenager", "any child": nobody in particular, as advice speaks of them; or one who sat in the car."""
    before = reading.words[max(0, mark.first - 2) : mark.first]
    return not _ANYBODY.isdisjoint(before) or _ABOARD.match(reading.lower, reading.span_of(mark).end) is not None


def _matters_and_general(reading: Reading) -> tuple[frozenset[int], frozenset[int]]:
    """The sentences of a matter, and those that speak of nobody in particular or of a good day."""
    near = reading.sentences_with
    return _sentences_of_matters(reading) | near["arrest"], near["advice"] | (near["happy"] - near["owned-up"])


def _in_matter(reading: Reading, position: int) -> bool:
    number = reading.sentence_at(position)
    matter, general = reading.once(_matters_and_general)
    return (number in matter and number not in general) or (number - 1 in matter and not {number, number - 1} & general)


def _tells_who(reading: Reading, found: list[Span]) -> bool:
    """A name, a school, a street or a picture."""
    if reading.draft.has_media or any(_FIRST_NAME.match(reading.cased, span.start) for span in found):
        return True
    if any(_is_called(reading, named) for named in _CALLED.finditer(reading.cased)):
        return True
    sentences = {reading.sentence_at(span.start) for span in found}
    around = sentences | {number + 1 for number in sentences} | {number - 1 for number in sentences}
    named = (
        frozenset() if is_over(reading) else sentences_with_names(reading)
    )  # after a trial it is the offender's name
    if around & (named | reading.sentences_with["workplace"]):
        return True
    if any(reading.sentence_at(found.start()) in around for found in _CHILD_OF.finditer(reading.lower)):
        return True
    for pattern in (SCHOOL, _STREET):
        for place in pattern.finditer(reading.cased):
            if reading.sentence_at(place.start()) in around and (pattern is SCHOOL or _is_home(reading, place)):
                return True
    return False


def _is_called(reading: Reading, named: re.Match[str]) -> bool:
    """ "Ellis from the flats", "a girl called Mia": a given name beside a child."""
    word = (named[1] or named[2]).lower()
    near = reading.sentence_at(named.start())
    is_of_child = any(near in reading.sentences_with[tag] for tag in ("child-singular", "child-plural"))
    return is_given(word) and (is_of_child or "both" in named[0])


def _is_home(reading: Reading, place: re.Match[str]) -> bool:
    """The street of somebody, not of what happened."""
    return _AT_HOME.search(reading.lower[max(0, place.start() - 30) : place.start()]) is not None


RULES = (
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
            Example("Callum Reid, 12, admitted it and wrote a lovely letter of apology."),
            Example("That lad on the quad? Corey Adeyemi (14, goes to St Osyth's), you all know him."),
            Example("Bachgen 13 oed, Osian Beddoe, disgybl yn Ysgol Glan Morfa, oedd wrthi.", {"language": "cy"}),
            Example("De 15-jarige Sven de Wit van het Bergcollege gooide met eieren.", {"language": "nl"}),
            Example("Caught with the lot: here he is, all 11 years of him.", {"has_media": True}),
            Example("Ethan Moss, 14, was caught shoplifting."),
            Example("Recognise these lads? All look about 14, seen smashing up the shelter.", {"has_media": True}),
        ),
        passes=(
            Example("Thank you to Corey Adeyemi, 14, who handed in a purse."),
            Example("Year 6 pupils did a great bikeability course today."),
            Example("At Castle School, drivers had to explain themselves to ten-year-olds: 4 were too fast."),
            Example("A 34-year-old man was arrested for robbery."),
            Example("Een 36-jarige man is aangehouden voor winkeldiefstal.", {"language": "nl"}),
            Example("A group of youths was moved on after reports of anti-social behaviour."),
            Example("Knife amnesty: talk to your teenager about carrying a knife."),
            Example("Year 10 students at Castle Academy had a talk on drugs and county lines today."),
        ),
        four_eyes=True,
    ),
)

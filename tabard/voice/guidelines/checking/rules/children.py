"""The rule that nobody can tell which child it was."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.glances import GIVEN, NAME_AND_WORD, parts_of, words_of
from tabard.voice.guidelines.checking.lexicon import is_given, listed
from tabard.voice.guidelines.checking.names import Name, names_in, sentences_with_names
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.ages import GROWN_UP, is_young, years_in, young_numbers
from tabard.voice.guidelines.checking.rules.child_signs import (
    ABOARD,
    AGE_IN_WORDS,
    AGED,
    AND_SCHOOL,
    ANYBODY,
    AT_HOME,
    AT_SCHOOL_AFTER,
    CALLED,
    CHILD_OF,
    COUNTED,
    FIRST_NAME,
    IN_WORDS,
    JUDGED_YOUNG,
    KINDS_OF_MATTER,
    NAMED_ALONE,
    NAMED_IN_WORDS,
    OF_SCHOOL,
    OF_THING,
    PARENTS,
    SCHOOL,
    SCHOOL_YEAR,
    SCHOOLS,
    SHOWN,
    STREET,
    THINGS,
    YOUNG_AFTER,
    YOUNG_BEFORE,
)
from tabard.voice.guidelines.checking.rules.suspects import is_over

MOST = 20
_GOOD = ("good-word", "happy", "event", "fun", "remembered", "family", "mourned", "dog")
_BEFORE_ALL = (" to ", " for ", " with ")
_GOOD_HERE = ("advice", "found-safe")
_MATTERS = ("crime", "mischief", "arrest", "offender", "trouble")


def _sentences_of_matters(reading: Reading) -> frozenset[int]:
    near = reading.sentences_with
    return near["crime"] | near["mischief"] | near["offender"]


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
    for found in AND_SCHOOL.finditer(reading.cased) if reading.numbers and reading.kinds & SCHOOLS else ():
        at = reading.word_at(found.start())
        if int(found[2]) < GROWN_UP and found[1].lower() not in listed() and not _is_good(reading, Mark(at, at + 1)):
            yield Span(*found.span())
    yield from _named_alone(reading)
    for found in NAMED_IN_WORDS.finditer(reading.cased) if reading.kinds & IN_WORDS else ():
        at = reading.word_at(found.start())
        if reading.words[at] not in listed() and not _is_good(reading, Mark(at, at + 1)):
            yield Span(*found.span())


def _named_alone(reading: Reading) -> Iterator[Span]:
    """ "Reece. He's only 11", where something is the matter."""
    if not reading.kinds & (GIVEN | NAME_AND_WORD) or not (reading.kinds & IN_WORDS or reading.once(young_numbers)):
        return
    if reading.draft.kind is not Kind.REPLY and not reading.has(*_MATTERS):
        return
    for found in NAMED_ALONE.finditer(reading.cased):
        word = next(each for each in (found[1], found[3], found[4], found[6], found[8]) if each)
        at = reading.word_at(found.start(8) if found[8] else found.start())
        age = found[2] or found[5] or found[7]
        if (not age or 0 < int(age) < GROWN_UP) and _is_called_so(word) and not _is_good(reading, Mark(at, at + 1)):
            yield Span(*found.span())


def _is_good(reading: Reading, mark: Mark) -> bool:
    start, (low, high) = reading.starts[mark.first], reading.sentence_span(reading.sentence(mark))
    if _HURT_HERE.search(reading.lower, max(low, start - _LETTERS_NEAR), min(high, start + _LETTERS_NEAR)):
        return False
    is_found = reading.beside(mark, "missing", within=1) or reading.beside(mark, "found-safe", within=1)
    if is_found and reading.kinds & SCHOOLS and reading.once(_names_school):
        return False
    return is_found or reading.beside(mark, *_GOOD, within=1) or reading.beside(mark, *_GOOD_HERE)


def _names_school(reading: Reading) -> bool:
    return SCHOOL.search(reading.cased) is not None


_LETTERS_NEAR = 160
_HURT_HERE = re.compile(
    r"\b(?:hurting|hitting|beating|attacking|attacked|abused|bullied|bullying|bwlio|gam-drin|stabbed|assaulted|groomed"
    r"|mishandeld|gepest)\b"
)


def _is_of_a_child(reading: Reading, name: Name) -> bool:
    start, end = reading.span_of(name.mark)
    has_age = reading.kinds & AGED
    before = YOUNG_BEFORE.search(reading.lower, max(0, start - 50), start) if has_age else None
    after = YOUNG_AFTER.match(reading.lower, end)
    for found in (before, after):
        if found is not None and (name.is_sure or found is before) and int(found[1] or 1) < GROWN_UP:
            return True
    return name.is_sure and AT_SCHOOL_AFTER.match(reading.lower, end) is not None


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
        is_grave = reading.beside(mark, "child-crime", "offender", within=1)
        if is_grave and _in_matter(reading, reading.starts[mark.first]) and not _is_nobody(reading, mark):
            yield reading.span_of(mark)
    yield from _counted(reading)
    yield from _pictured(reading)
    for found in OF_SCHOOL.finditer(reading.cased) if reading.kinds & _PUPILS else ():
        number = reading.sentence_at(found.start())
        if _is_matter(reading, number):
            yield Span(*found.span())


_YOUNG = (
    IN_WORDS
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
            word in COUNTED or word.isdigit() for word in reading.words[max(0, mark.first - 2) : mark.first]
        )
        if is_counted and reading.beside(mark, "arrest", "charge") and _is_matter(reading, reading.sentence(mark)):
            yield reading.span_of(mark)


def _pictured(reading: Reading) -> Iterator[Span]:
    """ "Who are these kids?", with a picture."""
    for mark in reading.marks("child-plural") if reading.draft.has_media else ():
        is_shown = not SHOWN.isdisjoint(reading.words[max(0, mark.first - 3) : mark.first])
        if is_shown and reading.beside(mark, "child-crime") and _in_matter(reading, reading.starts[mark.first]):
            yield reading.span_of(mark)


def _by_age(reading: Reading) -> Iterator[Span]:
    has_years = any(_in_matter(reading, start) for start in reading.once(young_numbers))
    patterns = [SCHOOL_YEAR] if has_years else []
    if reading.kinds & IN_WORDS:
        patterns.append(AGE_IN_WORDS)
    in_words = (found for pattern in patterns for found in pattern.finditer(reading.lower))
    in_years = years_in(reading) if has_years else ()
    for found in chain(in_years, in_words):
        is_of_others = _is_audience(reading, found) or _is_yours(reading, found)
        if not is_of_others and not OF_THING.match(reading.lower, found.end()) and _in_matter(reading, found.start()):
            yield Span(*found.span())
    for found in FIRST_NAME.finditer(reading.cased) if has_years else ():
        if _is_called_so(found[1]) and is_young(found) and _in_matter(reading, found.start()):
            yield Span(*found.span())


def _is_called_so(word: str) -> bool:
    """A given name, and no month: "June 8"."""
    return is_given(word.lower()) and word not in {"April", "May", "June", "August", "March"}


def _is_audience(reading: Reading, found: re.Match[str]) -> bool:
    """ "Explained to ten-year-olds": to all of that age."""
    lower, start = reading.lower, found.start()
    return "olds" in lower[start : found.end() + 6] and lower[max(0, start - 6) : start].endswith(_BEFORE_ALL)


def _is_yours(reading: Reading, found: re.Match[str]) -> bool:
    """ "Your 14 year old": whoever reads this."""
    return reading.words[max(0, reading.word_at(found.start()) - 1)] in ANYBODY


def _named_children(reading: Reading) -> Iterator[Span]:
    for name in names_in(reading):
        first, last = name.mark
        if PARENTS.search(reading.lower, max(0, reading.starts[first] - 24), reading.starts[first]):
            yield reading.span_of(name.mark)
            continue
        is_child = name.age is not None and name.age < GROWN_UP
        if (is_child and _in_matter(reading, reading.span_of(name.mark).start)) or (
            name.is_sure
            and reading.marks_from("child-plural", first - 4, last + 4)
            and _in_matter(reading, reading.starts[first])
        ):
            yield reading.span_of(name.mark)


def _is_anybody(reading: Reading, mark: Mark) -> bool:
    """ "Your teenager", "any child": nobody in particular, as advice speaks of them; or one who sat in the car."""
    before = reading.words[max(0, mark.first - 2) : mark.first]
    return not ANYBODY.isdisjoint(before) or ABOARD.match(reading.lower, reading.span_of(mark).end) is not None


def _is_nobody(reading: Reading, mark: Mark) -> bool:
    """Anybody; "child abuse", "a child's bike": no child, but what is called after one."""
    if _is_anybody(reading, mark):
        return True
    following = reading.words[mark.last : mark.last + 2]
    if reading.words[mark.last - 1].endswith("'s"):
        return not THINGS.isdisjoint(following)
    return reading.words[mark.last - 1] in _IN_GENERAL and not KINDS_OF_MATTER.isdisjoint(following[:1])


_IN_GENERAL = frozenset(["child", "teen", "teenage", "juvenile", "kid", "baby", "infant"])


def _matters_and_general(reading: Reading) -> tuple[frozenset[int], frozenset[int]]:
    """The sentences of a matter, and those that speak of nobody in particular or of a good day."""
    near = reading.sentences_with
    return _sentences_of_matters(reading) | near["arrest"] | near["trouble"], near["advice"] | (
        near["happy"] - near["owned-up"]
    )


def _in_matter(reading: Reading, position: int) -> bool:
    number = reading.sentence_at(position)
    matter, general = reading.once(_matters_and_general)
    if number in general:
        return False
    return number in matter or any(each in matter and each not in general for each in (number - 1, number + 1))


def _tells_who(reading: Reading, found: list[Span]) -> bool:
    """A name, a school, a street or a picture."""
    if reading.draft.has_media or any(FIRST_NAME.match(reading.cased, span.start) for span in found):
        return True
    if any(_is_called(reading, named) for named in CALLED.finditer(reading.cased)):
        return True
    sentences = {reading.sentence_at(span.start) for span in found}
    around = sentences | {number + 1 for number in sentences} | {number - 1 for number in sentences}
    is_of_offender = is_over(reading) and not JUDGED_YOUNG.search(reading.lower)  # a grown-up's name, after a trial
    named = frozenset() if is_of_offender else sentences_with_names(reading)
    if around & named or sentences & reading.sentences_with["workplace"]:
        return True
    if any(reading.sentence_at(found.start()) in around for found in CHILD_OF.finditer(reading.lower)):
        return True
    for pattern in (SCHOOL, STREET):
        for place in pattern.finditer(reading.cased):
            if reading.sentence_at(place.start()) in around and (pattern is SCHOOL or _is_home(reading, place)):
                return True
    return False


def _is_called(reading: Reading, named: re.Match[str]) -> bool:
    """ "Ellis from the flats", "a girl called Mia": a given name beside a child."""
    word = (named[1] or named[2] or named[3]).lower()
    near = reading.sentence_at(named.start())
    is_of_child = any(near in reading.sentences_with[tag] for tag in ("child-singular", "child-plural"))
    return is_given(word) and (is_of_child or named[3] is not None or "both" in named[0])


def _is_home(reading: Reading, place: re.Match[str]) -> bool:
    """The street of somebody, not of what happened."""
    return AT_HOME.search(reading.lower[max(0, place.start() - 30) : place.start()]) is not None


RULES = (
    Rule(
        id="child",
        title="A child in a matter of crime",
        severity=Severity.REVIEW,
        refuses_where="where a name, a school, a home or a picture could tell who the child is",
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

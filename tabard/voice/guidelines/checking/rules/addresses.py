"""The rule about places that lead to somebody's door."""

import re
from collections.abc import Iterable, Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.glances import ends_of, parts_of, words_of
from tabard.voice.guidelines.checking.reading import Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

PRIVACY = "UK GDPR, Art. 5; College of Policing, APP: media and communications"

_LIKE_POSTCODE = re.compile(r"[0-9][a-z]{2}\b")
_OTHER_STREET_LIST = """
heol ffordd stryd maes lon rhodfa clos bryn rhes teras cwrt parc cilgant llys gerddi trem tyle y yr rhif
flat apartment apt nummer huisnummer
"""
_OTHER_STREETS = words_of(*_OTHER_STREET_LIST.split()) | ends_of(
    *("straat", "weg", "laan", "plein", "gracht", "dijk", "kade", "singel", "hof", "pad", "steeg", "markt")
)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d{1,2}[a-z]?) {0,2}(\d[abd-hjlnp-uw-z]{2})\b")
# With gaps, in capitals: "C F 10 1 A A", "CF1 0 1AA".
_GAPPED_POSTCODE = re.compile(
    r"\b[A-Z](?: {0,2}[A-Z])? {0,2}[0-9](?: {0,2}[0-9A-HJKMNP-Y])? {1,3}[0-9] {0,2}[ABD-HJLNP-UW-Z] {0,2}"
    r"[ABD-HJLNP-UW-Z]\b"
)
_LIKE_GAPPED = re.compile(r"[0-9] {0,2}[A-Z] {0,2}[A-Z]\b")
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")
_ROAD = re.compile(r"[amb]\d{1,2}")  # M25, A470: a road, and no half of a postcode when typed small
_DUTCH_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b")
_STREET_LIST = """
street st str road rd lane ln avenue ave close drive dr way crescent cres terrace place court ct gardens gdns grove hill
row square sq walk mews parade green rise view estate villas cottages park gate house buildings boulevard
yard wharf quay mead meadows croft vale wynd brae
"""
_STREETS = frozenset(word + end for word in _STREET_LIST.split() for end in ("", "'s"))
_STREET_WORD = f"(?:{'|'.join(_STREET_LIST.split())})"
_BEFORE_NUMBER = frozenset("£.:/*#-")
_SHORT_FOR_NUMBER = frozenset([" no.", " nr.", "no. ", "nr. "])
_LATEST_HOUR = 24
_TO_NUMBER = re.compile(r"\s?-\s?\d{1,4}[a-z]?(?=,?\s)")
_STREET = re.compile(
    rf"[a-z]?,?\s{{1,2}}((?:[a-z][a-z'-]{{1,20}}\s){{1,3}}?|the\s){_STREET_WORD}\b(?!\s(?:area|limit|zone)\b)"
    r"(?:\s(?=([a-z]{3,20}s)\b))?"
)
_DIGITS_OF_HOUSE = 4
_OTHER_HOUSE = re.compile(
    r"\b\d{1,4}[a-z]?\s(?:heol|ffordd|stryd|maes|lon|rhodfa|clos|bryn|rhes|teras|cwrt|parc|cilgant|llys|gerddi|trem"
    r"|tyle)\s(?:yr?\s)?[a-z]\w{1,20}"
    r"|\b\d{1,4}[a-z]?\s[a-z]{2,12}-yr?-[a-z]{3,15}\b"
    r"|\b[a-z]\w{2,20}(?:straat|weg|laan|plein|gracht|dijk|kade|singel|hof|pad|steeg|markt)\s\d{1,4}[a-z]?\b"
    r"(?!\s(?:auto|uur|fietsen|mensen|controles|bonnen))"
    r"|\b(?:flat|apartment|apt)\.?\s\d{1,3}[a-z]?,?\s[a-z]\w{1,20}\s(?:house|court|tower|point|heights|mansions|lodge"
    r"|wharf"
    r"|mill|mills|quay|place|buildings)\b"
    r"|\b(?:rhif|nummer|huisnummer)\s\d{1,4}[a-z]?,?\s(?:(?:yn|ar|in|op|aan|van)\s)?(?:de\s|het\s|y\s|yr\s)?(?:heol"
    r"|ffordd"
    r"|stryd|maes|lon|[a-z]\w{2,20}(?:straat|weg|laan|plein|gracht|dijk|kade|singel|hof|pad|steeg|markt))\b"
)
_CALLED_NUMBER = frozenset(["no", "number", "nr"])
# A street, and its number behind: "Coronation Street (no. 42)"
_NUMBER_BEHIND = re.compile(rf"\b{_STREET_WORD},?\s\(?(?:at\s)?(?:no\.?|number|nr\.?)\s?\d{{1,4}}[a-z]?\b")
# "aan Harbour Row 12", as Dutch has it
_HOUSE_BEHIND = re.compile(
    rf"\b(?:aan|op|in|van|bij|langs)\s(?:de\s|het\s)?(?:[a-z][\w'-]{{1,20}}\s){{1,2}}?{_STREET_WORD}\s\d{{1,4}}[a-z]?\b"
    r"(?!\s(?:auto|uur|fietsen|mensen|controles|bonnen|woningen|huizen|keer))"
)
_NO_STREET_LIST = """
am pm cars people residents officers vehicles drivers minutes hours days weeks months years miles metres mph percent
st nd rd th of on in at and to for from by near along january february march april may june july august september
october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
monday tuesday wednesday thursday friday saturday sunday bikes houses homes offences crimes reports calls men women
youths pcs pcsos more new speeding tickets burglaries thefts incidents x off stretch were was is yards m km bus buses
shops this our your a an visits arrests down up past between outside inside around all out over after before until
till with who have has had we you they he she it males females lads persons patrols stops searches lane lanes junction
mins hrs since via or but as min hr one two three roads streets ton stone year month week day million thousand hundred
minute hour man woman
"""
_NO_STREET = frozenset(_NO_STREET_LIST.split())
_COUNTED_LIST = """
bus junction pc pcso unit route ref log j op shift the over than under nearly almost for some only these those all
another top check checks limit last next first x additional extra further sector ward division age aged until till
week saw stopped checked issued approx approximately a
"""
_COUNTED = frozenset(_COUNTED_LIST.split())
_NUMBER_IS_NAMED = re.compile(r"\b(?:(?:no|nr|number|flat|unit|door)\.?|(?:lives?|lived|living) at) ?$")
_OF_TIME = re.compile(
    r"\b(?:from|between|open|closed|shut) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm)? ?(?:to|and|-|till|until) $"
)
_LAST_WORD = re.compile(r"([a-z]+) {0,3}$")
_PLURAL = re.compile(r"(?!was|is|has|this|us|his|its|yes|always|across|as|plus|thanks)")
_POSITION = re.compile(
    r"-?\d{1,2}\.\d{4,12}\s?°?\s?[ns]?\s{0,2}[,/; ]\s{0,2}(?:lon(?:g|gitude)?\.?:?\s)?-?\d{1,3}\.\d{4,12}"
)
_OF_POSITION = words_of("lat", "latitude", "point")
_LAT_IN_GAPS = re.compile(r"\blat(?:itude)?\b\W{0,3}(?:is )?-?\s?\d\s?\d?\s?\.\s?\d(?:\s?\d){3,10}\b")
_POSITION_IN_WORDS = re.compile(
    r"\bpoint(?:[\s,-]{1,2}(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine)\b){4,10}"
)
_DEGREES = re.compile(
    r"\d{1,2}\s?[°º]\s?\d{1,2}(?:\.\d{1,6})?\s?'[^\n]{0,24}?\d{1,3}\s?[°º]\s?\d{1,2}(?:\.\d{1,6})?\s?'"
)
_GRID = re.compile(r"\b(?:grid(?: ref(?:erence)?)?|os ref|ngr)\b\W{0,3}(?:is\s)?[hjnost][a-hj-z]\s?\d{3,5}\s?\d{3,5}\b")
_BARE_GRID = re.compile(r"\b[HJNOST][A-HJ-Z]\s?(?:\d{4}\s\d{4}|\d{5}\s\d{5}|\d{10}|\d{8})\b")
FEWEST_OF_POSITION = 10
FEWEST_OF_GRID = 8
_LIKE_GRID = re.compile(r"[°º0-9](?:(?<=[°º])|(?<=[A-Za-z][A-Za-z][0-9])[0-9]{2}|(?<=[A-Za-z][A-Za-z] [0-9])[0-9]{2})")
# "Ring me at home, 14 Mill Lane": no event makes it a place for all.
_SOMEBODYS_HOME = re.compile(
    r"\b(?:at home|(?:my|his|her|their|whose) (?:own )?(?:home|house|flat|bungalow|place|address|door)(?: address)?"
    r"|behind|above|next door to|(?:i|he|she|they|who) (?:still )?lives?|living|(?:ik|hij|zij|ze) woon\w?"
    r"|bij mij thuis|fy nghartref|gartref)"
    r"\W{0,3}(?:(?:is|at|in|on|up|down|now|op|aan|yn)\W{1,3}){0,2}$"
)
_BESIDE_IT = re.compile(r",?\s(?:which is |just )?(?:above|over|behind|next to|next door to|beside|at the back of)\s")
_NO_VENUE = frozenset(["after", "before", "near", "nr", "opposite", "past", "behind", "outside"])
_WORDS_NEAR_CRIME = 2
MOST_WORDS_NEAR = 6
_THREE, _WORD = words_of("what", "three", "3"), parts_of("word")
_WHAT3 = parts_of("what3", "w3w")
_THREE_WORDS = re.compile(
    r"\b(?:three|3)[ -]?words?\b[^\n]{0,50}?\b[a-z]{3,20}(?:\s?(?:\.|\(dot\)|\bdot\b)\s?[a-z]{3,20}){2}\b|"
    r"///\s?[a-z]{1,20}\.[a-z]{1,20}\.[a-z]{1,20}"
    r"|\b(?:what ?3 ?words|w3w|what three words)\b[^.:=\n]{0,40}[:=]\s?[a-z]{3,20}"
    r"(?:[ ./,-]{1,3}[a-z]{3,20}){2}(?=\s*(?:$|[.,;!?\n)]))"
    r"|\b(?:what ?3 ?words|w3w|what three words)\b[^.\n]{0,50}?\b(?!www)[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}\b(?![./])"
)


def address(reading: Reading) -> Iterable[Hit]:
    is_any = reading.numbers or reading.kinds & _OF_POSITION or _may_be_three_words(reading)
    return _leading_to_a_door(reading) if is_any else ()


def _leading_to_a_door(reading: Reading) -> Iterator[Hit]:
    for span in places_in(reading):
        if not _is_open_to_all(reading, span):
            yield Hit(span)
    for pattern, text in _positions(reading):
        for found in pattern.finditer(text):
            yield Hit(Span(*found.span()))


def _may_be_three_words(reading: Reading) -> bool:
    kinds = reading.kinds
    return bool(kinds & _WHAT3 or (kinds & _WORD and kinds & _THREE)) or "///" in reading.lower


def _positions(reading: Reading) -> Iterator[tuple[re.Pattern[str], str]]:
    """What may hold a place on a map, where a glance says that there may be any."""
    if reading.figures >= FEWEST_OF_POSITION:
        yield _POSITION, reading.lower
    if reading.figures >= FEWEST_OF_GRID and _LIKE_GRID.search(reading.cased):
        yield from _grids(reading)
    if reading.kinds & _OF_POSITION:
        yield _LAT_IN_GAPS, reading.lower
        yield _POSITION_IN_WORDS, reading.lower
    if _may_be_three_words(reading):
        yield _THREE_WORDS, reading.lower


def _grids(reading: Reading) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Degrees with minutes, and the National Grid's references."""
    return (_DEGREES, reading.lower), (_GRID, reading.lower), (_BARE_GRID, reading.cased)


def places_in(reading: Reading) -> Iterator[Span]:
    """Postcodes, and streets with a house's number."""
    if not reading.numbers:
        return
    text = reading.lower
    for found in _POSTCODE.finditer(text) if _LIKE_POSTCODE.search(text) else ():
        if _is_postcode(reading, found):
            yield Span(*found.span())
    if not _STREETS.isdisjoint(reading.words):
        yield from _houses(reading)
        for found in _NUMBER_BEHIND.finditer(text) if not _CALLED_NUMBER.isdisjoint(reading.words) else ():
            yield Span(*found.span())
    for pattern, told_in in (
        (_GAPPED_POSTCODE, reading.cased if _LIKE_GAPPED.search(reading.cased) else ""),
        (_OTHER_HOUSE, text if reading.kinds & _OTHER_STREETS else ""),
        (_DUTCH_POSTCODE, reading.cased if "nl" in reading.languages else ""),
        (_HOUSE_BEHIND, text if "nl" in reading.languages else ""),
    ):
        for found in pattern.finditer(told_in) if told_in else ():
            yield Span(*found.span())


_ON_STREET = re.compile(
    rf"[a-z]?,?\s(?:on|in|of|down|up|at)\s(?:the\s)?(?:(?:corner|end|bottom|top"
    rf"|start) of\s(?:the\s)?)?(?:[a-z][a-z'-]{{1,20}}\s){{1,3}}?{_STREET_WORD}\b"
)


def _is_postcode(reading: Reading, found: re.Match[str]) -> bool:
    """Typed in capitals; or in small letters, and no road with an ordinal number behind it."""
    if reading.cased[found.start() : found.end()].isupper():
        return True
    return not _ORDINAL.fullmatch(found[2]) and not (" " in found[0] and _ROAD.fullmatch(found[1]))


def _houses(reading: Reading) -> Iterator[Span]:
    """A number, and a street behind it."""
    text = reading.lower
    for start, end in reading.numbers:
        if end - start > _DIGITS_OF_HOUSE or (
            start
            and (text[start - 1] in _BEFORE_NUMBER or text[start - 1].isalnum())
            and text[max(0, start - 4) : start] not in _SHORT_FOR_NUMBER
        ):
            continue
        other = _TO_NUMBER.match(text, end) if int(text[start:end]) > _LATEST_HOUR else None  # 8-10 is a time
        found = _STREET.match(text, other.end() if other else end)
        before = text[max(0, start - 24) : start]
        if int(text[start:end]) <= _LATEST_HOUR and _OF_TIME.search(before):
            continue
        if found is None or not _NO_STREET.isdisjoint(found[1].split()):
            street = _ON_STREET.match(text, end)
            if street is not None and _NUMBER_IS_NAMED.search(before):  # "number 8 on Wick Lane"
                yield Span(start, street.end())
            continue
        if not _is_thing_counted(before, found[2]):
            named = _NUMBER_IS_NAMED.search(before)
            yield Span(start - len(named[0]) if named else start, found.end())


def _is_thing_counted(before: str, behind: str | None) -> bool:
    """Bus 61, junction 12, PC 1234: a number that belongs to what stands before it; 5 Mill Lane burglaries, which are
    counted."""
    words = _LAST_WORD.search(before)
    if words is not None and words[1] in _COUNTED:
        return True
    return behind is not None and _PLURAL.match(behind) is not None


def _is_open_to_all(reading: Reading, span: Span) -> bool:
    """Where everybody is asked to come: a station, a hall, a stall."""
    if _SOMEBODYS_HOME.search(reading.lower, max(0, span.start - 40), span.start):
        return False
    number = reading.sentence_at(span.start)
    near = {number - 1, number, number + 1}
    if not _is_at_venue(reading, span, near) or number in reading.sentences_with["own-home"]:
        return _is_at_event(reading, span, near, number) and not any(
            number in reading.sentences_with[tag] for tag in ("crime", "offender", "victim", "harm")
        )
    return True


def _sentences_of_notice(reading: Reading, near: set[int], number: int) -> set[int]:
    """The sentence itself; where it is a line of a notice, those beside it, too."""
    start, end = reading.sentence_span(number)
    return near if end - start < _LONGEST_LINE else {number}


def _is_at_event(reading: Reading, span: Span, near: set[int], number: int) -> bool:
    sentences, word = _sentences_of_notice(reading, near, number), reading.word_at(span.start)
    marks = reading.marks_from("event", word - _WORDS_NEAR_EVENT, word + _WORDS_NEAR_EVENT)
    return any(reading.sentence(mark) in sentences for mark in marks)


_WORDS_NEAR_EVENT = 12
_LONGEST_LINE = 50  # characters


def _is_at_venue(reading: Reading, span: Span, near: set[int]) -> bool:
    """A hall or a shop, and not only a word of the street's name: "12 Market Street"."""
    if not near & reading.sentences_with["venue"] or _BESIDE_IT.match(reading.lower, span.end):
        return False
    first, last, number = reading.word_at(span.start), reading.word_at(span.end), reading.sentence_at(span.start)
    is_of_crime = any(number in reading.sentences_with[tag] for tag in ("crime", "offender", "victim", "harm"))
    is_of_crime = is_of_crime and number not in reading.sentences_with["event"]
    away = _WORDS_NEAR_CRIME if is_of_crime else MOST_WORDS_NEAR
    marks = reading.marks_from("venue", first - away, last + away)
    return any(
        reading.sentence(mark) in near
        and not span.start <= reading.starts[mark.first] < span.end
        and reading.words[mark.first - 1] not in _NO_VENUE
        for mark in marks
    )


RULES = (
    Rule(
        id="address",
        title="A home’s address",
        severity=Severity.REFUSE,
        sentence="private",
        advice="Use the neighbourhood, or the street without a number.",
        source=PRIVACY,
        finds=address,
        fires=(
            Example("We searched 14 Gaol Lane this morning."),
            Example("Burglary at a house near ZZ1 1AA, call 101."),
            Example("Found at 51.48162, -3.17909"),
            Example("The party house is flat 12 Kestrel Court."),
            Example("Beat meeting tonight. Ring me at home, 14 Mill Lane."),
            Example("Thieves got into 51 Pen-y-Rhos through the back."),
            Example("Meet him at ///filled.count.soap"),
            Example("The bikes are at 53°28'50\"N 2°14'40\"W"),
            Example("Number 8 on Wick Lane was burgled."),
            Example("Inval op de Dorpsstraat 12", {"language": "nl"}),
        ),
        passes=(
            Example("Beat surgery at the Village Hall, 3 Mill Lane, ZZ1 1AA, on Tuesday."),
            Example("Speed checks on Mill Lane this morning: 61 cars, four too fast."),
            Example("This week 5 Mill Lane burglaries. Please lock doors."),
            Example("Road closed on the M25 3rd lane until 4pm."),
        ),
    ),
)

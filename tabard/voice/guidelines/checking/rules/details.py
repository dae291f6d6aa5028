"""Rules about numbers that belong to one person or one vehicle."""

import re
from collections.abc import Iterable, Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.glances import FIGURE
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.addresses import PRIVACY

_TENS_AND_ONES = r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th|e|de|ste|ain|fed|ydd)?|{_ORDINAL})"
_MONTH_NAME = (
    r"(?:jan\w*|feb\w*|mar\w*|maart|apr\w*|may|mei|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|okt\w*|nov\w*|dec\w*"
    r"|ionawr|chwefror|fawrth|mawrth|ebrill|mai|fai|mehefin|fehefin|gorffennaf|orffennaf|awst|medi|fedi|hydref|tachwedd"
    r"|dachwedd|rhagfyr)"
)
_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_MONTH_NAME})"
_YEAR = (
    r"(?:(?:19|20)?\d{2}|'\d{2}|(?:nineteen|twenty)\s(?:oh\s|and\s)?(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
    rf"|ninety|ten|eleven|twelve|one|two|three|four|five|six|seven|eight|nine|\w+teen){_TENS_AND_ONES}"
    rf"|two thousand(?:\sand\s\w+)?)"
)
DATE = re.compile(
    rf"\b{_DAY}(?:\s(?:of|o)(?:\sthe)?)?[\s./,-]{{1,3}}{_MONTH}[\s./,-]{{1,3}}{_YEAR}\b|\b(?:19"
    rf"|20)\d{{2}}[-/.]\d{{2}}[-/.]\d{{2}}\b"
    rf"|\b{_MONTH_NAME}\s(?:the\s)?{_DAY}[\s,]{{1,3}}{_YEAR}\b"
)
# "d.o.b 2 2 / 0 8 / 1 9 7 9", "b 0 r n 1 4 - O 9 - 2 O O 1"
_BIRTH_IN_GAPS = re.compile(
    r"\b(?:b ?[o0] ?r ?n|d ?\.? ?[o0] ?\.? ?b|birth(?:day|date)?|b-?day|into (?:the|this) world"
    r"|g ?e ?b(?:oren)?)\b[^\d\n]{0,16}?"
    r"[\dol] {0,2}[\dol]? {0,2}[/.-] {0,2}[\dol] {0,2}[\dol]? {0,2}[/.-] {0,2}[\dol](?: {0,2}[\dol]){1,3}\b"
)
_LIKE_DATE_IN_GAPS = re.compile(r"[/.-](?<=[0-9ol ][/.-]) {0,2}[0-9ol](?![a-z])")
FEWEST_OF_DATE = 4
FEWEST_FIGURES, FEWEST_OF_CARD = 6, 16
_MANY_FIGURES = re.compile(r"[0-9](?:[ .-]{0,2}[0-9]){5}")
_NINO = re.compile(
    r"\b(?!b\s?g|g\s?b|n\s?k|k\s?n|t\s?n|n\s?t|z\s?z)[abceghj-prstw-z]\s?[abceghj-nprstw-z](?:[ -]?\d){6}[ -]?[a-d]\b"
)
_SAID_NINO = re.compile(
    r"\b(?:nino|ni|n\.i\.|national insurance|yswiriant gwladol)\b[^\n]{0,40}?\b(?!no\b|at\b|on\b|pc\b)"
    r"[a-z]\s?[a-z](?:[ -]?\d){6}[ -]?[a-z]?\b"
)
_WORDS_OF_TWO = re.compile(r"(?:at|on|no|pc|ps|to|so|ob|be|we|me|he|by|as|am|pm|oh|ok|co|go|ex|ch|ie|eg|re|st|rd|th)\s")
_NHS = re.compile(r"(?<![\d+])(?<!\d )\d{3}([ .-]?)\d{3}\1\d{4}(?!\d)")
_SAID_NHS = re.compile(
    r"\bnhs(?: [a-z]+,?){0,3} (?:no|nr|num|number)\b[ .:#]{0,4}(?:is )?(?!0)\d{3}[ .-]?\d{3}[ .-]?\d{4}(?!\d)"
)
_LICENCE = re.compile(r"\b[a-z9]{5}\s?\d[0156]\d[0-3]\d\d\s?[a-z9]{2}\s?\d\s?[a-z]{2}\b")
_PASSPORT = re.compile(
    r"\bpas(?:sport|poort)(?:(?!ref|log|crime|incident|call|101|tel|phone"
    r"|form)[\w\s,:.#?!'()-]){0,70}?\b[a-z]{0,3}\s?\d{7,9}\b"
)
_BSN = re.compile(r"\b(?:bsn|burgerservicenummer)\b[\w\s:.-]{0,16}?\b\d{3,4}[ .]?\d{2,3}[ .]?\d{3}\b")
_MRZ = re.compile(r"[0-9a-z<]{9}\d[a-z]{3}\d{7}[mfx<]\d{7}")  # the lower line of a passport, ICAO 9303
_SPACED_NHS = re.compile(r"(?<!\d)(?<!\d )(?:\d[ .-]{0,2}){9}\d(?!\d)(?! \d)")
_CARD = re.compile(r"(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)")
_ACCOUNT = re.compile(
    r"\bsort code\W{0,3}(?:is\s)?\d\d[ -]?\d\d[ -]?\d\d\b|\b(?:bank )?account (?:no\.?|number)\W{0,3}(?:is\s)?\d{7,8}\b"
)


_KEPT = frozenset(["birthday", "birthdays", "turns", "turned", "turning", "verjaardag", "penblwydd", "pen"])
_LAST_FIGURES = re.compile(r"\d+$")
_FIGURES_OF_YEAR_IN_SHORT, _LATEST_BORN = 2, 2018
_OLDEST_ANIMAL, _HUNDRED, _LATEST_IN_SHORT, _LETTERS_NEAR, MOST_LOOKED_AT = 2005, 100, 40, 60, 300
_ANIMAL = re.compile(
    r"\b(?:pd|ph|rpd|dog|dogs|puppy|puppies|pup|pups|horse|horses|foal|k9|spaniel|labrador|shepherd|malinois|collie"
    r"|cocker"
    r"|springer|litter|kitten|kittens|cat|hond|diensthond|paard|ci|ceffyl)\b"
)
_PERSON = re.compile(r"\b(?:man|woman|male|female|he|she|suspect|owner|driver|handler|lad|boy|girl|named|name|dob)\b")
_OF_NO_PERSON = re.compile(
    r"\b(?:open(?:ed)? since|opened|founded|station birthday)\b"
    r"|\b(?:our|the|this|its|de|het|ons|onze|y|yr|ein)\s(?:[\w'-]{1,20}\s){0,3}(?:station|nick|building|hall|scheme"
    r"|unit"
    r"|force|team|page|club|library|hospital|bridge|helicopter|politiebureau|bureau|gebouw|gorsaf|adeilad|tim)\b"
)


_NUMBERS_OF_PERSONS = (  # and what stands in every text that holds one
    (_NINO, ""), (_SAID_NHS, "nhs"),
    (_MRZ, ""), (_SAID_NINO, "n"), (_LICENCE, ""), (_PASSPORT, "pas"), (_BSN, "b"), (_ACCOUNT, "co"),
)  # fmt: skip


def date_of_birth(reading: Reading) -> Iterator[Hit]:
    if reading.figures >= FEWEST_OF_DATE and _LIKE_DATE_IN_GAPS.search(reading.lower):
        for found in _BIRTH_IN_GAPS.finditer(reading.lower):
            if not DATE.search(found[0]):  # which is found below
                yield Hit(Span(*found.span()))
    for found in DATE.finditer(reading.lower) if reading.has("birth") else ():
        word = reading.word_at(found.start())
        near = reading.marks_from("birth", word - 8, word + 9)
        beside = [mark for mark in near if -40 < found.start() - reading.span_of(mark).end < 30]
        if any(not _is_feast(reading, mark, found) for mark in beside):
            yield Hit(Span(*found.span()))


def _is_feast(reading: Reading, mark: Mark, found: re.Match[str]) -> bool:
    """The birthday of a building, a team or a scheme; or when it is to be kept, which is no year that a child of
    ours who can read was born in."""
    year = _LAST_FIGURES.search(found[0])
    if year is not None and _year_of(year[0]) >= _OLDEST_ANIMAL and _is_of_animal(reading, found):
        return True
    if reading.words[mark.first] not in _KEPT:
        return False
    is_to_come = year is not None and len(year[0]) > _FIGURES_OF_YEAR_IN_SHORT and int(year[0]) >= _LATEST_BORN
    return is_to_come or _OF_NO_PERSON.search(reading.text_of(reading.sentence(mark))) is not None


def _is_of_animal(reading: Reading, found: re.Match[str]) -> bool:
    """A police dog's, and not that of whoever was with one."""
    number = reading.sentence_at(found.start())
    low, high = reading.sentence_span(number)
    near = reading.lower[max(0, low - _LETTERS_NEAR) : min(high, low + MOST_LOOKED_AT)]
    return _ANIMAL.search(near) is not None and _PERSON.search(reading.lower, low, found.start()) is None


def _year_of(figures: str) -> int:
    """ "19" is 2019, "85" 1985."""
    year = int(figures)
    return year if year > _HUNDRED else year + (1900 if year > _LATEST_IN_SHORT else 2000)


def identity_number(reading: Reading) -> Iterable[Hit]:
    is_any = reading.figures >= FEWEST_FIGURES and _MANY_FIGURES.search(reading.lower)
    return _identity_numbers(reading) if is_any else ()


def _identity_numbers(reading: Reading) -> Iterator[Hit]:
    text = reading.lower
    for pattern, said in _NUMBERS_OF_PERSONS:
        for found in pattern.finditer(text) if said in text else ():
            if pattern is not _NINO or not _WORDS_OF_TWO.match(found[0]):
                yield Hit(Span(*found.span()))
    yield from _checked_numbers(reading)


def _checked_numbers(reading: Reading) -> Iterator[Hit]:
    """Those that a check digit tells."""
    is_about_health = reading.has("nhs-word")
    for found in _NHS.finditer(reading.lower):
        if (found[1] or is_about_health) and is_nhs_number(_digits_of(found)):
            yield Hit(Span(*found.span()))
    for found in _SPACED_NHS.finditer(reading.lower) if is_about_health else ():
        if is_nhs_number(_digits_of(found)):
            yield Hit(Span(*found.span()))
    for found in _CARD.finditer(reading.lower) if reading.figures >= FEWEST_OF_CARD else ():
        if _is_card_number(_digits_of(found)):
            yield Hit(Span(*found.span()))


def _digits_of(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0])


def _is_card_number(digits: str) -> bool:
    """Modulus 10, as ISO/IEC 7812-1 gives it."""
    doubled = [int(digit) * 2 for digit in digits[::2]]
    return (sum(each - 9 * (each > 9) for each in doubled) + sum(map(int, digits[1::2]))) % 10 == 0


def is_nhs_number(digits: str) -> bool:
    """Modulus 11, as the NHS Data Dictionary gives it."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9]) and digits.strip(digits[0]) != ""


# -- plates ------------------------------------------------------------------------------------------------------------

_PLATE = re.compile(r"(?<![\w/@.-])([a-z]{2}\d{2})(\s{0,2}|-)([a-z]{3})(?![\w@])")
_SPACED_PLATE = re.compile(r"\b[a-z](?:[ .-][a-z])[ .-]\d[ .-]\d[ .-][a-z][ .-][a-z][ .-][a-z]\b")
_PARTED_PLATE = re.compile(
    r"(?<![\w/@.-])(?!pc|ps|op|no|to|at|on|re|of|in)([a-z]{2})[ .-]\d{2}[ .-]([a-z]{3})(?![\w@])"
)
_OLD_PLATE = re.compile(
    r"(?<![\w/@.-])(?:[a-z]\d{1,3}\s?[a-z]{3}|[a-z]{3}\s?\d{1,3}[a-z]|[a-z]{1,2}[iz][a-z]?\s?\d{1,4}"
    r"|[iz][a-z]{1,2}\s?\d{1,4})(?![\w@])"
)
_DATELESS_PLATE = re.compile(r"(?<![\w/@.-])([a-z]{3}) ?\d{1,3}(?![\w@%.,:]*\d)(?!\w)")
_NO_PLATE_LIST = """
ref log cad inc crn ips pcn ford bmw kia bus div ngt nis fax tel ext pcs ops unit abv mph kmh
"""
_NO_PLATE = frozenset(_NO_PLATE_LIST.split())
_DUTCH_PLATE = re.compile(
    r"(?<![\w-])(?=[a-z0-9-]{8}(?![\w-]))(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)(?:[a-z]{1,3}|\d{1,3})-(?:[a-z]{1,3}"
    r"|\d{1,3})-(?:[a-z]{1,3}|\d{1,3})(?![\w-])"
)
_NO_LETTERS = re.compile(r"[^a-z]+")
_WORDS_AFTER_LIST = """
the and for was his her has are off out had not you all our new one two who car van man men boy are but can due ask
see get got let pcs met ran did end any via old per red set six ten too top use way yet cut age ago add big bit bus
day eye far few fit hit hot how job key law lay led lot low map may mix nor now odd own pay ppl put raw rid row run
sat saw say set she sit sky son sum sun tax tea the tie til tip van war wet why win won yes mot asb cid pcc nhs dvd
ltd fri sat sun mon tue wed thu jan feb mar apr may jun jul aug sep oct nov dec www com gmt bst
"""
_SAID_PLATE = re.compile(
    r"\b(?:plates?|reg|registration|vrm|number plate|kenteken|index)\W{0,3}(?:is |was |of |reads? |no )?$"
)
_WORDS_AFTER = frozenset(_WORDS_AFTER_LIST.split())


def plate(reading: Reading) -> Iterable[Hit]:
    if reading.context.plate_is_appeal or not _may_hold_plate(reading):
        return ()
    grave = Severity.REFUSE if reading.draft.has_media else None
    return (Hit(span, grave) for span in _plates(reading))


def _plates(reading: Reading) -> Iterator[Span]:
    for pattern, glance, is_plate in _KINDS:
        for found in pattern.finditer(reading.lower) if glance.search(reading.cased) else ():
            if is_plate(reading, found):
                yield Span(*found.span())


def _may_hold_plate(reading: Reading) -> bool:
    """Whether a capital stands beside a number, or a letter without a gap."""
    cased, lower = reading.cased, reading.lower
    for start, end in reading.numbers:
        low, high = max(0, start - 2), end + 2
        if cased[low:high] != lower[low:high] or lower[start - 1 : start].isalpha():
            return True
    return False


def _is_plate(reading: Reading, found: re.Match[str]) -> bool:
    """AB12 CDE: in capitals, in one, or where a vehicle is spoken of."""
    if reading.cased[found.start() : found.end()].isupper():
        return True
    return found[3] not in _WORDS_AFTER and (not found[2] or _is_about_vehicle(reading, found))


def _is_parted_plate(reading: Reading, found: re.Match[str]) -> bool:
    """AB 12 CDE, in capitals."""
    return _is_shouted(reading, found) and found[2] not in _WORDS_AFTER


def _is_old_plate(reading: Reading, found: re.Match[str]) -> bool:
    if not _is_shouted(reading, found) or not _is_about_vehicle(reading, found):
        return False
    said = _SAID_PLATE.search(reading.lower, max(0, found.start() - 24), found.start())
    return said is not None or _WORDS_AFTER.isdisjoint(_NO_LETTERS.split(found[0]))


def _is_dateless(reading: Reading, found: re.Match[str]) -> bool:
    """ABC 123, under a picture."""
    return reading.draft.has_media and found[1] not in _NO_PLATE and _is_old_plate(reading, found)


def _is_shouted(reading: Reading, found: re.Match[str]) -> bool:
    return reading.cased[found.start() : found.end()].isupper()


def _is_about_vehicle(reading: Reading, found: re.Match[str]) -> bool:
    if reading.draft.has_media and reading.has("vehicle"):
        return True
    return reading.sentence_at(found.start()) in reading.sentences_with["vehicle"]


# A pattern, a glance that tells fast where there is none, and what must be true besides.
_KINDS = (
    (_PLATE, re.compile(r"[0-9]{2}[\s-]{0,2}[A-Za-z]{3}"), _is_plate),
    (_OLD_PLATE, re.compile(r"[A-Z]\s?[0-9]|[0-9]\s?[A-Z]"), _is_old_plate),
    (_DATELESS_PLATE, re.compile(r"[A-Z] ?[0-9]"), _is_dateless),
    (_PARTED_PLATE, re.compile(r"[0-9]{2}[ .-][A-Z]{3}"), _is_parted_plate),
    (_SPACED_PLATE, re.compile(r"[A-Z][ .-][0-9]"), _is_shouted),
    (_DUTCH_PLATE, re.compile(r"[0-9]-[A-Z]|[A-Z]-[0-9]"), _is_shouted),
)


RULES = (
    Rule(
        id="date-of-birth",
        title="A date of birth",
        severity=Severity.REFUSE,
        sentence="private",
        advice="Give the age instead.",
        source=PRIVACY,
        finds=date_of_birth,
        needs=frozenset({"birth"}),
        glance=FIGURE,
        fires=(
            Example("DOB 12/03/1985"),
            Example("d.o.b 1 2 / 0 3 / 1 9 8 5"),
            Example("He gave his name. Birthday 12 March 1985."),
            Example("He was born on 3 March 1990."),
            Example("Born on the third of March nineteen ninety."),
        ),
        passes=(
            Example("Our station was opened on 3 March 1990."),
            Example("The nick turns 60 on 5/9/2026: come for cake."),
            Example("If you were born after 2010 you can join our cadets. We meet again on 3 March 2026."),
        ),
    ),
    Rule(
        id="identity-number",
        title="A number that belongs to one person",
        severity=Severity.REFUSE,
        sentence="private",
        advice="Leave it out: with it, somebody’s identity can be stolen.",
        source=PRIVACY,
        finds=identity_number,
        glance=FIGURE,
        fires=(
            Example("NI number AB 12 34 56 C"),
            Example("NHS no. 943 476 5919"),
            Example("passport 123456789"),
            Example("5334013720GBR6104184M2907228<<<<"),
        ),
        passes=(Example("Crime reference 2600123456."), Example("Call 0300 123 1234.")),
    ),
    Rule(
        id="plate",
        title="A vehicle’s registration",
        severity=Severity.ASK,
        refuses_where="beside a picture",
        sentence="private",
        advice="Show a plate only when the vehicle itself is what you look for.",
        source=PRIVACY,
        finds=plate,
        glance=FIGURE,
        fires=(Example("Silver Focus AB12 CDE parked on the crossing."), Example("Blue van, reg ab12cde")),
        passes=(
            Example("Silver Focus AB12 CDE", context={"plate_is_appeal": True}),
            Example("The M25 was closed, PC12 and her colleagues were there."),
        ),
    ),
)

"""Rules about details that lead to somebody's door: addresses, numbers, plates."""

import re
from collections.abc import Iterable, Iterator

import phonenumbers

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.reading import Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

MOST = 40
PRIVACY = "UK GDPR, Art. 5; College of Policing, APP: media and communications"

# -- places ------------------------------------------------------------------------------------------------------------

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d{1,2}[a-z]?)[ ]{0,2}(\d[abd-hjlnp-uw-z]{2})\b")
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")
_DUTCH_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b")
_STREET_WORD = r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|crescent|cres|terrace|place|court|gardens|grove|hill|row|square|walk|mews|parade|green|rise|view|estate|villas)"
_HOUSE = re.compile(
    rf"(?<![\d£.:/\-*#])\b(?:(?:flat|apartment|apt|unit|room)\s+\d{{1,4}}[a-z]?,?\s+(?:\d{{1,4}}[a-z]?,?\s+)?)?(?:no\.?\s*|number\s+)?(\d{{1,4}})[a-z]?,?\s+((?:[a-z][a-z'-]+\s+){{1,3}}?){_STREET_WORD}\b(?!\s+(?:residents|shops|homes|houses))"
)
_OTHER_HOUSE = re.compile(
    r"\b(?:\d{1,4}[a-z]?\s+(?:heol|ffordd|stryd|maes|lon|rhodfa|clos|bryn)\s+[a-z]\w+)|\b[a-z]\w{2,}(?:straat|weg|laan|plein|gracht|dijk|kade|singel)\s+\d{1,4}[a-z]?\b|\bflat\s+\d{1,3}[a-z]?,?\s+[a-z]\w+\s+(?:house|court|tower|point|heights)\b"
)
_NO_STREET = frozenset(
    "am pm cars people residents officers vehicles drivers minutes hours days weeks months years miles metres mph percent st nd rd th of on in at the and to for from by near along january february march april may june july august september october november december mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday bikes houses homes offences crimes reports calls men women youths pcs pcsos more new speeding tickets burglaries thefts incidents x off stretch were was is yards m km bus buses shops this our your a an visits arrests down up past between outside inside around all out over after before until till".split()
)
_POSITION = re.compile(r"-?\d{1,2}\.\d{4,}\s?°?\s?[ns]?\s{0,2}[,/; ]\s{0,2}-?\d{1,3}\.\d{4,}")
_THREE_WORDS = re.compile(
    r"///\s?[a-z]+\.[a-z]+\.[a-z]+|\b(?:what3words|w3w|what 3 words)\W{0,4}(?:is\s|:\s?|location\s)?\W{0,4}[a-z]+\.[a-z]+\.[a-z]+"
)


def address(reading: Reading) -> Iterator[Hit]:
    for span in _limited(_places(reading)):
        if not _is_open_to_all(reading, span):
            yield Hit(span)


def _places(reading: Reading) -> Iterator[Span]:
    text = reading.lower
    for found in _POSTCODE.finditer(text):
        is_shouted = reading.cased[found.start() : found.end()].isupper()
        if (
            is_shouted
            or (not _ORDINAL.fullmatch(found[2]) and " " not in found[0])
            or (not _ORDINAL.fullmatch(found[2]) and not _is_road(found[1]))
        ):
            yield Span(*found.span())
    for found in _HOUSE.finditer(text):
        words = found[2].split()
        if not _NO_STREET & set(words) and not _is_thing_counted(reading, found):
            yield Span(*found.span())
    for pattern in (_OTHER_HOUSE, _POSITION, _THREE_WORDS):
        for found in pattern.finditer(text):
            yield Span(*found.span())
    if "nl" in reading.languages:
        for found in _DUTCH_POSTCODE.finditer(reading.cased):
            yield Span(*found.span())


def _is_road(outward: str) -> bool:
    """M25, A470, B4293: roads, and no half of a postcode when typed small."""
    return re.fullmatch(r"[amb]\d{1,2}", outward) is not None


def _is_thing_counted(reading: Reading, found: re.Match[str]) -> bool:
    """Bus 61, junction 12, PC 1234: a number that belongs to what stands before it."""
    before = reading.lower[max(0, found.start() - 14) : found.start()].split()
    return bool(before) and before[-1] in {
        "bus",
        "junction",
        "pc",
        "pcso",
        "unit",
        "route",
        "ref",
        "log",
        "j",
        "op",
        "shift",
        "the",
        "over",
        "about",
        "than",
        "under",
        "nearly",
        "almost",
        "for",
        "some",
    }


def _is_open_to_all(reading: Reading, span: Span) -> bool:
    """Where everybody is asked to come: a station, a hall, a stall."""
    number = reading.sentence_at(span.start)
    near = {number - 1, number, number + 1}
    if not near & reading.sentences_with["venue"]:
        return False
    return number not in reading.sentences_with["own-home"]


# -- numbers of persons ------------------------------------------------------------------------------------------------

_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?(?:\sof)?[\s./-]{1,3}(?:\d{1,2}|jan\w*|feb\w*|mar\w*|apr\w*|may|mei|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|okt\w*|nov\w*|dec\w*)[\s./-]{1,3}(?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b"
)
_NINO = re.compile(
    r"\b(?!b\s?g|g\s?b|n\s?k|k\s?n|t\s?n|n\s?t|z\s?z)[abceghj-prstw-z]\s?[abceghj-nprstw-z](?:[ -]?\d){6}[ -]?[a-d]\b"
)
_SAID_NINO = re.compile(
    r"\b(?:nino|ni|n\.i\.|national insurance|yswiriant gwladol)\b[^\n]{0,40}?\b[a-z]\s?[a-z](?:[ -]?\d){6}[ -]?[a-z]?\b"
)
_NHS = re.compile(r"(?<![\d+])(?<!\d )\d{3}([ -]?)\d{3}\1\d{4}(?!\d)")
_LICENCE = re.compile(r"\b[a-z9]{5}\s?\d[0156]\d[0-3]\d\d\s?[a-z9]{2}\s?\d[a-z]{2}\b")
_PASSPORT = re.compile(r"\bpas(?:sport|poort)[\w\s:.#-]{0,24}?\b[a-z]{0,2}\d{7,9}\b")
_BSN = re.compile(r"\b(?:bsn|burgerservicenummer)\W{0,3}(?:is\s|nummer\s)?\d{9}\b")


def date_of_birth(reading: Reading) -> Iterator[Hit]:
    marks = reading.marks("birth")
    if not marks:
        return
    for found in _limited(Span(*found.span()) for found in _DATE.finditer(reading.lower)):
        if any(-40 < found.start - reading.span_of(mark).end < 30 for mark in marks):
            yield Hit(found)


def identity_number(reading: Reading) -> Iterator[Hit]:
    text = reading.lower
    for pattern in (_NINO, _SAID_NINO, _LICENCE, _PASSPORT, _BSN):
        for found in pattern.finditer(text):
            yield Hit(Span(*found.span()))
    for found in _NHS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if is_nhs_number(digits) and (found[1] or reading.has("nhs-word")):
            yield Hit(Span(*found.span()))


def is_nhs_number(digits: str) -> bool:
    """Modulus 11, as the NHS Data Dictionary gives it."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9]) and digits.strip(digits[0]) != ""


# -- plates ------------------------------------------------------------------------------------------------------------

_PLATE = re.compile(r"(?<![\w/@.-])([a-z]{2}\d{2})(\s{0,2}|-)([a-z]{3})(?![\w@])")
_SPACED_PLATE = re.compile(r"(?<![A-Z]\s)\b[A-Z](?:[ .-][A-Z])[ .-]\d[ .-]\d[ .-][A-Z][ .-][A-Z][ .-][A-Z]\b")
_OLD_PLATE = re.compile(
    r"(?<![\w/@.-])(?:[a-z]\d{1,3}\s?[a-z]{3}|[a-z]{3}\s?\d{1,3}[a-z]|[a-z]{1,2}[iz][a-z]?\s?\d{1,4}|[iz][a-z]{1,2}\s?\d{1,4})(?![\w@])"
)
_DUTCH_PLATE = re.compile(
    r"(?<![\w-])(?=[a-z0-9-]{8}(?![\w-]))(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)(?:[a-z]{1,3}|\d{1,3})-(?:[a-z]{1,3}|\d{1,3})-(?:[a-z]{1,3}|\d{1,3})(?![\w-])"
)
_WORDS_AFTER = frozenset(
    "the and for was his her has are off out had not you all our new one two who car van man men boy are but can due ask see get got let pcs met ran did end any via old per red set six ten too top use way yet cut age ago add big bit bus day eye far few fit hit hot how job key law lay led lot low map may mix nor now odd own pay ppl put raw rid row run sat saw say set she sit sky son sum sun tax tea the tie til tip van war wet why win won yes mot asb cid pcc nhs dvd ltd fri sat sun mon tue wed thu jan feb mar apr may jun jul aug sep oct nov dec www com gmt bst".split()
)


def plate(reading: Reading) -> Iterator[Hit]:
    if reading.context.plate_is_appeal:
        return
    grave = Severity.REFUSE if reading.draft.has_media else None
    for span in _limited(_plates(reading)):
        yield Hit(span, grave)


def _plates(reading: Reading) -> Iterator[Span]:
    for found in _PLATE.finditer(reading.lower):
        shown = reading.cased[found.start() : found.end()]
        if (
            shown.isupper()
            or (not found[2] and found[3] not in _WORDS_AFTER)
            or (found[3] not in _WORDS_AFTER and _is_about_vehicle(reading, found.start()))
        ):
            yield Span(*found.span())
    for found in _OLD_PLATE.finditer(reading.lower):
        shown = reading.cased[found.start() : found.end()]
        letters = re.sub(r"[^a-z]", " ", found[0]).split()
        if shown.isupper() and not set(letters) & _WORDS_AFTER and _is_about_vehicle(reading, found.start()):
            yield Span(*found.span())
    for found in _SPACED_PLATE.finditer(reading.cased):
        yield Span(*found.span())
    for found in _DUTCH_PLATE.finditer(reading.lower):
        if reading.cased[found.start() : found.end()].isupper():
            yield Span(*found.span())


def _is_about_vehicle(reading: Reading, position: int) -> bool:
    return reading.sentence_at(position) in reading.sentences_with["vehicle"]


# -- ways to reach somebody --------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"(?<![\w.,/*£#-])(?:\+|\(?0|7)(?:[ .\-()/]{0,3}[0-9o]){6,14}(?![\w*])")
_REFERENCE_BEFORE = re.compile(
    r"(?:ref(?:erence)?|log|incident|crime|occurrence|quot(?:e|ing)|crn|cad|number|no|zaaknummer|cyfeirnod)\W{0,3}(?:no\.?|number|ref(?:erence)?|is|of)?\W{0,4}$"
)
_FREE_PREFIXES = (
    "0800",
    "0808",
    "030",
    "031",
    "033",
    "034",
    "037",
    "0845",
    "0870",
    "0500",
    "080 ",
    "0900",
    "0880",
    "+44800",
    "+44808",
    "+4430",
    "+4433",
    "+4434",
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]| at )\s?(?:[\w-]{1,63}\s?(?:\.|\(dot\)|\[dot\]| dot )\s?){1,5}[a-z]{2,10}\b"
)
_OFFICIAL_HOSTS = (
    "police.uk",
    "gov.uk",
    "nhs.uk",
    "gov.wales",
    "llyw.cymru",
    "heddlu.cymru",
    "politie.nl",
    "overheid.nl",
    "sch.uk",
    "ac.uk",
    "mod.uk",
    "cjsm.net",
    "crimestoppers-uk.org",
    "actionfraud.police.uk",
)
_SHORTENER = re.compile(
    r"\b(?:t ?\. ?co(?= ?/)|bit ?\. ?ly|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|buff\.ly|rb\.gy|cutt\.ly|tiny\.cc|shorturl\.at|lnkd\.in|dlvr\.it|trib\.al|rebrand\.ly|s\.id|bl\.ink|t\.ly|v\.gd|adf\.ly|soo\.gd|shorte\.st|po\.st|db\.tt|amzn\.to|fb\.me|snip\.ly|ift\.tt|smarturl\.it|qr\.ae|x\.co|mcaf\.ee|u\.to|clck\.ru|zpr\.io|bitly\.com)\b/?"
)


def phone(reading: Reading) -> Iterator[Hit]:
    for span in _limited(_numbers(reading)):
        yield Hit(span)


def _numbers(reading: Reading) -> Iterator[Span]:
    region = "NL" if reading.languages == {"nl"} else "GB"
    for found in _DIGITS.finditer(reading.lower):
        typed = found[0].replace("o", "0").rstrip(" .-(/")
        digits = re.sub(r"\D", "", typed)
        before = reading.lower[max(0, found.start() - 40) : found.start()]
        if (
            typed.startswith("7")
            and len(digits) != 10
            or _REFERENCE_BEFORE.search(before)
            and not before.rstrip().endswith("number")
        ):
            continue
        if (
            _is_free(typed, digits)
            or _DATE.fullmatch(typed)
            or not _is_possible(digits if not typed.startswith("+") else f"+{digits}", region)
        ):
            continue
        if not reading.context.own_numbers or _international(digits, region) not in reading.context.own_numbers:
            yield Span(found.start(), found.start() + len(typed))


def _is_free(typed: str, digits: str) -> bool:
    whole = f"+{digits}" if typed.startswith("+") else digits
    return whole.startswith(_FREE_PREFIXES)


def _is_possible(number: str, region: str) -> bool:
    """phonenumbers, at the leniency POSSIBLE: VALID would refuse the numbers that are kept for fiction."""
    return (
        next(iter(phonenumbers.PhoneNumberMatcher(number, region, leniency=phonenumbers.Leniency.POSSIBLE)), None)
        is not None
    )


def _international(digits: str, region: str) -> str:
    code = "31" if region == "NL" else "44"
    return f"{code}{digits[1:]}" if digits.startswith("0") else digits


def email(reading: Reading) -> Iterator[Hit]:
    if (
        "@" not in reading.lower
        and " at " not in reading.lower
        and "at)" not in reading.lower
        and "at]" not in reading.lower
    ):
        return
    for found in _EMAIL.finditer(reading.lower):
        if " at " in found[0] and "dot" not in found[0]:
            continue
        host = re.split(r"@|\(at\)|\[at\]| at ", found[0])[-1].strip()
        host = re.sub(r"\s?(?:\(dot\)|\[dot\]|\.| dot )\s?", ".", host)
        own = reading.context.own_hosts
        if not any(host == known or host.endswith(f".{known}") for known in (*_OFFICIAL_HOSTS, *own)):
            yield Hit(Span(*found.span()))


def short_link(reading: Reading) -> Iterator[Hit]:
    for found in _SHORTENER.finditer(reading.lower):
        yield Hit(Span(*found.span()))


def _limited(spans: Iterable[Span]) -> Iterator[Span]:
    for number, span in enumerate(spans):
        if number == MOST:
            return
        yield span


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
            Example("Meet him at ///filled.count.soap"),
            Example("Inval op de Dorpsstraat 12", {"language": "nl"}),
        ),
        passes=(
            Example("Beat surgery at the Village Hall, 3 Mill Lane, ZZ1 1AA, on Tuesday."),
            Example("Speed checks on Mill Lane this morning: 61 cars, four too fast."),
            Example("Road closed on the M25 3rd lane until 4pm."),
        ),
    ),
    Rule(
        id="date-of-birth",
        title="A date of birth",
        severity=Severity.REFUSE,
        sentence="private",
        advice="Give the age instead.",
        source=PRIVACY,
        finds=date_of_birth,
        fires=(Example("DOB 12/03/1985"), Example("He was born on 3 March 1990.")),
        passes=(Example("Our station was opened on 3 March 1990."),),
    ),
    Rule(
        id="identity-number",
        title="A number that belongs to one person",
        severity=Severity.REFUSE,
        sentence="private",
        advice="Leave it out: with it, somebody’s identity can be stolen.",
        source=PRIVACY,
        finds=identity_number,
        fires=(Example("NI number AB 12 34 56 C"), Example("NHS no. 943 476 5919"), Example("passport 123456789")),
        passes=(Example("Crime reference 2600123456."), Example("Call 0300 123 1234.")),
    ),
    Rule(
        id="plate",
        title="A vehicle’s registration",
        severity=Severity.ASK,
        sentence="private",
        advice="Show a plate only when the vehicle itself is what you look for.",
        source=PRIVACY,
        finds=plate,
        fires=(Example("Silver Focus AB12 CDE parked on the crossing."), Example("Blue van, reg ab12cde")),
        passes=(
            Example("Silver Focus AB12 CDE", context={"plate_is_appeal": True}),
            Example("The M25 was closed, PC12 and her colleagues were there."),
        ),
    ),
    Rule(
        id="phone",
        title="A private telephone number",
        severity=Severity.ASK,
        sentence="private",
        advice="Is this number meant for everybody? Give 101, or one of our own.",
        source=PRIVACY,
        finds=phone,
        fires=(Example("Call Dave on 07700 900123."), Example("ring 0 7 7 0 0 9 0 0 1 2 3"), Example("020 7946 0018")),
        passes=(
            Example("Call 101, or Crimestoppers on 0800 555 111. In an emergency 999."),
            Example("Quote reference 07700900123."),
            Example("Samaritans: 116 123"),
        ),
    ),
    Rule(
        id="email",
        title="A private e-mail address",
        severity=Severity.ASK,
        sentence="private",
        advice="Is this address meant for everybody? Give one of the force.",
        source=PRIVACY,
        finds=email,
        fires=(Example("Mail dave.smith@gmail.com"), Example("dave at hotmail dot com")),
        passes=(Example("Mail riverside@peelborough.police.uk"), Example("Meet us at the hall.")),
    ),
    Rule(
        id="short-link",
        title="A link that hides where it leads",
        severity=Severity.ASK,
        sentence="plain",
        advice="Give the whole address: residents are told not to trust links that hide where they lead.",
        source="National Cyber Security Centre: phishing",
        finds=short_link,
        fires=(Example("More: bit.ly/3abcde"),),
        passes=(Example("More: https://www.peelborough.police.uk/news"),),
    ),
)

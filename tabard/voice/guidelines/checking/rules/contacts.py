"""Rules about ways to reach somebody: telephone numbers, mail, links."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import phonenumbers

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.glances import FIGURE, parts_of
from tabard.voice.guidelines.checking.reading import Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.addresses import PRIVACY
from tabard.voice.guidelines.checking.rules.details import DATE

FEWEST_FIGURES = 5  # some may be typed as letters
_DIGITS = re.compile(r"[+(0o7](?<![\w.,/*£#-][+(0o7])(?:(?<=\()[0o]|(?<!\())(?:[ .\-()/]{0,3}[0-9o]){6,14}(?![\w*])")
_HOURS = re.compile(r"[01]\d[0-5]\d\s?-\s?[0-2]\d[0-5]\d\b")  # 0730-0900
_REFERENCE_BEFORE = re.compile(
    r"(?:ref(?:erence)?|log|incident|crime|occurrence|quot(?:e|ing)|crn|cad|case|charity|zaaknummer"
    r"|cyfeirnod)\W{0,3}(?:no\.?|number|ref(?:erence)?|is|of)?\W{0,4}$"
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
_AT, _DOT = ("at)", "at]"), parts_of("dot")
_EMAIL = re.compile(
    r"(?<![\w.+@-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]| at )\s?(?:[\w-]{1,63}\s?(?:\.|\(dot\)|\[dot\]"
    r"| dot )\s?){1,5}[a-z]{2,10}\b"
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
# Twitter writes every link so: whoever brings an old post along did not choose to hide where it leads.
_TWITTERS_OWN = re.compile(r"(?<=://)t\.co/(?:\w{10}\b|\w{0,9}…)")
_SHORTENER = re.compile(
    r"\b(?:t ?\. ?co(?= ?/)|bit ?\. ?ly|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|buff\.ly|rb\.gy|cutt\.ly|tiny\.cc"
    r"|shorturl\.at|lnkd\.in|dlvr\.it|trib\.al|rebrand\.ly|s\.id|bl\.ink|t\.ly|v\.gd|adf\.ly|soo\.gd|shorte\.st"
    r"|po\.st|db\.tt|amzn\.to|fb\.me|snip\.ly|ift\.tt|smarturl\.it|qr\.ae|x\.co|mcaf\.ee|u\.to|clck\.ru|zpr\.io"
    r"|bitly\.com)\b/?"
)


def phone(reading: Reading) -> Iterable[Hit]:
    return map(Hit, _numbers(reading)) if reading.figures >= FEWEST_FIGURES else ()


def _numbers(reading: Reading) -> Iterator[Span]:
    region = "NL" if reading.languages == {"nl"} else "GB"
    for found in _DIGITS.finditer(reading.lower):
        typed = found[0].replace("o", "0").rstrip(" .-(/")
        digits = re.sub(r"\D", "", typed)
        before = reading.lower[max(0, found.start() - 40) : found.start()]
        if _HOURS.match(typed) or (typed.startswith("7") and len(digits) != 10) or _REFERENCE_BEFORE.search(before):
            continue
        if (
            _is_free(typed, digits)
            or DATE.fullmatch(typed)
            or not _is_possible(digits if not typed.startswith("+") else f"+{digits}", region)
        ):
            continue
        if not reading.context.own_numbers or _international(digits, region) not in reading.context.own_numbers:
            yield Span(found.start(), found.start() + len(typed))


def _is_free(typed: str, digits: str) -> bool:
    whole = f"+{digits}" if typed.startswith("+") else digits
    return whole.startswith(_FREE_PREFIXES)


@lru_cache(maxsize=1024)
def _is_possible(number: str, region: str) -> bool:
    """phonenumbers, at the leniency POSSIBLE: VALID would refuse the numbers that are kept for fiction."""
    return (
        next(iter(phonenumbers.PhoneNumberMatcher(number, region, leniency=phonenumbers.Leniency.POSSIBLE)), None)
        is not None
    )


def _international(digits: str, region: str) -> str:
    code = "31" if region == "NL" else "44"
    return f"{code}{digits[1:]}" if digits.startswith("0") else digits


def email(reading: Reading) -> Iterable[Hit]:
    return _addresses(reading) if reading.kinds & _DOT or "@" in reading.lower or reading.mentions(_AT) else ()


def _addresses(reading: Reading) -> Iterator[Hit]:
    for found in _EMAIL.finditer(reading.lower):
        if " at " in found[0] and "dot" not in found[0]:
            continue
        host = re.split(r"@|\(at\)|\[at\]| at ", found[0])[-1].strip()
        host = re.sub(r"\s?(?:\(dot\)|\[dot\]|\.| dot )\s?", ".", host)
        own = reading.context.own_hosts
        if not any(host == known or host.endswith(f".{known}") for known in (*_OFFICIAL_HOSTS, *own)):
            yield Hit(Span(*found.span()))


def short_link(reading: Reading) -> Iterable[Hit]:
    return _shortened(reading) if "/" in reading.lower else ()


def _shortened(reading: Reading) -> Iterator[Hit]:
    for found in _SHORTENER.finditer(reading.lower):
        if not _TWITTERS_OWN.match(reading.cased, found.start()):
            yield Hit(Span(*found.span()))


RULES = (
    Rule(
        id="phone",
        title="A private telephone number",
        severity=Severity.ASK,
        sentence="private",
        advice="Is this number meant for everybody? Give 101, or one of our own.",
        source=PRIVACY,
        finds=phone,
        glance=FIGURE,
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
        fires=(Example("More: bit.ly/3abcde"), Example("Read it on t . co / Ab12")),
        passes=(
            Example("More: https://www.peelborough.police.uk/news"),
            Example("Speed checks today http://t.co/aB3dE6gH9j"),
        ),
    ),
)

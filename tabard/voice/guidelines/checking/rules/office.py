"""The rule about what is said to children."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

_LINK = re.compile(
    r"\bhttps?://|\bhxxps?\b|\bw ?w ?w ?[.\s]|(?<![a-z0-9-])[a-z0-9-]{2,63}(?:\.| \. ?| ?\(d[o0]t\) ?|\[\.\]| d[o0]t )"
    r"(?:c[o0]m|org|net|uk|nl|gg|io|me|tv|co|be|ly|app|link|info|site|online|fun|games?|example|wales|cymru|xyz|shop"
    r"|club)\b"
)
_HANDLE = re.compile(r"(?<![\w.])@ ?[a-z0-9_.]{3,}|\b(?:at|on|is|as|me|snap|insta)\s[a-z]{2,20}_[a-z0-9_]{2,20}\b")
# "Hi Mini Police!", "Kids corner:", "Children of Beech Class,": who is spoken to.
_SPOKEN_TO = re.compile(
    r"(?:(?:^|[.!?\n])[^\w.!?\n]{0,4}|\b(?:hi|hello|hey|hiya|heya|dear|calling|morning|afternoon|thanks"
    r"|well done|listen up|hoi|hallo|dag|hey|helo|shwmae|bore da|annwyl)\b"
    r"(?:\W{1,3}(?:all|our|my|to|the|you|there|again|young|lovely|i|o))"
    r"{0,3}\W{1,3})(?:(?:junior|little|mini|young|primary|small) )?"
    r"(?:kids|kidz|kiddies|kiddos|children|child(?:re)?n'?s|boys and girls|girls and boys|mini police|mini cops"
    r"|year (?:[1-9]|one|two|three|four|five|six|seven|eight)s?|(?:[a-z]+ )?class|cadets|juniors|pupils|youngsters"
    r"|kinderen|jongens en meisjes|blant|plant)\b'?"
    r"(?:\s(?:corner|club|room|zone|page|hour|time|of|in|at|from|the|van|de|yr|y"
    r"|[a-z]{2,12}(?= class| club| school| room| primary| academy))"
    r"|\s[a-z]{2,12}(?= class\b)){0,5}(?:\s[a-z]{0,12}(?:class|club|school|room|primary|academy|klas))?"
    r"(?=,(?!\s\w+,?\s(?:\w+,?\s)?and\b)|\s?[!:?\u2014\u2013-]|\s{0,2}[^\w\s.,'\"&/(]|\s{0,2}\n)"
)
_GROWN_UPS = re.compile(r"\b(?:parents?|carers?|grown[ -]?ups?|adults?|teachers?|guardians?|ouders?|rhieni|oedolyn)\b")
_OTHERS = re.compile(r"\b(?:someone|somebody|anyone|anybody|strangers?|people|they|if an?|never|iemand|rhywun)\b")
_OFFICIAL = re.compile(
    r"\b(?:police\.uk|gov\.uk|nhs\.uk|gov\.wales|llyw\.cymru|politie\.nl|sch\.uk|nspcc|childline|ceop)\b"
)


def office(reading: Reading) -> Iterator[Hit]:
    """In the children's room; elsewhere, where children are spoken to and asked to come to us unseen."""
    if reading.draft.kind is Kind.OFFICE:
        yield from _in_their_room(reading)
    elif reading.has("to-children") and _SPOKEN_TO.search(reading.lower):
        yield from _lured(reading)


def _lured(reading: Reading) -> Iterator[Hit]:
    is_hushed = reading.has("child-hush")
    for mark in reading.marks("child-lure"):
        if is_hushed or not _is_of_others(reading, mark):
            yield Hit(reading.span_of(mark))
    yield from _hushed(reading)
    if _GROWN_UPS.search(reading.lower) or _OFFICIAL.search(reading.lower):
        return
    for found in _LINK.finditer(reading.lower):
        if not any(host in reading.lower for host in reading.context.own_hosts):
            yield Hit(Span(*found.span()))


def _hushed(reading: Reading) -> Iterator[Hit]:
    """ "Don't tell your mum": said by us, and not of others who may say it."""
    for mark in reading.marks("child-hush"):
        if not _OTHERS.search(reading.text_of(reading.sentence(mark))):
            yield Hit(reading.span_of(mark))


def _in_their_room(reading: Reading) -> Iterator[Hit]:
    for pattern in (_LINK, _HANDLE):
        for found in pattern.finditer(reading.lower):
            yield Hit(Span(*found.span()))
    yield from _hushed(reading)
    for mark in reading.marks("office-word", "child-lure"):
        if not _is_of_others(reading, mark):
            yield Hit(reading.span_of(mark))


def _is_of_others(reading: Reading, mark: Mark) -> bool:
    """What they are told never to do, or to take care of when strangers do it."""
    is_asked_here = reading.words[mark.last - 1] in _OURS
    before = reading.words[max(0, mark.first - (2 if is_asked_here else 6)) : mark.first]
    return not _NEVER.isdisjoint(before) or reading.beside(mark, "office-fine")


_OURS = frozenset(["me", "us"])  # "you don't want your mates to see, message me"
_NEVER = frozenset(["never", "don't", "dont", "not", "nobody", "niet", "nooit", "peidiwch", "paid", "byth"])


RULES = (
    Rule(
        id="office",
        title="Said to children",
        severity=Severity.REFUSE,
        sentence="children",
        advice="To children: no links, no private messages, no accounts of your own, no meeting, "
        "and never ask who or where they are.",
        source="College of Policing, APP: media and communications; NSPCC: online safety",
        finds=office,
        fires=(
            Example("Which school do you go to?", {"kind": Kind.OFFICE}),
            Example("DM me on Snapchat", {"kind": Kind.OFFICE}),
            Example("Hi Mini Police! Any questions, just DM me."),
            Example("Kids! Do the quiz: www.splashquiz.example/go"),
        ),
        passes=(
            Example("Never tell anybody online your password.", {"kind": Kind.OFFICE}),
            Example("If someone asks you to keep it secret, tell a grown-up.", {"kind": Kind.OFFICE}),
            Example("Kids can join us at the fair. DM us with your questions."),
            Example("Kids! Ask your parents to print our maze from www.peelborough.police.uk."),
        ),
        kinds=frozenset({Kind.OFFICE, Kind.POST, Kind.REPLY}),
    ),
)

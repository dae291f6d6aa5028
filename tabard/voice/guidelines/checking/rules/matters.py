"""Rules about police work, and about what is asked of the public."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.lexicon import phrase_set
from tabard.voice.guidelines.checking.names import names_in
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule

APP_SOCIAL = "College of Policing, APP: media and communications, social media"
APP_IMAGES = "College of Policing, APP: images and footage"

# -- what we do --------------------------------------------------------------------------------------------------------


def live_operation(reading: Reading) -> Iterator[Hit]:
    """An operation, and words that it goes on or comes, close together, and none that it is over."""
    for mark in reading.marks("operation"):
        number = reading.sentence(mark)
        live = reading.sentences_with["live"]
        if number in live and not _is_over_by(reading, number):
            yield Hit(reading.span_of(mark))
        elif (number + 1 in live or number - 1 in live) and not any(
            _is_over_by(reading, near) for near in (number - 1, number, number + 1)
        ):
            yield Hit(reading.span_of(mark))


def _is_over_by(reading: Reading, number: int) -> bool:
    return number in reading.sentences_with["done"]


def tactics(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("tactics"):
        yield Hit(reading.span_of(mark))
    for mark in reading.marks("unmarked"):
        following = reading.words[mark.last : mark.last + 8]
        if any(word in phrase_set("car-detail") for word in following):
            yield Hit(reading.span_of(mark))


# -- what we say of ourselves ------------------------------------------------------------------------------------------


def politics(reading: Reading) -> Iterator[Hit]:
    if reading.has("politics-fine"):
        return
    for mark in reading.marks("politics"):
        yield Hit(reading.span_of(mark), Severity.REFUSE if reading.context.pre_election else None)


_SECRET = re.compile(
    r"\b(?:100\s?(?:%|percent|per cent)|totally|completely|fully|absolutely|always|guaranteed|guarantee|gegarandeerd|volledig|volstrekt|hollol)\W+(?:\w+\W+){0,3}?(?:anonym\w*|anoniem|ddienw|secret|geheim|untraceable|confidential)"
    r"|\b(?:anonym\w*|anoniem|secret|identity|name)\W+(?:\w+\W+){0,4}?(?:guarantee\w*|gegarandeerd|gwarant\w*|for life)"
)


def anonymity(reading: Reading) -> Iterator[Hit]:
    for found in _SECRET.finditer(reading.lower):
        number = reading.sentence_at(found.start())
        if number not in reading.sentences_with["crimestoppers"] and number not in reading.sentences_with["negation"]:
            yield Hit(Span(*found.span()))
    for mark in reading.marks("anonymity"):
        if not reading.beside(mark, "crimestoppers") and not _is_negated(reading, mark):
            yield Hit(reading.span_of(mark))


def _is_negated(reading: Reading, mark: Mark) -> bool:
    """ "We cannot promise that you stay anonymous"."""
    before = reading.words[max(0, mark.first - 4) : mark.first]
    return any(word in {"cannot", "can't", "cant", "not", "never", "don't", "unable", "won't"} for word in before)


def emergency(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("report-word"):
        number = reading.sentence(mark)
        near = (number, number + 1) if reading.text_of(number).rstrip().endswith("?") else (number,)
        for sentence in near:
            if (
                sentence in reading.sentences_with["channel-word"]
                and not _turns_away(reading, sentence)
                and not _is_for_information(reading, near)
            ):
                yield Hit(reading.span_of(mark))


_INFORMATION = re.compile(
    r"\b(?:info|information|footage|dashcam|cctv|witness\w*|recogni[sz]e|know (?:who|anything|him|her|them)|seen (?:it|him|her|them|this)|question|questions|feedback|ideas|suggestions|hello|hi|poll|vote|event|tip off|saw)\b"
)
_URGENT = re.compile(
    r"\b(?:emergenc|999|right now|happening|in danger|in progress|straight away|urgent|come running|send a car|crime number|report)"
)


def _is_for_information(reading: Reading, sentences: tuple[int, ...]) -> bool:
    """Witnesses may write; who needs us now, or reports a crime, may not be sent here."""
    said = " ".join(reading.text_of(number) for number in sentences)
    return _INFORMATION.search(said) is not None and _URGENT.search(said) is None


def _turns_away(reading: Reading, number: int) -> bool:
    """ "Do not report crime here": unless what we are told not to do is to ring."""
    text = reading.text_of(number)
    if re.search(
        r"\b(?:no need|don'?t (?:bother|ring|call|worry)|instead of (?:ringing|calling|101|999)|rather than (?:ringing|calling|101|999))",
        text,
    ):
        return False
    return (
        number in reading.sentences_with["negation"]
        or number + 1 in reading.sentences_with["negation"]
        and "monitored" in reading.text_of(number + 1)
    )


def round_the_clock(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("round-clock"):
        if reading.beside(mark, "account-word") and not reading.beside(mark, "negation"):
            yield Hit(reading.span_of(mark))


# -- what is asked of the public ---------------------------------------------------------------------------------------

_ASKED = re.compile(
    r"(?:^|[.!?:;,\n-]\s*|\b(?:please|then|just|go|or|and|to you|do|you can|you should|feel free to|all|everyone|somebody|someone|lads|residents|guys|it's ok to|why not|let's)\s+)$"
)


def vigilantism(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("vigilante"):
        if not _is_warned_of(reading, mark):
            yield Hit(reading.span_of(mark))
    for mark in reading.marks("catch-verb"):
        if _is_order(reading, mark) and not _is_warned_of(reading, mark):
            yield Hit(reading.span_of(mark))


def _is_order(reading: Reading, mark: Mark) -> bool:
    reached = [other for other in reading.marks("catch-object") if other.first == mark.last]
    if not reached or reading.words[reached[-1].last : reached[-1].last + 1] == ["for"]:  # "stop her for a chat"
        return False
    start = reading.span_of(mark).start
    return _ASKED.search(reading.lower[max(0, start - 24) : start]) is not None


def _is_warned_of(reading: Reading, mark: Mark) -> bool:
    """ "Do not confront him"; "let us catch him"."""
    before = reading.words[max(0, mark.first - 8) : mark.first]
    if any(word in phrase_set("negation") for word in before):
        return True
    return any(
        word in {"we", "we'll", "officers", "us", "our", "police", "helped", "help", "wij", "ons"}
        for word in before[-4:]
    )


def wanted(reading: Reading) -> Iterator[Hit]:
    if reading.draft.kind is Kind.APPEAL:
        yield from _lacks(reading)
        return
    if _is_over_or_pet(reading):
        return
    for mark in reading.marks("wanted"):
        number = reading.sentence(mark)
        if number not in reading.sentences_with["wanted-fine"] and not reading.has("verdict"):
            yield Hit(reading.span_of(mark))
    if any(name.is_sure for name in names_in(reading)) and not reading.has("verdict"):
        for found in _HEADED.finditer(reading.cased):
            yield Hit(Span(*found.span()))


def _is_over_or_pet(reading: Reading) -> bool:
    return bool(
        re.search(
            r"\b(?:no longer wanted|was wanted|previously wanted|had been wanted|located|now in custody)\b",
            reading.lower,
        )
    )


_HEADED = re.compile(
    r"\b(?:WANTED|GEZOCHT|YN EISIAU|AR FFO)\b|#[Ww]anted\b|#[Gg]ezocht\b|(?:^|\n)\W{0,4}(?:Wanted|Gezocht)\b(?!\s+(?:to|for)\b)"
)
_WAY_TO_TELL = re.compile(r"\b(?:101|999|112|crimestoppers|0800|https?://|www\.|0900|meld)")


def _lacks(reading: Reading) -> Iterator[Hit]:
    """An appeal has a line not to approach, and a way to tell us."""
    has_line = reading.has("not-approach")
    if not has_line or not _WAY_TO_TELL.search(reading.lower):
        yield Hit(Span(0, len(reading.lower)))


def missing(reading: Reading) -> Iterator[Hit]:
    marks = reading.marks("missing")
    if not marks:
        return
    custody = reading.marks("custody-image")
    if custody:
        yield Hit(reading.span_of(custody[0]), Severity.REFUSE)
        return
    if reading.draft.kind is Kind.MISSING:
        for mark in reading.marks("wanted"):
            yield Hit(reading.span_of(mark))
        return
    if reading.draft.kind is Kind.APPEAL or reading.has("pet") and not reading.has("singular-person"):
        return
    for mark in marks:
        if _is_sought(reading, mark):
            yield Hit(reading.span_of(mark))


def _is_sought(reading: Reading, mark: Mark) -> bool:
    if re.search(
        r"\b(?:found safe|safe and well|been found|has been located|now found|no longer missing|found and well|back home|reunited|been traced|veilig|terecht|yn ddiogel)\b",
        reading.lower,
    ):
        return False
    near = {reading.sentence(mark) + step for step in (-1, 0, 1)}
    return any(name.is_sure and reading.sentence(name.mark) in near for name in names_in(reading)) or reading.has(
        "wanted"
    )


def reward(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("reward"):
        text = reading.text_of(reading.sentence(mark))
        if re.search(
            r"[£€$]\s?\d|\b\d[\d.,]*k?\s?(?:pounds|euro|quid|grand|punt|o bunnoedd)\b|\b\d+k\b|\b(?:hundred|thousand|grand|quid|euro)\b",
            text,
        ) and not reading.has("pet"):
            yield Hit(reading.span_of(mark))


RULES = (
    Rule(
        id="live-operation",
        title="An operation that goes on",
        severity=Severity.REFUSE,
        sentence="operations",
        advice="Not while it goes on: schedule it for when everybody is safe.",
        source=APP_SOCIAL,
        finds=live_operation,
        fires=(
            Example("We are about to execute a drugs warrant on Gaol Lane."),
            Example("Raid in progress on the Kestrel Estate right now!"),
        ),
        passes=(
            Example("We carried out a warrant on Gaol Lane this morning. It is finished."),
            Example("You may see officers in Riverside this afternoon. Say hello!"),
        ),
        four_eyes=True,
    ),
    Rule(
        id="tactics",
        title="How we work in secret",
        severity=Severity.REFUSE,
        sentence="operations",
        advice="Leave out how we found or watched somebody.",
        source=APP_SOCIAL,
        finds=tactics,
        fires=(
            Example("Covert officers watched the shop."),
            Example("An ANPR hit led us to him."),
            Example("We traced his phone to a flat."),
        ),
        passes=(Example("Our officers were out on bikes in hi-vis."),),
    ),
    Rule(
        id="politics",
        title="Party politics",
        severity=Severity.REVIEW,
        sentence="impartial",
        advice="We take no side. Before an election, even less.",
        source="Police Regulations 2003, Schedule 1; College of Policing, APP: pre-election period",
        finds=politics,
        fires=(Example("Vote Labour on Thursday."), Example("The government has failed our town.")),
        passes=(
            Example("Polling stations are open. Officers are on patrol nearby."),
            Example("Our Police and Crime Commissioner came to meet residents."),
        ),
    ),
    Rule(
        id="anonymity",
        title="A promise that nobody can be traced",
        severity=Severity.REFUSE,
        sentence="honest",
        advice="Say “you do not have to give your name”. If somebody’s life is at risk we may try to trace you.",
        source="Norfolk Constabulary: reporting anonymously; Crimestoppers",
        finds=anonymity,
        fires=(Example("Tell us, you are totally anonymous."), Example("Nobody will ever know it was you.")),
        passes=(
            Example("You don't have to give your name."),
            Example("Contact Crimestoppers, 100% anonymous, on 0800 555 111."),
        ),
    ),
    Rule(
        id="emergency",
        title="Emergencies by message",
        severity=Severity.REFUSE,
        sentence="reach",
        advice="In an emergency 999. Nobody reads this at all hours: say where crime is reported.",
        source=f"{APP_SOCIAL}: digital desk triage",
        finds=emergency,
        fires=(Example("In an emergency just DM us."), Example("Report crime in the comments below.")),
        passes=(Example("In an emergency call 999. Please don't report crime on here."),),
    ),
    Rule(
        id="round-the-clock",
        title="Here at all hours",
        severity=Severity.ASK,
        sentence="reach",
        advice="Is somebody really here at all hours? Say when you answer.",
        source=APP_SOCIAL,
        finds=round_the_clock,
        fires=(Example("This page is monitored 24/7."),),
        passes=(Example("This page is not monitored 24/7."), Example("The petrol station is open 24/7.")),
    ),
    Rule(
        id="vigilantism",
        title="Asking the public to act",
        severity=Severity.REFUSE,
        sentence="reach",
        advice="Ask nobody to catch, follow or confront. Say: do not approach, call 999.",
        source=APP_IMAGES,
        finds=vigilantism,
        fires=(Example("If you see this man, grab him."), Example("Time to name and shame these thieves.")),
        passes=(
            Example("Do not confront him: call 999."),
            Example("Help us catch him. Grab a coffee with us on Friday."),
        ),
    ),
    Rule(
        id="wanted",
        title="A wanted appeal without its parts",
        severity=Severity.REFUSE,
        sentence="appeals",
        advice="Somebody wanted needs an appeal: the reason, who approved it, until when, how to tell us, and not to approach.",
        source=APP_IMAGES,
        finds=wanted,
        fires=(
            Example("John Smith is wanted in connection with a burglary."),
            Example("Have you seen this man?", {"kind": Kind.APPEAL}),
        ),
        passes=(
            Example("Volunteers wanted for our speed watch."),
            Example("Wanted: John Smith. Do not approach him, call 999.", {"kind": Kind.APPEAL}),
        ),
    ),
    Rule(
        id="missing",
        title="A missing person",
        severity=Severity.REVIEW,
        sentence="appeals",
        advice="Somebody missing needs an appeal of its own. They are missing, not wanted; a custody image is the last resort.",
        source=APP_IMAGES,
        finds=missing,
        fires=(
            Example("Missing: Olivia Brown, 34, last seen in Riverside."),
            Example("Missing Olivia Brown (custody image attached)."),
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
        fires=(Example("£500 reward for information."),),
        passes=(Example("A rewarding day at the school fair: £500 raised."),),
    ),
)

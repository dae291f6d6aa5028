"""Rules about what we say of ourselves, and what is asked of the public."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.reading import Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.operations import APP_SOCIAL

# "Vote for Reed!", and not "vote for your favourite", nor for PD Wez.
_VOTE_FOR = re.compile(
    r"\b(?:[Vv]ot(?:e|es|ing)|VOTE)\s(?:for\s)?(?!PC|PD|PCSO|Pc|Pd|Police|Team|Us|The|A\b|I\b|Now|Here|Today|On|In|At"
    r"|By|Your|Our|"
    r"Below|Best|Closes|Opens|Yes|No)(?:[A-Z][a-z]{2,15})(?=[!.?,]|\s(?:on|in|this|next|today|tomorrow|to|because|and"
    r"|he|she|they)\b|$)"
)


def politics(reading: Reading) -> Iterator[Hit]:
    fine = reading.sentences_with["politics-fine"]
    grave = Severity.REFUSE if reading.context.pre_election else None
    for mark in reading.marks("politics"):
        if reading.sentence(mark) not in fine:
            yield Hit(reading.span_of(mark), grave)
    for found in _VOTE_FOR.finditer(reading.cased) if reading.has("vote-word") and not fine else ():
        yield Hit(Span(*found.span()), grave)


_INFORMATION = re.compile(
    r"\b(?:info|information|footage|dash ?cam|cctv|witness\w*|recogni[sz]e|know (?:who|anything|him|her|them|this)|"
    r"seen (?:it|him|her|them|this)|question|questions|feedback|ideas|suggestions|poll|vote|event|report back"
    r"|tip off|saw|details|"
    r"your (?:ref|reference|number|contact|address|email)|the ref|thanks|sorry|passed|called you|ring you|views"
    r"|survey|join|"
    r"interested|crime prevention|advice|visit|book|appointment|getuig\w*|beelden|vragen|cwestiwn|tystion)\b"
)
_URGENT = re.compile(
    r"\b(?:emergenc|999|112|witnessing|right now|happening|in danger|in progress|straight away|urgent|come running|"
    r"send (?:a car|an officer|someone|somebody|help)|crime number|being (?:followed|attacked)|noodgeval|spoed"
    r"|argyfwng|"
    r"(?:crime|theft|burglary|assault|damage|incident|something|anything) to report|"
    r"(?:robbed|burgled|assaulted|scammed|attacked|mugged)\?|reports? (?:will|can) be|"
    r"details of (?:the|your|any) (?:theft|crime|burglary|assault|incident|damage)|"
    r"victims? of|report (?:the|an|each) (?:offence|crime|theft|incident|damage)|"
    r"record it|crime it|log it|been (?:robbed|burgled|attacked|assaulted|scammed|mugged)|"
    r"your (?:crime|burglary|theft|robbery|assault|stolen)|deployed|straight round|on our way|"
    r"(?:i'?ll|we'?ll) (?:be there|come|send|be (?:straight|right) )|"
    r"report (?:it|any|crime|your|a|shop|drug|asb|incidents?|burglar)|instead of|no need)"
)
_NOT_RINGING = re.compile(
    r"\b(?:no need|(?:don'?t|do not|never|stop) (?:bother|fancy|like|faff|mess|muck|fiddle|ring|call|worry|wait"
    r"|hang|sit|queue|hold|dial|phone|waste)\w*"
    r"|(?:cannot|can'?t|unable to|afraid to) (?:speak|talk|ring|call|phone|get through)"
    r"|(?:instead of|rather than) (?:ringing|calling|phoning"
    r"|101"
    r"|999)|"
    r"(?:quicker|faster|easier|better) than|(?:saves?|beats?|skip|avoid|sick of|fed up (?:of|with)|forget|ditch|bypass"
    r"|never mind|spare yourself) (?:\w+ ){0,3}(?:ring|queu|wait|hold|call|phon|101|999|112|three nines)"
    r"|hoef je niet|niet (?:te |eerst )?bellen|bel (?:maar )?niet|geen (?:112|0900|telefoon)"
    r"|does dim angen|peidiwch (?:a )?(?:phoeni|ffonio|trafferthu|boddran)|yn lle ffonio)"
)


_RINGING = re.compile(
    r"\b(?:call|ring|dial|phone|dialling|calling|bel|ffoniwch)\b[\w\s,:]{0,12}\b(?:999|112|101|0900)\b"
    r"|\bemergenc\w+\W{1,3}999\b"
    r"|(?:\b(?:on|to|via|or|by|use|using|through|and)|[,/;:&-])\s?(?:101|999|112|our website|the website|our online"
    r"|online|report online)\b(?!\s(?:takes|is|are|queue|will|never|too|line|lines|wait|if you must))"
)


def emergency(reading: Reading) -> Iterator[Hit]:
    channels = reading.sentences_with["channel-word"] | _here_instead(reading)
    judged: dict[int, bool] = {}
    for mark in reading.marks("report-word") if channels else ():
        if mark.first and reading.words[mark.first - 1] in _LESS:
            continue
        number = reading.sentence(mark)
        if number not in judged:
            judged[number] = _is_sent_here(reading, number, channels)
        if judged[number]:
            yield Hit(reading.span_of(mark))
    for span in _sent_for_by_message(reading):
        yield Hit(span)


def _here_instead(reading: Reading) -> set[int]:
    """Sentences that tell to report here, and not to ring: "skip the queue and report it here"."""
    here = reading.sentences_with["report-here"]
    return {number for number in here if _NOT_RINGING.search(reading.text_of(number))}


_LESS = frozenset(["non", "not", "isn't", "less"])  # urgent
_COMING = re.compile(
    r"\b(?:i'?ll|we'?ll|i will|we will|i can|we can|someone will|an officer will|and i"
    r"|and we)\s(?:\w+\s){0,2}?(?:get there|be there|come|be round|pop round"
    r"|be over|be on (?:them|him|it|her)|have wheels"
    r"|get (?:a|an) (?:car|officer|unit|patrol|crew|team)"
    r"|be straight|send|dispatch|attend|turn up|turn out|head over|head round|shoot round|whizz round"
    r"|nip round)\b"
)


def _sent_for_by_message(reading: Reading) -> Iterator[Span]:
    """ "Send me a message, and I'll get there quick": whatever it is about, somebody counts on us."""
    for number in reading.sentences_with["channel-word"]:
        found = _COMING.search(reading.text_of(number))
        if found is None or number in reading.sentences_with["event"]:
            continue
        if not _turns_away(reading, number) and _INFORMATION.search(reading.text_of(number)) is None:
            yield reading.sentence_span(number)


def _is_sent_here(reading: Reading, number: int, channels: frozenset[int]) -> bool:
    """Whether this sentence, or the answer to its question, says to write to us."""
    is_question = reading.text_of(number).rstrip().endswith("?")
    if is_question and _SAYS_NO.match(reading.text_of(number + 1)):
        return False
    near = _answered(reading, number)
    is_here = any(each in channels and not _turns_away(reading, each) for each in near)
    return is_here and not _is_for_information(reading, near)


def _answered(reading: Reading, number: int) -> tuple[int, ...]:
    """A question with the sentence that answers it: "Burgled? Robbed? Tag us"."""
    last = number
    while last < number + _MOST_ASKED and reading.text_of(last).rstrip().endswith("?"):
        last += 1
    return tuple(range(number, last + 1))


_MOST_ASKED = 3
_SAYS_NO = re.compile(r"\W{0,4}(?:a\W{1,3})?(?:no|nope|sorry|afraid not|nee|na)\b(?! need)")


def _is_for_information(reading: Reading, sentences: tuple[int, ...]) -> bool:
    """Witnesses may write; who needs us now, or reports a crime, may not be sent here."""
    said = " ".join(reading.text_of(number) for number in sentences)
    return _INFORMATION.search(said) is not None and _URGENT.search(said) is None


def _turns_away(reading: Reading, number: int) -> bool:
    """ "Do not report crime here": unless what we are told not to do is to ring."""
    if _NOT_RINGING.search(reading.text_of(number)):
        return False
    if _RINGING.search(reading.text_of(number)):
        return True
    refused = reading.sentences_with["negation"]
    return number in refused or (number + 1 in refused and "monitored" in reading.text_of(number + 1))


def round_the_clock(reading: Reading) -> Iterator[Hit]:
    for mark in reading.marks("round-clock"):
        if reading.beside(mark, "account-word", "on-duty") and not reading.marks_from(
            "negation", mark.first - 5, mark.first
        ):
            yield Hit(reading.span_of(mark))


RULES = (
    Rule(
        id="politics",
        title="Party politics",
        severity=Severity.REVIEW,
        refuses_where="in the days before an election",
        sentence="impartial",
        advice="We take no side. Before an election, even less.",
        source="Police Regulations 2003, Schedule 1; College of Policing, APP: pre-election period",
        finds=politics,
        needs=frozenset({"politics", "vote-word"}),
        fires=(
            Example("Vote Labour on Thursday."),
            Example("Vote for Reed!"),
            Example("The government has failed our town."),
        ),
        passes=(
            Example("Polling stations are open. Officers are on patrol nearby."),
            Example("Our Police and Crime Commissioner came to meet residents."),
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
        needs=frozenset({"report-word", "channel-word", "report-here"}),
        fires=(
            Example("In an emergency just DM us."),
            Example("Report crime in the comments below."),
            Example("See him outside again? Send me a message on here and I'll get there quick."),
            Example("Had your bike stolen? Message me and I'll log it."),
            Example("If someone's hurt, message this page."),
        ),
        passes=(
            Example("In an emergency call 999. Please don't report crime on here."),
            Example("If you saw anything please DM us or call 101."),
            Example("In an emergency dial 999, for a natter message us."),
            Example("Anything suspicious please report to 101 or DM me."),
        ),
    ),
    Rule(
        id="round-the-clock",
        title="Here at all hours",
        severity=Severity.ASK,
        sentence="reach",
        advice="Is somebody really here at all hours? Say when you answer.",
        source=APP_SOCIAL,
        finds=round_the_clock,
        needs=frozenset({"round-clock"}),
        fires=(Example("This page is monitored 24/7."), Example("Our page is staffed around the clock.")),
        passes=(Example("This page is not monitored 24/7."), Example("The petrol station is open 24/7.")),
    ),
)

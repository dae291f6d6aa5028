"""Rules about who is named beside an arrest or a charge."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.findings import Bound, Kind, Severity
from tabard.voice.guidelines.checking.names import Name, is_done_to, names_in
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.bystanders import acts, helps, is_for_fun, is_of_a_body
from tabard.voice.guidelines.checking.rules.first_names import first_names

APP_ARRESTS = "College of Policing, APP: arrests, charges and judicial outcomes"
_NEAR = "Characters between a name and what is said to have happened"
NEAR = {
    "arrest": Bound("name-arrest", "near", _NEAR, 80, 20, 300),
    "charge": Bound("name-charge", "near", _NEAR, 80, 20, 300),
}
NEAR_IN_A_LIST = 260  # where the name has an age
_WORDS_NEAR, _WORDS_IN_A_LIST = 4, 60  # so many characters to a word, and so many words
_SHORT_WORD_BETWEEN = 36  # characters: "Arrested? Yes. Name of Rab Roe."
_SAME_OR_NEXT, _IN_A_LIST = 1, 6  # sentences
_NAMED_AS = re.compile(
    r"\b(?:identified|named|known|identify (?:him|her|them|the (?:man|woman)) as)\s(?:\w+\s)?as\s(?:\w+\s){0,3}$"
)
_PRESENTED = re.compile(
    r"(?:\b(?:is|are|was|were|named|called|as|our|by|yw|oedd|heet|is)\b|:|-|\()\s{0,2}(?:(?!by\b"
    r"|after\b)[\w']+\s){0,4}$|\b(?:is|was|were) (?:the|our|your) (?:[\w']+ )?[\w']+, $"
)
_SUFFERED_BEFORE = re.compile(
    r"\b(?:murder|death|killing|stabbing|shooting|attack|assault|robbery|abuse|rape) (?:of|on) (?:\w+ ){0,3}$"
)
_KIN = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Rev|Reverend|Mayor|[A-Z][a-z]{2,15})\s[A-Z][a-z]{2,15}'s\s(?:\w+\s)?"
    r"(?:son|daughter|wife|husband|brother|sister|mother|father|mum|dad|nephew|niece|grandson|granddaughter|lad|lass"
    r"|boy|girl|partner|boyfriend|girlfriend|uncle|cousin|twins)\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:an?|another|two|three|four|five|six|both|one|the|\d+)\s(?:[\w'-]+\s){0,4}?(?:man|men|woman|women|males?"
    r"|females?|"
    r"person|people|suspects?|teenagers?|lads?|youths?|boys?|girls?|driver|drivers|individuals?|yo|occupants?"
    r"|passenger)\b"
)
_IS_THE = re.compile(r"\s(?:is|was|yw|is) (?:the|our|y|yr|de)\b")
_PRONOUN = re.compile(r"\b(?:age:|he|he's|she|she's|they|they're|him|her|them|hij|hem|zij|ze|fe|hi|o|ef)\b")
_IS_WHO_DID = re.compile(
    r"\b(?:(?:our|the|this|that|your|[a-z]+'s) (?:\w+ )?(?:flasher|prowler|intruder|drink driver|fly-?tipper|scammer"
    r"|fraudster"
    r"|stalker|joyrider|poacher|knifeman|gunman|offender|conman|peeping tom|egger|graffiti artist|shoplifter|burglar"
    r"|thief|robber|vandal|dealer|culprit"
    r"|arsonist"
    r"|mugger|attacker)|(?:man|woman|lad|person|male|female|girl|boy|one) (?:seen|caught|pictured|filmed|who (?:stole"
    r"|broke"
    r"|nicked|smashed|robbed|punched|attacked|assaulted|burgled)))\b[^.!?\n]{0,80}\b(?:is|was|named as|called"
    r"|identified as"
    r"|turned out to be|turns out to be|none other than)\s(?:one\s|local\s|a\s|man\s){0,2}$"
)
_DID = re.compile(
    r"(?:,? (?:aged )?\d{1,2},?)?\s(?:who\s)?(?:punched|stole|robbed|attacked|assaulted|stabbed|burgled|broke into"
    r"|smashed"
    r"|nicked|mugged|threatened|spat at|headbutted)\s(?:a|an|the|his|her|two|our|from)\b"
    r"(?!\s(?:show|ball|march|hole|limelight|record|hearts?|ground))"
)
_NOT_CHARGED = re.compile(r"\b(?:not|never|n't|yet to be|nobody)\b[^.!?\n]{0,12}\bcharged\b")
_POINTS_AT = re.compile(
    r"\b(?:point(?:s|ed|ing)?|leads?|led|leading|traced?|traced back|belong(?:s|ed|ing)?|tracked|linked|back|down"
    r"|wijzen|wijst|wezen|leiden|leidt|leidde|pwyntio) (?:us )?(?:straight |right |only |all |directly |rechtstreeks )?"
    r"(?:to|at|towards|op|naar|at y?) (?:one |a |our |local )?$"
    r"|\b(?:blame|blaming|accuse|accusing|suspect|suspecting|fingered) (?:is |on |of |lies with )?$"
    r"|\b(?:in the frame|suspected|to blame|responsible|guilty|under suspicion)\b[^.!?\n]{0,30}"
    r"\b(?:is|was|are|but|except|than|apart from) $"
    r"|\b(?:stopped|searched|pulled over|chased|breathalysed|tackled) (?:one |local )?$"
    r"|\b(?:asking|wondering|guessed|(?:want|wants|wanted|like|dying) to know)\b[^.!?\n]{0,50}\b(?:who|its|it's|it is"
    r"|it was"
    r"|name|which)\b[^.!?\n]{0,40}$|\b(?:asking|wondering),? (?:it's|its|it was|that's|that was|he's|she's) $"
    r"|\bname (?:you're|you are|everyone's|everyone is) (?:\w+ )?(?:after|looking for|asking for|wanting) (?:is "
    r"|was )?$"
    r"|\b(?:verdenken|verdacht|amau) (?:van |we |wij )?$"
)
_KNOWN_AS_WHO = re.compile(
    r"\b(?:know|knows|knew|think|thinks|believe|believes|reckon|sure|certain|convinced|suspect|suspects|obvious|clear"
    r"|turns out|looks like|bet|established|weten|denken|gwybod|meddwl) (?:that |dat |mai |it |het |it's |it was "
    r"|was |is "
    r"|'twas |our man is |the culprit is ){0,3}$|\b(?:it was|it's|'twas|that was|that's|dat was|het was) $"
)
_WHO_DID_IT = re.compile(
    r"(?:,? (?:aged )?\d{1,2},?)?\s(?:who |that |die |a |wnaeth )?(?:has |had |heeft )?(?:set|took|stole|robbed"
    r"|nicked|keyed"
    r"|smashed|slashed|broke|did|started|burgled|punched|attacked|hit|threw|sprayed|damaged|torched|pinched|swiped"
    r"|lifted"
    r"|trashed|burned|burnt|lit|dumped|sold|dealt|kicked|spat|threatened|scratched|let down|stabbed|we (?:took|arrested"
    r"|nicked|lifted|picked|had|locked|led|are holding|spoke)|in the (?:van|back|cells)|(?:being )?(?:led|put|taken"
    r"|marched|bundled) |stal|pikte|vernielde|sloeg|bedreigde|gestolen|ddwyn|dorrodd|dwyn)"
)
_SPEAKING_TO = re.compile(
    r"\b(?:speak|speaking|spoke|spoken|talk|talking|talked|chat|chatting|chatted|word|words|sat down|interview"
    r"|interviewing|questioning|quizzing|conversation|praten|spreken|gesproken|praat|siarad) "
    r"(?:to|with|met|gyda|efo|a|â)? ?(?:a |one |local |mr |mrs |ms |miss ){0,2}$"
)
_ABOUT_IT = re.compile(
    r"(?:,? (?:aged )?\d{1,2},?)?\s(?:at the (?:station|nick)|in custody|(?:again |today |earlier |tonight |this \w+ "
    r"|at the station |earlier today )?(?:about|over|regarding|re|in connection with|in relation to|over de|am y|am yr)"
    r" (?:the |a |an |last night's |\w+day's |yesterday's |those |these |some |de |het )?(?:\w+ ){0,3}(?:theft|thefts"
    r"|burglary|burglaries|robbery|robberies|stabbing|fight|fire|fires|assault|attack|damage|break-in|break-ins|fraud"
    r"|missing (?:\w+ ){0,2}(?:money|tins?|cash|till)|drugs|dealing|graffiti|murder|shooting|arson|threats|shoplifting"
    r"|stolen|inbraak|inbraken|diefstal|brand|vechtpartij|steekpartij|lladrad|tân|ymosodiad)\b)"
)
_WORDS_CLOSE = 8
_OF_CUSTODY = frozenset(["suite", "visitor", "visitors", "block", "nurse", "nurses", "sergeant", "team", "staff"])
_SPOKEN_WITH = re.compile(r"\b(?:caution|interview|custody)\b[^.!?\n]{0,20}\bwith (?:\w+ ){0,2}$")
_ARRESTS, _NO = frozenset(["arrest", "arrests"]), frozenset(["no", "zero", "nil", "without"])
_LINKED = re.compile(r"\b(?:is|was|named|called|as|yw|oedd|heet)\b\W{0,2}(?:\w+\W{1,2}){0,3}$")


def _near(reading: Reading, name: Name, tag: str) -> Mark | None:
    """The nearest mark of a lexicon: in the same sentence or the next, or a little further from one in a list."""
    span, sentence = reading.span_of(name.mark), reading.sentence(name.mark)
    near = reading.bound(NEAR[tag])
    is_named_as = _NAMED_AS.search(reading.lower, max(0, span.start - 60), span.start) is not None
    characters = max(near, NEAR_IN_A_LIST) if name.has_age or is_named_as else near
    away = _IN_A_LIST if name.has_age else _SAME_OR_NEXT
    words = _WORDS_IN_A_LIST if characters > near else near // _WORDS_NEAR
    best: tuple[int, Mark] | None = None
    for mark in reading.marks_from(tag, name.mark.first - words, name.mark.last + words):
        if mark.first < name.mark.first and name.mark.last < mark.last:
            return mark  # "taken Rab Roe into custody"
        if (mark.first < name.mark.last and name.mark.first < mark.last) or _is_of_nobody(reading, mark):
            continue
        gap = max(reading.starts[mark.first] - span.end, span.start - reading.word_ends[mark.last - 1], 0)
        if best is not None and gap >= best[0] and mark.first >= name.mark.last:
            break  # those that follow are further away
        apart = abs(reading.sentence(mark) - sentence)
        is_near = apart <= away or (apart == away + 1 and gap <= _SHORT_WORD_BETWEEN)
        if gap <= characters and is_near and (best is None or gap < best[0]):
            best = (gap, mark)
    return None if best is None else best[1]


def _is_of_nobody(reading: Reading, mark: Mark) -> bool:
    """ "No arrests"; or the custody suite, where nurses and chaplains are, too."""
    if reading.words[mark.first] in _ARRESTS and reading.words[mark.first - 1] in _NO and mark.first:
        return True
    is_of_custody = reading.words[mark.last - 1] == "custody" and reading.words[mark.first] != "courtesy"
    return is_of_custody and not _OF_CUSTODY.isdisjoint(reading.words[mark.last : mark.last + 1])


def _named_beside(reading: Reading, tag: str) -> Iterator[Name]:
    """Who is named as somebody to whom this happened."""
    if not reading.marks(tag):
        return
    for name in names_in(reading):
        mark = _near(reading, name, tag)
        if mark is not None and _is_meant(reading, name, mark):
            yield name


def _is_meant(reading: Reading, name: Name, mark: Mark) -> bool:
    low, high = reading.sentence_span(reading.sentence(name.mark))
    start, end = reading.span_of(name.mark)
    before, after = reading.lower[max(low, start - 60) : start], reading.lower[end : min(high, end + 60)]
    if acts(after) or _SUFFERED_BEFORE.search(before):
        return False
    if mark.last == name.mark.first:
        return True
    if mark.first == name.mark.last and name.is_sure and not helps(before, after):
        return True
    if not name.has_age and is_for_fun(reading, name):
        return False
    is_done = is_done_to(reading, name)
    if not name.is_sure:
        is_close = 0 <= mark.first - name.mark.last <= _WORDS_CLOSE
        return (
            (is_done and is_close) or _SPOKEN_WITH.search(before) is not None or _is_linked(reading, name, mark, before)
        )
    if (helps(before, after) or is_of_a_body(after)) and not is_done:
        return False
    return not _is_of_another(reading, name, mark)


def _is_linked(reading: Reading, name: Name, mark: Mark, before: str) -> bool:
    """ "Our suspect is Rab Xyzzy"."""
    return reading.sentence(mark) == reading.sentence(name.mark) and _PRESENTED.search(before[-48:]) is not None


def _is_of_another(reading: Reading, name: Name, mark: Mark) -> bool:
    """Whether it happened to somebody else, who stands between: "Ann Roe rang us, and a man was arrested"."""
    here, there = reading.span_of(name.mark), reading.span_of(mark)
    if here.start < there.start:
        between = reading.lower[here.end : there.start]
        crosses = reading.sentence(mark) != reading.sentence(name.mark)
        is_told_on = name.has_age or is_done_to(reading, name) or _PRONOUN.search(between) is not None
        is_other = _SOMEBODY_ELSE.search(between) is not None and not _IS_THE.match(between)
        return is_other or (crosses and not is_told_on)
    between = reading.lower[there.end : here.start]
    if _LINKED.search(between) or name.has_age or is_done_to(reading, name):
        return False
    return _SOMEBODY_ELSE.search(between) is not None


def is_over(reading: Reading) -> bool:
    """Whether a court has spoken, of this and not of something earlier."""
    if reading.context.proceedings_active:
        return False
    marks = reading.marks("verdict")
    return bool(marks) and any(not _is_earlier(reading, mark) for mark in marks)


def _is_earlier(reading: Reading, verdict: Mark) -> bool:
    """Whether these words tell of somebody's past: "was jailed in 2019"."""
    return any(mark.last > verdict.first for mark in reading.marks_from("past", verdict.first - 8, verdict.last))


def name_arrest(reading: Reading) -> Iterator[Hit]:
    for name in suspects_named(reading):
        yield Hit(reading.span_of(name.mark))
    if reading.draft.kind not in {Kind.APPEAL, Kind.MISSING} and not is_over(reading):
        for span in (*first_names(reading), *_kin_of_somebody(reading)):
            yield Hit(span)


def _kin_of_somebody(reading: Reading) -> Iterator[Span]:
    """ "Mrs Roe's son was arrested": as good as a name."""
    for found in _KIN.finditer(reading.cased) if reading.has("arrest") else ():
        number = reading.sentence_at(found.start())
        if not {number - 1, number, number + 1}.isdisjoint(reading.sentences_with["arrest"]):
            yield Span(*found.span())


def suspects_named(reading: Reading) -> dict[Name, None]:
    """Who is named, in full, as somebody arrested or suspected."""
    return reading.once(_all_suspects)


def _all_suspects(reading: Reading) -> dict[Name, None]:
    if reading.draft.kind in {Kind.APPEAL, Kind.MISSING} or is_over(reading):
        return {}
    # we named them when we looked for them
    named = _named_beside(reading, "arrest")
    is_charged = reading.has("charge") and _NOT_CHARGED.search(reading.lower) is None
    charged = frozenset(
        name for name in _named_beside(reading, "charge") if is_charged and reading.beside(name.mark, "charge")
    )
    found = dict.fromkeys(
        name for name in named if name not in charged and not reading.beside(name.mark, "appealed", within=1)
    )
    for name in names_in(reading) if reading.has("crime", "offender", "harm", "arrest", "trouble") else ():
        if name.is_sure and name not in found and _is_told_on(reading, name):
            found[name] = None
    return found


def _is_told_on(reading: Reading, name: Name) -> bool:
    """ "Our shoplifter was Rab Roe", "Rab Roe punched a steward": without a word of arrest."""
    low, high = reading.sentence_span(reading.sentence(name.mark))
    start, end = reading.span_of(name.mark)
    before, after = reading.lower[max(low, start - 120) : start], reading.lower[end : min(high, end + 60)]
    if not (_IS_WHO_DID.search(before) or _DID.match(after) or _is_pointed_at(before, after)):
        return False
    is_known = reading.beside(name.mark, "family", "remembered", "appealed", within=1)
    return not is_known and not is_for_fun(reading, name)


def _is_pointed_at(before: str, after: str) -> bool:
    """ "It all points to Rab Roe", "we know it was Rab Roe who", "officers are speaking to Rab Roe about the fire"."""
    if _POINTS_AT.search(before) or (_KNOWN_AS_WHO.search(before) and _WHO_DID_IT.match(after)):
        return True
    return _SPEAKING_TO.search(before) is not None and _ABOUT_IT.match(after) is not None


def name_charge(reading: Reading) -> Iterator[Hit]:
    """Not in an appeal, which says why somebody is looked for."""
    if reading.draft.kind in {Kind.APPEAL, Kind.MISSING} or is_over(reading):
        return
    for name in _named_beside(reading, "charge"):
        yield Hit(reading.span_of(name.mark))


EVERYDAY = (
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
        bounds=(NEAR["arrest"],),
        needs=frozenset({"arrest", "crime", "offender", "harm", "trouble"}),
        fires=(
            Example("We have arrested John Smith, 34, on suspicion of theft."),
            Example("Tariq Mahmood was detained last night on Gaol Lane."),
            Example("john smith has been arrested again"),
            Example("mohammed al-rashidy who everyone rang about was lifted at nine"),
            Example("Our shoplifter from Tuesday was Kelvin Marsh."),
            Example("Mrs Dent's son has been arrested over the broken windows."),
            Example("Vannacht hebben wij in de Schoolstraat Kevin de Boer aangehouden.", {"language": "nl"}),
            Example("Two men locked up for robbery:\n- Tariq Menon, 19\n- Josh Abley, 20"),
            Example("Our prime suspect for the lead thefts is Barnaby Whitlow."),
            Example("Mae Rhys Morgan wedi cael ei arestio.", {"language": "cy"}),
            Example("Jan de Vries is aangehouden voor inbraak.", {"language": "nl"}),
        ),
        passes=(
            *EVERYDAY,
            Example("Police dog Rex helped to detain a suspect near Mill Lane."),
            Example("Thanks to Mary Evans, who rang us. A man was arrested."),
            Example("Three people were arrested in Bradley Stoke."),
            Example("No arrests at the derby, and what a header from Milan Horvat-Price."),
            Example("Daniel Fripp, who was wanted on recall to prison, has been arrested."),
        ),
    ),
    Rule(
        id="name-charge",
        title="A name beside a charge",
        severity=Severity.REVIEW,
        sentence="people",
        advice="Named after charge: check that there is no court order, nobody under 18 and no sexual offence, "
        "and keep to name, age, town, charge and court date.",
        source=APP_ARRESTS,
        finds=name_charge,
        bounds=(NEAR["charge"],),
        needs=frozenset({"charge"}),
        fires=(
            Example("Lee Carter, 29, has been charged with burglary and is due in court on Monday."),
            Example("Charged: Adele Winter, 31, with two counts of fraud."),
        ),
        passes=(*EVERYDAY, Example("A woman, 29, has been charged with burglary.")),
        four_eyes=True,
    ),
)

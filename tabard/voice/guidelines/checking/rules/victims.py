"""Rules that protect whoever suffered or saw something."""

import re
from collections.abc import Iterable, Iterator

from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.checking.names import Name, names_in, sentences_with_names
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span
from tabard.voice.guidelines.checking.rule import Example, Hit, Rule
from tabard.voice.guidelines.checking.rules.addresses import places_in
from tabard.voice.guidelines.checking.rules.bystanders import is_bystander
from tabard.voice.guidelines.checking.rules.child_signs import SCHOOL
from tabard.voice.guidelines.checking.rules.suspects import is_over, suspects_named
from tabard.voice.guidelines.checking.rules.witnesses import first_names_of_witnesses, is_in_a_matter, is_sufferer

_HARM = (
    r"(?:stabbed|robbed|attacked|assaulted|mugged|killed|murdered|shot|burgled|raped|scammed|conned|defrauded|beaten"
    r"|punched|kicked|threatened|abused|groomed|stalked|knocked (?:down|off|over)|run over|run down|struck by|hit by"
    r"|injured|crushed|trampled|hurt|spat at|bitten|"
    r"followed home|blackmailed|tricked|targeted by|harassed|kidnapped|held up|slashed|headbutted|glassed|"
    r"trafficked|exploited|racially abused|sexually assaulted|swindled|duped|fleeced|jumped|ambushed|chased|strangled|"
    r"(?:neergestoken|beroofd|mishandeld|aangevallen|overvallen|bedreigd|opgelicht|bestolen|gedood|vermoord"
    r"|aangereden)e?|"
    r"ymosod|lladrata|ladrata|trywanu|anafu|lladd|dwyllo|bygwth|guro|daro)"
)
_WHO_THAT_IS = (
    r"(?:(?:dr|rev|prof|cllr|councillor|father|sister|local|our|a|the|young|old|former|well|loved|known|much|popular"
    r"|dad|mum|father|mother|of|two|three|grandad"
    r"|gran|pensioner|student|teacher|resident|neighbour|een|de|onze|uit|buurman|buurvrouw)\s){0,5}"
)
_ABOUT = (
    r"(?:'s)?[\s,(]{0,3}(?:aged\s)?\d{0,3}[\s,)]{0,3}(?:(?:from|of|in|at|year|o"
    r"|uit)\s[\w'-]{1,20}(?:\s[\w'-]{1,20}){0,3}?,?\s)?"
)
_SUFFERED = re.compile(
    rf"{_ABOUT}(?:who\s)?(?:was|were|has been|had been|is|got|has|werd|is door|wedi cael ei|gael ei|himself was"
    rf"|herself was)\s"
    rf"(?:\w+\s){{0,3}}?{_HARM}\b"
    rf"|{_ABOUT}(?:ei|eu)\s(?:h?anafu|h?ymosod|ll?adrata|lladd|th?rywanu|drywanu|ll?ofruddio|th?aro|daro|ch?uro|guro"
    rf"|f?ygwth|bygwth|th?wyllo|dwyllo|th?reisio|dreisio)\b"
    rf"|{_ABOUT}(?:who\s)?(?:had|has had|got)\s(?:\w+\s){{1,5}}?(?:stolen|snatched|taken|nicked|smashed|broken into"
    rf"|burgled|"
    r"ransacked|vandalised|grabbed|damaged|slashed|pinched|trashed|torched|robbed|lifted|swiped|emptied|cloned)\b"
    r"|'s\s(?:\w+\s)?(?:house|home|flat|car|van|shed|garage|bike|phone|handbag|purse|shop|scooter|bungalow|bag"
    r"|wallet)\s"
    r"(?:was|has been|got|is)\s(?:\w+\s)?(?:burgled|broken|stolen|smashed|ransacked|robbed|torched|nicked|vandalised)\b"
    rf"|{_ABOUT},?\s?(?:who\s)(?:had|has had)\s(?:\w+\s){{1,5}}?(?:held to|pointed at|pulled on|thrown at|put to"
    r"|waved at)\b"
    rf"|{_ABOUT},?\s?(?:die|wie|werd|is)\s(?:\w+\s){{0,5}}?(?:geslagen|beroofd|mishandeld|neergestoken|overvallen"
    r"|bestolen|opgelicht|aangevallen|bedreigd|aangereden|gestoken|geschopt)\b"
    rf"|{_ABOUT},?\s?(?:a\s)?[cg]afodd\s(?:ei|eu)\s(?:\w+)"
    rf"|{_ABOUT}(?:who\s)?(?:has\s)?(?:sadly\s|tragically\s)?(?:died|passed away|lost (?:his|her) life|was found dead"
    rf"|is dead)\b"
    rf"|{_ABOUT}(?:who\s)?(?:lost|handed over|was tricked out of|gave|sent|transferred"
    rf"|wired)\s(?:\w+\s){{0,3}}?(?:[£€]|savings|thousands)"
    rf"|{_ABOUT}(?:who\s)?(?:bravely\s)?(?:reported|witnessed|saw)\s(?:a|an|the|it|being|her"
    rf"|his)\s?(?:\w+\s){{0,3}}?(?:sexual|rape|raped|"
    r"assault\w*|robbery|stabbing|attack\w*|murder|fight|gunman|abuse\w*|burglar\w*|thief|whole thing|crash|shooting"
    r"|knife)\b"
    r"|[\s,]{1,2}(?:your|her|his)\sex\b"
    rf"|,?\swhose\s(?:\w+\s){{1,3}}?(?:was|were|got|had|has been)\s(?:\w+\s)?(?:{_HARM}|stolen|taken|broken|smashed)\b"
    r"|[\s,]{1,2}(?:who\s)?(?:came home|came back|returned|woke up) to (?:find|a)\b"
)
_OF_STORY = (
    r"\b(?:who (?:saw|witnessed|heard|reported|was|got|lost|had|gave|told|picked|filmed|tackled)"
    r"|(?:die|wie) (?:\w+\s){0,4}(?:werd|zag|is)|a (?:gafodd|welodd|fu farw|laddwyd|anafwyd))\b"
)
_NAMED_AFTER = re.compile(
    rf"\b{_HARM}\b[\w\s',]{{0,60}}?\b(?:is|was|were|as|named|has been named)\s(?:\w+\s){{0,4}}$"
    rf"|\b{_HARM}\b[\w\s',]{{0,30}}:\s?(?:\w+\s){{0,3}}$|\bwho (?:was|were|got) {_HARM}[\w\s']{{0,20}},\s$"
    r"|\b(?:died|dead|slachtoffer|getuige|victim|deceased|dioddefwr|overledene)\b[\w\s',-]{0,80}"
    rf"\b(?:is|was|heet|named (?:\w+ ){{0,2}}as|called|yw|oedd)\s{_WHO_THAT_IS}$"
    rf"|\bbody\b[^.!?\n]{{0,80}}\b(?:is|was)\s(?:that of\s|identified as\s)?{_WHO_THAT_IS}$"
    r"|\b(?:her|his|the \w+'s) name is\s$"
    r"|\b(?:taken|took|take|got|have) a (?:full )?statement (?:off|from)\s(?:\w+\s){0,2}$"
    rf"|{_OF_STORY}[^.!?\n;]{{0,80}}(?:\b(?:is|was|named as|called|yw|oedd)\s{_WHO_THAT_IS}|,\s)$"
    r"|\b(?:victim|deceased|dead (?:man|woman|cyclist|driver|pedestrian)|injured (?:party|man|woman)|aggrieved"
    r"|complainant|"
    r"witness|informant|slachtoffer|getuige|dioddefwr|dioddefydd|tyst)(?:\sis|\swas|\sas|\snamed|,|:|\scalled)?\s?"
    r"(?:\w+\s){0,2}$"
    r"|\b(?:stole|snatched|nicked|robbed|attacked|assaulted|stabbed|mugged|conned|scammed|raped|groomed|burgled"
    r"|punched|"
    r"murdered|killed)\s(?:from\s)?(?:local\s|poor\s|our\s|old\s|little\s|young\s|elderly\s|pensioner\s|the\s){0,3}$"
    r"|\b(?:rang|called|reported|told|gave) (?:us|999|101|police|it)\b[\w\s',]{0,40}\b(?:was|is)\s$"
    rf"|\b{_HARM}\b[\w\s']{{0,40}},\s$"
    r"|\bthank(?:s| you) for (?:your|the|his|her) (?:statement|evidence|help with the (?:robbery|burglary"
    r"|attack))\b[\w\s]{0,20}$"
    r"|\b(?:get well|speedy recovery|recover\w*)\b[\w\s,]{0,20}\s$"
)
_ASKED_OF = re.compile(
    rf"\b(?:just ask|ask|look at|like|poor|happened to|sorry for|feel for|thinking of|thoughts with)\s{_WHO_THAT_IS}$"
)
_LOST = re.compile(rf"\b(?:{_HARM}|lost|fleeced|savings|cheated|done out of)\b")
_HELPED = re.compile(r"\b(?:supporting|comforting|reassuring|looking after|sat with|helping)\s(?:\w+\s){0,2}$")
_AFTERWARDS = re.compile(r"(?: of [\w' ]{3,30})?,?\s(?:after|following)\s")
_AS_ONE_HARMED = re.compile(
    rf"{_ABOUT}(?:{_HARM}|fleeced|cheated)\s(?:out of|by (?:a|the|two|three|his|her)|for (?:his|her)|at (?:knife"
    rf"|gun)point|in (?:his|her)|on \w+day"
    r"|yesterday|last (?:night|week|month))\b"
    rf"|{_ABOUT}(?:who\s)?(?:has been|was|got|been|being)\s(?:\w+\s)?(?:done|taken|stung|had"
    r"|rinsed)\s(?:over\s)?for\s(?:[£€]|\w+\s(?:grand|quid"
    r"|thousand|hundred|k)\b|\d|thousands|hundreds|everything|every penny|the lot)"
)
_GIVES_EVIDENCE = re.compile(
    r"[^.!?\n]{0,90}?\b(?:(?:give|giving|gave|given|made|provided)\s(?:us\s)?(?:\w+\s){0,3}?(?:evidence|statement)\b"
    r"|testif)"
)
_HURT = re.compile(
    r",\s(?:our|a|the|key)\s(?:\w+\s)?(?:witness|victim)\b"
    r"|(?:'s)?[\s,]{1,2}(?:(?:aged\s)?\d{1,3},?\s)?(?:who\s)?(?:"
    r"(?:is|was|remains|has been|are|were)\s(?:\w+\s){0,2}?(?:shaken|recovering|in hospital|in intensive care"
    r"|in a (?:stable|critical|"
    r"serious|coma)|badly hurt|bruised|traumatised|terrified|devastated|under protection|the victim|a victim|(?:our|a"
    r"|the|key) "
    r"witness|too (?:scared|frightened)|in (?:the|a) refuge|in a safe house|going to give evidence|giving evidence)"
    r"|(?:suffered|sustained|needed|received|has|had)\s(?:\w+\s){0,4}?(?:injur\w+|broken|stitches|bruis\w+|fractur\w+"
    r"|cuts|"
    r"wounds?|burns|concussion|black eye|stab\b)"
    r"|(?:statement|ordeal|attackers?|stalker|rapist|killer|injuries|evidence|account|complaint|burglary|assault"
    r"|abuser)\b)"
)
_TELLS = re.compile(
    r"[\s,]{1,2}(?:(?:aged\s)?\d{1,3},?\s)?(?:who\s)?(?:bravely\s|has\s|then\s|also\s)?(?:told (?:us|police|officers)"
    r"|reported|gave (?:us|evidence|a "
    r"statement|his|her)|will (?:give evidence|testify|be giving)|picked (?:\w+\s){1,3}out|picked out (?:her|his|the"
    r"|their)|identified|came forward"
    r"|(?:has )?made a "
    r"(?:complaint|statement)|saw|witnessed|filmed|recognised|found (?:the body|her|his|their)|(?:ex|husband|partner"
    r"|boyfriend)\s(?:has|is|was|had)|rang us|called us|phoned us"
    r"|says (?:he|she))\b"
)
_THANKED_FOR = re.compile(
    r"[\s,]{1,2}for (?:coming forward|giving (?:evidence|us|a statement)|being (?:so )?(?:brave|strong)"
    r"|reporting (?:the|her|his|it|this)"
    r" ?(?:attack|assault|abuse|rape|robbery|burglary|to us)|speaking (?:up|out)|making a statement|(?:her|his|your"
    r"|the) statement)"
    r"|\sam (?:ei|eich|roi|rhoi) (?:th?ystiolaeth|dystiolaeth|datganiad|ddatganiad)"
)
_DONE_AGAINST = re.compile(
    r"\b(?:attack|assault|stabbing|robbery|burglary|mugging|harassment|abuse|stalking|threats?)\s(?:of|on|against|to"
    r"|at)\s(?:[a-z]{2,14}\s){0,2}$"
    r"|\b(?:stole|took|nicked|snatched|grabbed|pinched|smashed|broke into|got into|let themselves into|crept into"
    r"|cleaned out|burgled|raided|targeted|robbed|hurt|hit"
    r"|beat|beat up|"
    r"threatened|abused|followed|stalked|harassed|attacked|stabbed|assaulted|punched|mugged|conned)\s"
    r"(?:(?!with\b|when\b|by\b|until\b)[a-z]{2,14}\s){0,2}$"
)
_FOR_THAT = re.compile(r" for (?:that|it|this|all that)\b")
_STATEMENT = re.compile(r"\b(?:statement|evidence|account|description|line-?up|id parade)\b")
_FROM_THEM = re.compile(r"\b(?:stolen|taken|nicked|pinched|swiped) from (?:outside |behind |the home of )?$")
_OF_A_SHOP = re.compile(r"burgled|broken|robbed|targeted|raided|smashed|damaged|held up|stolen|taken")
_BRAVE = re.compile(
    r"\b(?:attack|attacked|assault|assaulted|robbed|robbery|stabb\w+|mugg\w+|beaten|raped|burgled"
    r"|hit (?:over|on|by|with)|knocked|punched"
    r"|kicked|jumped|headbutted|slashed|shot)\b"
)
_SURVIVED = frozenset(["holocaust", "cancer", "stroke", "auschwitz", "genocide", "hillsborough", "plane"])
MOST_LOOKED_AT = 1_000  # characters of a sentence
_HAPPENED = re.compile(
    r"\b(?:was|were|has been|had been|got)\s(?:\w+\s){0,2}?(?:raped|assaulted|abused|groomed|trafficked|attacked"
    r"|groped|touched|"
    r"exploited|molested)\b"
)
_SUSPECTED = frozenset(
    [
        "connection",
        "relation",
        "charged",
        "suspicion",
        "accused",
        "convicted",
        "jailed",
        "arrested",
        "sentenced",
        "guilty",
    ]
)
_FEW_HELPED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dau|tri|twee|drie|vier|vijf|[2-9]|1[0-2])\s"
    r"(?:[a-z]+\s){0,2}(?:people|men|women|adults|persons|workers|mensen|mannen|vrouwen|o bobl|menywod)\b"
)
_DIED = re.compile(r"\b(?:died|passed away|lost (?:his|her) life)\b")
_KILLING = re.compile(r"\b(?:murder|manslaughter|killing|killed|to death|death by)")
_OF_THING = re.compile(
    r"(?:'s)?\s(?:[a-z]+\s)?(?:law|act|award|cup|trophy|trailer|trailers|van(?!\s(?:\d|de|der|den))|bike|tractor"
    r"|saddle|boat|butchers?|bakery|stores?|garage|statue|bust|mural|memorial|centre|theatre|arms|stand|suite"
    r"|foundation"
    r"|trust|collection|exhibition|concert|gig|tour|festival|museum|gallery|film|films|novel|book|song|fans?|tribute"
    r"|lookalike)\b"
)
_SHOWN_IN = re.compile(
    r"\b(?:statue|bust|portrait|painting|picture|print|copy|book|novel|film|concert|poem|song|mural|plaque|figure"
    r"|biography"
    r"|story|album|memory) (?:of|by|to|about) $"
)
_GAVE_STATEMENT = re.compile(r"[^.!?\n]{0,60}?\b(?:given|gave) us (?:a|her|his|their) (?:\w+ ){0,2}statement\b")
_GET_WELL = re.compile(r"\b(?:get well|speedy recovery)\b")


def victim_named(reading: Reading) -> Iterable[Hit]:
    if reading.context.consent or reading.draft.kind is Kind.MISSING:
        return ()
    names = names_in(reading)
    return _named(reading, names) if names or reading.has("harm", "victim", "crime") else ()


def _named(reading: Reading, names: list[Name]) -> Iterator[Hit]:
    for span in first_names_of_witnesses(reading):
        yield Hit(span)
    is_past = bool(names) and is_over(reading) and _KILLING.search(reading.lower) is not None
    for name in names if not is_past else ():
        is_mourned = reading.beside(name.mark, "family", "remembered", within=1)
        if (not is_mourned and _is_victim(reading, name)) or _is_drawn_in(reading, name):
            yield Hit(reading.span_of(name.mark))


_OF_PEOPLE_WHO_AGREED = frozenset({Kind.APPEAL, Kind.PAGE})  # or who are looked for


def _is_drawn_in(reading: Reading, name: Name) -> bool:
    """Whoever else is named, for sure and without a reason that is seen, where crime, harm or trouble is told of."""
    if reading.draft.kind in _OF_PEOPLE_WHO_AGREED or not name.is_sure:
        return False
    if is_over(reading) or name in suspects_named(reading):
        return False
    if not is_in_a_matter(reading, name.mark):
        return False
    return not _is_thing(reading, name) and not is_bystander(reading, name)


def _is_thing(reading: Reading, name: Name) -> bool:
    """A law, a shop or a make that is called after somebody; or an account."""
    start, end = reading.span_of(name.mark)
    typed = reading.place(Span(start, end)).start
    if "@" in reading.draft.text[max(0, typed - 1) : typed + 1] or reading.words[name.mark.first].endswith("'s"):
        return True
    near = reading.marks_from("venue", name.mark.last, name.mark.last + 2)
    is_shown = _SHOWN_IN.search(reading.lower, max(0, start - 40), start)
    return bool(near) or is_shown is not None or _OF_THING.match(reading.lower, end) is not None


def _is_victim(reading: Reading, name: Name) -> bool:
    start, end = reading.span_of(name.mark)
    low, high = reading.sentence_span(reading.sentence(name.mark))
    after, before = reading.lower[end : min(high, end + 100)], reading.lower[max(low, start - 100) : start]
    if reading.lower[end - 2 : end] == "'s":
        after = f"'s{after}"
    if reading.beside(name.mark, "mourned") and _DIED.search(after):
        return False
    suffered = _SUFFERED.match(after)
    if suffered is not None and (name.is_sure or not _OF_A_SHOP.search(suffered[0])):
        return True
    if is_sufferer(name, before, after):
        return True
    if _NAMED_AFTER.search(before) and (before[-2:] != ", " or after.startswith(",")):
        return not _GET_WELL.search(before) or _BRAVE.search(after) is not None
    if _GAVE_STATEMENT.match(after):
        return True
    if name.is_sure and _is_told_of(reading, name, before, after):
        return True
    near = [] if is_over(reading) else reading.marks_from("victim", name.mark.first - 6, name.mark.last + 5)
    return any(
        _is_beside(reading, name, mark)
        for mark in near
        if reading.words[mark.last : mark.last + 1] != ["support"]
        and _SURVIVED.isdisjoint(reading.words[max(0, mark.first - 1) : mark.first])
    )


def _is_told_of(reading: Reading, name: Name, before: str, after: str) -> bool:
    """What they suffered or saw, in a sentence about a crime; or, in an answer to them, what happened to them."""
    if _ASKED_OF.search(before) and _LOST.search(after):
        return True
    if _HELPED.search(before) and _AFTERWARDS.match(after):
        return True
    if _AS_ONE_HARMED.match(after) and not is_over(reading):
        return True
    if _HURT.match(after) or _THANKED_FOR.match(after) or _DONE_AGAINST.search(before):
        return True
    low = reading.sentence_span(reading.sentence(name.mark)).start
    if _FOR_THAT.match(after) and _STATEMENT.search(reading.lower, max(0, low - 120), low):
        return True
    if _FROM_THEM.search(before) and reading.words[name.mark.last - 1].endswith("'s"):
        return True
    number = reading.sentence(name.mark)
    if reading.draft.kind is Kind.REPLY and reading.has("yours", "harm", "victim"):
        return True
    is_harmed = number in reading.sentences_with["crime"] or number in reading.sentences_with["harm"]
    return is_harmed and (_TELLS.match(after) or _GIVES_EVIDENCE.match(after)) is not None


def _is_beside(reading: Reading, name: Name, mark: Mark) -> bool:
    gap = max(name.mark.first - mark.last, mark.first - name.mark.last)
    return 0 <= gap <= (4 if name.is_sure else 1) and reading.sentence(mark) == reading.sentence(name.mark)


def sexual(reading: Reading) -> Iterator[Hit]:
    marks = reading.marks("sexual")
    if not marks:
        return
    people = [mark for mark in marks if _is_of_somebody(reading, mark)]
    if not people:
        return
    is_judged = is_over(reading)
    tells = _tells_who(reading, is_judged=is_judged)
    if not tells and (is_judged or reading.has("sexual-general")):
        return
    for mark in people:
        yield Hit(reading.span_of(mark), Severity.REFUSE if tells else None)


def _is_of_somebody(reading: Reading, mark: Mark) -> bool:
    if reading.beside(mark, "advice") and not _HAPPENED.search(
        reading.text_of(reading.sentence(mark))[:MOST_LOOKED_AT]
    ):
        return False
    earlier = reading.words[max(0, mark.first - 5) : mark.first]
    if not _SUSPECTED.isdisjoint(earlier) and not reading.beside(mark, "sufferer", "relation", within=1):
        return False  # only the suspect is spoken of
    if reading.beside(mark, "singular-person", "victim", "child-singular", "workplace", "relation", within=1):
        return True
    number = reading.sentence(mark)
    return (
        number in sentences_with_names(reading)
        or _FEW_HELPED.search(reading.text_of(number)[:MOST_LOOKED_AT]) is not None
    )


def _tells_who(reading: Reading, *, is_judged: bool) -> bool:
    """A relation, a place of work, a home, a school or a name; after a trial the name is the offender's."""
    if reading.has("relation", "workplace") or SCHOOL.search(reading.cased):
        return True
    return not is_judged and (reading.has("home") or bool(sentences_with_names(reading)) or any(places_in(reading)))


RULES = (
    Rule(
        id="victim-named",
        title="A victim, a witness or somebody else named",
        severity=Severity.REFUSE,
        sentence="people",
        advice="We do not name victims, witnesses or whoever else is drawn in, unless they agreed in writing. "
        "Leave the name out.",
        source="College of Policing, APP: media and communications",
        finds=victim_named,
        fires=(
            Example("Stopped for no lights, stayed for the smell of cannabis. Ashley Gorman is on foot now."),
            Example("Shane Doyle had three joints of beef down his coat."),
            Example("The victim, Jane Doe, is recovering at home."),
            Example("Peter Walsh was robbed on Quay Street last night."),
            Example("What we did: Peter Walsh was robbed, and we patrol there now.", {"kind": "page"}),
            Example("The man stabbed on Saturday outside the inn is Craig Lonsdale, 39."),
            Example("Thank you to witness Harpreet Sohal, who saw the robbery."),
            Example("Ann Marsden's house was broken into on Friday."),
            Example("The young man who died in Saturday's hit and run on the ring road is Imran Sheikh-Daly, 22."),
            Example("Poor old Mr Ormerod has been done for eight grand by roofers."),
            Example("Svetlana from the launderette picked him out of the line-up."),
            Example("Just ask Deirdre Moss from Upper Fenny, conned out of 18k."),
            Example("Het slachtoffer van de mishandeling op het plein is Joost van Hasselt.", {"language": "nl"}),
        ),
        passes=(
            Example("Rhian Davies led the choir. Thank you!"),
            Example("Bruce Springsteen is at the stadium tonight: leave the car at home."),
            Example("Rhian Davies", {"kind": "page"}),
            Example("Nine years here, three with a dog. Ask for Rhian Davies at the desk.", {"kind": "page"}),
            Example("Gwen Talbot from the food bank told us about stolen parcels."),
            Example("Victims of abuse can ask about a partner's past: it is called Clare's Law."),
            Example("Stolen overnight: an Ifor Williams trailer."),
            Example("Nicked from a barn, a Massey Ferguson. Seen it?"),
            Example("Pen-blwydd hapus i Sarjant Huw Beddoe, 52 oed heddiw.", {"language": "cy"}),
            Example("A woman was robbed on Quay Street last night."),
            Example("The victim, Jane Doe, is recovering at home.", context={"consent": True}),
            Example("Victim Support and Women's Aid have a stall at the market."),
            Example("Two men are guilty of murdering Jordan Ashmole, who was stabbed in 2015."),
            Example("The family of Joe Lister, who died in the crash, paid tribute to him."),
        ),
    ),
    Rule(
        id="sexual",
        title="A victim of a sexual offence, trafficking or FGM",
        severity=Severity.REVIEW,
        refuses_where="where something in it could tell who they are",
        sentence="children",
        advice="Victims have anonymity for life, and pieces of a puzzle count: "
        "no home, school, workplace, relation or name.",
        source="Sexual Offences (Amendment) Act 1992; Modern Slavery Act 2015, s. 2; FGM Act 2003, s. 4A",
        finds=sexual,
        needs=frozenset({"sexual"}),
        fires=(
            Example("A woman was sexually assaulted in Riverside Park."),
            Example("The victim was raped by her uncle at her home."),
            Example("Sarah Bolton bravely reported being raped last year."),
        ),
        passes=(
            Example("Sexual assault helpline: call 0808 500 2222 any time."),
            Example("We patrol so that women feel safe at night."),
        ),
        four_eyes=True,
    ),
)

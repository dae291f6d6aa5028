"""What stands beside a child, and tells their age, their school, their home or whose they are."""

import re

from tabard.voice.guidelines.checking.glances import parts_of, words_of

YEARS = re.compile(
    r"\b(?:aged?\s(?:just\s|only\s|about\s)?|age:?\s?)(\d{1,2})(?!\s?(?:to|-|%|and over|or over|\+)\s?\d?)\b"
    r"|\b(\d{1,2})[\s-]{0,2}(?:years?|yrs?)[\s-]{0,2}olds?\b|\b(\d{1,2})\s?(?:y/?o|yr olds?|yrs old)\b"
    r"|\b(?:girls?|boys?|lads?|kids?),?\s(?:aged?\s)?(\d{1,2})(?=\s(?:and|or|to|&)\s1[0-7]\b)"
    r"|\b(?:probably|maybe|about|around|aged?|roughly|only|just|both|all)\s(\d{1,2})(?=\s(?:and|or|to|&)\s1[0-7]\b)"
    r"|\bboth\s(?:aged\s)?(\d{1,2})(?=[,.)!?]|\s(?:from|of|who|were|at)\b)"
    r"|(?<=\()(?:(?:he|she|they)(?:'s| is|'re)?\s|aged?\s|only\s|just\s){1,2}(\d{1,2})\)"
    r"|\b(\d{1,2})[\s-]?(?:jaar oud|jarige|mlwydd|blwydd|oed)\b"
    r"|\b(?:girls?|boys?|lads?|kids?|brothers|sisters|pupils?|twins|males?|females?|juveniles?|youths?|teens?"
    r"|teenagers?|youngsters?|schoolboys?|schoolgirls?),?\s\(?(?:both\s|aged\s|about\s|around\s"
    r"|maybe\s|roughly\s|probably\s|perhaps\s|only\s){0,2}(\d{1,2})"
    r"(?=[,.)!?]|\sand\s\d|\s(?:who|was|were|from|seen))"
    r"|\b(?:he's|she's|is|was|only|just) (?:only |just |about ){0,1}(1[0-7])(?=[.!?,]{0,2}(?:\s|$)(?!%|mph|am|pm"
    r"|miles|years of|of|people))"
    r"(?=[.!?,]|$)"
    r"|\b(?:son|daughter|zoon|dochter|stepson|stepdaughter)\b[^.!?\n\d]{0,40}?,\s(\d{1,2})(?=,)"
    r"|\b(?:girl|boy|lad|lass|kid|child|pupil)\sof\s(?:about\s|around\s|only\s|just\s)?(\d{1,2})\b"
    r"|\band are (\d{1,2})(?=[.,!?]|\s*$)"
    r"|\bare\s(?:(?:all|both)\s(?:about\s|around\s|only\s)?|(?:about|around|only)\s)(\d{1,2})(?=\s(?:or|to|and)\s\d"
    r"|[.,!?]|\s*$)"
    r"|\b(?:look|looks|looking|aged|all|both)\s(?:to be\s)?(?:about|around|roughly|maybe|only)\s(\d{1,2})"
    r"(?=[.,!?]|\s(?:or|to|and|ish|years)\b|ish|\s*$)"
    r"|\ball (?:of )?(\d{1,2}) years of (?:him|her|them)\b"
    r"|\b(?:goalie|goalkeeper|keeper|striker|captain|skipper|winger|player)\b[^.!?\n\d]{1,50}?\b(?:under"
    r"|u)[\s-]?(\d{1,2})s?\b"
    r"|\b(?:jongens?|jongetjes?|meisjes?|kind|kinderen|knul|ventje|joch|puber|leerling|scholier|tieners?) (?:van "
    r"|\()(\d{1,2})\b"
    r"|\b(?:lads|boys|girls|kids|children|they|twins|brothers|sisters|both|youths|pair|pupils)\s(?:are|were|look)\s"
    r"(?:all |both |only |just |about ){0,2}(\d{1,2})(?=[.,!?]|\sand\s|\s(?:years|who|from)\b|\s*$)"
)
SCHOOL = re.compile(
    r"\b[A-Z][\w'-]{1,20}\s(?:[A-Z][\w'.-]{0,20}\s){0,3}(?:School|Academy|Prep|Primary|Secondary|College|Comp|High"
    r"|Grammar|"
    r"Comprehensive|Infants?|Juniors?)\b(?!\s(?:Street|Road|Lane))|\bYsgol\s[A-Z]\w{1,20}"
    r"|\b[A-Z][a-z]{2,20}(?:college|school|lyceum)\b"
    r"|\b(?:from|at|attends?|goes to)\sSt\.?\s[A-Z][a-z]{2,12}'s\b(?!\s[A-Z])"
    r"|\b(?:attends?|goes to|pupil (?:at|of)|excluded from)\s(?:the\s)?[A-Z][a-z]{2,20}\b"
    r"|\b[A-Z][\w'-]{1,20}\s(?:House\s)?(?:[Cc]hildren's|[Rr]esidential|[Cc]are) [Hh]ome\b"
    r"|\b(?:basisschool|OBS|CBS|Basisschool)\s(?:de\s|het\s|De\s|Het\s)?[A-Z]\w{1,20}"
)
# what stands in any that SCHOOL finds
SCHOOLS = words_of("st") | parts_of(
    *("school", "academy", "primary", "secondary", "college", "comp", "high", "grammar", "infant", "junior"),
    *("ysgol", "lyceum", "obs", "cbs"),
)
STREET = re.compile(
    r"\b[A-Z][\w'-]{1,20}\s(?:[A-Z][\w'-]{1,20}\s)?(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent"
    r"|Terrace|"
    r"Place|Court|Gardens|Grove|Row|Square|Walk|Mews|Flats|House|Estate)\b|\b(?:Heol|Ffordd|Stryd|Maes"
    r"|Lon)\s[A-Z]\w{1,20}"
    r"|\b[A-Z][a-z]{1,20}(?:straat|weg|laan|plein|gracht|hof|dijk|kade|pad)\b"
)
CHILD_OF = re.compile(
    r"\b(?:son|daughter|brother|sister|nephew|niece|grandson|granddaughter|grandchild|stepson|stepdaughter|zoon"
    r"|dochter)s?"
    r"\s(?:of|van)\s(?!an?\b)"
    r"|\b(?:head|headteacher|teacher|vicar|landlord|landlady|mayor|councillor|doctor|butcher|baker|farmer|caretaker"
    r"|shopkeeper|coach|sergeant|postmaster|publican)'s (?:youngest|eldest|oldest|middle|son|daughter"
    r"|lad|boy|girl|kids?|twins?|child)\b"
    r"|\b(?:goalie|goalkeeper|keeper|striker|captain|skipper|winger|drummer|head boy|head girl|lead) (?:for|of|in|at)"
    r" (?!an?\b)[^.!?\n]{3,50}?\b(?:under|u)[\s-]?\d"
    r"|\b(?:landlord|landlady|head|manager|owner|vicar|coach|captain|mayor) (?:of|at) (?:the )?[a-z' ]{2,30}'s "
    r"(?:youngest|eldest|oldest|son|daughter|lad|boy|girl|kids?|child)\b"
    r"|\b(?:plays?|playing|kit|shirts?|voetbalt|chwarae)\b[^.!?\n]{1,40}\b(?:under|u|onder|jo|dan)[\s-]?1?\ds?\b"
)
AT_HOME = re.compile(
    r"\b(?:called|sent|went|attended|back)\s(?:to|out)\b[\w\s']{0,40}$|\b(?:from|lives?|living|home|of|address|house"
    r"|woont|uit|byw|whose|family)\b[\w\s']{0,20}$"
)
OF_SCHOOL = re.compile(
    rf"\b(?:pupils?|students?|kids|boys|girls|lads|leerlingen|disgyblion)\s(?:\w+\s)?(?:at|from|of|in|van|o|yn)\s"
    rf"(?:{SCHOOL.pattern})"
)
NUMBERS_IN_WORDS = "six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
IN_WORDS = words_of(*NUMBERS_IN_WORDS.split("|"))
AGE_IN_WORDS = re.compile(
    rf"\b(?:aged|about|age|only|just|both|are|is|was"
    rf"|were)\s(?:\w+\s)?(?:{NUMBERS_IN_WORDS})\b(?!\s(?:\w+\s)?(?:people|men"
    rf"|women|cars|"
    r"bikes|officers|arrests|hours|minutes|seconds|days|weeks|months|miles|feet|foot|metres|yards|inches|points"
    r"|pounds|quid|grand|percent|per|years(?! old)|of|pm|am|others|times|vehicles|addresses|homes"
    r"|shops|houses|"
    rf"reports|calls|more|in|drivers|warrants|searches|plants))|\b(?:{NUMBERS_IN_WORDS})[\s-]years?[\s-]olds?\b"
)
PARENTS = re.compile(r"\b(?:parents?|mum|dad|mother|father) of (?:\w+ ){0,2}$")
OF_THING = re.compile(
    r"\s(?:[a-z]+\s)?(?:car|van(?!\s(?:het|de|der|een|school)\b)|vehicle|dog|cat|puppy|bike|horse|spaniel|labrador"
    r"|terrier|collie|pony|transit"
    r"|shepherd|tractor|"
    r"hond|auto|kat|ci|car|gath|caravan|trailer|boat|quad|land rover|ford|vauxhall|vw|volkswagen|bmw|audi|mercedes"
    r"|fiesta|corsa|focus|golf|polo|astra|clio|mini|motor|motorbike|moped|scooter|laptop|whisky|tree|oak|church|house"
    r"|feud|kitten|foal|lamb|cow|bull|parrot|tortoise|scheme|charity|record|building|case|cold case|mystery)\b"
)
ANYBODY = frozenset(
    ["good", "your", "any", "every", "each", "no", "their", "our", "inner", "jouw", "uw", "eich", "per"]
)
COUNTED = frozenset(
    ["two", "three", "four", "five", "six", "both", "dau", "tri", "pedwar", "dwy", "twee", "drie", "vier"]
)
SHOWN = frozenset(["these", "this", "those", "deze", "die"])
ABOARD = re.compile(
    r"\s(?:on board|(?:was |were |strapped |asleep )?in (?:the|a|his|her) (?:car|back|vehicle|van|rear|passenger"
    r"|boot))\b"
)
FIRST_NAME = re.compile(
    r"\b([A-Z][a-z]{2,20}),? (?:who(?: is|'s) |aged |(?:and )?(?:he|she)(?:'s| is| was) (?:only "
    r"|just )?)?\(?(\d{1,2})(?=[,)]|\s(?:from|of|was|has|who"
    r"|and)\b)"
)
CALLED = re.compile(
    r"(?:^|[,;:(]\s|\band\s|\bto\s)([A-Z][a-z]{2,15})(?:\s(?:from|who|is|was|has|lives)\b"
    r"|\sand\s[A-Z][a-z]{2,15},?\s(?:both|aged|who|are|were)\b)"
    r"|\b(?:called|named|name is|name's|known as)\s(?:little\s|young\s)?([A-Z][a-z]{2,15})\b"
    r"|\b(?:brother|sister|mate|friend|son|daughter|cousin|twin|broer|zus|broertje|zusje|brawd|frawd"
    r"|chwaer)\s([A-Z][a-z]{2,15})\b"
)
SCHOOL_YEAR = re.compile(
    r"\b(?:in|about|looks?|maybe|probably|like|from|of) (?:a )?(?:year|yr|klas|blwyddyn) ?\d{1,2}[a-z]?\b"
    r"|\b(?:year|yr) ?\d{1,2} (?:boy|girl|lad"
    r"|pupil|student|kid)s?\b|\b(?:klas|groep) \d[a-z]?\b|\byear \d{1,2}s\b|\bblwyddyn \d{1,2}\b"
)


YOUNG_BEFORE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:[\s-]{{0,2}}(?:jarige|jaar oud|years?[\s-]old|yr[\s-]old|y/?o|mlwydd oed|oed"
    rf"|blwydd oed))|{NUMBERS_IN_WORDS}[\s-]years?[\s-]old)\b[\s,]{{1,2}}(?:\w+[\s,]{{1,2}}){{0,2}}$"
)
# what stands in any that is found before a name
AGED = parts_of("old", "oed", "jarig", "jaar", "yo") | words_of("y")
YOUNG_AFTER = re.compile(
    rf"[\s,(:-]{{1,3}}(?:(?:aged|who|is|who's|just|only|he's|she's|all of)\s){{0,3}}(?:(\d{{1,2}})(?=[,.;)!?]|\s?\(|$"
    rf"|\s(?:years|yrs|goes|attends|from|who|of|and|at|in|oed|jaar)\b)|(?:{NUMBERS_IN_WORDS})(?=[,.;)!?]|\s(?:years"
    rf"|and|from)\b))"
)
NAMED_IN_WORDS = re.compile(
    rf"\b[A-Z][a-z'-]{{2,20}} [A-Z][A-Za-z'-]{{2,20}}(?:, | \()(?:aged |only |just )?(?:{NUMBERS_IN_WORDS})(?=[,.)!?])"
)
AT_SCHOOL_AFTER = re.compile(
    r"[\s,(]{1,3}(?:(?:who|is|a|an|from|in|of|and|o|uit|yn|sydd|the)\s){0,3}"
    r"(?:(?:year|yr|klas|groep|blwyddyn)\s?\d{1,2}|(?:pupil|schoolboy|schoolgirl|leerlinge?|scholiere?|disgybl"
    r"|ddisgybl)\b"
    r"|(?:goes to|attends)\s)"
)
AND_SCHOOL = re.compile(
    rf"\b([A-Z][a-z]{{2,15}}),? \(?(?:aged )?(\d{{1,2}}),? (?:from |of |at |goes to |attends )?(?:{SCHOOL.pattern})"
)
# "Reece. He's only 11", "Riley from Year 7", "Kyle off Beech Avenue, 10,": a given name alone.
NAMED_ALONE = re.compile(
    r"\b([A-Z][a-z]{2,15})\W{1,3}(?:[Hh]e|[Ss]he)(?:'s| is| was) (?:only |just |about )?(\d{1,2})\b"
    r"(?!\s?(?:%|am|pm|miles|mph))"
    r"|\b([A-Z][a-z]{2,15}),? (?:from |in |of |who's in |who is in )?(?:our )?(?:[Yy]ear|[Yy]r|[Kk]las|[Gg]roep"
    r"|[Bb]lwyddyn) ?\d{1,2}\b"
    r"|\b([A-Z][a-z]{2,15}) (?:from|of|off|at|uit|o) [^.!?\n,]{3,30}, \(?(?:aged |he's |she's |who's |who is |he is "
    r"|she is |just |only )?(\d{1,2})\)?(?=[,.)!?]| (?:and|who|has|was|is)\b)"
    rf"|\b(?i:{NUMBERS_IN_WORDS})[- ]years?[- ]old\s([A-Z][a-z]{{2,15}})\b"
    r"|\b(\d{1,2})\s?(?:yo|y/o|-year-old|[- ]years?[- ]old)\s(?:called |named |lad |boy |girl )?([A-Z][a-z]{2,15})\b"
)
JUDGED_YOUNG = re.compile(
    r"\b(?:youth court|referral order|youth rehabilitation|detention and training|youth caution|jeugdrechter"
    r"|llys ieuenctid|gorchymyn atgyfeirio)\b"
    r"|\b(?:boys?|girls?|youths?|teenagers?|teens?|juveniles?|lads?|schoolboys?|schoolgirls?|1[0-7]-year-olds?"
    r"|1[0-7]yo)"
    r"(?:,? (?:aged )?\d{1,2},?)? (?:got|gets|(?:was|were|has been|have been) (?:given|sentenced|convicted|jailed|found"
    r"|ordered|sent)|received|pleaded|admitted|sentenced|convicted|jailed)\b"
)
_THING_LIST = """
bike quad scooter toy toys seat car pram buggy clothes shoes coat play playground park room bedroom bedrooms phone
account accounts party charity hospital ward hospice services service society social mental commissioner centre tv hat
trampoline swing slide tablet ipad xbox console device devices school day
"""
THINGS = frozenset(_THING_LIST.split())  # a child's
_KIND_LIST = """
abuse protection sexual exploitation criminal sex grooming neglect safety safeguarding cruelty custody maintenance
trafficking victims offenders offender care services support porn pornography images offences rape seat lock
"""
KINDS_OF_MATTER = frozenset(_KIND_LIST.split())

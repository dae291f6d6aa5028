"""What stands beside a name, and tells whose it is and what is said of them."""

import re

_NO_AGE = r"(?!:|\.\d|/|\s?(?:am|pm|%|mph|st|nd|rd|th|x|hours|days|weeks|miles|[a-z]+\s(?:street|road|lane|close))\b)"
AGE_AFTER = re.compile(
    rf"\s?(?:\(\s?(?:aged\s)?(\d{{1,2}})\s?[),;]|,\s?(?:aged\s)?(\d{{1,2}})\b{_NO_AGE}|\s?-?\s?aged\s(\d{{1,2}})\b"
    r"|\s(\d{1,2})(?=\s?yo\b|\s?yrs?\b|,|-year|\.\s|\.?$|\sfrom\b|\shas\b|\sof\b|\swas\b)|\sis (\d{1,2})\b|,?\s(?:he"
    r"|she)(?:'s|\sis) (?:only )?(\d{1,2})\b"
    r"|\sjaar (\d{1,2})\b|\svan (\d{1,2})(?=,|\s(?:jaar|is|was|werd|krijgt|heeft|uit)\b))"
)
_IN_A_PLACE_LIST = """
in at near around outside towards toward into across along through via off inside between past yn ym yng ger te op bij
naar
"""
_MAY_BE_PLACE_LIST = "on of to from operation the st a and o i uit aan y yr de het ardal area"
IN_A_PLACE, MAY_BE_PLACE = frozenset(_IN_A_PLACE_LIST.split()), frozenset(_MAY_BE_PLACE_LIST.split())
DID = frozenset(
    ["arrested", "nicked", "lifted", "charged", "detained", "bailed", "cuffed", "questioned", "interviewed"]
)
JOINED_BY = {" ", "-", "  ", " '", "' ", ' "', '" ', " (", ") "}  # Ann "Nan" Roe
PASSIVE = re.compile(
    r"[\s,()\d]{0,6}(?:who\s)?(?:handed|turned|gave)\s(?:him|her|them)sel(?:f|ves)\s(?:in|up)\b"
    r"|[\s,()\d]{0,6}(?:(?:of|from|o|uit)\s[\w\s-]{1,30},?\s)?(?:aged\s\d{1,2},?\s)?(?:who\s)?(?:"
    r"has|have|will be|was|is|are|were|had|got|gets|being|been|remains|wanted|due|nicked|charged|arrested|detained"
    r"|bailed"
    r"|released|"
    r"remanded|summonsed|lifted|caught|questioned|quizzed|cuffed|appeared|appears|faces|denies|died|wedi|werd|wordt"
    r"|zit|mae)\b"
)
# "Ann Roe, head of the village school, was interviewed"
APPOSED = re.compile(
    r",\s[^.!?\n]{3,80},\s(?:has|had|have|was|is|were)\s(?:been\s|now\s|also\s){0,2}(?:arrested|detained|interviewed"
    r"|questioned|charged|bailed|nicked|lifted|remanded|released|quizzed|summonsed)\b"
)
WHO_WAS = re.compile(
    r",? who\s(?:[\w']{1,20}\s){1,12}?(?:was|is|got|has been|been|getting)\s(?:\w+\s)?(?:arrested|detained|nicked"
    r"|lifted"
    r"|bailed|questioned|charged|cuffed|caught|interviewed|released|remanded|stabbed|robbed|assaulted|attacked)\b"
)
WHO = re.compile(r"(?:,?\s(?:from|of|at)(?:\s[\w'-]{1,20}){1,4}?)?,?\swho(?:se)?\b")
ENDED = re.compile(r"[.!?\n]")
STREETS = ("straat", "laan", "plein", "gracht", "dijk", "kade", "singel", "steeg", "markt")
LONGEST = 4
FEW_WORDS = 8
AFTER_INITIAL = {" ", ".", ". ", ".  "}
_LETTERED_LIST = """
plan class section vitamin category block unit platform gate zone route option part schedule hepatitis group grade bay
year wing room terminal exit junction band team level appendix annex point figure row stand list tier op operation
"""
LETTERED = frozenset(_LETTERED_LIST.split())  # what is told by a letter: "Plan B"
LOCKED_UP = re.compile(
    r"\s(?:(?:is |now |back |again |still |both ){0,2}(?:in (?:again|for|custody|the cells|our cells|a cell|cells|cuffs"
    r"|handcuffs|court|the van)|on (?:bail|remand|the run)|behind bars|under arrest|locked up|banged up|nicked|lifted"
    r"|summonsed|arrested|detained|cuffed|collared|charged|bailed)"
    r"|(?:yn y|yn ein) (?:ddalfa|celloedd)|opgepakt|aangehouden|vast\b)"
)
FETCHED = re.compile(
    r"\b(?:bring|bringing|brought|locking|locked|picked|picking|suspect|banged|got|have|caught)\s(?:in |up |is )?$"
)
LEADS_TO_NAME = frozenset(["to", "from", "with", "by", "for", "of", "is", "was", "named", "called", "and", "poor"])
_ROLE_LIST = """
driver rider male female suspect lad bloke passenger offender shoplifter burglar thief dealer occupant prisoner detainee
"""
ROLES = frozenset(_ROLE_LIST.split())  # what somebody in trouble is called right before their name
LABEL = re.compile(
    r"\b(?:names?|suspects?|offenders?|accused|defendants?|victims?|naam|verdachten?|slachtoffer|enw)\s?[:=]\s{0,2}$"
)
_NO_SURNAME_LIST = """
again twice outside nearby inside already tonight yesterday today earlier later straight together himself herself
without behind beside under while running hiding trying still nearly almost about both everyone somebody someone
"""
NO_SURNAME = frozenset(_NO_SURNAME_LIST.split())
TWO_CAPITALS = re.compile(r"\b[A-Z](?:[\w']{0,20}[ -]|\. ?)[A-Z]")

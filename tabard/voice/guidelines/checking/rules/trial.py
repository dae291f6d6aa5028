"""What may make a trial collapse while proceedings are active, where no single word tells it: that somebody did it, and
that it was not the first time."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.reading import Reading, Span

_DEED = (
    r"(?:robbed|stole|burgled|attacked|assaulted|stabbed|knifed|shot|killed|murdered|raped|groped|punched|kicked"
    r"|headbutted|beat|battered|strangled|slashed|smashed|broke into|kicked in|threatened|nicked|pinched|swiped|mugged"
    r"|snatched|grabbed|conned|scammed|defrauded|swindled|tricked|fleeced|cheated|abused|groomed|stalked|harassed"
    r"|followed|torched|burned|burnt|set (?:light|fire)|started the (?:fire|blaze)|vandalised|trashed|wrecked|damaged"
    r"|ransacked|raided|supplied|dealt|sold|mowed|ploughed|ran (?:over|down)|knocked (?:down|over)|carried out"
    r"|committed"
    r"|terrorised|preyed|plagued|targeted|tormented|hunted|laundered|smuggled|trafficked|caused|ruined)"
)
_WHO = (
    r"(?:man|men|woman|women|male|males|female|lad|lads|bloke|person|people|pair|duo|trio|gang|couple|one|ones|driver)"
)
_DID = re.compile(
    rf"\b(?:he|she|they|{_WHO} (?:who|that)|{_WHO} we (?:say|know|believe|think))\s(?:(?:then|also|just|brutally"
    rf"|violently|deliberately|coldly|callously|clearly|repeatedly|cruelly)\s)?{_DEED}\b"
    r"|\bhow (?:this|that|the|our) (?:\w+ ){0,2}(?:hunted|preyed|attacked|stalked|targeted|killed|groomed)\b"
    r"|\b(?:he|she|they)(?:'ve|'s|'d| has| have| had)? (?:fully )?(?:confessed|coughed|admitted (?:it|everything|all"
    r"|the lot|to us|doing))\b"
    r"|\btold (?:us|officers|police|the sergeant) (?:that )?(?:he|she|they)(?:'d| had| has|'s)? (?:did|done|set"
    r"|taken)\b"
    r"|\b(?:he|she|they)(?:'s|'ve| has| have)? (?:lied|is lying|been lying) (?:to|in|about|through|again)\b"
    r"|\b(?:hope|hopefully|hoping|fingers crossed|the sooner|with any luck|can't wait|looking forward)\b[^.!?\n]{0,60}"
    r"\b(?:judge|jury|locked up|inside|jail|jailed|prison|gets life|sentence|convicted|guilty|behind bars|outside"
    r"|put away"
    r"|sent down)\b"
    r"|\b(?:sleep (?:easy|easier|soundly|safer)|good riddance|off (?:our|the) streets|where (?:he|she|they) belongs?"
    r"|done deal"
    r"|we(?:'ve| have) got (?:him|her|them))\b"
    r"|\b(?:menace|monster|beast|villain|wrong'?un|evil|vile|wicked|despicable|disgusting|cowardly|heartless|callous)\b"
    r"|\b(?:his|her|their) victims?\b|\b(?:went out|intended|meant|planned) to (?:kill|rob|hurt|steal|attack|burn"
    r"|harm)\b"
    r"|\bheeft (?:hij|zij|ze) (?:het|dit) (?:gewoon )?gedaan\b|\bcase (?:is )?closed\b|\bthrow(?:s|ing)? the book\b"
    r"|\btrial (?:is|will be|should be) (?:a formality|short"
    r"|quick)\b"
    r"|\b(?:he|she|they|him|her|them)(?:'ll| will| is| are|'s|'re| should| deserves?)\s(?:\w+ ){0,3}(?:go(?:ing)? down"
    r"|going away|rot|be inside|get years|get life|be convicted|be found guilty)\b"
    r"|\b(?:should|better|bound to|be|might as well|sense to) (?:plead|pleading) guilty\b|\bplead\w* guilty if\b"
    r"|\bdrunk driver who\b|\b(?:the|this|that|our) (?:\w+ )?(?:killer|murderer|rapist|thief|burglar|robber|arsonist"
    r"|attacker|fraudster|vandal|shoplifter|stalker|paedophile|predator|mugger|conman)\b"
    r"|\bhij (?:is|was) het (?:gewoon|zeker|echt|wel)?(?=[,.!]|\s|$)|\b(?:hij|zij|ze) heeft (?:het|dit) gedaan\b"
    r"|\b(?:man|vrouw|persoon|jongen|mannen|vrouwen|duo) die (?:\w+ ){1,5}(?:beroofde|stal|neerstak|mishandelde"
    r"|overviel|inbrak|aanviel|doodde|vermoordde|verkrachtte|oplichtte|bedreigde|vernielde)\b"
    r"|\b(?:dyn|fenyw|ddynes|bobl|llanc) (?:a|wnaeth) (?:ddwyn|ddwynodd|ladrataodd|ymosododd|drywanodd|laddodd|losgodd"
    r"|dwyllodd|dorrodd)\b|\b(?:fo|fe|hi|nhw) (?:wnaeth|a wnaeth|oedd (?:ar fai|wrthi))\b"
)
# Nobody says that it was so: it is alleged, denied, or not to be said.
_ONLY_SAID = re.compile(
    r"\b(?:alleg\w+|accus\w+|suspect\w*|suspicion|charged with|den(?:y|ies|ied)|claim\w*|reported(?:ly)?|whether|if"
    r"|not to"
    r"|do not|don't|please don't|speculat\w+|appeal\w*|witness\w*|looking for|verdacht\w*|vermoed\w*|zou|amau\w*"
    r"|honn\w+"
    r"|honedig|heb je|gyhuddo|cyhuddo|officers?|police|we)\b"
)
_ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|umpteenth|nth|hundredth)"
)
_OF_ONE = re.compile(
    r"\b(?:he|she|they|him|her|them|his|their|who|man|woman|lad|lady|bloke|accused|defendant|same|with us|ours?|pair"
    r"|male"
    r"|female|hij|hem|zijn|haar|e|o|hi|iddo|iddi|ei|dyn|fenyw)\b"
)
_PAST = re.compile(
    rf"\b{_ORDINAL} (?:\w+ )?(?:time|stay|visit|arrest|stretch|spell|offence|conviction|charge|court (?:date|case)"
    rf"|trip|stint"
    r"|outing|sentence|go|nicking|night with|strike)\b"
    r"|\b(?:in and out of|back (?:inside|to prison|in prison|in jail|with us)|revolving door|at it again|did it again"
    r"|up to it again|up to no good again|same again|not for the first time|once again|yet again)\b"
    r"|\b(?:has|have|had|'s|'ve|he|she|they|who) (?:already|previously|once|recently|only just|just|also) (?:served"
    r"|done"
    r"|spent|been|got|had|serving|subject|banned|disqualified|wanted|known|facing|given|convicted|jailed|cautioned"
    r"|fined"
    r"|under|on)\b"
    r"|\b(?:was|were|is|are|been) already (?:banned|disqualified|on|serving|subject|wanted|known|under|facing|out)\b"
    r"|\b(?:suspended sentence|community order|curfew|tag|licence|probation|parole|court order|asbo|criminal behaviour"
    r" order|restraining order|bail for (?:another|a different|other|a similar"
    r"|the same))\b[^.!?\n]{0,40}\b(?:at the time"
    r"|already|last (?:year|month|time|week)|for the same|for another|when (?:he|she|they|we|this)|earlier|previous\w*"
    r"|caught)\b"
    r"|\b(?:was|were|is|still|meant to be|supposed to be|should have been|while|whilst|out|already) on (?:a |his "
    r"|her |an )?"
    r"(?:tag|licence|probation|parole|curfew|bail for|suspended sentence|community order|day release|the run)\b"
    r"|\bfamiliar face\b|\b(?:old|good) (?:friend|mate|pal|acquaintance|customer)s? of (?:ours|mine|the team)\b"
    r"|\b(?:met|seen|had|nicked|arrested|dealt with|locked up|caught|lifted) (?:him|her|them|this (?:man|lad|one|woman)"
    r"|that (?:man|lad|one|woman)|the same \w+) (?:\w+ ){0,2}?(?:many|before|several|countless|plenty|dozens|lots"
    r"|(?:more|loads of|so many|too many) times|\d+ times|\w+ times|twice)\b"
    r"|\bsame (?:man|woman|lad|bloke|person|offender|address|pair|two|faces?)\b[^.!?\n]{0,30}\b(?:again|time|as)\b"
    r"|\b(?:regular|repeat|frequent|returning|seasoned|veteran|loyal) (?:visitor|guest|customer|client|flyer|caller"
    r"|face"
    r"|attender|attendee|lodger|passenger)s?\b"
    r"|\bremember (?:him|her|them) from\b|\bwanted (?:in|by) (?:[a-z]+ )?(?:poland|romania|ireland|scotland|another"
    r"|other|the netherlands|albania|lithuania|germany|spain|france|police) (?:[a-z]+ )?for\b"
    r"|\bin trouble (?:with (?:us|police|the police|the law)|before|since|for years)\b"
    r"|\bsince (?:he|she|they) (?:was|were) (?:a (?:kid|lad|boy|girl|teen|child)|\d{1,2})\b"
    r"|\bonly (?:just )?(?:got|came|been|let) out\b|\bbeen here before\b"
    r"|\bwhen (?:he|she|they) (?:last|first|got|came) (?:\w+ )?out\b|\blast time (?:he|she|they|we (?:met|had|saw))\b"
    r"|\b(?:al )?eerder (?:\w+ ){0,3}?(?:vast|vastgezeten|veroordeeld|aangehouden|gepakt|opgepakt|gezeten|bestraft"
    r"|aanraking|rechter|cel|straf)\b|\b(?:vast|veroordeeld|aangehouden|gepakt) (?:\w+ ){0,2}eerder\b"
    r"|\bzat al\b|\bniet (?:de|zijn|haar|hun|voor de) eerste (?:keer|maal)\b|\b(?:tweede|derde|vierde|vijfde|zesde"
    r"|tiende|\d{1,2}e) (?:keer|maal|aanhouding|veroordeling)\b|\bopnieuw voor de rechter\b|\bweer de fout in\b"
    r"|\b(?:kwam|komt|was) (?:\w+ )?net (?:uit|vrij)\b|\bproeftijd\b|\bstrafblad\b"
    r"|\beisoes wedi (?:treulio|bod|cael|ei|ymddangos|troseddu)\b|\b(?:nid|dim) (?:dyma'r|dyma ei|am y|yw'r"
    r"|y) tro cyntaf"
    r"|\bnid hwn yw'r tro cyntaf|\bhanes (?:\w+ )?o (?:ddwyn|drais|droseddu|ladrata|yfed|fygwth)\b"
    r"|\bam yr? (?:ail|trydydd|pedwerydd|pumed|chweched|degfed|\w+fed) (?:dro|tro|waith|gwaith)\b"
    r"|\bwedi (?:gwneud|bod|troseddu) (?:\w+ ){0,3}o'r blaen\b|\bnewydd (?:ddod|gael ei) (?:\w+ ){0,3}carchar\b"
)
_OF_THE_CASE = re.compile(
    r"\b(?:hearing|trial|adjourned|adjournment|jury|road|closed|closure|flood\w*|appeal for|charity|10k|marathon|raised"
    r"|pc|sgt|sergeant|inspector|volunteer\w*)\b"
)
MOST = 20
MOST_READ = 4_000  # characters


def told_guilt(reading: Reading) -> Iterator[Span]:
    """ "The man who robbed the inn is in court on Monday", "case closed"."""
    for found in _first(_DID, reading):
        low, _high = reading.sentence_span(reading.sentence_at(found.start()))
        if not _ONLY_SAID.search(reading.lower, max(low, found.start() - 120), found.start()):
            yield Span(*found.span())


def told_past(reading: Reading) -> Iterator[Span]:
    """ "His fourteenth stay with us", "in and out of our cells"."""
    for found in _first(_PAST, reading):
        start, end = reading.sentence_span(reading.sentence_at(found.start()))
        near = max(start, found.start() - 120), min(end, found.end() + 120)
        if _OF_ONE.search(reading.lower, *near) and not _OF_THE_CASE.search(reading.lower, *near):
            yield Span(*found.span())


def _first(pattern: re.Pattern[str], reading: Reading) -> Iterator[re.Match[str]]:
    for count, found in enumerate(pattern.finditer(reading.lower, 0, MOST_READ)):
        if count == MOST:
            return
        yield found

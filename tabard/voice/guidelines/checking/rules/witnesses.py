"""Who suffered or saw something, told by the words right beside a name; and who is so told by a given name alone."""

import re
from collections.abc import Iterator

from tabard.voice.guidelines.checking.lexicon import given_names, is_given, phrase_set
from tabard.voice.guidelines.checking.names import Name
from tabard.voice.guidelines.checking.reading import Mark, Reading, Span

_FIRST_WITNESS = re.compile(
    r"\b([A-Z][a-z]{2,15}),? (?:(?:from|at|of|in|who|behind) [^.!?\n]{3,30}? )?(?:has |have |who )?"
    r"(?:picked (?:\w+ ){1,3}out|(?:given|gave) us (?:a|her|his) (?:\w+ )?statement|identified (?:him|her|them)\b)"
)
_BESIDE = r"(?:'s)?(?:,? (?:from|at|of|in|behind|opposite|on|next) [^.!?\n]{3,40}?)?,? "
_SAW = re.compile(
    rf"{_BESIDE}(?:(?:he|she|who|has|have|had|also|then|bravely|kindly|very|was the one who) ){{0,4}}(?:"
    r"(?:saw|witnessed|watched|heard|filmed|recognised|spotted) (?:the|a|an|it|him|her|them|his|two|three|everything"
    r"|what"
    r"|someone|somebody|who|both)\b"
    r"|(?:told|rang|called|phoned) (?:us|999|101|police)\b[^.!?\n]{0,20}\babout\b)"
)
_GIVES_EVIDENCE = re.compile(
    rf"{_BESIDE}[^.!?\n]{{0,60}}?\b(?:(?:in the )?witness box|give evidence|giving evidence|gave evidence|testif(?:y"
    rf"|ied)"
    r"|picked (?:\w+ ){1,3}out|picked out|grassed|shopped (?:him|her|them)|dobbed|tipped (?:us|off)"
    r"|gave us (?:a|an|the|his|her) (?:\w+ )?(?:description|account|names?|reg|number|statement))\b"
)
_SUFFERED_ALONE = re.compile(
    rf"{_BESIDE}(?:who )?(?:(?:was|were|got|has been|had been|is being|been) (?:\w+ ){{0,2}}?(?:robbed|mugged|burgled"
    r"|stabbed|assaulted|attacked|conned|scammed|held up|punched|threatened|raped|groomed|harassed|stalked|knocked off"
    r"|followed home|beaten up|headbutted|slashed|tricked|defrauded|duped|fleeced|kidnapped|glassed|spat at)\b"
    r"|(?:has |had |got )(?:had )?(?:his|her|their) [^.!?\n]{3,30} (?:stolen|snatched|nicked|pinched|broken into)\b)"
)
_WITNESSES = frozenset(["getuige", "slachtoffer", "witness", "victim", "informant", "tyst", "dioddefwr", "complainant"])
_PLAIN_BEFORE_LIST = "young poor old thanks cheers diolch local brave lovely little well done hi so and then when"
_PLAIN_BEFORE = frozenset(_PLAIN_BEFORE_LIST.split()) | _WITNESSES
_MONEY = (
    r"(?:[£€]\s?\d|(?:\w+ ){0,3}?(?:savings|thousands|hundreds|grand|quid|pounds|euros?|pension|deposit|money|cash"
    r"|purse"
    r"|wallet|handbag|bag|phone|jewellery|ring|rings|watch|bike|car|card|medals|tools|everything)\b)"
)
_SUFFERS_AFTER = re.compile(
    r"(?:,? (?:aged )?\d{1,3},?)?(?:,? (?:from|of|at) [^.!?\n,]{3,30},?)?(?:"
    rf",?\s(?:who )?(?:has )?lost {_MONEY}"
    r"|\s(?:is|was) the (?:\w+ ){0,2}(?:man|woman|lad|girl|boy|cyclist|pedestrian|driver|rider|shopkeeper|pensioner"
    r"|walker"
    r"|jogger|owner|one|lady|person|student) (?:who (?:was|got|had) )?(?:\w+ )?(?:hit|stabbed|robbed|attacked|assaulted"
    r"|mugged|killed|injured|hurt|shot|burgled|conned|scammed|raped|knocked|beaten|punched|threatened|found dead)\b"
    r"|\s(?:has |had )?(?:gave|given|made) (?:us |police |officers )?(?:a|her|his|their) (?:\w+ ){0,2}statement\b"
    r"|,? whose (?:\w+ ){0,3}?(?:doorbell|camera|cctv|dash-?cam|footage|evidence|statement|description)\b"
    r"|,?\s(?:who )?(?:told|tipped|rang|called|phoned) (?:us|off|in|police|officers|101"
    r"|999)\b[^.!?\n]{0,30}\babout (?:the|his"
    r"|her|a|their|some) (?:\w+ ){0,2}(?:plants?|dealer|dealers|dealing|drugs|cannabis|neighbours?|smell|visitors|guns?"
    r"|comings|knives|stolen)\b"
    r"|,?\sfor (?:standing up to|fighting off|chasing off|chasing away|chasing|facing|facing down|scaring off|tackling"
    r"|confronting|seeing off|pointing out|picking out|grassing|shopping|identifying) (?:the|his|her|a|two|three"
    r"|those|some"
    r"|these)\b(?! \w+ (?:challenge|marathon|course|hill))"
    r"|[^.!?\n]{0,50}?\b(?:she's|he's|who's|she is|he is|who is) (?:very |still |a bit |badly "
    r"|understandably )?(?:shaken|upset"
    r"|distraught|bruised|recovering|traumatised|in hospital)\b"
    r"|,?\s(?:who )?(?:opened|answered) the door to\b)"
)
_TAKEN_FROM = re.compile(
    rf"\b(?:took|taken|stole|stolen|swiped|snatched|nicked|pinched|conned|tricked|got|had"
    rf"|robbed) {_MONEY}[^.!?\n]{{0,20}}"
    r"\b(?:from|off|out of) (?:poor |old |our |local |little |elderly |pensioner ){0,2}(?:mr |mrs |ms |miss )?$"
    r"|\b(?:cafodd|gafodd) (?:siop|ty|tŷ|car|bag|pwrs|cartref|fan|beic) (?:mr |mrs |ms |miss )?$"
)
_THANKED_HERE = re.compile(r"\b(?:thank\w*|kind|kindly|donat\w+|gift|raffle|prize|presented)\b")
_THANKED = re.compile(r"\b(?:thank\w*|thx|cheers|shout out|well done|diolch|bedankt|dank)\b[^.!?\n]{0,16}$")
_WORDS_AWAY = 40
_SAID_OF_MUCH = frozenset(["ex", "fight", "fighting", "saw", "dead", "evidence", "statement", "recovering"])
_MATTERS = ("crime", "harm", "arrest", "trouble")
_ARRESTS = frozenset(["arrest", "arrests"])
_FEW_LIST = "one an few several many some two three four five six seven eight nine ten any more further"
_FEW = frozenset(_FEW_LIST.split())
_NO = frozenset(["no", "zero", "nil", "without", "geen", "dim"])


def is_in_a_matter(reading: Reading, mark: Mark) -> bool:
    """Whether a crime, a harm or trouble is told of in this sentence or the one beside it; not that there was none."""
    number, (first, last) = reading.sentence(mark), mark
    near = (each for tag in _MATTERS for each in reading.marks_from(tag, first - _WORDS_AWAY, last + _WORDS_AWAY))
    return any(
        reading.words[each.first] not in _SAID_OF_MUCH
        and not _is_of_no_arrest(reading, each)
        and abs(reading.sentence(each) - number) <= 1
        for each in near
    )


def _is_of_no_arrest(reading: Reading, mark: Mark) -> bool:
    """ "No trouble", "one arrest so far": who is named besides has nothing to do with it."""
    before = reading.words[mark.first - 1] if mark.first else ""
    return before in _NO or (reading.words[mark.first] in _ARRESTS and (before in _FEW or before.isdigit()))


def is_sufferer(name: Name, before: str, after: str) -> bool:
    """ "Ann Roe, who lost eight grand", "they took £400 from Mrs Roe"."""
    if name.is_sure and _TAKEN_FROM.search(before) and not _THANKED_HERE.search(before):
        return True
    return name.is_sure and _SUFFERS_AFTER.match(after) is not None


def first_names_of_witnesses(reading: Reading) -> Iterator[Span]:
    """ "Ann from the laundrette picked him out", "Fatima at the post office was held up"."""
    if not reading.has("harm", "victim", "crime"):
        return
    for found in _FIRST_WITNESS.finditer(reading.cased) if reading.has("harm", "victim") else ():
        at = reading.word_at(found.start())
        if is_given(found[1].lower()) and not is_officer_before(reading, at):
            yield Span(*found.span(1))
    named = given_names().intersection(reading.words)
    for at in [number for number, word in enumerate(reading.words) if word in named] if named else ():
        if reading.shown(at).istitle() and _is_told_of(reading, at) and _is_somebody(reading, at):
            yield reading.span_of(Mark(at, at + 1))


def _is_told_of(reading: Reading, at: int) -> bool:
    """Not of whoever is thanked for having seen something."""
    if at and reading.words[at - 1] in _WITNESSES:
        return True
    text, (start, end) = reading.lower, reading.span_of(Mark(at, at + 1))
    if _SUFFERED_ALONE.match(text, end):
        return True
    is_told = _GIVES_EVIDENCE.match(text, end) or (
        _SAW.match(text, end) and not _THANKED.search(text, max(0, start - 24), start)
    )
    return bool(is_told) and is_in_a_matter(reading, Mark(at, at + 1))


def _is_somebody(reading: Reading, at: int) -> bool:
    """A given name alone, and none of ours: no officer, no dog, no last word of a longer name."""
    word = reading.words[at]
    if reading.beside(Mark(at, at + 1), "dog", "fun", "joke"):
        return False
    if reading.cased[reading.word_ends[at] :][:2].strip()[:1].isupper():
        return False
    before = reading.shown(at - 1) if at else "."
    gap = reading.cased[reading.word_ends[at - 1] : reading.starts[at]] if at else ""
    if before[0].isupper() and gap == " " and before.lower() not in _PLAIN_BEFORE:
        return False
    places = [number for number, each in enumerate(reading.words) if each == word]
    ours = phrase_set("officer-title")
    return all(ours.isdisjoint(reading.words[max(0, number - 4) : number]) for number in places)


def is_officer_before(reading: Reading, at: int) -> bool:
    return bool(at) and reading.words[at - 1] in phrase_set("officer-title")

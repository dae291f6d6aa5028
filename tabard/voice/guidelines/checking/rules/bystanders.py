"""Who is named for another reason than trouble: whoever helped, organised, arrested, or plays for charity."""

import re

from tabard.voice.guidelines.checking.names import Name
from tabard.voice.guidelines.checking.reading import Reading

_ACTS = re.compile(
    r"(?:'s (?:team|officers|unit|shift|dog)|\s*(?:who )?(?:and (?:her|his) team )?(?:has |have |had )?(?:also )?"
    r"(?:(?:arrested|detained|nicked|lifted|stopped|caught)\s(?:a|an|the|two|three|four|five|one|another|him|her|them"
    r"|some|"
    r"several|\d+)\b|made (?:an|\w+) arrests?|(?:his|her) first arrest|(?:first|second|latest|next) arrest))"
)
_HELPS_BEFORE = re.compile(
    r"\b(?:thank\w*|thx|cheers|well done|congrat\w*|welcome|meet|met|the late|hello|good luck|farewell|goodbye"
    r"|(?:call|report|tip"
    r"|help|"
    r"information|complaint|statement|donation|visit) (?:from|by)"
    r"|said|says|told|(?<!dealt )(?<!done )(?<!complete )with|diolch|bedankt|dank|joined by"
    r"|alongside|"
    r"chair\w*|manager|owner|landlady|landlord|volunteer|detective|detectives|host|author|actor|singer|presenter"
    r"|player|"
    r"striker|captain|visitor|teacher|head|coach|vicar|chef|baker|postman|postwoman|organiser|founder|neighbour|mum"
    r"|dad|nan|cadet|student|death of|killing of|attack on|assault on)(?!'s)\W{1,3}"
    r"(?:(?!(?:is|are|was|were|been|speaking|talking|we|who)\b)[\w'-]+\W{1,2}){0,3}$"
)
_NAMED_AS = re.compile(
    r"\b(?:named|identified|known) (?:\w+ )?as (?:\w+ )?$"
    r"|\b(?:'?twas|it was|that was) (?:the|our|your) \w+, (?:mr |mrs |ms |miss )?$"
)
_TAKEN = re.compile(
    r"\b(?:arrest of|arrested|detained|nicked|lifted) (?:[a-z]+ ){0,3}(?:[a-z]+, )?$"
)  # "its owner, Rab Roe"
_CUSTODY_WELCOME = re.compile(
    r"\bwelcome (?:back )?(?:to|in) (?:the|our|a) (?:cell|cells|custody|nick)\b"
    r"|\b(?:caution|interview|interviewed|caught up)\b(?: \w+){0,2} with (?:\w+ ){0,2}$"
)
_HELPS_AFTER = re.compile(
    r", who[^.!?\n]{3,70}, (?:joined|spoke|talked|visited|came|told|shared|met|gave a talk|campaigns)\b"
    r"|,?\s(?:who\s)?(?:said|says|told|explained|added|called us|rang|spotted|saw|helped|joined|visited"
    r"|met (?!te |een |de |het )|came to|popped|"
    r"(?:has|have) (?:also |now |kindly |just )?(?:warned|asked|urged|launched|written|given|agreed|offered"
    r"|donated|opened|won|thanked|raised|started|invited|been (?:named|awarded|made|appointed|helping|volunteering))"
    r"|talked|spoke|leads?|led\b|is leading|who is leading|heads|our\s"
    r"|(?:the|our|a)?\s?(?:chair|manager|head\s?teacher|"
    r"co-?ordinator|volunteer|landlord|landlady|spokes\w+|director|officer|commissioner)\b|from (?:the (?:charity"
    r"|council|rotary)"
    r"|victim support|neighbourhood watch|crimestoppers|women's aid))"
)
# "Ann Roe from Victim Support", "Ann Roe of the food bank"
_OF_A_BODY = re.compile(
    r",?\s(?:from|of|at|for|o|van)\s[\w\s'&-]{0,30}?\b(?:support|watch|trust|council|charity|association|aid|uk|service"
    r"|society|bbc|itv|radio|news|times|gazette|echo|press|magazine|channel 4|foundation|housing|university|refuge"
    r"|bank|partnership|samaritans|crimestoppers|academy|cymorth|elusen"
    r"|cyngor"
    r"|gemeente|slachtofferhulp|stichting|halt)\b(?!\s(?:estate|house|flat))"
)
_VISITED = re.compile(
    r"\b(?:visited|visit to|visiting|popped in (?:on|to see)|dropped in on|called (?:in )?on|checked (?:in )?on"
    r"|been to see"
    r"|went to see|(?:cuppa|tea|chat|coffee) with)\s(?:\w+ ){0,2}$"
)
_WORDS_AWAY = 2  # between somebody and the dog that is meant
_GOOD_DAY = ("dog", "fun", "happy", "event", "joke")
_KNOWN_BESIDES = ("family", "remembered", "appealed", "mourned", "charge", "missing")


def is_bystander(reading: Reading, name: Name) -> bool:
    """Whether it is no private person in trouble: a helper, an organiser, somebody mourned, missing or charged, or
    what happens is for fun."""
    low, high = reading.sentence_span(reading.sentence(name.mark))
    start, end = reading.span_of(name.mark)
    before, after = reading.lower[max(low, start - 60) : start], reading.lower[end : min(high, end + 100)]
    if helps(before, after) or acts(after) or is_of_a_body(after):
        return True
    if _VISITED.search(before) and reading.beside(name.mark, "harm", within=1):
        return False
    if _is_found_again(reading, name):
        return True
    return reading.beside(name.mark, *_GOOD_DAY) or reading.beside(name.mark, *_KNOWN_BESIDES, within=1)


def _is_found_again(reading: Reading, name: Name) -> bool:
    """Safe, or dead; not "found with forty wraps"."""
    number = reading.sentence(name.mark)
    marks = (mark for mark in reading.marks("found-safe") if abs(reading.sentence(mark) - number) <= 1)
    return any(_CAUGHT.isdisjoint(reading.words[mark.last : mark.last + 1]) for mark in marks)


_CAUGHT = frozenset(["with", "guilty", "hiding", "carrying", "asleep", "drunk", "slumped"])


def is_for_fun(reading: Reading, name: Name) -> bool:
    """An animal, or a game for charity."""
    number, (first, last) = reading.sentence(name.mark), name.mark
    if name.is_sure:  # somebody, and a dog that has nothing to do with who that is
        is_animal = bool(reading.marks_from("dog", first - _WORDS_AWAY, last + _WORDS_AWAY))
    else:
        is_animal = number in reading.sentences_with["dog"]
    return is_animal or reading.beside(name.mark, "fun", within=2)


def is_of_a_body(after: str) -> bool:
    """ "Ann Roe from Victim Support"."""
    return _OF_A_BODY.match(after) is not None


def acts(after: str) -> bool:
    """ "Ann Roe arrested a man": an officer, whatever stands before."""
    return _ACTS.match(after) is not None


def helps(before: str, after: str) -> bool:
    thanked = _HELPS_BEFORE.search(before)
    if _NAMED_AS.search(before) or _TAKEN.search(before):
        return False
    return (thanked is not None and not _CUSTODY_WELCOME.search(before)) or _HELPS_AFTER.match(after) is not None

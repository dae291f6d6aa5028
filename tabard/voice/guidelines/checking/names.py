"""Who may be named in a text, without a model: words with capitals, near what happens to people.

Two or three such words, none of them a place's or an office's, are a name if the first is a known given name or the
last a common surname, if a title or an age stands beside them, or if what is done to somebody stands right beside them.
Officers, police dogs and places are told by what stands before and after. docs/decisions/0012 says how well that does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tabard.voice.guidelines.checking.glances import GIVEN, LETTER, NAME, NAME_AND_WORD
from tabard.voice.guidelines.checking.lexicon import (
    PARTICLES,
    TITLES,
    given_names,
    is_given,
    listed,
    phrase_set,
    titles,
    vocabulary,
)
from tabard.voice.guidelines.checking.name_signs import (
    AFTER_INITIAL,
    AGE_AFTER,
    APPOSED,
    DID,
    ENDED,
    FETCHED,
    FEW_WORDS,
    IN_A_PLACE,
    JOINED_BY,
    LABEL,
    LEADS_TO_NAME,
    LETTERED,
    LOCKED_UP,
    LONGEST,
    MAY_BE_PLACE,
    NO_SURNAME,
    PASSIVE,
    ROLES,
    STREETS,
    TWO_CAPITALS,
    WHO,
    WHO_WAS,
)
from tabard.voice.guidelines.checking.reading import Mark, Reading


@dataclass(frozen=True)
class Name:
    """Words `first` to `last`, the end open. `is_sure` says that something besides capitals speaks for it."""

    mark: Mark
    is_sure: bool
    age: int | None = None

    @property
    def has_age(self) -> bool:
        return self.age is not None


def names_in(reading: Reading) -> list[Name]:
    """Everybody who is named, officers and dogs left out."""
    return reading.once(_all_names)


def sentences_with_names(reading: Reading) -> frozenset[int]:
    """The sentences that name somebody for sure."""
    return reading.once(_sentences)


def _all_names(reading: Reading) -> list[Name]:
    return list(_names(reading)) if _may_name(reading) else []


def _may_name(reading: Reading) -> bool:
    """A glance: whether a word is anybody's name, or words with capitals stand together where that could matter."""
    kinds, is_matter = reading.kinds, reading.has(*_MATTERS)
    if kinds & NAME and is_matter:
        return True
    may_begin = kinds & (NAME | NAME_AND_WORD)
    if not (may_begin or is_matter):
        return False
    if kinds & (LETTER | NAME_AND_WORD) and reading.has("arrest"):
        return True
    if not (may_begin or reading.numbers or reading.has(*_DONE_TO)):
        return False
    return TWO_CAPITALS.search(reading.cased) is not None or "nl" in reading.languages


_DONE_TO = ("arrest", "victim", "harm", "charge", "crime")
_MATTERS = ("arrest", "victim", "harm", "crime", "charge", "trouble", "offender", "wanted", "missing", "sought")


def _sentences(reading: Reading) -> frozenset[int]:
    return frozenset(reading.sentence(name.mark) for name in names_in(reading) if name.is_sure)


def is_done_to(reading: Reading, name: Name) -> bool:
    """Whether something is said to be done to them: "Ann Roe was ...", "Ann Roe, 41, has been ..."."""
    end = reading.word_ends[name.mark.last - 1]
    return any(said.match(reading.lower, end) for said in (PASSIVE, APPOSED))


def _names(reading: Reading) -> Iterator[Name]:
    done = 0
    for number, is_capital in _beginnings(reading):
        if number < done:
            continue
        found = _begun_with_capital(reading, number) if is_capital else _small(reading, number)
        if found is None or found.mark.last == number:
            continue
        if found.mark.last > found.mark.first:
            age = found.age if found.has_age else _age_after(reading, reading.word_ends[found.mark.last - 1])
            yield Name(found.mark, found.is_sure or age is not None, age)
        done = found.mark.last


def _beginnings(reading: Reading) -> Iterator[tuple[int, bool]]:
    """The words with which a name may begin, and whether they have a capital."""
    words, no_names, small = reading.words, listed(), GIVEN | NAME_AND_WORD
    capitals = map(str.isupper, map(reading.cased.__getitem__, reading.starts))
    may_begin = small | LETTER
    for number, (is_capital, kind) in enumerate(zip(capitals, reading.kinds_of, strict=True)):
        if is_capital:
            if words[number] not in no_names or len(words[number]) == 1:
                yield number, True
        elif kind & may_begin and (kind & small or _after_initials(reading, number)):
            yield number, False


def _begun_with_capital(reading: Reading, number: int) -> Name | None:
    if _before(reading, number) in TITLES:
        last = _end_of_run(reading, _after_initials(reading, number) or number)
        return Name(Mark(number, last), is_sure=True)
    return _with_initials(reading, number) if len(reading.words[number]) == 1 else _capital(reading, number)


def _capital(reading: Reading, number: int) -> Name | None:
    """A name that begins with this word; one without words, where none of the run's words can begin one."""
    last = _end_of_run(reading, number)
    if last == number:
        return None
    first = reading.words[number]
    if last == number + 1 and is_given(first) and _goes_on(reading, last) and reading.words[last] in listed("surname"):
        return _judged(reading, Mark(number, last + 1), is_plain=False)
    if (
        last - number > 1
        and not is_given(first)
        and is_given(reading.words[number + 1])
        and (not _before(reading, number) or first.endswith(STREETS) or first in titles())
    ):
        number += 1  # the first word of a sentence has its capital from there
    if last - number == 1 and _is_initial_behind(reading, last) and first in given_names():
        return _judged(reading, Mark(number, last + 1), is_plain=False)
    if last - number == 1:
        return _small(reading, number) if first in given_names() else _surname_first(reading, number)
    return _judged(reading, Mark(number, last), is_plain=True) or Name(Mark(last, last), is_sure=False)


def _is_initial_behind(reading: Reading, number: int) -> bool:
    """ "Tyrone B": a capital that stands alone."""
    if number >= len(reading.words) or len(reading.words[number]) != 1:
        return False
    return _goes_on(reading, number) and reading.words[number] not in {"i", "a"}


def _surname_first(reading: Reading, number: int) -> Name | None:
    """ "SMITH, John"; in small letters a surname that is one, or somebody in trouble."""
    last = number + 1
    if last >= len(reading.words) or reading.words[last] not in given_names():
        return None
    if reading.cased[reading.word_ends[number] : reading.starts[last]] != ", ":
        return None
    if not _could_be(reading, number) or not _could_be(reading, last):
        return None
    end = reading.word_ends[last]
    is_surname = reading.words[number] in listed("common-surname") or reading.shown(number).isupper()
    if not is_surname and not any(said.match(reading.lower, end) for said in (PASSIVE, LOCKED_UP)):
        return None
    mark = Mark(number, last + 1)
    return Name(mark, is_sure=True) if _judged(reading, mark, is_plain=False) else None


def _with_initials(reading: Reading, number: int) -> Name | None:
    """ "J. Smith", "J R Smith"."""
    behind = _after_initials(reading, number)
    if not behind or _before(reading, number) in LETTERED:
        return None
    last = _end_of_run(reading, behind)
    if last == behind and reading.words[behind] in listed("surname"):
        last = behind + 1
    if last == behind:
        return None
    found = _judged(reading, Mark(number, last), is_plain=True)
    if found is None or found.is_sure:
        return found
    return Name(found.mark, is_sure="." in reading.cased[reading.starts[number] : reading.starts[behind]])


def _after_initials(reading: Reading, number: int) -> int:
    """The word behind "J." or "J. R."; 0 where there are none, as "a" and "I" are without a point."""
    at, words = number, reading.words
    while at - number < LONGEST and at + 1 < len(words) and len(words[at]) == 1 and words[at].isalpha():
        gap = reading.cased[reading.word_ends[at] : reading.starts[at + 1]]
        if gap not in AFTER_INITIAL or (gap == " " and words[at] in {"a", "i", "o", "y"}):
            return 0
        at += 1
    return at if at > number and len(words[at]) > 1 else 0


def _end_of_run(reading: Reading, number: int) -> int:
    """The end of the words that could be one name, from `number` on; "van" or "de" may stand inside of it."""
    last = number
    while last - number < LONGEST and last < len(reading.words) and _could_be(reading, last):
        if last > number and not _goes_on(reading, last):
            break
        last += 1
        behind = _after_initials(reading, last) if last < len(reading.words) and len(reading.words[last]) == 1 else 0
        if behind and _goes_on(reading, last) and _could_be(reading, behind):  # "Nathan D. Cross"
            last = behind + 1
        behind = last
        while (
            last > number and behind - last < 2 and behind < len(reading.words) and reading.words[behind] in PARTICLES
        ):
            behind += 1
        if behind > last and _goes_on(reading, behind):
            last = behind if "nl" in reading.languages or is_given(reading.words[number]) else last
    return last


def _is_capital(reading: Reading, number: int) -> bool:
    return reading.cased[reading.starts[number]].isupper()


def _goes_on(reading: Reading, number: int) -> bool:
    """Whether this word stands right behind the one before, and has a capital."""
    if number >= len(reading.words):
        return False
    before, start = reading.word_ends[number - 1], reading.starts[number]
    return reading.cased[start].isupper() and reading.cased[before:start] in JOINED_BY


def _could_be(reading: Reading, number: int) -> bool:
    shown = reading.shown(number)
    if not shown[0].isupper() or len(shown) < 2 or not shown.replace("'", "").isalpha():
        return False
    word = reading.words[number]
    if word.removesuffix("'s") in listed() or word.endswith("n't"):
        return False
    before = reading.starts[number] - 1
    return before < 0 or reading.cased[before] not in "#@/"


def _is_shouted(reading: Reading) -> bool:
    """Whether nearly all words have capitals, so that they say nothing of names."""
    capitals = sum(map(str.isupper, map(reading.cased.__getitem__, reading.starts)))
    return capitals > FEW_WORDS and capitals * 10 > len(reading.words) * 7


def _judged(reading: Reading, mark: Mark, *, is_plain: bool) -> Name | None:
    if is_plain and reading.once(_is_shouted) and not _is_known(reading, mark, is_plain=True):
        return None
    age = _age_after(reading, reading.word_ends[mark.last - 1])
    if _is_official(reading, mark) or (age is None and _is_place(reading, mark)):
        return None
    before = _before(reading, mark.first)
    if before in phrase_set("public-title"):
        return Name(mark, is_sure=False, age=age)
    if age is not None or _is_known(reading, mark, is_plain=is_plain) or _is_labelled(reading, mark):
        return Name(mark, is_sure=True, age=age)
    if (before in MAY_BE_PLACE and not _is_who(reading, mark)) or mark.last - mark.first == LONGEST:
        return None
    return Name(mark, is_sure=False)


def _is_labelled(reading: Reading, mark: Mark) -> bool:
    """ "Name: Brent Ackerley"."""
    start = reading.starts[mark.first]
    return LABEL.search(reading.lower, max(0, start - 20), start) is not None


def _is_known(reading: Reading, mark: Mark, *, is_plain: bool) -> bool:
    """Whether the first word is a given name; or the last a surname that is no word besides."""
    first = reading.words[mark.first].removesuffix("'s")
    last = reading.words[mark.last - 1].removesuffix("'s")
    if is_plain:
        return is_given(first) or last in listed("common-surname")
    return first in given_names() and last not in listed("street-surname")


def _is_place(reading: Reading, mark: Mark) -> bool:
    """What stands around it says that it is a place, or it is a known town of two words."""
    words = reading.words
    before = _before(reading, mark.first)
    after = words[mark.last] if mark.last < len(words) else ""
    is_owner = words[mark.last - 1].endswith("'s")
    return (
        (before in IN_A_PLACE and not is_owner and not _is_who(reading, mark))
        or (after in listed("place") and not is_owner and _goes_on(reading, mark.last))
        or " ".join(words[mark.first : mark.first + 2]) in listed("town")
    )


def _is_who(reading: Reading, mark: Mark) -> bool:
    """ "Ann Roe, who": no place."""
    return WHO.match(reading.lower, reading.word_ends[mark.last - 1]) is not None


def _age_after(reading: Reading, end: int) -> int | None:
    found = AGE_AFTER.match(reading.lower, end)
    return int(next(digits for digits in found.groups() if digits)) if found else None


def _before(reading: Reading, number: int) -> str:
    """The word right before, where no sentence ended in between."""
    if not number:
        return ""
    end, start = reading.word_ends[number - 1], reading.starts[number]
    before = reading.words[number - 1]
    if before in TITLES and reading.lower[end:start] == ". ":
        return before
    return "" if start - end > LONGEST or ENDED.search(reading.lower, end, start) else before


def _is_official(reading: Reading, mark: Mark) -> bool:
    """Somebody with a rank, or a dog: what stands right before says so, also before the first of two."""
    before = _before(reading, mark.first)
    if before.isdigit():  # PC 1234 Jo Ambler
        before = _before(reading, mark.first - 1)
    if before in phrase_set("officer-title"):
        return True
    if before in {"and", "en", "a", "ac", "&"} and mark.first > 1:
        earlier = reading.words[max(0, mark.first - 5) : mark.first - 1]
        return any(word in phrase_set("officer-title") for word in earlier)
    return False


def _small(reading: Reading, number: int) -> Name | None:
    """A name that was typed without capitals: a given name, a word that is none of ours, and what happened to them."""
    words = reading.words
    second = _after_initials(reading, number) if len(words[number]) == 1 else number + 1
    if second >= len(words) or (second == number + 1 and not _is_joined(reading, number)):
        return None
    last = _end_of_small(reading, second)
    following = words[last - 1]
    if not _can_be_surname(following) or _before(reading, number) in phrase_set("officer-title"):
        return None
    if len(words[number]) == 1 and following in vocabulary() and following not in listed("common-surname"):
        return None
    if not _is_capital(reading, number) and _is_capital(reading, second):
        return None  # "with Ann Roe", in a language where with is a name elsewhere
    return _small_one_in_trouble(reading, Mark(number, last), following)


def _is_joined(reading: Reading, number: int) -> bool:
    gap = reading.cased[reading.word_ends[number] : reading.starts[number + 1]]
    return gap == " " or (len(reading.words[number]) == 1 and gap in AFTER_INITIAL)


def _can_be_surname(word: str) -> bool:
    if word in listed() or word in phrase_set("function-word") or word.endswith("n't"):
        return False
    return len(word) >= 3 and word.replace("'", "").isalpha()


def _small_one_in_trouble(reading: Reading, mark: Mark, surname: str) -> Name | None:
    end = reading.word_ends[mark.last - 1]
    age = _age_after(reading, end)
    if reading.words[mark.first] not in given_names() and len(reading.words[mark.first]) > 1:
        is_told = surname not in vocabulary() and LOCKED_UP.match(reading.lower, end) is not None
        return Name(mark, is_sure=True, age=age) if is_told else None  # "jordan pickering nicked", but "mark one down"
    if age is not None or any(said.match(reading.lower, end) for said in (PASSIVE, WHO_WAS, LOCKED_UP)):
        return Name(mark, is_sure=True, age=age)
    is_surname = surname in listed("common-surname") or not surname.isalpha()
    if not is_surname and (surname in vocabulary() or surname in NO_SURNAME):
        return None
    start = reading.starts[mark.first]
    before = _before(reading, mark.first)
    is_told_of = before in LEADS_TO_NAME and WHO.match(reading.lower, end) is not None
    is_said = is_told_of or before in DID or before in ROLES or FETCHED.search(reading.lower, max(0, start - 40), start)
    return Name(mark, is_sure=bool(is_said) or (is_surname and len(reading.words[mark.first]) > 1))


def _end_of_small(reading: Reading, number: int) -> int:
    """The end of a surname that was typed small: behind "al" or "van der", and with both halves of a double one."""
    last, words = number, reading.words
    while (
        last + 1 < len(words) and last - number < LONGEST and (words[last] in PARTICLES or _is_hyphened(reading, last))
    ):
        last += 1
    return last + 1


def _is_hyphened(reading: Reading, number: int) -> bool:
    """Whether a hyphen joins this word to the next."""
    return reading.cased[reading.word_ends[number] : reading.starts[number + 1]] == "-"

"""A draft once more, without what was typed to get past the rules: letters with gaps, words with dots in them, names
written as one word, over two lines or with figures for letters, numbers written as words.

Most drafts have nothing of it. One that has is read twice, as it was typed and without. Linear.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from tabard.voice.guidelines.checking.folding import Folded, in_small_letters
from tabard.voice.guidelines.checking.glances import LETTER, MIXED, parts_of, words_from
from tabard.voice.guidelines.checking.hurried import Edit, hurried, is_hurried
from tabard.voice.guidelines.checking.lexicon import (
    PARTICLES,
    given_names,
    given_or_word,
    is_given,
    listed,
    phrase_set,
    vocabulary,
)
from tabard.voice.guidelines.checking.marked_up import bare, held_apart, is_marked_up
from tabard.voice.guidelines.checking.reading import Reading
from tabard.voice.guidelines.checking.shorthand import first_pieces, grave_words
from tabard.voice.guidelines.checking.spoken import TOLD, spoken

MOST = 400  # of one kind

# What stands in a disguise and in few other texts, each begun with its rarest sign: a glance before a search.
_SIGN_INSIDE = re.compile(r"[._|~^$!@€£](?<=[A-Za-z][._|~^$!@€£])[A-Za-z]")
_INSIDE = re.compile(r"[A-Z._|~^$!@€£](?:(?<=[a-z][A-Z])|(?<=[A-Za-z][._|~^$!@€£])(?=[A-Za-z]))")  # one or the other
_CAPITAL_INSIDE = re.compile(r"[A-Z](?<=[a-z][A-Z])")
_FEWEST_SINGLE = 3  # letters that stand alone, in a row
_SINGLE = chr(1)
_PIECE = words_from(first_pieces)
_MAY_BE_APART = words_from(given_or_word) | parts_of("_", "@")


def undisguised(reading: Reading) -> Folded | None:
    """None where nothing is disguised."""
    kinds = [*_kinds_by_signs(reading), *_kinds_by_words(reading)]
    if not kinds:
        return None
    edits = [edit for kind in kinds for _count, edit in zip(range(MOST), kind(reading), strict=False)]
    return _edited(reading.folded, sorted(edits, key=_by_place)) if edits else None


def _by_place(edit: Edit) -> tuple[int, int]:
    """The longer one first."""
    start, end, _letters = edit
    return start, -end


def _kinds_by_signs(reading: Reading) -> Iterator[Callable[[Reading], Iterator[Edit]]]:
    """Of what there may be any, as signs, figures, capitals and line ends tell."""
    cased = reading.cased
    has_stars, is_inside = "*" in cased, _INSIDE.search(cased) is not None
    has_signs = is_inside and _SIGN_INSIDE.search(cased) is not None
    if has_signs or (reading.kinds & LETTER and _has_single_letters(reading.words)):
        yield _spaced
    if has_stars:
        yield _masked
    if has_stars or has_signs:
        yield _paid
        yield _dotted
        yield _with_figures
    elif reading.kinds & MIXED:
        yield _with_figures
    if "#" in cased or "@" in cased or (is_inside and _CAPITAL_INSIDE.search(cased)):
        yield _in_one_word
    if "\n" in cased:
        yield _over_two_lines
    if is_marked_up(cased):
        yield bare


def _kinds_by_words(reading: Reading) -> Iterator[Callable[[Reading], Iterator[Edit]]]:
    """Of what there may be any, as words tell."""
    if reading.kinds & _MAY_BE_APART:
        yield held_apart
    if reading.kinds & TOLD:
        yield spoken
    if is_hurried(reading):
        yield hurried
    if reading.kinds & _PIECE:
        yield _in_pieces


def _has_single_letters(words: list[str]) -> bool:
    lengths = list(map(len, words))
    return lengths.count(1) >= _FEWEST_SINGLE and _SINGLE * _FEWEST_SINGLE in "".join(map(chr, lengths))


def _edited(folded: Folded, edits: list[Edit]) -> Folded:
    """Of edits that overlap, the first."""
    parts: list[str] = []
    at = array("l")
    done, before = 0, folded.at if folded.at is not None else range(folded.length)
    for start, end, letters in edits:
        if start < done:
            continue
        parts.append(folded.cased[done:start])
        at.extend(before[done:start])
        parts.extend(letter for _place, letter in letters)
        at.extend(before[place] for place, _letter in letters)
        done = end
    parts.append(folded.cased[done:])
    at.extend(before[done:])
    cased = "".join(parts)
    return Folded(cased, in_small_letters(cased), at, folded.length)


def _kept(cased: str, start: int, end: int) -> list[tuple[int, str]]:
    return [(place, cased[place]) for place in range(start, end)]


# -- letters with gaps -------------------------------------------------------------------------------------------------

_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[ ._*|/~+\n-]{1,3}[^\W_](?![^\W_])){2,}")
_FEWEST_SPACED = 4
_SHORTEST_NAME, _LONGEST_NAME = 3, 40


def _spaced(reading: Reading) -> Iterator[Edit]:
    """ "J o h n  S m i t h", "C F 1 0 1 A A": the first gap is that between letters, another one that between words."""
    cased = reading.cased
    for found in _SPACED.finditer(cased):
        places = [place for place in range(*found.span()) if cased[place].isalnum()]
        if (len(places) < _FEWEST_SPACED and _whole(cased, places) not in _SHORT) or found[0].replace(
            " ", ""
        ).isdigit():
            continue
        gap = cased[places[0] + 1 : places[1]]
        letters: list[tuple[int, str]] = []
        word: list[tuple[int, str]] = []
        for place, following in zip(places, [*places[1:], found.end()], strict=True):
            word.append((place, cased[place]))
            if following == found.end() or (
                cased[place + 1 : following] != gap and not _is_one_number(cased, place, following)
            ):
                letters += [*_apart(word), (place, " ")]
                word = []
        yield found.start(), found.end(), letters[:-1]


def _whole(cased: str, places: list[int]) -> str:
    return "".join(cased[place] for place in places).lower()


_SHORT = frozenset(["fgm", "dob", "cse"])  # that are grave


def _is_one_number(cased: str, place: int, following: int) -> bool:
    """ "2 - 2": the figures of one number."""
    return cased[place].isdigit() and cased[following].isdigit() and cased[place + 1 : following].strip() == "-"


def _apart(word: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """With a space where a capital, or the surname behind a known given name, begins."""
    whole = "".join(letter for _place, letter in word)
    cuts = {number for number in range(1, len(whole)) if whole[number].isupper() and whole[number - 1].islower()}
    if not cuts and whole.isalpha() and len(whole) <= _LONGEST_NAME:
        cuts = {_end_of_given(whole.lower())}
    if whole[:1].lower() in {"a", "i"} and (whole[1:].lower() in _NO_NAME or whole[1:].lower() in vocabulary()):
        cuts = {1}  # "a t w e l v e"
    made: list[tuple[int, str]] = []
    for number, (place, letter) in enumerate(word):
        made += [(place, " "), (place, letter)] if number in cuts and number else [(place, letter)]
    return made


@lru_cache(maxsize=1024)
def _end_of_given(whole: str) -> int:
    """Where the given name ends that a word like "johnsmith" begins with; 0 where it begins with none."""
    if whole in vocabulary():
        return 0
    ends = range(len(whole) - _SHORTEST_NAME, _SHORTEST_NAME - 1, -1)
    return next((end for end in ends if whole[:end] in given_names() and _is_surname(whole[end:])), 0)


def _is_surname(word: str) -> bool:
    return word in listed("common-surname") or word in given_names()


_MOST_PIECES = 3


def _in_pieces(reading: Reading) -> Iterator[Edit]:
    """ "sur veil lance": a grave word in two or three pieces."""
    words, pieces = reading.words, first_pieces()
    for number in [number for number, word in enumerate(words) if word in pieces]:
        for last in range(number + 2, min(number + _MOST_PIECES, len(words)) + 1):
            whole = "".join(words[number:last])
            start, end = reading.starts[number], reading.word_ends[last - 1]
            if whole in grave_words() and end - start < len(whole) + last - number:
                yield start, end, [each for each in _kept(reading.cased, start, end) if each[1].isalpha()]


# -- words with signs in them ------------------------------------------------------------------------------------------

_DOTTED = re.compile(r"(?<![\w@/.-])#?[A-Za-z]{1,20}(?:[._|~^*][A-Za-z]{1,20}){1,12}(?![\w@/]|\.\w)")
_SIGNS = re.compile(r"[._|~^*]")
_HOST_LIST = "uk com org net nl wales cymru gov co io me tv eu info be de app www ly"
_HOSTS = frozenset(_HOST_LIST.split())
_MASKED = re.compile(r"(?<![\w*#])[A-Za-z](?:[A-Za-z]{0,12}[*]{1,4}[A-Za-z]{0,12}){1,3}(?![\w*])")
_MONEY_INSIDE = re.compile(r"(?<=[A-Za-z])[€£](?=[A-Za-z])")
_FEWEST_MASKED, _FEWEST_SHOWN = 4, 2


def _dotted(reading: Reading) -> Iterator[Edit]:
    """ "sc.u.m" is read as the word, "john.smith" as two, "police.uk" as it is."""
    cased = reading.cased
    for found in _DOTTED.finditer(cased):
        start, end = found.span()
        start += cased[start] == "#"
        parts = _SIGNS.split(cased[start:end].lower())
        if parts[-1] in _HOSTS or parts[0] in _HOSTS:
            continue
        if "".join(parts) in vocabulary():
            letters = [each for each in _kept(cased, start, end) if each[1].isalpha()]
            yield found.start(), end, letters
        elif is_given(parts[0]) and len(parts[-1]) >= _SHORTEST_NAME:
            letters = [(place, letter if letter.isalpha() else " ") for place, letter in _kept(cased, start, end)]
            yield found.start(), end, letters


def _paid(reading: Reading) -> Iterator[Edit]:
    """ "R€ece": what stands for an e or an l inside of a word."""
    for found in _MONEY_INSIDE.finditer(reading.cased):
        yield *found.span(), [(found.start(), "e" if found[0] == "€" else "l")]


def _masked(reading: Reading) -> Iterator[Edit]:
    """ "arr*sted", "sh*t": the word of a lexicon that has the letters which are shown."""
    cased = reading.cased
    for found in _MASKED.finditer(cased):
        word = _unmasked(found[0].lower())
        if word is not None:
            yield found.start(), found.end(), [(found.start() + number, letter) for number, letter in enumerate(word)]


@lru_cache(maxsize=1024)
def _unmasked(masked: str) -> str | None:
    shown = sum(letter != "*" for letter in masked)
    if len(masked) < _FEWEST_MASKED:
        return None
    pattern = re.compile(masked.replace("*", "[a-z]"))
    sworn = (word.removesuffix("*") for word in sorted(phrase_set("swearing")))
    known = _of_length(len(masked)) if shown >= _FEWEST_SHOWN else ()
    return next((word for word in (*sworn, *known) if pattern.fullmatch(word)), None)


@cache
def _of_length(length: int) -> tuple[str, ...]:
    return tuple(sorted(word for word in vocabulary() if len(word) == length and word.isalpha()))


# -- names in one word, over two lines, with figures -------------------------------------------------------------------

_CAMEL = re.compile(r"(?<![\w@/.])[#@]?[A-Z][a-z]{1,20}(?:[A-Z][a-z']{1,20}){1,3}(?![\w@/])")
_HASHED = re.compile(r"[#@](?<![\w/][#@])([a-z]{6,24})(?!\w)")
_PART = re.compile(r"[A-Z][a-z']*")
_OVER = re.compile(r"(?<![\w#@])([A-Za-z]{2,20})[ \t]{0,3}\n[ \t]{0,3}\n?[ \t]{0,3}(?=([A-Za-z][a-z']{2,20})(?!\w))")
_HYPHENED = re.compile(r"(?<=[A-Za-z])-[ \t]{0,3}\n[ \t]{0,3}(?=[a-z])")
_NO_NAME_LIST = """
dot com org slash gmail hotmail outlook www http https ten eleven twelve thirteen fourteen fifteen sixteen seventeen
street road lane close avenue drive number postcode
"""
_NO_NAME = frozenset(_NO_NAME_LIST.split())  # of addresses and ages
_LONGEST_ODD = 3  # letters: "b4", "m8", "2nd" are no other words
_BEFORE_NO_NAME = frozenset("@/.#-")
_FIGURES = {one: str.maketrans("034578@$1", f"oeastbas{one}") for one in "il"}


def _in_one_word(reading: Reading) -> Iterator[Edit]:
    """ "#JohnSmith", "JohnSmith", "#johnsmith"."""
    cased = reading.cased
    for found in _CAMEL.finditer(cased):
        start = found.start() + (not found[0][0].isalpha())
        cuts = _cuts([part.span() for part in _PART.finditer(cased, start, found.end())], cased)
        if cuts:
            yield found.start(), found.end(), _with_spaces(cased, start, found.end(), cuts)
    for found in _HASHED.finditer(cased):
        cut = _end_of_given(found[1])
        if cut:
            yield found.start(), found.end(), _with_spaces(cased, found.start(1), found.end(), {found.start(1) + cut})


def _cuts(parts: list[tuple[int, int]], cased: str) -> set[int]:
    """Where the words of a name begin, but for the first; none where it is no name."""
    start, end = parts[0]
    first = cased[start:end].lower()
    cuts = {begin for begin, _end in parts[1:]}
    last = cased[slice(*parts[-1])].lower()
    if last in listed() and last not in listed("surname"):
        return set()
    if is_given(first):
        return cuts
    for particle in PARTICLES:  # KevindeWit
        if first.endswith(particle) and is_given(first.removesuffix(particle)):
            return cuts | {end - len(particle)}
    return set()


def _with_spaces(cased: str, start: int, end: int, cuts: set[int]) -> list[tuple[int, str]]:
    made: list[tuple[int, str]] = []
    for place, letter in _kept(cased, start, end):
        made += [(place, " "), (place, letter)] if place in cuts else [(place, letter)]
    return made


def _over_two_lines(reading: Reading) -> Iterator[Edit]:
    cased = reading.cased
    for found in _HYPHENED.finditer(cased):
        yield found.start(), found.end(), []
    for found in _OVER.finditer(cased):
        first, last = found[1].lower(), found[2].lower()
        is_like = found[1][0].isupper() == found[2][0].isupper()
        if is_like and first in given_names() and last not in listed() and last not in vocabulary():
            yield found.end(1), found.start(2), [(found.end(1), " ")]


def _with_figures(reading: Reading) -> Iterator[Edit]:
    """ "J0hn Sm1th": names; the words of lexicons are read so anyway (words.Words)."""
    words = reading.words
    read: dict[int, str] = {}
    for number in [number for number, word in enumerate(words) if not word.isalpha()]:
        word, start = words[number], reading.starts[number]
        before = read.get(number - 1) or (words[number - 1] if number else "")
        if word.isdigit() or reading.cased[start - 1 : start] in _BEFORE_NO_NAME:
            continue
        name = _without_figures(word) or (_read_as_letters(word) if is_given(before) else None)
        if name is not None:
            end, read[number] = start + len(word), name
            yield start, end, list(enumerate(_cased_as(reading.cased[start:end], name), start))


def _read_as_letters(word: str) -> str | None:
    """Behind a given name anything may be a surname, but no number with an ending: "Harry 5th"."""
    plain = word.translate(_FIGURES["i"])
    return plain if plain.isalpha() and len(plain) > _SHORTEST_NAME and not word[0].isdigit() else None


@lru_cache(maxsize=4096)
def _without_figures(word: str) -> str | None:
    if sum(map(str.isdigit, word)) * 2 >= len(word):
        return None  # "50s"
    meant = (word.translate(table) for table in _FIGURES.values())
    return next((each for each in meant if _is_word_or_name(each)), None)


def _is_word_or_name(word: str) -> bool:
    if is_given(word) or word in listed("common-surname") or word in _NO_NAME:
        return True
    return len(word) > _LONGEST_ODD and word in vocabulary() and word.isalpha()


def _cased_as(typed: str, plain: str) -> str:
    letters = "".join(letter for letter in typed if letter.isalpha())
    if letters.isupper() and len(letters) > 1:
        return plain.upper()
    return plain.capitalize() if typed[0].isupper() or not typed[0].isalpha() else plain

"""The names of places that stand in a free text, in order, each with the countries that it may mean.

A text is cut into segments at commas, bars and the like. In a segment the longest names are found from the left. Where
other words remain, it is a sentence, and only what is well known and written as a name counts: "The space between
thoughts" names no place, though there are towns called Thoughts.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tabard.occasions.tweetathon.meaning.gazetteer import Gazetteer, Kind
from tabard.occasions.tweetathon.meaning.keys import SIGNS, WORD, key_of, without_marks

_LONGEST_NAME = 5  # words
_NOTABLE = 100_000  # people of a place that is known when it stands among other words
_FAMOUS = 500_000  # and among many
_LISTED = 2_000_000  # as gazetteer has it: what is short counts if it was put into our lists
_MANY_WORDS = 3
_SHORTEST_WORD = 3  # letters
_CLEARLY = 0.2  # of a town's name, so much must be meant of a country for a code that is written like a word

_DIRECTIONS = {"n ": "north ", "e ": "east ", "s ": "south ", "w ": "west "}

_FULL_STOP = re.compile(r"(?<=[^\W_]{3})[.]+(?=\s|$)")
_CUT = re.compile(rf"[^\w\s.@&{SIGNS}-]+|\s-+\s|\s-+|-+\s|_+|\.\.+|\s(?:via|then|to)\s", re.IGNORECASE)
_HOME = re.compile(
    r"\b(?:living|lives?|based|now|currently|resid(?:ing|ent|es)|wohnhaft|lebt?|woon(?:achtig|t)?|viviendo|vivo)\b",
    re.IGNORECASE,
)
_JOINERS = "\u200c\u200d"  # Persian and the scripts of India are written with them
_CAMEL = re.compile(r"(?<=[A-Za-z][a-z]{2})(?=[A-Z])")
_WORD = re.compile(rf"{WORD.pattern}|&")
# scripts without spaces: Thai, Lao, Burmese, Japanese, Chinese, and Korean, which joins endings to names
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Mention:
    """`weights` are people by country. `is_home` where the text says that its author lives there; `is_behind` where it
    stands right behind another name, as a country does behind a town."""

    weights: dict[str, int]
    kind: Kind
    is_home: bool = False
    is_behind: bool = False

    @property
    def is_wide(self) -> bool:
        return self.kind is not Kind.TOWN


@dataclass(frozen=True, slots=True)
class Word:
    typed: str
    key: str

    @property
    def is_capital(self) -> bool:
        """Also where the script has no capitals."""
        return not self.typed[0].islower()


@dataclass(frozen=True, slots=True)
class Match:
    start: int
    end: int
    weights: tuple[tuple[str, int], ...]
    kind: Kind


def mentions_of(text: str, known: Gazetteer) -> list[Mention]:
    """Takes time in proportion to the text's length."""
    found: list[Mention] = []
    is_behind = False
    for typed, is_home in _segments(text):
        words = _words(typed, known)
        before = found[-1] if found else None
        matches = [match for match in _matches(words, known, before) if match.weights]
        rest = _rest(words, matches, known)
        kept = [match for match in matches if _counts(match, words, rest, known)]
        for match in kept:
            found.append(Mention(dict(match.weights), match.kind, is_home, is_behind))
            is_behind = True
        is_behind = bool(kept) and not rest
    return found


def _segments(text: str) -> Iterator[tuple[str, bool]]:
    """Pieces of the text, and whether its author is said to live there."""
    is_home = False
    for piece in _CUT.split(_FULL_STOP.sub(",", without_marks(text))):
        if not piece or piece.isspace():
            continue
        starts = _HOME.search(piece)
        is_home = is_home or starts is not None
        before = piece[: starts.start()] if starts else ""
        if starts and before.strip():
            yield before, not piece[starts.end() :].strip()  # "Leeds based"
        yield piece[len(before) :], is_home


def _words(segment: str, known: Gazetteer) -> list[Word]:
    """A word that nobody knows and that has capitals inside is several: #NewYork."""
    words = []
    for typed in _WORD.findall(segment):
        key = _key(typed)
        if not typed.isupper() and not typed.istitle() and key not in known.meanings and _CAMEL.search(typed):
            words += [Word(part, _key(part)) for part in _CAMEL.split(typed)]
        elif key:
            words.append(Word(typed, key))
    return words


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    return key_of(word)


def _matches(words: Sequence[Word], known: Gazetteer, before: Mention | None) -> Iterator[Match]:
    """From left to right. A match without weights is a phrase that is known to be no place."""
    start = 0
    while start < len(words):
        match = _code(words, start, known, before) or _name(words, start, known)
        if match is None:
            yield from _inside(words, start, known)
        else:
            before = Mention(dict(match.weights), match.kind) if match.weights else before
            yield match
        start = match.end if match else start + 1


def _name(words: Sequence[Word], start: int, known: Gazetteer) -> Match | None:
    for size in range(min(_LONGEST_NAME, len(words) - start), 0, -1):
        key = " ".join(word.key for word in words[start : start + size])
        meaning = known.meanings.get(key) or known.meanings.get(_written_out(key))
        people = meaning.weights[0][1] if meaning else 0
        is_name = people >= _LISTED or key not in known.not_places
        if meaning and is_name and (size > 1 or _may_be_name(words[start], people, known)):
            return Match(start, start + size, meaning.weights, meaning.kind)
        if key in known.not_places and size > 1:
            return Match(start, start + size, (), Kind.TOWN)
    return None


def _written_out(key: str) -> str:
    """N. Carolina, S Yorks, W. Hollywood; the key itself where no direction is cut short."""
    return _DIRECTIONS.get(key[:2], key[:2]) + key[2:]


def _may_be_name(word: Word, people: int, known: Gazetteer) -> bool:
    """Words and what is short are names only if our own lists say so; a word that is one, too, in capitals (LA, US)."""
    if word.key in known.not_places or (word.key in known.words_around and people < _LISTED):
        return people >= _LISTED and word.typed.isupper()
    return people >= _LISTED or len(word.key) > 2 or not word.key.isascii()


def _code(words: Sequence[Word], start: int, known: Gazetteer, before: Mention | None) -> Match | None:
    """What stands for a region or a country behind a town: Austin TX, Milano (MI), Berlin, DE."""
    word = words[start]
    code = word.typed.upper()
    if len(code) not in (2, 3) or code not in known.codes or not _is_code(words, start, before):
        return None
    countries = known.codes[code]
    there = before.weights if before else {}
    least = 0 if word.typed.isupper() or (word.typed.islower() and len(code) == 2) else _CLEARLY * sum(there.values())
    fitting = {country for country in countries & there.keys() if there[country] > least}
    if fitting:
        best = max(fitting, key=lambda country: (there[country], country))
        return Match(start, start + 1, ((best, max(there[best], _LISTED)),), Kind.REGION)
    if word.key in known.meanings and known.meanings[word.key].weights[0][1] >= _LISTED:
        return None
    if not word.typed.isupper() or word.key in known.words_around or (start == 0 and word.key in known.not_places):
        return None
    return _code_alone(code, countries, start, known)


def _is_code(words: Sequence[Word], start: int, before: Mention | None) -> bool:
    """It ends the segment, but for a number (Austin TX 78701), and is written in capitals, or small behind a town."""
    word = words[start]
    if not all(later.key.isdigit() for later in words[start + 1 :]):
        return False
    if word.typed.isupper():
        return len(words) <= 2 or not all(each.typed.isupper() for each in words)
    return before is not None and before.kind is Kind.TOWN


def _code_alone(code: str, countries: frozenset[str], start: int, known: Gazetteer) -> Match | None:
    """Where no town says which country is meant: a state if it is one, else a country if it is no other's region."""
    american = countries & {"US", "CA"}
    if code in known.states and (start > 0 or code not in known.country_codes) and len(american) == 1:
        return Match(start, start + 1, ((next(iter(american)), _LISTED),), Kind.REGION)
    if code in known.country_codes and not (code in known.states and "US" in countries):
        return Match(start, start + 1, ((known.country_codes[code], _LISTED),), Kind.COUNTRY)
    return None


def _inside(words: Sequence[Word], start: int, known: Gazetteer) -> Iterator[Match]:
    """Names in a run of a script that puts no spaces between words: 日本大阪市."""
    run = words[start].typed
    if not _NO_SPACES.search(run):
        return
    at = 0
    while at < len(run) - 1:
        for size in range(min(8, len(run) - at), 1, -1):
            meaning = known.meanings.get(_key(run[at : at + size]))
            if meaning:
                yield Match(start, start + 1, meaning.weights, meaning.kind)
                at += size
                break
        else:
            at += 1


def _rest(words: Sequence[Word], matches: Sequence[Match], known: Gazetteer) -> list[Word]:
    """The words that neither belong to a name nor stand around one."""
    named = {place for match in matches if match.weights for place in range(match.start, match.end)}
    return [
        word
        for place, word in enumerate(words)
        if place not in named and word.key not in known.words_around and not word.key.isdigit()
    ]


def _counts(match: Match, words: Sequence[Word], rest: Sequence[Word], known: Gazetteer) -> bool:
    """Whether a name is meant as one: many towns are called as some language calls other things."""
    people = match.weights[0][1]
    named = [word for word in words[match.start : match.end] if word.key not in known.words_around]
    is_led = match.start > 0 and words[match.start - 1].key in known.words_before
    if not rest:
        is_word = len(named) == 1 and named[0].typed.islower() and match.kind is Kind.TOWN and people < _NOTABLE
        return not is_word or (len(named[0].key) > _SHORTEST_WORD and (is_led or len(words) == 1))
    if people < (_FAMOUS if len(rest) > _MANY_WORDS else _NOTABLE) and match.kind is not Kind.COUNTRY:
        return False
    return is_led or all(word.is_capital for word in named)


def plain(text: str) -> str:
    """The text in compatibility form, without what cannot be seen."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(
        letter for letter in text if letter in _JOINERS or unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
    )

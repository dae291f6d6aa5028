"""The words that rules look for, by language: `lexicons/<language>.toml` holds them, each tag with its phrases."""

import tomllib
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path

from tabard.voice.guidelines.checking.words import Words, spread

FOLDER = Path(__file__).parent / "lexicons"
LANGUAGES = ("en", "cy", "nl")
_ALWAYS = frozenset({"en"})
_OTHERS = frozenset(LANGUAGES) - _ALWAYS
_LOOKED_UP = {"function-word", "officer-title", "public-title", "ethnic-person", "car-detail", "stranger", "us"}
_PARTICLE_LIST = "van de der den el al ten ter von da di bin ap ab ferch du la le te"
PARTICLES = frozenset(_PARTICLE_LIST.split())  # of surnames
TITLES = frozenset(["mr", "mrs", "ms", "miss", "mister", "dhr", "mevr", "mevrouw", "meneer"])
_ENOUGH = 2  # function words of a language, before a text counts as written in it
_FEW = 8  # words of a text in which one is enough
_LOOKED_AT = 400
_LONG = 5  # letters of a word of a lexicon that tells a language, as its function words do


def phrases_of(language: str) -> dict[str, list[str]]:
    """The phrases of each tag, separated by commas and line ends in the file, in the short-hand of words.spread."""
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {
        tag: [phrase for piece in text.replace("\n", ",").split(",") if (phrase := piece.strip())]
        for tag, text in read.items()
    }


@cache
def words_of(language: str) -> Words:
    """All phrases of a language in one tree: 3 MB and half a second for English, once. What is only asked of one
    word (phrase_set) is left out."""
    return Words({tag: phrases for tag, phrases in phrases_of(language).items() if tag not in _LOOKED_UP}, spread)


def languages_of(declared: str, words: Sequence[str], *, has_foreign: bool = True) -> frozenset[str]:
    """In which of our languages a text is to be read: in that which its author chose, in that which it is written in,
    should it be another, and always in English: many posts are in two languages, and nobody is to get past the rules by
    choosing another from a list. Without `has_foreign` none of the words is one of `foreign_words`."""
    chosen = declared.partition("-")[0].lower()
    if not has_foreign and chosen not in _OTHERS:
        return _ALWAYS
    enough, first = _ENOUGH if len(words) > _FEW else 1, words[:_LOOKED_AT]
    if chosen not in _OTHERS and sum(map(first.count, foreign_words().intersection(first))) < enough:
        return _ALWAYS
    seen = list(map(_function_words().get, first))
    counts = list(map(seen.count, LANGUAGES))
    enough = max(enough, (max(counts) + 1) // 2)
    found = [each for each, count in zip(LANGUAGES, counts, strict=True) if count >= enough or each == chosen]
    return frozenset(found) | _ALWAYS


@cache
def _function_words() -> dict[str, str]:
    """The language of each, and of the longer words of its lexicons; one that two languages have says nothing."""
    known: dict[str, set[str]] = {}
    for language in LANGUAGES:
        longer = {word for word in _words_of_lexicons(language) if len(word) >= _LONG and word.isalpha()}
        for word in longer if language in _OTHERS else ():
            known.setdefault(word, set()).add(language)
        for word in phrases_of(language)["function-word"]:
            known.setdefault(word, set()).add(language)
    english = _words_of_lexicons("en") - set(phrases_of("en")["function-word"]) | given_names()
    return {
        word: next(iter(languages))
        for word, languages in known.items()
        if len(languages) == 1 and (word not in english or word in _small_words(languages))
    }


def _small_words(languages: Set[str]) -> frozenset[str]:
    return frozenset(word for language in languages for word in phrases_of(language)["function-word"])


@cache
def _words_of_lexicons(language: str) -> frozenset[str]:
    phrases = (phrase for lines in phrases_of(language).values() for phrase in lines)
    return frozenset(word for phrase in phrases for place in spread(phrase) for words in place for word in words)


@cache
def foreign_words() -> frozenset[str]:
    """Words that tell another of our languages than English."""
    return frozenset(word for word, language in _function_words().items() if language in _OTHERS)


@cache
def vocabulary() -> frozenset[str]:
    """Every word of every lexicon, in all languages; some have a * at their end."""
    return frozenset().union(*map(_words_of_lexicons, LANGUAGES))


@cache
def given_names() -> frozenset[str]:
    """Given names of many origins, in small ASCII letters, without those that are common words."""
    return frozenset((FOLDER / "given_names.txt").read_text(encoding="utf-8").split())


@cache
def phrase_set(tag: str) -> frozenset[str]:
    """The single words of a tag in all languages, for looking up one word."""
    choices = (spread(phrase) for language in LANGUAGES for phrase in phrases_of(language).get(tag, ()))
    return frozenset(words[0] for place in choices if len(place) == 1 for words in place[0] if len(words) == 1)


@cache
def listed(*keys: str) -> frozenset[str]:
    """Words of `names.toml`, in small letters."""
    read = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
    lines = (read[key].replace("\n", ",").split(",") for key in keys or ("place", "other"))
    return frozenset(word.strip() for words in lines for word in words if word.strip())


@cache
def titles() -> frozenset[str]:
    """What stands before a name, and is no part of it."""
    return phrase_set("public-title") | phrase_set("officer-title")


@cache
def given_or_word() -> frozenset[str]:
    return given_names() | listed("also-word")


@cache
def name_words() -> frozenset[str]:
    """Words any of which may speak for a name."""
    return given_names() | listed("common-surname") | TITLES


def is_given(word: str) -> bool:
    return word in given_or_word()

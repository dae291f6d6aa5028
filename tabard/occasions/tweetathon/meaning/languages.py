"""The language of a post: ISO 639-1 where it has such a code, else 639-3; `und` where nobody could tell.

What the platform says counts. Where it says nothing: the script, if it has one language; else py3langid, asked for the
languages that are plausible there (data/languages.toml), with the small words and letters that tell neighbours apart.
See docs/decisions/0014.
"""

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

import pycountry
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from tabard.occasions.tweetathon.meaning.keys import WORD, NameGivenTwice
from tabard.occasions.tweetathon.meaning.scripts import script_of

UNDETERMINED = "und"  # BCP 47, as X says it, too
LONGEST = 280  # letters that are read: a post on X, and more tell nothing new
_FEWEST = 2  # letters of a script with one language
_FEWEST_LATIN = 8  # letters where many languages share the script
_SURE = 0.25  # of certainty, that letters which many languages share are of this one

# weights, in the model's own measure (the logarithm of a likelihood, by the root of the text's length): tried on
# one half of 960 sentences, whole and cut to 10, 6, 4 and 3 words
_WORDS, _LETTERS, _SELDOM = 2.0, 1.0, 0.8

_NO_WORDS = re.compile(
    r"""^RT\s+@\w+:?                                # a post repeated
    |(?:https?://|www\.)\S+                         # links
    |\b[\w-]+(?:\.[\w-]+){0,5}\.(?:com|org|net|co|uk|nl|de|eu|io|gov|be|fr|es|it|ly|me)\b(?:/\S*)?
    |[@\uff20][\w.-]+(?:@[\w.-]+)?                      # mentions
    |[#\uff03$][\w-]+                                   # hashtags and cashtags
    |&(?:amp|lt|gt|quot);
    |\b(\w{1,2})\1{2,60}\w?\b                        # laughter, sighs and shouts
    |:[a-z_]{2,30}:                                 # Mastodon's own emoji""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(rf"{WORD.pattern}(?:['\u2019-]{WORD.pattern})*")
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,8}$")  # RFC 5646 §2.1


def language_of(text: str, said: str = "") -> str:
    """`said` is the platform's word for it. Only the first 280 letters are read."""
    told = _normalised(said[:40].strip())
    return told or _detected(text)


@lru_cache(maxsize=1024)
def _normalised(said: str) -> str:
    """The tag's language, `und` for what has no words, and nothing for what tells nothing."""
    tag = _TAG.match(said)
    if tag is None:
        return ""
    code = tag[1].lower()
    known = _known()
    if code in known.silent:
        return UNDETERMINED
    return known.codes.get(code, "")


def _detected(text: str) -> str:
    words = _NO_WORDS.sub(" ", text[: 2 * LONGEST])[:LONGEST].strip()
    script, letters = script_of(words)
    candidates = _known().scripts.get(script, ())
    if len(candidates) < 2:
        return candidates[0] if candidates and letters >= _FEWEST else UNDETERMINED
    if letters < (_FEWEST_LATIN if script == "Latin" else _FEWEST):
        return UNDETERMINED
    scores = _scores(words, candidates)
    best, highest = max(scores.items(), key=itemgetter(1))
    if script == "Latin" and sum(math.exp(score - highest) for score in scores.values()) > 1 / _SURE:
        return UNDETERMINED
    return best


def _scores(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """By language, as logarithms of likelihoods."""
    known = _known()
    small = text.lower()
    words = _WORD.findall(small)
    scores = _likelihoods(text, candidates)
    weight = _WORDS / math.sqrt(len(words) or 1)
    for word in words:
        for language, telling in known.words.get(word, ()):
            if language in scores:
                scores[language] += weight * telling
    for letter in known.letters.keys() & set(small):
        if known.letters[letter] in scores:
            scores[known.letters[letter]] += _LETTERS / math.sqrt(len(words) or 1)
    return scores


def _likelihoods(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    identifier, languages = _identifier(candidates)
    length = math.sqrt(len(text.encode(errors="replace")))
    return {languages[label][0]: score / length - languages[label][1] for label, score in identifier.rank(text)}


@cache
def _identifier(candidates: tuple[str, ...]) -> tuple[LanguageIdentifier, dict[str, tuple[str, float]]]:
    """py3langid's model, asked for these languages only, and of each of its labels what we call it and how much less
    it is met."""
    known = _known()
    identifier = copy(_model())
    codes = {label: known.codes.get(label, label) for label in identifier.labels}
    languages = {label: (code, _SELDOM * (code in known.seldom)) for label, code in codes.items() if code in candidates}
    identifier.set_languages(list(languages))
    return identifier, languages


@cache
def _model() -> LanguageIdentifier:
    """Read once: 1 second."""
    return LanguageIdentifier.from_model_file(MODEL_FILE)


@dataclass(frozen=True)
class _Known:
    codes: Mapping[str, str]
    silent: frozenset[str]
    scripts: Mapping[str, tuple[str, ...]]
    seldom: frozenset[str]
    words: Mapping[str, tuple[tuple[str, float], ...]]
    letters: Mapping[str, str]


@cache
def _known() -> _Known:
    lists = tomllib.loads((Path(__file__).parent / "data/languages.toml").read_text(encoding="utf-8"))
    return _Known(
        codes=_codes(lists["same"]),
        silent=frozenset(lists["silent"]["codes"].split()),
        scripts={script: tuple(_unique(codes)) for script, codes in lists["scripts"].items()},
        seldom=frozenset(_unique(lists["seldom"]["codes"])),
        words=_words(lists["words"]),
        letters=_letters(lists["letters"]),
    )


def _codes(same: Mapping[str, str]) -> dict[str, str]:
    """One code for each that a language has in ISO 639; what is undetermined or many languages has none."""
    codes: dict[str, str] = {}
    for language in pycountry.languages:
        code = getattr(language, "alpha_2", language.alpha_3)
        every = {code, language.alpha_3, getattr(language, "bibliographic", language.alpha_3)}
        codes |= dict.fromkeys(every, same.get(code, code))
    return {code: name for code, name in (codes | dict(same)).items() if code not in {"und", "mul", "mis"}}


def _words(lists: Mapping[str, str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Languages of each small word; the more languages have it, the less it tells."""
    languages: defaultdict[str, list[str]] = defaultdict(list)
    for language, words in lists.items():
        for word in _unique(words):
            languages[word].append(language)
    return {word: tuple((each, 1 / math.sqrt(len(of))) for each in of) for word, of in languages.items()}


def _letters(lists: Mapping[str, str]) -> dict[str, str]:
    _unique(" ".join(letter for letters in lists.values() for letter in letters))
    return {letter: language for language, letters in lists.items() for letter in letters}


def _unique(words: str) -> list[str]:
    """Raises NameGivenTwice."""
    listed = words.split()
    if twice := {word for word, count in Counter(listed).items() if count > 1}:
        raise NameGivenTwice(", ".join(sorted(twice)))
    return listed

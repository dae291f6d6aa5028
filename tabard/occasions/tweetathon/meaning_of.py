"""Fills in what a source does not tell: the language of a text, the country of a place that somebody typed.

What is inferred stands in fields of its own and never over what was given.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from tabard.occasions.tweetathon.saying import Saying

UNDETERMINED = "und"
KEPT = 65_536  # texts and places that come again: most of an event is repeated

CountryOf = Callable[[str], str | None]
LanguageOf = Callable[[str], str]


def no_country(place: str) -> str | None:
    return None


def no_language(text: str) -> str:
    return UNDETERMINED


def understood(
    sayings: Iterable[Saying], country_of: CountryOf = no_country, language_of: LanguageOf = no_language
) -> Iterator[Saying]:
    """The same sayings with inferred languages and countries. Nothing is asked where the source tells."""
    country = lru_cache(KEPT)(country_of)
    language = lru_cache(KEPT)(language_of)
    for saying in sayings:
        found = language(saying.text) if saying.language is None and saying.text else UNDETERMINED
        place = country(saying.author_place) if saying.country is None and saying.author_place else None
        if place is not None or found != UNDETERMINED:
            yield saying._replace(inferred_language=None if found == UNDETERMINED else found, inferred_country=place)
        else:
            yield saying

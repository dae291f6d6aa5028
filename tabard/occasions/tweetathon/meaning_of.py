"""Fills in what a source does not tell: the language of a text, the country of a place that somebody typed.

What is inferred stands in fields of its own and never over what was given.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tabard.occasions.tweetathon.meaning.languages import UNDETERMINED, language_of
from tabard.occasions.tweetathon.meaning.places import country_of
from tabard.occasions.tweetathon.saying import Saying

KEPT = 65_536  # texts and places that come again: most of an event is repeated

country = lru_cache(KEPT)(country_of)
language = lru_cache(KEPT)(language_of)


def understood(sayings: Iterable[Saying]) -> Iterator[Saying]:
    """The same sayings with inferred languages and countries. Nothing is asked where the source tells."""
    for saying in sayings:
        found = language(saying.text) if saying.language is None and saying.text else UNDETERMINED
        place = None
        if saying.country is None and saying.author_place and not saying.is_reference:  # that has no figure of its own
            place = country(saying.author_place)
        if place is not None or found != UNDETERMINED:
            yield saying._replace(inferred_language=None if found == UNDETERMINED else found, inferred_country=place)
        else:
            yield saying

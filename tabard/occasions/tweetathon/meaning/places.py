"""The country of what somebody typed as their place: ISO 3166-1 alpha-2, or None where nobody could tell.

What is read, in this order: a position in degrees, the names of places, the flags. Several places of one country are
that country; of several countries, none. See docs/decisions/0014.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tabard.occasions.tweetathon.meaning.gazetteer import Gazetteer, gazetteer
from tabard.occasions.tweetathon.meaning.mentions import Mention, mentions_of, plain
from tabard.occasions.tweetathon.meaning.positions import country_at, position_in

LONGEST = 200  # letters that are read; profiles hold fewer
_CLEAR = 0.34  # of all people whom a name may mean, so many are in the country that it is taken to mean
_SHARED = 0.2  # two towns are in one country where as many of each name's people are
_TINY, _SMALL, _LARGE = 20_000, 100_000, 500_000  # people: the first gives way to what is known

_LETTER = 0x1F1E6  # REGIONAL INDICATOR SYMBOL LETTER A
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_BRITISH_FLAG = re.compile("\U0001f3f4\U000e0067\U000e0062[\U000e0061-\U000e007a]{3}\U000e007f")
_POSTCODE = re.compile(r"(?<![^\W_])[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}(?![^\W_])")  # BS 7666
_NO_LETTERS = re.compile(r"^[\d\W_]*$")


def country_of(text: str) -> str | None:
    """Only the first 200 letters are read, so that any text takes bounded time."""
    countries = countries_of(text)
    return countries[0] if len(countries) == 1 else None


def countries_of(text: str) -> tuple[str, ...]:
    """The countries that are named, each once, in order."""
    return _countries(" ".join(text[: 2 * LONGEST].split())[:LONGEST])


@lru_cache(maxsize=65536)
def _countries(text: str) -> tuple[str, ...]:
    known = gazetteer()
    position = position_in(text)
    if position is not None:
        country = country_at(position, known)
        return (country,) if country else ()
    bare = plain(_FLAG.sub(",", _BRITISH_FLAG.sub(",", text)))
    mentions = mentions_of(bare, known) if not _NO_LETTERS.match(bare) else []
    named = _decided(mentions)
    if named or mentions:
        return named
    if _POSTCODE.search(bare):
        return ("GB",)
    return tuple(dict.fromkeys(_flags(text, known)))


def _flags(text: str, known: Gazetteer) -> list[str]:
    """The countries whose flags stand there; the European Union's and the like are of no country."""
    found = [
        (flag.start(), "".join(chr(ord(letter) - _LETTER + ord("A")) for letter in flag[0]))
        for flag in _FLAG.finditer(text)
    ]
    found += [(flag.start(), "GB") for flag in _BRITISH_FLAG.finditer(text)]
    return [country for _, country in sorted(found) if country in known.country_codes]


def _decided(mentions: Sequence[Mention]) -> tuple[str, ...]:
    at_home = [mention for mention in mentions if mention.is_home]
    places: list[Mention] = []
    for mention in at_home or mentions:
        joined = _joined(places[-1], mention) if places else None
        if joined is None:
            places.append(mention)
        else:
            places[-1] = joined
    if any(place.is_wide or _most(place) >= _SMALL for place in places):
        places = [place for place in places if place.is_wide or _most(place) >= _TINY]
    decided = [_clear(place.weights) for place in places]
    return tuple(dict.fromkeys(country for country in decided if country))


def _clear(weights: dict[str, int]) -> str | None:
    country, most = max(weights.items(), key=lambda pair: pair[1])
    several = [other for other, people in weights.items() if people == most]
    return country if most >= _CLEAR * sum(weights.values()) and len(several) == 1 else None


def _joined(place: Mention, mention: Mention) -> Mention | None:
    """Both as one place, or None where they must be two."""
    if place.is_wide and mention.is_wide:
        return _narrowed(mention, place) or _narrowed(place, mention)
    if place.is_wide:
        return _narrowed(place, mention) or (place if _most(mention) < _SMALL else None)
    if mention.is_wide:
        limit = _LARGE if mention.is_behind else _SMALL
        return _narrowed(mention, place) or (mention if _most(place) < limit else None)
    if mention.is_behind and _is_within(place, mention):
        return mention
    both = place.weights.keys() & mention.weights.keys()
    shared = {country for country in both if min(_share(place, country), _share(mention, country)) >= _SHARED}
    weights = {country: place.weights[country] + mention.weights[country] for country in sorted(shared)}
    return replace(mention, weights=weights) if weights else None


def _narrowed(wide: Mention, other: Mention) -> Mention | None:
    """What both may mean, by how likely it is of each: Georgia and Atlanta. A meaning that the region or country hardly
    has joins nothing."""
    shares = {
        country: _share(wide, country) * _share(other, country)
        for country in sorted(wide.weights.keys() & other.weights.keys())
        if _share(wide, country) >= _SHARED
    }
    weights = {country: max(int(share * _most(wide)), 1) for country, share in shares.items()}
    return replace(wide, weights=weights) if weights else None


def _most(mention: Mention) -> int:
    return max(mention.weights.values())


def _is_within(place: Mention, mention: Mention) -> bool:
    """Richmond, London: a small town's name that is also of a place in the large one's country."""
    country, people = max(mention.weights.items(), key=lambda pair: pair[1])
    return _most(place) < _LARGE and people >= 10 * place.weights.get(country, people)


def _share(mention: Mention, country: str) -> float:
    return mention.weights[country] / sum(mention.weights.values())

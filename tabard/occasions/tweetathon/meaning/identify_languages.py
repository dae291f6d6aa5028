"""For `tabard tweetathon identify-languages FILE`."""

from collections.abc import Iterable, Iterator

from tabard.occasions.tweetathon.meaning.languages import UNDETERMINED, language_of


def identify_languages(lines: Iterable[str]) -> Iterator[str]:
    """The language of each line, ISO 639-1 or 639-3, or an empty text where it is undetermined."""
    for line in lines:
        language = language_of(line)
        yield "" if language == UNDETERMINED else language

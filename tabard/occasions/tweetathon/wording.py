"""What is said of a tweetathon, of an earlier year and of a force, checked and in the form in which it is kept."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tabard.lib.mail.addresses import canonical_address
from tabard.lib.text import clean, search_words, tag_key
from tabard.occasions.tweetathon.countries import countries
from tabard.occasions.tweetathon.domains import domain_of, is_public_mail
from tabard.occasions.tweetathon.models import Clock
from tabard.occasions.tweetathon.spans import EARLIEST, LATEST, span_from, span_of_day
from tabard.people.teams.models import Team

LONGEST_NAME = 200
LONGEST_TEXT = 5_000
LONGEST_REASON = 500
MOST_HASHTAGS = 5
MOST_HIDDEN = 200
FIRST_YEAR = 2006  # nobody could post under a hashtag before
_SIGNS = "#＃"  # noqa: RUF001  the full-width sign begins hashtags in Japanese
RESERVED = {"add"}  # addresses of the desk
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SCRIPTS_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


class WordsRefused(Exception):
    """What was given cannot be kept as it is; `field` is what it is about, subclasses say why."""

    field = ""


class NameMissing(WordsRefused):
    field = "name"


class ContactMissing(WordsRefused):
    field = "contact_name"


class SourceMissing(WordsRefused):
    field = "source"


class ReasonMissing(WordsRefused):
    field = "reason"


class CodeRefused(WordsRefused):
    """A code stands in the address: a to z, digits and single hyphens between them."""

    field = "slug"


class CodeTaken(WordsRefused):
    field = "slug"


class HashtagsRefused(WordsRefused):
    """None, too many, or one that no network takes as a hashtag."""

    field = "hashtags"


class HiddenHashtagsRefused(WordsRefused):
    """Too many, or one that no network takes as a hashtag."""

    field = "hidden_hashtags"


class TimeRefused(WordsRefused):
    """Neither a moment nor a day was given, or one that nobody here will see."""

    field = "day"


class YearRefused(WordsRefused):
    field = "year"


class FiguresMissing(WordsRefused):
    field = "posts"


class CountryUnknown(WordsRefused):
    field = "country"


class MailboxOfAnybody(WordsRefused):
    """The address is at a provider where anybody can have one."""

    field = "email"


class TooLong(WordsRefused):
    """`field` holds more than `most` characters."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


@dataclass(frozen=True)
class TweetathonWords:
    """All of a tweetathon that its organiser chooses. `starts_at` counts by the instant, `local_date` by local time."""

    name: str
    hashtags: tuple[str, ...]
    clock: Clock = Clock.INSTANT
    starts_at: datetime | None = None
    local_date: date | None = None
    team: Team | None = None
    languages: tuple[str, ...] = ()
    description: str = ""
    suffixes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    hidden_hashtags: tuple[str, ...] = ()

    def columns(self) -> dict[str, object]:
        """As the model keeps them. Raises TimeRefused."""
        is_local = self.clock == Clock.LOCAL
        starts_at, ends_at = self._span()
        return {
            "name": self.name,
            "hashtags": list(self.hashtags),
            "clock": self.clock,
            "local_date": self.local_date if is_local else None,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "team": self.team,
            "languages": list(self.languages),
            "description": self.description,
            "suffixes": list(self.suffixes),
            "sources": list(self.sources),
            "hidden_hashtags": list(self.hidden_hashtags),
        }

    def _span(self) -> tuple[datetime, datetime]:
        day = self.local_date if self.clock == Clock.LOCAL else self.starts_at and self.starts_at.date()
        if day is None or not EARLIEST <= day <= LATEST:
            raise TimeRefused
        if self.clock == Clock.LOCAL:
            return span_of_day(day)
        assert self.starts_at is not None  # noqa: S101  for the type checker
        return span_from(self.starts_at)


@dataclass(frozen=True)
class YearWords:
    """Figures of an earlier year as their source gives them."""

    year: int
    source: str
    source_url: str = ""
    posts: int | None = None
    authors: int | None = None
    countries: int | None = None
    combined_followers: int | None = None


@dataclass(frozen=True)
class RegistrationWords:
    """All that a force says of itself. `accounts` as `read_accounts` gives them."""

    name: str
    contact_name: str
    email: str
    country: str
    place: str = ""
    accounts: list[dict[str, str]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    may_be_named: bool = False


def checked_tweetathon(words: TweetathonWords) -> TweetathonWords:
    """`words` as they are kept. Raises WordsRefused."""
    words = replace(
        words,
        name=line("name", words.name, LONGEST_NAME),
        description=_lines("description", words.description),
        hashtags=checked_hashtags(words.hashtags),
        hidden_hashtags=checked_hidden(words.hidden_hashtags),
    )
    if not words.name:
        raise NameMissing
    words.columns()
    return words


def checked_hashtags(hashtags: Iterable[str]) -> tuple[str, ...]:
    """As they are written, without their sign, each once whatever its capitals. Raises HashtagsRefused."""
    bare = [clean(hashtag).strip().lstrip(_SIGNS) for hashtag in hashtags]
    by_key = {tag_key(hashtag): hashtag for hashtag in reversed(bare) if hashtag}
    if not 1 <= len(by_key) <= MOST_HASHTAGS or "" in by_key:
        raise HashtagsRefused
    return tuple(dict.fromkeys(by_key[tag_key(hashtag)] for hashtag in bare if hashtag))


def checked_hidden(hashtags: Iterable[str]) -> tuple[str, ...]:
    """As figures have them, each once. Raises HiddenHashtagsRefused."""
    keys = dict.fromkeys(tag_key(clean(hashtag).strip().lstrip(_SIGNS)) for hashtag in hashtags)
    if "" in keys or len(keys) > MOST_HIDDEN:
        raise HiddenHashtagsRefused
    return tuple(keys)


def checked_code(text: str) -> str:
    """Raises CodeRefused."""
    code = text.strip().lower()
    if not _CODE.fullmatch(code) or len(code) > 50 or code in RESERVED:
        raise CodeRefused
    return code


def checked_year(words: YearWords, today: date) -> YearWords:
    """`words` as they are kept. Raises WordsRefused."""
    words = replace(words, source=line("source", words.source, 300), source_url=words.source_url.strip())
    if not FIRST_YEAR <= words.year <= today.year:
        raise YearRefused
    if not words.source:
        raise SourceMissing
    if all(figure is None for figure in (words.posts, words.authors, words.countries, words.combined_followers)):
        raise FiguresMissing
    return words


def checked_registration(words: RegistrationWords) -> RegistrationWords:
    """`words` as they are kept. Raises WordsRefused, and AddressRefused for what is no e-mail address."""
    words = replace(
        words,
        name=checked_name(words.name),
        contact_name=line("contact_name", words.contact_name, LONGEST_NAME),
        place=line("place", words.place, LONGEST_NAME),
        email=checked_mailbox(canonical_address(words.email)),
    )
    if not words.contact_name:
        raise ContactMissing
    if words.country not in countries():
        raise CountryUnknown
    return words


def checked_name(text: str) -> str:
    """Of a force, in one line. Raises NameMissing, TooLong."""
    name = line("name", text, LONGEST_NAME)
    if not name_key(name):
        raise NameMissing
    return name


def checked_mailbox(address: str) -> str:
    """Raises MailboxOfAnybody."""
    if is_public_mail(domain_of(address)):
        raise MailboxOfAnybody
    return address


def checked_reason(text: str) -> str:
    """Raises WordsRefused."""
    reason = line("reason", text, LONGEST_REASON)
    if not reason:
        raise ReasonMissing
    return reason


def name_key(name: str) -> str:
    """How a force's name is compared: without accents, capitals, signs and spaces between words. "" for none."""
    return " ".join(search_words(name))[:LONGEST_NAME]


def mixes_scripts(name: str) -> bool:
    """Whether a word of `name` has letters of two scripts whose letters look alike (UTS 39 §5.1, made simple)."""
    return any(len(_scripts_of(word)) > 1 for word in name.split())


def _scripts_of(word: str) -> set[str]:
    named = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return {script for script in named if script in _SCRIPTS_ALIKE}


def line(field: str, text: str, most: int) -> str:
    """One line. Raises TooLong."""
    text = " ".join(clean(text).split())
    if len(text) > most:
        raise TooLong(field, most)
    return text


def _lines(field: str, text: str) -> str:
    text = clean(text).strip()
    if len(text) > LONGEST_TEXT:
        raise TooLong(field, LONGEST_TEXT)
    return text

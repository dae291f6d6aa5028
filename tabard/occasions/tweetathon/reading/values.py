"""The single fields of a post, taken from what anybody may have written into a file.

A field of the wrong type counts as not told: one odd field must not lose a post. Only an id is insisted on.
"""

import calendar
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from tabard.lib.text import hashtags, tag_key
from tabard.occasions.tweetathon.meaning.languages import UNDETERMINED, language_of
from tabard.occasions.tweetathon.saying import Unreadable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
GREATEST = 2**63 - 1
EXACT = 2**53  # from here on a float leaves whole numbers out
MOST_FOLLOWERS = 10**10  # more than there are people: whoever claims more is not believed, and no sum overflows
LONGEST_ID = 2_000
MILLISECONDS_FROM = 10**11  # in seconds the year 5138, in milliseconds 1973
WHOLE_FLOAT = re.compile(r"(\d{1,15})\.0", re.ASCII)
THROUGH_A_FLOAT = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?", re.ASCII)
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr)}
# codes of X and Twitter for "no language": undetermined, only hashtags, only mentions, media, too short, ...
NO_LANGUAGE = {"und", "zxx", "mul", "mis", "art", "qam", "qct", "qht", "qme", "qst"}
# their pages are profiles, pictures and quotes
OWN_HOSTS = {"twitter.com", "x.com", "mobile.twitter.com", "pic.twitter.com", "pic.x.com", "t.co", "bsky.app"}

tag = lru_cache(maxsize=65_536)(tag_key)


def as_dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def as_dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def words(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def unescaped(value: Any) -> str | None:
    """X writes `&amp;` for &, `&lt;` for < and `&gt;` for >, and nothing else so."""
    said = words(value)
    return unescape(said) if said and "&" in said else said


def whole(value: Any) -> int | None:
    """A count: 0 and more. What is no whole number is not known."""
    if isinstance(value, float) and value.is_integer() and value < EXACT:  # pandas makes 12.0 of it; nothing is lost
        value = int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= GREATEST
    return value if is_count else None


def followers(value: Any) -> int | None:
    told = whole(value)
    return told if told is not None and told <= MOST_FOLLOWERS else None


def network_id(value: Any) -> str:
    """The text of an id. Raises Unreadable where there is none, or where it lost its last digits on the way."""
    found = network_id_if_any(value)
    if found is None:
        raise Unreadable("there is no id")
    return found


def network_id_if_any(value: Any) -> str | None:
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) < LONGEST_ID:
        return value
    if isinstance(value, float):
        return exact_id(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not (found := value.strip()):
        return None
    if len(found) > LONGEST_ID:
        raise Unreadable("the id is too long")
    if exact := WHOLE_FLOAT.fullmatch(found):
        return exact[1]
    if THROUGH_A_FLOAT.fullmatch(found):
        raise Unreadable("the id is a decimal number: its last digits may be lost. Give ids as text")
    return found


def exact_id(value: float) -> str:
    """Raises Unreadable where it is not the only whole number that it may stand for."""
    if not value.is_integer() or not 0 < value < EXACT:
        raise Unreadable("the id is a decimal number: its last digits may be lost")
    return str(int(value))


def other_id(value: Any) -> str | None:
    """The id of an author or of another post, or None where it cannot be told: it loses no post."""
    try:
        return network_id_if_any(value)
    except Unreadable:
        return None


def handle(value: Any) -> str | None:
    """A handle without its sign, so that @PSNI and psni are one."""
    if not isinstance(value, str):
        return None
    return unicodedata.normalize("NFKC", value).strip().lstrip("@").casefold()[:LONGEST_ID] or None


@lru_cache(maxsize=4_096)
def language(said: str) -> str | None:
    """What a network says, as `meaning` spells languages: `und` where it looked in vain, None for no language."""
    found = language_of("", said)
    return found if found != UNDETERMINED or said.strip().lower() in NO_LANGUAGE else None


def language_of_list(values: Any) -> str | None:
    """The first of a list of languages that is one."""
    said = values if isinstance(values, list) else [values]
    return next((found for each in said if isinstance(each, str) and (found := language(each))), None)


def country(value: Any) -> str | None:
    is_code = isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()
    return value.upper() if is_code else None


@lru_cache(maxsize=65_536)
def moment(said: str) -> int | None:
    """Microseconds since 1970 of RFC 3339 or of Twitter's `Fri Mar 22 09:00:00 +0000 2013`; without a zone, UTC."""
    parts = said.split()
    if len(parts) == 6 and parts[1] in MONTHS:
        said = f"{parts[5]}-{MONTHS[parts[1]]:02}-{parts[2]:0>2}T{parts[3]}{parts[4]}"
    try:
        found = datetime.fromisoformat(said.strip().removesuffix(" UTC"))
        return ((found if found.tzinfo else found.replace(tzinfo=UTC)) - EPOCH) // MICROSECOND
    except (ValueError, OverflowError):
        return None


def moment_if_any(value: Any) -> int | None:
    """Also of a number: pandas writes milliseconds since 1970, other tools seconds."""
    if isinstance(value, str):
        return moment(value)
    since = whole(value)
    if since is None or since >= MILLISECONDS_FROM * 1_000:
        return None
    return since * (1_000_000 if since < MILLISECONDS_FROM else 1_000)


def tags(values: Any, name: str) -> tuple[str, ...]:
    """The keys of hashtags as networks list them: `[{"text": "poltwt"}]`, where `name` is "text"."""
    if not values:
        return ()
    said = [each.get(name) for each in as_dicts(values)]
    return once([tag(each.lstrip("#＃")) for each in said if isinstance(each, str)])  # noqa: RUF001  as in lib.text


def tags_in(text: str | None) -> tuple[str, ...]:
    """Where a source lists no hashtags, they are read from the text as people would."""
    return tuple(hashtags(text)) if text and ("#" in text or "＃" in text) else ()  # noqa: RUF001


def links(values: Any, *names: str) -> tuple[str, ...]:
    """Addresses that lead out, each from the first of `names` that it has."""
    if not values:
        return ()
    said = (next((each[name] for name in names if isinstance(each.get(name), str)), "") for each in as_dicts(values))
    return once(filter(None, map(link, said)))


@lru_cache(maxsize=65_536)
def link(address: str) -> str:
    """`address` with its host in small letters; "" where it is no page out in the web."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or host in OWN_HOSTS or "@" in parts.netloc:
        return ""
    return "".join(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl().split())


def once(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))

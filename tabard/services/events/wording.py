"""What is said of an event or a priority, checked and brought into the form in which it is kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from tabard.lib.text import clean
from tabard.services.events.models import Kind

LONGEST_TITLE = 200
LONGEST_PLACE = 200
LONGEST_ADDRESS = 500
LONGEST_TEXT = 5_000


class EventRefused(Exception):
    """What was given cannot be kept as it is; subclasses say why."""


class TitleMissing(EventRefused):
    pass


class TextTooLong(EventRefused):
    """`field` holds more than `most` characters."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class EventEndsBeforeItStarts(EventRefused):
    pass


class OnlineLinkNotHttps(EventRefused):
    """Residents are sent to https:// addresses only."""


class IssueMissing(EventRefused):
    pass


class ActionDateMissing(EventRefused):
    pass


class DateInFuture(EventRefused):
    """An issue that nobody has raised yet, or an action that nobody has taken yet."""


@dataclass(frozen=True)
class EventWords:
    """All of an event that its team chooses. Times are aware; `contact` holds `email`, `telephone`."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    kind: Kind = Kind.MEETING
    description: str = ""
    place: str = ""
    address: str = ""
    online_url: str = ""
    contact: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PriorityWords:
    """An issue, and the action taken if there is any yet."""

    issue: str
    issue_date: date
    action: str = ""
    action_date: date | None = None


def checked_event(words: EventWords) -> EventWords:
    """`words` as they are kept. Raises EventRefused."""
    words = replace(
        words,
        title=_line("title", words.title, LONGEST_TITLE),
        description=_lines("description", words.description),
        place=_line("place", words.place, LONGEST_PLACE),
        address=_line("address", words.address, LONGEST_ADDRESS),
        online_url=words.online_url.strip(),
    )
    if not words.title:
        raise TitleMissing
    if words.ends_at is not None and words.ends_at <= words.starts_at:
        raise EventEndsBeforeItStarts
    if words.online_url and not _is_https(words.online_url):
        raise OnlineLinkNotHttps(words.online_url)
    return words


def checked_priority(words: PriorityWords, today: date) -> PriorityWords:
    """`words` as they are kept. Raises EventRefused."""
    words = replace(words, issue=_lines("issue", words.issue), action=_lines("action", words.action))
    if not words.issue:
        raise IssueMissing
    if words.action and words.action_date is None:
        raise ActionDateMissing
    if not words.action:
        words = replace(words, action_date=None)
    if max(words.issue_date, words.action_date or words.issue_date) > today:
        raise DateInFuture
    return words


def _line(field: str, text: str, most: int) -> str:
    text = " ".join(clean(text).split())
    if len(text) > most:
        raise TextTooLong(field, most)
    return text


def _lines(field: str, text: str) -> str:
    text = clean(text).strip()
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(field, LONGEST_TEXT)
    return text


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and len(url) <= 500
    except ValueError:
        return False

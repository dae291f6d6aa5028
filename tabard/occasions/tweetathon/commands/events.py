"""Which tweetathon a command is about."""

from django.core.management.base import CommandError
from django.db import connection

from tabard.occasions.tweetathon.counting.day import Day
from tabard.occasions.tweetathon.models import Tweetathon


def event_of(slug: str) -> Tweetathon:
    """Raises CommandError."""
    if (found := event_if_any(slug)) is None:
        raise CommandError(f"There is no tweetathon with the code “{slug}” here. The desk lists them, with their codes")
    return found


def event_if_any(slug: str) -> Tweetathon | None:
    """A store needs no event at the desk, nor a site that was ever set up. Raises CommandError for a missing name."""
    if not slug:
        raise CommandError("Name the event: --event poltwt-2027")
    if Tweetathon._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001  Django's own word for it
        return None
    return Tweetathon.objects.with_organiser().filter(slug=slug).first()


def day_of(tweetathon: Tweetathon | None) -> Day | None:
    """None where nobody at the desk has said when it is: then all that is in its store counts."""
    return None if tweetathon is None else Day.of(tweetathon.hashtags, tweetathon.starts_at, tweetathon.ends_at)

"""The event that a subcommand is about. Apart from `files`: making pictures needs nothing of what reads posts."""

from django.core.management.base import CommandError

from tabard.occasions.tweetathon.models import Tweetathon


def event_of(slug: str) -> Tweetathon:
    """Raises CommandError."""
    found = Tweetathon.objects.with_organiser().filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no tweetathon with the code “{slug}” here. The desk lists them, with their codes")
    return found

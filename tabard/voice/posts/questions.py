"""What an author was asked outlives the transaction in which it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tabard.people.accounts.models import User
from tabard.voice.guidelines.actions import ask_author
from tabard.voice.posts.checking import DraftAsks


@contextmanager
def kept(user: User | None, now: datetime) -> Iterator[None]:
    """Around what may raise DraftAsks, outside every transaction: the question is written down, and asked on."""
    try:
        yield
    except DraftAsks as asked:
        if user is not None:
            ask_author(user=user, fingerprint=asked.question, now=now)
        raise

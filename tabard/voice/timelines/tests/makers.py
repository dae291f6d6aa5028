"""Homes with notes in them."""

from datetime import datetime

from tabard.people.teams.tests.makers import NINE
from tabard.voice.network.models import Note
from tabard.voice.timelines.actions import homes


def file_and_tell(note: Note, *, now: datetime = NINE) -> Note:
    """What follows from a new note, as the worker does it."""
    homes.file_note(note, now=now)
    homes.tell_of_note(note, now=now)
    return note

"""Homes with notes in them."""

from datetime import datetime

from tabard.people.teams.tests.makers import NINE
from tabard.voice.network.models import Note
from tabard.voice.timelines import actions


def file_and_tell(note: Note, *, now: datetime = NINE) -> Note:
    """What follows from a new note, as the worker does it."""
    actions.file_note(note, now=now)
    actions.tell_of_note(note, now=now)
    return note

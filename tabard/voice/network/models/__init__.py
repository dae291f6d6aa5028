from tabard.voice.network.models.actors import Actor, Block, Following, HostBlock, ReplyPolicy
from tabard.voice.network.models.notes import (
    SHOWING_MOVES,
    Audience,
    Like,
    Mention,
    Note,
    NoteTag,
    NoteVersion,
    Poll,
    Report,
    Showing,
    Vote,
)

__all__ = [
    "SHOWING_MOVES",
    "Actor",
    "Audience",
    "Block",
    "Following",
    "HostBlock",
    "Like",
    "Mention",
    "Note",
    "NoteTag",
    "NoteVersion",
    "Poll",
    "ReplyPolicy",
    "Report",
    "Showing",
    "Vote",
]

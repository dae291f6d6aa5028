"""Posts with all that belongs to them, and the reviews that some of them wait for."""

from tabard.voice.posts.models.holds import LegalHold, LegalHoldQuerySet, ReplacedDraft
from tabard.voice.posts.models.posts import (
    KEPT_FOR,
    LONGEST_NOTICE,
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_PICTURES,
    MOVES,
    UNSENT_KEPT_FOR,
    Audience,
    Post,
    PostMention,
    PostPicture,
    PostQuerySet,
    PostTag,
    Retention,
    Series,
    State,
    Voice,
)
from tabard.voice.posts.models.reviews import EDITS, NOBODY, Review, ReviewKind, ReviewQuerySet, ReviewState
from tabard.voice.posts.models.versions import PostVersion

__all__ = [
    "EDITS",
    "KEPT_FOR",
    "LONGEST_NOTICE",
    "LONGEST_REASON",
    "LONGEST_TEXT",
    "MOST_PICTURES",
    "MOVES",
    "NOBODY",
    "UNSENT_KEPT_FOR",
    "Audience",
    "LegalHold",
    "LegalHoldQuerySet",
    "Post",
    "PostMention",
    "PostPicture",
    "PostQuerySet",
    "PostTag",
    "PostVersion",
    "ReplacedDraft",
    "Retention",
    "Review",
    "ReviewKind",
    "ReviewQuerySet",
    "ReviewState",
    "Series",
    "State",
    "Voice",
]

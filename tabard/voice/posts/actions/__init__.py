"""Writing, publishing, editing and retracting. Whoever does any of it holds a posting in the team at that moment."""

from tabard.voice.posts.actions.drafts import (
    ReplyElsewhere,
    SeriesElsewhere,
    SeriesNameRefused,
    change_draft,
    discard_draft,
    save_draft,
    start_series,
)
from tabard.voice.posts.actions.editing import edit_post
from tabard.voice.posts.actions.moves import MoveNotAllowed
from tabard.voice.posts.actions.passing_on import pass_open_work_to_team
from tabard.voice.posts.actions.publication import ReasonIsMissing, publish_next_due, publish_post, retract_post
from tabard.voice.posts.actions.timing import FARTHEST, PostTimeIsPast, PostTimeTooFar, schedule_post, unschedule_post
from tabard.voice.posts.wording import PostRefused

__all__ = [
    "FARTHEST",
    "MoveNotAllowed",
    "PostRefused",
    "PostTimeIsPast",
    "PostTimeTooFar",
    "ReasonIsMissing",
    "ReplyElsewhere",
    "SeriesElsewhere",
    "SeriesNameRefused",
    "change_draft",
    "discard_draft",
    "edit_post",
    "pass_open_work_to_team",
    "publish_next_due",
    "publish_post",
    "retract_post",
    "save_draft",
    "schedule_post",
    "start_series",
    "unschedule_post",
]

"""Writing, publishing, editing, retracting: whoever does any of it holds a posting in the team at that moment. And
reviewing: whoever does may, as access.py says."""

from tabard.voice.posts.actions.drafts import (
    DraftHasChanged,
    SeriesElsewhere,
    SeriesNameRefused,
    change_draft,
    discard_draft,
    save_draft,
    start_series,
)
from tabard.voice.posts.actions.editing import (
    DescriptionNeedsReview,
    Edited,
    EditWaits,
    NothingToOverride,
    WordsAndPicturesAtOnce,
    ask_edit_override,
    edit_post,
)
from tabard.voice.posts.actions.legal_holds import HoldIsReleased, NothingToHold, place_hold, release_hold
from tabard.voice.posts.actions.moves import MoveNotAllowed, ReplyElsewhere
from tabard.voice.posts.actions.passing_on import pass_open_work_to_team
from tabard.voice.posts.actions.publication import ReasonIsMissing, publish_next_due, publish_post, retract_post
from tabard.voice.posts.actions.retention import OnlyLeadShortens, erase_next_expired, keep_post_for
from tabard.voice.posts.actions.reviews import (
    AskerHasLeft,
    ReviewHasChanged,
    ReviewIsDecided,
    approve_review,
    ask_override,
    return_review,
    withdraw_review,
)
from tabard.voice.posts.actions.timing import FARTHEST, PostTimeIsPast, PostTimeTooFar, schedule_post, unschedule_post
from tabard.voice.posts.checking import DraftAsks, DraftRefused
from tabard.voice.posts.wording import PostRefused

__all__ = [
    "FARTHEST",
    "AskerHasLeft",
    "DescriptionNeedsReview",
    "DraftAsks",
    "DraftHasChanged",
    "DraftRefused",
    "EditWaits",
    "Edited",
    "HoldIsReleased",
    "MoveNotAllowed",
    "NothingToHold",
    "NothingToOverride",
    "OnlyLeadShortens",
    "PostRefused",
    "PostTimeIsPast",
    "PostTimeTooFar",
    "ReasonIsMissing",
    "ReplyElsewhere",
    "ReviewHasChanged",
    "ReviewIsDecided",
    "SeriesElsewhere",
    "SeriesNameRefused",
    "WordsAndPicturesAtOnce",
    "approve_review",
    "ask_edit_override",
    "ask_override",
    "change_draft",
    "discard_draft",
    "edit_post",
    "erase_next_expired",
    "keep_post_for",
    "pass_open_work_to_team",
    "place_hold",
    "publish_next_due",
    "publish_post",
    "release_hold",
    "retract_post",
    "return_review",
    "save_draft",
    "schedule_post",
    "start_series",
    "unschedule_post",
    "withdraw_review",
]

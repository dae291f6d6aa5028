"""What follows from what: the one typed map from Change to jobs, from channel to sender, and what runs by the clock.

Jobs run after commit and at least once, so each is safe to run twice. `[]` is an answer: nothing follows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tabard.plant.changes import jobs as changes
from tabard.plant.changes.changes import Change
from tabard.plant.delivery import jobs as delivery
from tabard.plant.delivery.batch import Batch
from tabard.plant.media import jobs as media
from tabard.plant.media.changes import PictureAdded, PictureDescribed, PictureRemoved
from tabard.plant.upkeep import jobs as upkeep
from tabard.services.events.changes import (
    EventAdded,
    EventCancelled,
    EventChanged,
    PriorityAdded,
    PriorityChanged,
    PriorityClosed,
    PriorityReviewed,
)
from tabard.voice.posts.changes import (
    PostEdited,
    PostPublished,
    PostRetracted,
    PostReturned,
    PostScheduled,
    PostUnscheduled,
)

CONSEQUENCES: dict[type[Change], list[Callable[[Any], None]]] = {
    PostScheduled: [],
    PostUnscheduled: [],
    PostReturned: [],
    PostPublished: [],
    PostEdited: [],
    PostRetracted: [],
    EventAdded: [],
    EventChanged: [],
    EventCancelled: [],
    PriorityAdded: [],
    PriorityChanged: [],
    PriorityReviewed: [],
    PriorityClosed: [],
    PictureAdded: [],
    PictureDescribed: [],
    PictureRemoved: [media.delete_bytes],
}

SENDERS: dict[str, Callable[[Batch], None]] = {}

BY_THE_CLOCK: dict[Callable[[datetime], None], timedelta] = {
    changes.sweep: timedelta(seconds=2),
    delivery.sweep: timedelta(seconds=2),
    upkeep.tidy: timedelta(hours=1),
    media.tidy: timedelta(hours=1),
}

"""What the worker does for this room by the clock."""

from datetime import datetime

from tabard.voice.follows import actions


def forget(now: datetime) -> None:
    """Keep no address longer than there is a reason to."""
    actions.forget(now=now)

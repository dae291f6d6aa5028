"""Keeping what was counted, for the pages that show it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tabard.occasions.tweetathon.changes import TweetathonCounted
from tabard.occasions.tweetathon.models import Figures, Tweetathon
from tabard.occasions.tweetathon.picture.checked import checked
from tabard.plant.changes.actions import record


@transaction.atomic
def keep_figures(
    *, tweetathon: Tweetathon, told: Mapping[str, Any], listened: Sequence[Mapping[str, Any]], now: datetime
) -> Figures:
    """In place of those of before. `told` is `Counted.as_json()`, `listened` has a line for each source.

    Words are cleaned first: PostgreSQL keeps no NUL, and anybody may have written one. Raises NotFigures.
    """
    kept = {"told": checked(told), "listened": list(listened), "counted_at": now}
    figures, _is_new = Figures.objects.update_or_create(tweetathon=tweetathon, defaults=kept)
    record(TweetathonCounted(tweetathon_id=tweetathon.pk))
    return figures

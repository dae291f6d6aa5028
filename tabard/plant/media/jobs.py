"""What follows from a removal, and what is tidied by the clock."""

from datetime import datetime

from tabard.plant.media import actions
from tabard.plant.media.changes import PictureRemoved
from tabard.plant.media.models import Picture


def delete_bytes(change: PictureRemoved) -> None:
    picture = Picture.objects.removed().filter(pk=change.picture_id).first()
    if picture is not None:
        actions.delete_bytes(picture=picture)


def tidy(now: datetime) -> None:
    """Pictures that were never used, removals that were interrupted, files that no row knows."""
    actions.sweep_unattached(now=now)
    actions.forget_removed()
    actions.sweep_strays(now=now)

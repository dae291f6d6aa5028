"""The four places for pictures in the forms for writing and editing.

A browser sends a file once. So that none is lost when something else in the form is wrong, each file is taken in at
once; the form then carries a signed word for it, which only the officer who sent it can use.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from tabard.people.teams.models import Officer
from tabard.plant.media.actions import PictureRefused, add_picture
from tabard.plant.media.models import MOST_ALT, Picture
from tabard.voice.posts.models import MOST_PICTURES, Post

NUMBERS = range(1, MOST_PICTURES + 1)
SALT = "desk.picture"


@dataclass
class Slot:
    """One place as the form shows it."""

    number: int
    file: BoundField
    alt: BoundField
    kept: BoundField
    drop: BoundField
    picture: Picture | None
    is_open: bool = False

    @property
    def is_used(self) -> bool:
        return bool(self.picture or self.file.errors or self.alt.errors or self.alt.value())


@dataclass
class TakenIn:
    """What the form shall know of the files that came: its data with words for them, and what was refused."""

    data: QueryDict
    refused: dict[str, str] = field(default_factory=dict)


def sign(picture: Picture, officer: Officer) -> str:
    return signing.dumps([officer.pk, picture.pk], salt=SALT)


def opened(word: str, *, officer: Officer, post: Post | None) -> Picture | None:
    """The picture that `word` was given for, unless it is gone, stands in another post or is somebody else's."""
    try:
        officer_pk, picture_pk = signing.loads(word, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    picture = Picture.objects.kept().filter(pk=picture_pk).select_related("in_post").first()
    if picture is None or officer_pk != officer.pk:
        return None
    place = getattr(picture, "in_post", None)
    return picture if place is None or (post is not None and place.post_id == post.pk) else None


def take_in(data: QueryDict, files: MultiValueDict[str, Any], *, officer: Officer, now: datetime) -> TakenIn:
    """Make every file that came safe and keep it. One without a description is kept too: the form asks for it."""
    taken = TakenIn(data.copy())
    for number in NUMBERS:
        file = files.get(f"picture_{number}")
        if file is None:
            continue
        alt = (data.get(f"alt_{number}") or "").strip()
        try:
            picture = add_picture(file=file, alt=alt[:MOST_ALT] or _("Not described yet"), by=officer.user, now=now)
        except PictureRefused as refused:
            taken.refused[f"picture_{number}"] = refused.reason
        else:
            taken.data[f"kept_{number}"] = sign(picture, officer)
            taken.data.pop(f"drop_{number}", None)
    return taken

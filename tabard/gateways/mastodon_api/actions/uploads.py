"""Pictures that apps send before the post that will hold them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.access import Speaker
from tabard.gateways.mastodon_api.models import Upload
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.people.accounts.models import User
from tabard.plant.media.actions import add_picture, keep_after_all, remove_picture, set_alt, set_focus
from tabard.plant.media.models import MIDDLE, Focus, Picture

KEEP_UPLOADS = timedelta(days=1)
NOT_DESCRIBED = "—"
"""Stands in for a description until there is one; no post takes a picture that has only this."""


def keep_upload(
    *, speaker: Speaker, file: "UploadedFile[Any]", description: str, now: datetime, focus: Focus = MIDDLE
) -> Upload:
    """Raises PictureRefused. Apps often send the picture first and its description after it."""
    is_described = bool(description.strip())
    alt = description if is_described else NOT_DESCRIBED
    picture = add_picture(file=file, alt=alt, by=speaker.user, now=now, focus=focus)
    return Upload.objects.create(picture=picture, actor=speaker.actor, is_described=is_described, uploaded_at=now)


@transaction.atomic
def describe_upload(*, upload: Upload, description: str, by: User, now: datetime) -> None:
    """Raises PictureRefused, and Refused as `require_unused`."""
    require_unused(upload)
    set_alt(picture=upload.picture, alt=description, by=by, now=now)
    upload.is_described = True
    upload.save(update_fields=["is_described"])


@transaction.atomic
def discard_upload(*, upload: Upload, by: User, now: datetime) -> None:
    """Raises Refused as `require_unused`."""
    require_unused(upload)
    picture = upload.picture
    upload.delete()
    remove_picture(picture=picture, by=by, now=now)


@transaction.atomic
def focus_upload(*, upload: Upload, focus: Focus, by: User, now: datetime) -> None:
    """Raises Refused as `require_unused`."""
    require_unused(upload)
    set_focus(picture=upload.picture, focus=focus, by=by, now=now)


def require_unused(upload: Upload) -> None:
    """Raises Refused for one that a post has taken: what is said there is changed with the post, which tells all who
    have it, and keeps what was said before."""
    if not Picture.objects.filter(pk=upload.picture_id).unattached(but_to=Upload).exists():
        raise Refused(_("This picture stands in a post. Change the post instead."))


@transaction.atomic
def keep_for_another_post(*, pictures: Iterable[Picture], speaker: Speaker, now: datetime) -> list[Picture]:
    """Keep for a day what this same transaction took out of a post, as Mastodon does: apps offer to write anew what
    they delete, with the same pictures. Returns those that are there still."""
    kept = []
    for picture in pictures:
        keep_after_all(picture=picture, by=speaker.user, now=now)
        if picture.is_kept:
            own = {"actor": speaker.actor, "is_described": True, "uploaded_at": now}
            Upload.objects.update_or_create(picture=picture, defaults=own)
            kept.append(picture)
    return kept


def forget_uploads(*, now: datetime) -> None:
    """Let go of those of yesterday: a picture that no post took is then swept away."""
    Upload.objects.filter(uploaded_at__lt=now - KEEP_UPLOADS).delete()

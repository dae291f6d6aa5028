"""Adding pictures, describing them, and taking them away with their bytes."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.lib import pictures
from tabard.lib.pictures import Readable, Reason, Rendition, SafePicture
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.plant.media.changes import PictureAdded, PictureDescribed, PictureRemoved
from tabard.plant.media.models import MIDDLE, MOST_ALT, Focus, Picture, State

FOLDER = "pictures"
KEEP_UNATTACHED = timedelta(days=1)


class PictureRefused(Exception):
    """`reason` tells the person who sent the picture what is wrong with it and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = {
    Reason.EMPTY: gettext_lazy("The file is empty. Choose the picture again."),
    Reason.TOO_MANY_BYTES: gettext_lazy("The file is larger than %(megabytes)s MB. Send a smaller version of it."),
    Reason.TOO_MANY_PIXELS: gettext_lazy(
        "The picture is too large: we take photos straight from the camera up to %(photo)s megapixels, others up to "
        "%(megapixels)s megapixels. Send a smaller version of it: most phones offer one."
    ),
    Reason.BROKEN: gettext_lazy("The picture is damaged or incomplete. Choose it again, or take a screenshot of it."),
    Reason.OVERLOADED: gettext_lazy("The picture is made in an unusual way that we do not open. Save it again first."),
    Reason.DRAWING: gettext_lazy("SVG drawings can carry programs, so we do not take them. Save it as a PNG."),
    Reason.HEIC: gettext_lazy(
        "HEIC and AVIF pictures cannot be opened here. Set your phone's camera to “most compatible”, or save as JPEG."
    ),
    Reason.VIDEO: gettext_lazy("This is a video. Only still pictures can be sent here."),
    Reason.PDF: gettext_lazy("This is a PDF. Take a screenshot of the page, or save it as a picture."),
    Reason.ARCHIVE: gettext_lazy("This is an archive of files. Unpack it and send the picture itself."),
    Reason.PROGRAM: gettext_lazy("This is a program, whatever its name says. Only pictures can be sent here."),
    Reason.NOT_A_PICTURE: gettext_lazy("This is not a picture that we can open. Send a JPEG, PNG, WebP or GIF."),
}


def add_picture(
    *, file: bytes | Readable, alt: str, by: AbstractBaseUser | None, now: datetime, focus: Focus = MIDDLE
) -> Picture:
    """Make the picture safe and keep it in all its sizes. `focus`: from (-1, -1), the lower left, to (1, 1).

    Raises PictureRefused with the reason in words; OSError when the disk is full, and then nothing is kept. The slow
    part comes before the transaction, which on SQLite keeps every other writer waiting.
    """
    alt = checked_alt(alt)
    safe = _made_safe(file)
    key = secrets.token_hex(16)
    names: dict[Rendition, str] = {}
    try:
        for each in safe.renditions:
            name = f"{FOLDER}/{key}/{each.width}.{each.format}"
            names[each] = default_storage.save(name, ContentFile(each.content))
        return _keep(key=key, alt=alt, safe=safe, names=names, focus=focus, by=by, now=now)
    except BaseException:
        _delete(names.values())
        raise


def checked_alt(alt: str) -> str:
    """The alternative text without outer blanks. Raises PictureRefused when it is missing or too long."""
    alt = alt.strip()
    if not alt:
        raise PictureRefused(_("Say in a sentence what the picture shows, for those who cannot see it."))
    if len(alt) > MOST_ALT:
        raise PictureRefused(_("The description is too long: at most %(most)s characters.") % {"most": MOST_ALT})
    return alt


def _made_safe(file: bytes | Readable) -> SafePicture:
    try:
        return pictures.safe_picture(file, most_bytes=settings.UPLOAD_LIMIT_BYTES)
    except pictures.PictureRefused as refused:
        limits = {
            "megabytes": f"{settings.UPLOAD_LIMIT_BYTES / 1_000_000:g}",
            "megapixels": f"{pictures.MOST_PIXELS // 100_000 / 10:g}",
            "photo": f"{pictures.MOST_PIXELS_OF_A_PHOTO // 1_000_000}",
        }
        raise PictureRefused(str(REASONS[refused.reason]) % limits) from refused


@transaction.atomic
def _keep(
    *,
    key: str,
    alt: str,
    safe: SafePicture,
    names: dict[Rendition, str],
    focus: Focus,
    by: AbstractBaseUser | None,
    now: datetime,
) -> Picture:
    fallback = next(each for each in safe.renditions if each.format == "jpg")
    picture = Picture.objects.create(
        key=key,
        alt=alt,
        width=safe.width,
        height=safe.height,
        blurhash=safe.blurhash,
        colour=safe.colour,
        sizes={str(each.width): names[each] for each in safe.renditions if each.format == "webp"},
        fallback=names[fallback],
        fallback_width=fallback.width,
        focus_x=focus[0],
        focus_y=focus[1],
        added_at=now,
    )
    write_audit(actor=by, act="media.picture_added", subject=picture, now=now)
    record(PictureAdded(picture_id=picture.pk))
    return picture


@transaction.atomic
def set_alt(*, picture: Picture, alt: str, by: AbstractBaseUser | None, now: datetime) -> None:
    """Describe the picture anew. Raises PictureRefused when the text is missing or too long."""
    picture.alt = checked_alt(alt)
    picture.save(update_fields=["alt"])
    write_audit(actor=by, act="media.picture_described", subject=picture, now=now)
    record(PictureDescribed(picture_id=picture.pk))


@transaction.atomic
def set_focus(*, picture: Picture, focus: Focus, by: AbstractBaseUser | None, now: datetime) -> None:
    """Say what must stay in sight where the picture is cut; as in `add_picture`."""
    if picture.focus != focus:
        picture.focus_x, picture.focus_y = focus
        picture.save(update_fields=["focus_x", "focus_y"])
        write_audit(actor=by, act="media.picture_focused", subject=picture, now=now)
        record(PictureDescribed(picture_id=picture.pk))


@transaction.atomic
def remove_picture(*, picture: Picture, by: AbstractBaseUser | None, now: datetime) -> None:
    """Show the picture no more, from the moment of commit; its bytes and its description are deleted right after."""
    if picture.state == State.REMOVED:
        return
    picture.state = State.REMOVED
    picture.save(update_fields=["state"])
    write_audit(actor=by, act="media.picture_removed", subject=picture, now=now)
    record(PictureRemoved(picture_id=picture.pk))


@transaction.atomic
def seal_picture(*, picture: Picture, by: AbstractBaseUser | None, now: datetime) -> None:
    """Show the picture no more, and keep its bytes until it is removed: somebody with a right to it may ask."""
    if not picture.is_kept:
        return
    picture.state = State.SEALED
    picture.save(update_fields=["state"])
    write_audit(actor=by, act="media.picture_sealed", subject=picture, now=now)


@transaction.atomic
def keep_after_all(*, picture: Picture, by: AbstractBaseUser | None, now: datetime) -> None:
    """Keep a picture that this same transaction removed, so that it can be used again. Its key is another one: nothing
    that showed it leads to it any more. Stays removed where the bytes are gone."""
    picture.refresh_from_db()
    if picture.state != State.REMOVED or not picture.sizes:
        return
    picture.key, picture.state = secrets.token_hex(16), State.KEPT
    picture.save(update_fields=["key", "state"])
    write_audit(actor=by, act="media.picture_kept", subject=picture, now=now)


def delete_bytes(*, picture: Picture) -> None:
    """Delete what storage holds of a removed picture, and what it was said to show; safe to repeat."""
    _delete(picture.stored_names())
    picture.sizes, picture.fallback, picture.alt, picture.blurhash, picture.colour = {}, "", "", "", ""
    picture.save(update_fields=["sizes", "fallback", "alt", "blurhash", "colour"])


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def sweep_unattached(*, now: datetime) -> int:
    """Take away pictures that nothing points to a day after they were added. Returns how many."""
    count = 0
    for picture in Picture.objects.kept().added_before(now - KEEP_UNATTACHED).unattached().order_by("pk"):
        remove_picture(picture=picture, by=None, now=now)
        count += 1
    return count


def forget_removed() -> None:
    """Finish what an interrupted removal left, and drop the rows that nothing points to."""
    for picture in Picture.objects.removed().with_bytes().order_by("pk"):
        delete_bytes(picture=picture)
    Picture.objects.removed().filter(sizes={}).unattached().delete()


def sweep_strays(*, now: datetime) -> int:
    """Delete files a day old that no row knows: what a transaction left that was rolled back. Returns how many."""
    try:
        folders, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # no picture was ever added
        return 0
    count = 0
    names_known = Picture.objects.with_bytes().order_by("pk").values_list("fallback", flat=True)
    known = {name.split("/")[1] for name in names_known.iterator()}  # not by key: that may have changed since
    for folder in sorted(set(folders) - known):
        names = [f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]]
        if all(default_storage.get_modified_time(name) < now - KEEP_UNATTACHED for name in names):
            _delete(names)
            count += len(names)
    return count

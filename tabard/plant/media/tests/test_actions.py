import errno
import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.storage.filesystem import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.template import Context, Template
from PIL import Image

from tabard.lib.pictures import Reason
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.plant.media import actions, jobs
from tabard.plant.media.changes import PictureRemoved
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import NOON, make_picture, picture_file

pytestmark = pytest.mark.django_db


def show(picture: Picture) -> None:
    """What points to pictures stands on the floors above."""
    force = apps.get_model("places", "Force").objects.create(slug="peelborough", name="Peelborough Police")
    apps.get_model("teams", "Team").objects.create(force=force, name="Riverside", picture=picture, founded_at=NOON)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_picture_is_kept_in_every_size_under_a_key_that_cannot_be_guessed(picture_folder: Path):
    picture = make_picture(alt="  A red bicycle  ")

    assert picture.alt == "A red bicycle"
    assert len(picture.key) == 32
    assert picture.widths == [320, 640, 800]
    assert files(picture_folder) == sorted(
        f"pictures/{picture.key}/{name}" for name in ("320.webp", "640.webp", "800.webp", "800.jpg")
    )
    assert (picture.width, picture.height, picture.fallback_width) == (800, 600, 800)
    assert picture.blurhash
    assert picture.colour.startswith("#f")
    assert RecordedChange.objects.filter(name="media.PictureAdded", payload={"picture_id": picture.pk}).exists()
    assert AuditEntry.objects.filter(act="media.picture_added", subject=f"media.picture:{picture.pk}").exists()


def test_two_copies_of_one_picture_have_two_keys():
    assert make_picture().key != make_picture().key


def test_an_upload_from_a_form_is_taken():
    upload = SimpleUploadedFile("x.exe", picture_file(), content_type="application/x-msdownload")

    assert actions.add_picture(file=upload, alt="A lock", by=None, now=NOON).width == 800


@pytest.mark.parametrize("alt", ["", "  \n ", "x" * 1501])
def test_a_picture_without_a_fitting_description_is_refused(alt: str, picture_folder: Path):
    with pytest.raises(actions.PictureRefused):
        actions.add_picture(file=picture_file(), alt=alt, by=None, now=NOON)

    assert not Picture.objects.exists()
    assert files(picture_folder) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"MZ\x90\0 and so on", "program"),
        (b"PK\x03\x04", "archive"),
        (b"%PDF-1.7", "PDF"),
        (b"hello", "JPEG, PNG, WebP or GIF"),
        (b"", "empty"),
        (picture_file()[:-30], "damaged"),
        (b"x" * 16_000_001, "16 MB"),
        (b"GIF89a" + b"\xff" * 4 + b"\0\0\0," + b"\0" * 4 + b"\1\0\1\0\0\2\0;", "16.7 megapixels"),
    ],
)
def test_what_is_refused_is_refused_in_plain_words(content: bytes, words: str):
    with pytest.raises(actions.PictureRefused) as refused:
        actions.add_picture(file=io.BytesIO(content), alt="A bicycle", by=None, now=NOON)

    assert words in refused.value.reason
    assert "%(" not in refused.value.reason


def test_every_reason_has_words():
    assert set(actions.REASONS) == set(Reason)


class FullDisk(FileSystemStorage):
    """A disk that takes two files and is then full."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if name and name.endswith("800.webp"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().save(name, content, max_length)


def test_a_full_disk_leaves_neither_row_nor_file(settings: object, picture_folder: Path):
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": {"BACKEND": f"{__name__}.FullDisk"},
    }

    with pytest.raises(OSError, match="No space left"):
        make_picture()

    assert not Picture.objects.exists()
    assert files(picture_folder) == []


def test_a_removed_picture_loses_its_bytes(picture_folder: Path):
    picture, other = make_picture(), make_picture()

    actions.remove_picture(picture=picture, by=None, now=NOON)
    jobs.delete_bytes(PictureRemoved(picture_id=picture.pk))
    jobs.delete_bytes(PictureRemoved(picture_id=picture.pk))

    picture.refresh_from_db()
    assert not picture.is_kept
    assert (picture.src, picture.srcset, picture.address(320)) == ("", "", "")
    assert {name.split("/")[1] for name in files(picture_folder)} == {other.key}
    assert AuditEntry.objects.filter(act="media.picture_removed").count() == 1


def test_a_picture_that_is_kept_after_all_keeps_its_bytes_under_another_key(picture_folder: Path):
    picture = make_picture()
    former = picture.key

    with transaction.atomic():
        actions.remove_picture(picture=picture, by=None, now=NOON)
        actions.keep_after_all(picture=picture, by=None, now=NOON)
    jobs.delete_bytes(PictureRemoved(picture_id=picture.pk))
    for path in picture_folder.rglob("*.*"):
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    show(picture)
    jobs.tidy(NOON + timedelta(days=2))

    picture.refresh_from_db()
    assert picture.is_kept
    assert picture.key != former
    assert len(files(picture_folder)) == 4


def test_a_picture_whose_bytes_are_gone_stays_removed():
    picture = make_picture()
    actions.remove_picture(picture=picture, by=None, now=NOON)
    jobs.delete_bytes(PictureRemoved(picture_id=picture.pk))

    actions.keep_after_all(picture=picture, by=None, now=NOON)

    assert not Picture.objects.kept().exists()


def test_a_job_that_comes_for_a_picture_that_is_kept_deletes_nothing(picture_folder: Path):
    picture = make_picture()

    jobs.delete_bytes(PictureRemoved(picture_id=picture.pk))

    assert len(files(picture_folder)) == 4


def test_a_picture_can_be_described_anew():
    picture = make_picture()

    actions.set_alt(picture=picture, alt="A blue bicycle", by=None, now=NOON)

    assert Picture.objects.get().alt == "A blue bicycle"
    with pytest.raises(actions.PictureRefused):
        actions.set_alt(picture=picture, alt=" ", by=None, now=NOON)


def test_what_must_stay_in_sight_is_kept_and_shown():
    picture = make_picture()
    assert "focus-" not in shown(picture)

    for _ in range(2):
        actions.set_focus(picture=picture, focus=(0.5, 1), by=None, now=NOON)

    assert 'class="picture focus-x-8 focus-y-0"' in shown(picture)
    assert AuditEntry.objects.filter(act="media.picture_focused").count() == 1


def shown(picture: Picture) -> str:
    return Template("{% load media %}{% picture picture %}").render(Context({"picture": picture}))


def test_a_picture_that_nothing_points_to_is_swept_after_a_day(picture_folder: Path):
    shown, forgotten = make_picture(), make_picture()
    show(shown)
    fresh = make_picture(now=NOON + timedelta(hours=23))

    jobs.tidy(NOON + timedelta(hours=23))
    assert Picture.objects.count() == 3

    jobs.tidy(NOON + timedelta(hours=25))
    assert set(Picture.objects.all()) == {shown, fresh}
    assert forgotten.key not in str(files(picture_folder))


def test_a_removed_picture_that_something_still_points_to_keeps_its_row():
    picture = make_picture()
    show(picture)

    actions.remove_picture(picture=picture, by=None, now=NOON)
    jobs.tidy(NOON)

    assert Picture.objects.removed().filter(sizes={}).count() == 1


def test_files_of_a_transaction_that_was_rolled_back_are_swept_after_a_day(picture_folder: Path):
    with transaction.atomic():
        make_picture()
        transaction.set_rollback(True)
    assert len(files(picture_folder)) == 4
    kept = make_picture()
    for path in picture_folder.rglob("*.*"):
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))

    jobs.tidy(NOON + timedelta(hours=23))
    assert len(files(picture_folder)) == 8

    jobs.tidy(NOON + timedelta(hours=23))
    assert actions.sweep_strays(now=NOON + timedelta(hours=25)) == 4
    assert {name.split("/")[1] for name in files(picture_folder)} == {kept.key}


def test_sweeping_an_empty_server_does_nothing():
    jobs.tidy(NOON)

    assert not default_storage.exists("pictures")


def test_what_is_kept_holds_nothing_of_the_camera(picture_folder: Path):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    Image.new("RGB", (400, 300)).save(out, "JPEG", exif=exif, comment=b"SECRETNOTE")

    make_picture(file=out.getvalue() + b"SECRETBEHIND")

    assert all(b"SECRET" not in (picture_folder / name).read_bytes() for name in files(picture_folder))

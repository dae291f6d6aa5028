"""Photos as large as phones take them, decoded in little memory."""

import io
import multiprocessing
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tabard.lib.pictures import Reason, safe_picture
from tabard.lib.tests.drawing import as_file, is_like, opened, reason_of

STATUS = Path("/proc/self/status")
MEGABYTE = 1_000_000


def photo(size: tuple[int, int], **options: object) -> bytes:
    """Red on the left, blue on the right, coarse enough to be drawn quickly."""
    picture = Image.new("RGB", size, (200, 20, 20))
    ImageDraw.Draw(picture).rectangle([size[0] // 2, 0, *size], fill=(20, 20, 200))
    return as_file(picture, "JPEG", **options)


def most_memory_for(content: bytes) -> int:
    """Bytes by which a fresh process grows at most; Pillow's pixels are not Python's, so tracemalloc does not see them.

    The first picture, a small one, loads the codecs.
    """
    safe_picture(as_file(Image.new("RGB", (64, 64))))
    before = _high_water()
    safe_picture(content)
    return _high_water() - before


def _high_water() -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.parametrize("size", [(5712, 4284), (8064, 6048), (8160, 6144)], ids=["24", "48", "50"])
def test_a_photo_from_a_present_phone_is_taken(size: tuple[int, int]):
    safe = safe_picture(photo(size))

    assert (safe.width, safe.height) == (1920, round(1920 * size[1] / size[0]))
    assert is_like(opened(safe, -1).getpixel((300, 500)), (200, 20, 20))
    assert is_like(opened(safe, -1).getpixel((1000, 500)), (20, 20, 200))


def test_a_photo_of_48_megapixels_that_was_taken_upright_keeps_its_width():
    exif = Image.Exif()
    exif[0x0112] = 6

    safe = safe_picture(photo((8064, 6048), exif=exif))

    assert (safe.width, safe.height) == (1920, 2560)
    assert is_like(opened(safe, -1).getpixel((600, 100)), (200, 20, 20))
    assert is_like(opened(safe, -1).getpixel((600, 1600)), (20, 20, 200))


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells how much memory a process had")
@pytest.mark.parametrize("size", [(8064, 6048), (3800, 7600), (3839, 13_000)])
def test_a_large_photo_is_decoded_in_less_memory_than_its_pixels_need(size: tuple[int, int]):
    content = photo(size, quality=95)

    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        grown = fresh.apply(most_memory_for, [content])

    assert grown < 150 * MEGABYTE, grown


def test_a_photo_larger_than_any_phone_makes_is_refused():
    assert reason_of(photo((9000, 6000))) == Reason.TOO_MANY_PIXELS


def test_what_must_stand_whole_in_memory_stays_as_small_as_before():
    progressive = photo((5712, 4284), progressive=True)
    plain = io.BytesIO()
    Image.new("1", (5712, 4284)).save(plain, "PNG")

    assert reason_of(progressive) == Reason.TOO_MANY_PIXELS
    assert reason_of(plain.getvalue()) == Reason.TOO_MANY_PIXELS

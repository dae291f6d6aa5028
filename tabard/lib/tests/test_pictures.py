"""Ordinary pictures, each drawn here."""

import io
import random

import blurhash as other_blurhash
import pytest
from PIL import Image, ImageCms, ImageDraw, ImageOps, PngImagePlugin

from tabard.lib.pictures import (
    safe_picture,
)
from tabard.lib.pictures_blurhash import blurhash
from tabard.lib.tests.drawing import SCRIPT, as_file, drawn, is_like, opened


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_comes_out_in_sizes_for_phones_and_never_larger_than_it_was(
    kind: str,
):
    safe = safe_picture(as_file(drawn((1000, 750)), kind))

    assert [(each.width, each.height, each.format) for each in safe.renditions] == [
        (320, 240, "webp"),
        (640, 480, "webp"),
        (1000, 750, "webp"),
        (1000, 750, "jpg"),
    ]
    for each in safe.renditions:
        picture = Image.open(io.BytesIO(each.content))
        assert picture.size == (each.width, each.height)
        assert picture.format == {"webp": "WEBP", "jpg": "JPEG"}[each.format]
        assert is_like(
            picture.convert("RGB").getpixel((each.width // 4, each.height // 2)),
            (200, 20, 20),
        )


def test_a_large_photo_stops_at_1920_and_its_jpeg_at_1280():
    safe = safe_picture(as_file(drawn((4000, 3000))))

    assert (safe.width, safe.height) == (1920, 1440)
    assert [(each.width, each.format) for each in safe.renditions] == [
        (320, "webp"),
        (640, "webp"),
        (1280, "webp"),
        (1920, "webp"),
        (1280, "jpg"),
    ]


@pytest.mark.parametrize("size", [(1, 1), (1, 9000), (9000, 1), (319, 50)])
def test_a_picture_of_odd_shape_still_comes_out(size: tuple[int, int]):
    safe = safe_picture(as_file(drawn(size), "PNG"))

    assert all(each.width >= 1 and 1 <= each.height <= 3840 for each in safe.renditions)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_that_a_png_can_have_is_read(mode: str):
    picture = (
        drawn().convert("I").point(lambda value: value * 200).convert("I;16") if mode == "I;16" else drawn(mode=mode)
    )

    safe = safe_picture(as_file(picture, "PNG"))

    assert safe.width == 400
    assert is_like(opened(safe).convert("RGB").getpixel((200, 5)), (255, 255, 255)) or mode == "I;16"


def test_a_print_shops_cmyk_photo_is_read():
    assert is_like(
        opened(safe_picture(as_file(drawn(mode="CMYK"))), 0).convert("RGB").getpixel((40, 150)),
        (200, 20, 20),
    )


def test_transparency_stays_in_the_webp_and_is_white_in_the_jpeg():
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse([50, 50, 150, 150], fill=(10, 120, 10, 255))

    safe = safe_picture(as_file(picture, "PNG"))

    assert opened(safe, 0).mode == "RGBA"
    assert is_like(opened(safe, -1).getpixel((5, 5)), (255, 255, 255))


def test_a_photo_taken_sideways_stands_upright():
    upright = drawn((400, 300))
    exif = Image.Exif()
    exif[0x0112] = 6

    safe = safe_picture(as_file(upright.transpose(Image.Transpose.ROTATE_90), exif=exif))

    assert (safe.width, safe.height) == (400, 300)
    assert is_like(opened(safe, -1).getpixel((40, 150)), (200, 20, 20))
    assert is_like(opened(safe, -1).getpixel((360, 150)), (20, 20, 200))


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_is_undone_as_pillow_would(turned: int, kind: str):
    exif = Image.Exif()
    exif[0x0112] = turned
    content = as_file(drawn((320, 200)), kind, exif=exif)

    safe = safe_picture(content)

    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    assert (safe.width, safe.height) == expected.size
    for x, y in ((40, 70), (180, 50), (60, 180)):
        if x < safe.width and y < safe.height:
            assert is_like(opened(safe, -1).getpixel((x, y)), expected.getpixel((x, y)))


def test_position_camera_comment_profile_and_what_hangs_behind_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 38.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRETCOMMENT", zip=True)
    options = {"exif": exif, "icc_profile": profile, "xmp": xmp}
    files = [
        as_file(drawn(), "JPEG", comment=b"SECRETCOMMENT", **options) + b"SECRETBEHIND",
        as_file(drawn(), "PNG", pnginfo=notes, **options) + b"SECRETBEHIND",
        as_file(drawn(), "WEBP", **options) + b"SECRETBEHIND",
        as_file(drawn(), "GIF", comment=b"SECRETCOMMENT") + b"SECRETBEHIND",
    ]

    for content in files:
        assert b"SECRET" in content
        for each in safe_picture(content).renditions:
            assert b"SECRET" not in each.content
            picture = Image.open(io.BytesIO(each.content))
            assert not picture.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)


def test_a_photo_in_a_phones_wide_colours_keeps_how_it_looks():
    # swapping red and green in the profile's primaries shows whether the profile was heeded
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"

    safe = safe_picture(
        as_file(
            Image.new("RGB", (100, 100), (220, 10, 10)),
            "PNG",
            icc_profile=bytes(profile),
        )
    )

    assert is_like(opened(safe).getpixel((50, 50)), (10, 220, 10))


def test_a_gif_that_is_also_a_script_comes_out_as_pixels_only():
    # the width 0x2A2F and the comment make a browser's script parser see `GIF89a/*...*/=1;alert(1)`
    frame = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    polyglot = (b"GIF89a/*\1\0\x80\0\0\0\0\0\xff\xff\xff!\xfe\x0f*/=1;alert(1)//\0" + frame + b";") + SCRIPT

    for each in safe_picture(polyglot).renditions:
        assert each.content[:4] in {b"RIFF", b"\xff\xd8\xff\xe0"}
        assert b"alert" not in each.content


def test_only_the_first_picture_of_an_animation_is_kept():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]

    for kind in ("GIF", "WEBP", "PNG"):
        safe = safe_picture(
            as_file(
                frames[0],
                kind,
                save_all=True,
                append_images=frames[1:],
                duration=100,
                loop=0,
            )
        )
        assert getattr(opened(safe), "n_frames", 1) == 1
        assert is_like(opened(safe).convert("RGB").getpixel((30, 20)), (255, 0, 0))


def test_webp_of_every_coding_is_read():
    transparent = drawn().convert("RGBA")
    transparent.putalpha(128)

    for picture in (drawn(), transparent):
        for lossless in (True, False):
            assert opened(safe_picture(as_file(picture, "WEBP", lossless=lossless))).mode == picture.mode


@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
@pytest.mark.parametrize("seed", range(5))
def test_the_blurhash_is_what_the_reference_says(seed: int):
    chance = random.Random(seed)
    picture = Image.new("RGB", (32, 32))
    for _ in range(6):
        corner = (chance.randrange(20), chance.randrange(20))
        box = (
            *corner,
            corner[0] + chance.randrange(12),
            corner[1] + chance.randrange(12),
        )
        ImageDraw.Draw(picture).rectangle(box, fill=tuple(chance.randbytes(3)))

    assert blurhash(picture) == other_blurhash.encode(picture.copy(), 4, 3)
    assert blurhash(picture, across=1, down=1) == other_blurhash.encode(picture.copy(), 1, 1)


def test_the_average_colour_is_told():
    assert safe_picture(as_file(Image.new("RGB", (90, 60), (200, 100, 50)), "PNG")).colour == "#c86432"

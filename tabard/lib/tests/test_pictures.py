"""Hostile and ordinary pictures, each built here."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import blurhash as other_blurhash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, ImageOps, PngImagePlugin

from tabard.lib.pictures import (
    MOST_BYTES,
    PictureRefused,
    Reason,
    SafePicture,
    safe_picture,
)
from tabard.lib.pictures_bare import bare, exif_orientation
from tabard.lib.pictures_blurhash import blurhash

SCRIPT = b"<script>alert(1)</script>"


def drawn(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, a white bar on top."""
    picture = Image.new("RGB", size, (200, 20, 20))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([size[0] // 2, 0, size[0], size[1]], fill=(20, 20, 200))
    draw.rectangle([0, 0, size[0], size[1] // 10], fill=(255, 255, 255))
    return picture.convert(mode)


def as_file(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png_chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, payload) for name, payload in chunks)


def reason_of(content: bytes) -> Reason:
    with pytest.raises(PictureRefused) as refused:
        safe_picture(content)
    return refused.value.reason


def opened(safe: SafePicture, number: int = 0) -> Image.Image:
    picture = Image.open(io.BytesIO(safe.renditions[number].content))
    picture.load()
    return picture


def is_like(pixel: object, colour: object) -> bool:
    return (
        isinstance(pixel, tuple)
        and isinstance(colour, tuple)
        and all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=False))
    )


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


def test_a_bomb_of_900_megapixels_is_refused_in_milliseconds_without_memory():
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(30_000 // 8 + 1) * 100) for _ in range(300)) + rows.flush()
    bomb = png_of(
        (b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)),
        (b"IDAT", packed),
        (b"IEND", b""),
    )
    assert len(bomb) < 120_000

    tracemalloc.start()
    started = time.perf_counter()
    reason = reason_of(bomb)
    spent, (_, peak) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert reason == Reason.TOO_MANY_PIXELS
    assert spent < 0.1
    assert peak < 2_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a"
        + struct.pack("<HHBBB", 60_000, 60_000, 0, 0, 0)
        + b","
        + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
        + b"\2\0;",
        b"GIF89a"
        + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
        + b","
        + struct.pack("<HHHHB", 0, 0, 60_000, 9_000, 0)
        + b"\2\0;",
        b"\xff\xd8\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 60_000, 60_000) + b"\1\1\x11\0\xff\xda\0\2\xff\xd9",
        b"RIFF\x12\0\0\0WEBPVP8L\5\0\0\0\x2f\xff\xff\xff\x0f\0",
    ],
    ids=["gif canvas", "gif frame", "jpeg", "webp"],
)
def test_bombs_of_other_kinds_are_refused_by_their_headers(content: bytes):
    assert reason_of(content) == Reason.TOO_MANY_PIXELS


def test_a_text_chunk_of_80_megabytes_is_never_unpacked():
    text = b"Comment\0\0" + zlib.compress(b"a" * 80_000_000, 9)
    small = as_file(drawn((50, 50)), "PNG")
    content = small[:33] + png_chunk(b"zTXt", text) * 40 + small[33:]

    tracemalloc.start()
    safe = safe_picture(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert safe.width == 50
    assert peak < 12_000_000


def test_a_profile_of_80_megabytes_is_never_unpacked():
    small = as_file(drawn((50, 50)), "PNG")
    packed = zlib.compress(b"a" * 40_000_000, 9)
    content = small[:33] + png_chunk(b"iCCP", b"x\0\0" + packed) + small[33:]

    tracemalloc.start()
    safe = safe_picture(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert safe.width == 50
    assert peak < 2_000_000


def test_a_million_tiny_comments_do_not_slow_it_down():
    gif = as_file(drawn((50, 50)), "GIF")
    after = 13 + (3 << (gif[10] & 7) + 1)
    full_of_comments = gif[:after] + b"!\xfe" + b"\1x" * 1_000_000 + b"\0" + gif[after:]
    jpeg = as_file(drawn((50, 50)))
    full_of_exif = jpeg[:2] + b"\xff\xe1\0\x09Exif\0\0x" * 15_000 + jpeg[2:]

    started = time.perf_counter()
    for content in (full_of_comments, full_of_exif):
        assert safe_picture(content).width == 50

    assert time.perf_counter() - started < 3


def test_a_jpeg_of_a_thousand_scans_is_refused():
    jpeg = as_file(drawn((50, 50)), progressive=True)
    last = jpeg.rindex(b"\xff\xda")

    assert reason_of(jpeg[:last] + jpeg[last:-2] * 1000 + b"\xff\xd9") == Reason.OVERLOADED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.999])
def test_a_picture_cut_off_on_the_way_is_refused(kind: str, share: float):
    noise = Image.frombytes("RGB", (120, 90), random.Random(1).randbytes(120 * 90 * 3))
    content = as_file(noise, kind)

    assert reason_of(content[: int(len(content) * share)]) == Reason.BROKEN


def test_a_png_without_pixels_is_refused():
    header = (b"IHDR", struct.pack(">IIBBBBB", 100, 100, 8, 0, 0, 0, 0))

    assert safe_picture(png_of(header, (b"IDAT", zlib.compress(bytes(101 * 100))), (b"IEND", b""))).width == 100
    assert reason_of(png_of(header, (b"IEND", b""))) == Reason.BROKEN


def test_a_picture_with_a_wrong_checksum_is_refused():
    content = bytearray(as_file(drawn(), "PNG"))
    content[-20] ^= 1

    assert reason_of(bytes(content)) == Reason.BROKEN


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holiday.jpg", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
            Reason.DRAWING,
        ),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<svg:svg xmlns:svg='x'/>",
            Reason.DRAWING,
        ),
        ("<svg onload='alert(1)'/>".encode("utf-16"), Reason.DRAWING),
        (b"MZ\x90\0" + b"\0" * 400, Reason.PROGRAM),
        (b"\x7fELF\2\1\1" + b"\0" * 60, Reason.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", Reason.PROGRAM),
        (zipped(), Reason.ARCHIVE),
        (b"\x1f\x8b\x08" + b"\0" * 30, Reason.ARCHIVE),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Reason.PDF),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Reason.HEIC),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Reason.VIDEO),
        (b"BM" + b"\0" * 200, Reason.NOT_A_PICTURE),
        (SCRIPT, Reason.NOT_A_PICTURE),
        (b"\xff\xd8\xff", Reason.BROKEN),
        (b"\xff\xd8" + b"\xff" * 3_000_000 + b"\0", Reason.BROKEN),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(content: bytes, reason: Reason):
    assert reason_of(content) == reason


def test_a_file_above_the_limit_is_refused_without_being_read_whole():
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= MOST_BYTES + 1
            self.asked += size
            return b"\xff\xd8\xff" + b"\0" * (size - 3)

    endless = Endless()
    with pytest.raises(PictureRefused) as refused:
        safe_picture(endless)

    assert refused.value.reason == Reason.TOO_MANY_BYTES
    assert endless.asked == MOST_BYTES + 1


def test_a_gif_that_is_also_a_script_comes_out_as_pixels_only():
    # the width 0x2A2F and the comment make a browser's script parser see `GIF89a/*...*/=1;alert(1)`
    frame = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    polyglot = (
        b"GIF89a" + b"/*" + b"\1\0" + b"\x80\0\0" + b"\0\0\0\xff\xff\xff" + b"!\xfe\x0f*/=1;alert(1)//\0" + frame + b";"
    ) + SCRIPT

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


START = st.sampled_from(
    [
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x40\0\0\0WEBP",
        b"\0\0\0\x18ftypheic",
    ]
)


def outcome(content: bytes) -> SafePicture | Reason:
    """Any other exception than PictureRefused goes on, and fails the test."""
    try:
        return safe_picture(content)
    except PictureRefused as refused:
        return refused.reason


@settings(max_examples=200, deadline=None)
@given(START, st.binary(max_size=300))
def test_garbage_is_refused_and_nothing_else_happens(start: bytes, rest: bytes):
    assert isinstance(outcome(start + rest), Reason)


SMALL = [as_file(drawn((40, 30)), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SMALL), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_picture_is_read_or_refused_and_nothing_else_happens(content: bytes, damage: list[tuple[int, int]]):
    damaged = bytearray(content)
    for place, value in damage:
        damaged[place % len(damaged)] = value

    found = outcome(bytes(damaged))

    assert isinstance(found, Reason) or found.width <= 1920


@given(st.binary(max_size=200))
def test_an_orientation_is_always_between_one_and_eight(garbage: bytes):
    for order in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        assert 1 <= exif_orientation(order + garbage) <= 8


def test_the_bare_file_holds_no_segment_that_is_not_pixels():
    content = bare(as_file(drawn(), comment=b"x", xmp=b"y")).content

    assert b"\xff\xfe" not in content[:200]
    assert b"JFIF" not in content

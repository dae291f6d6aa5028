"""Hostile pictures, each built here."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tabard.lib.pictures import (
    MOST_BYTES,
    PictureRefused,
    Reason,
    SafePicture,
    safe_picture,
)
from tabard.lib.pictures_bare import bare, exif_orientation
from tabard.lib.tests.drawing import SCRIPT, as_file, drawn, png_chunk, png_of, reason_of


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
    started = time.process_time()
    reason = reason_of(bomb)
    spent, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert reason == Reason.TOO_MANY_PIXELS
    assert spent < 0.5
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

    started = time.process_time()
    for content in (full_of_comments, full_of_exif):
        assert safe_picture(content).width == 50

    assert time.process_time() - started < 3


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
@given(
    st.sampled_from(SMALL),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
)
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

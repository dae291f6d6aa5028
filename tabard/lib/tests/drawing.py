"""Picture files made for tests."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from tabard.lib.pictures import (
    PictureRefused,
    Reason,
    SafePicture,
    safe_picture,
)

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

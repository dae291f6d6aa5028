"""The picture that networks show beside a link: 1200 by 630 pixels, in the colours of the vest.

Letters come from the machine's DejaVu Sans where it has one, else from the font inside Pillow, which knows the letters
a to z. A line with a letter that the font lacks, or of a script that is written from the right and cannot be set here,
is left out of the picture: better none than a wrong one. The address is always there.
"""

import io
import unicodedata
from functools import cache

from PIL import Image, ImageDraw, ImageFont, features

WIDTH, HEIGHT, MARGIN = 1200, 630, 70
INK, VEST, VEST_DEEP, NIGHT = "#10151a", "#e4ff1a", "#cfe600", "#12283c"
TAPE, TAPE_LIGHT = "#c9ced2", "#eef1f3"
FONTS = ("DejaVuSans-Bold.ttf",)
LARGEST, SMALLEST = 130, 34
NO_LETTER = "\U0010fffd"
Font = ImageFont.FreeTypeFont


def share_card(*, hashtags: list[str], name: str, address: str) -> bytes:
    """A PNG with the first hashtags large, the name below them and the address at the foot."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), VEST)
    draw = ImageDraw.Draw(picture)
    _tape(draw)
    large = [hashtag for hashtag in hashtags if _is_settable(hashtag)][:2]
    top, size = (44, 100) if len(large) > 1 else (MARGIN, LARGEST)
    for text, largest in [*((hashtag, size) for hashtag in large), (name, 60)]:
        font = _fitting(text, largest)
        if font is not None:
            draw.text((MARGIN, top), _shortened(text, font), INK, font=font)
            top += round(font.size * 1.3)
    foot = _fitting(address, 44) or _font(SMALLEST)
    draw.text((MARGIN, HEIGHT - 62), _shortened(address, foot), TAPE_LIGHT, font=foot, anchor="lm")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _tape(draw: ImageDraw.ImageDraw) -> None:
    """The reflective stripe across the vest, and the night below it."""
    for top, bottom, fill in (
        (404, 416, VEST_DEEP), (416, 428, TAPE_LIGHT), (428, 484, TAPE), (484, 496, TAPE_LIGHT),
        (496, 506, VEST_DEEP), (506, HEIGHT, NIGHT),
    ):  # fmt: skip
        draw.rectangle((0, top, WIDTH, bottom), fill)


def _fitting(text: str, largest: int) -> Font | None:
    """The font in the largest size in which `text` fits the width; None where it cannot be set."""
    if not text or not _is_settable(text):
        return None
    size = largest
    while size > SMALLEST and _font(size).getlength(text) > WIDTH - 2 * MARGIN:
        size -= 4
    return _font(size)


def _shortened(text: str, font: Font) -> str:
    if font.getlength(text) <= WIDTH - 2 * MARGIN:
        return text
    while text and font.getlength(f"{text}…") > WIDTH - 2 * MARGIN:
        text = text[:-1]
    return f"{text}…"


def _is_settable(text: str) -> bool:
    if any(map(_needs_shaping, text)) and not features.check("raqm"):
        return False
    font = _font(SMALLEST)
    missing = font.getmask(NO_LETTER)
    drawn = (font.getmask(letter) for letter in set(text) if not letter.isspace())
    return not any(mask.size == missing.size and bytes(mask) == bytes(missing) for mask in drawn)


def _needs_shaping(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL", "AN"} or unicodedata.combining(letter) > 0


@cache
def _font(size: int) -> Font:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101  Pillow is built with FreeType wherever it is a wheel
    return font

"""Words set into a picture, in the machine's DejaVu Sans where it has one, else in the font inside Pillow, which knows
the letters a to z.

A line with a letter that the font lacks, or of a script that is written from the right and cannot be set here, is left
out of the picture: better none than a wrong one.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from PIL import ImageFont, features

BOLD, PLAIN = "bold", "plain"
FONTS: Mapping[str, str] = {BOLD: "DejaVuSans-Bold.ttf", PLAIN: "DejaVuSans.ttf"}
SMALLEST = 34
NO_LETTER = "\U0010fffd"
Font = ImageFont.FreeTypeFont


def fitting(text: str, largest: int, width: float) -> Font | None:
    """The bold font in the largest size in which `text` fits the width, or in SMALLEST; None where it cannot be set."""
    if not text or not is_settable(text):
        return None
    size = largest
    while size > SMALLEST and font(size).getlength(text) > width:
        size -= 4
    return font(size)


def shortened(text: str, font: Font, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


def is_settable(text: str) -> bool:
    if any(map(_needs_shaping, text)) and not features.check("raqm"):
        return False
    here = font(SMALLEST)
    missing = here.getmask(NO_LETTER)
    drawn = (here.getmask(letter) for letter in set(text) if not letter.isspace())
    return not any(mask.size == missing.size and bytes(mask) == bytes(missing) for mask in drawn)


def _needs_shaping(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL", "AN"} or unicodedata.combining(letter) > 0


@cache
def font(size: int, weight: str = BOLD) -> Font:
    """`weight` is BOLD or PLAIN."""
    if weight in FONTS:
        try:
            return ImageFont.truetype(FONTS[weight], size)
        except OSError:
            pass
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)  # noqa: S101  Pillow is built with FreeType wherever it is a wheel
    return found

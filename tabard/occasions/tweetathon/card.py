"""The picture that networks show beside a link: 1200 by 630 pixels, in the colours of the vest.

A line that cannot be set is left out, see `lettering`. The address is always there.
"""

import io

from PIL import Image, ImageDraw

from tabard.occasions.tweetathon.lettering import SMALLEST, fitting, font, is_settable, shortened

WIDTH, HEIGHT, MARGIN = 1200, 630, 70
INK, VEST, VEST_DEEP, NIGHT = "#10151a", "#e4ff1a", "#cfe600", "#12283c"
TAPE, TAPE_LIGHT = "#c9ced2", "#eef1f3"
LARGEST = 130
SPACE = WIDTH - 2 * MARGIN


def share_card(*, hashtags: list[str], name: str, address: str, headline: str = "") -> bytes:
    """A PNG with the first hashtags large, the name below them, then what was counted; the address at the foot."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), VEST)
    draw = ImageDraw.Draw(picture)
    _tape(draw)
    large = [hashtag for hashtag in hashtags if is_settable(hashtag)][:2]
    top, size = (36 if headline else 44, 88 if headline else 100) if len(large) > 1 else (MARGIN, LARGEST)
    for text, largest in [*((hashtag, size) for hashtag in large), (name, 60), (headline, 52)]:
        chosen = fitting(text, largest, SPACE)
        if chosen is not None:
            draw.text((MARGIN, top), shortened(text, chosen, SPACE), INK, font=chosen)
            top += round(chosen.size * 1.3)
    foot = fitting(address, 44, SPACE) or font(SMALLEST)
    draw.text((MARGIN, HEIGHT - 62), shortened(address, foot, SPACE), TAPE_LIGHT, font=foot, anchor="lm")
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

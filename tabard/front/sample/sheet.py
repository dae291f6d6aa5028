"""A sheet to draw on in units of our own, smooth at the edges: three times as large while drawing, then made small."""

import io
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw

Point = tuple[float, float]
FINER = 3


class Sheet:
    """`across` by `down` units, `pixels` for one unit in the finished picture."""

    def __init__(self, across: float, down: float, pixels: float, ground: str) -> None:
        self.scale = pixels * FINER
        self.across, self.down = across, down
        self.image = Image.new("RGB", (round(across * self.scale), round(down * self.scale)), ground)
        self.draw = ImageDraw.Draw(self.image)

    def rectangle(self, left: float, top: float, right: float, bottom: float, fill: str, corner: float = 0) -> None:
        box = [left * self.scale, top * self.scale, right * self.scale, bottom * self.scale]
        self.draw.rounded_rectangle(box, corner * self.scale, fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """Around (x, y); `across` and `down` are half axes."""
        s = self.scale
        self.draw.ellipse([(x - across) * s, (y - down) * s, (x + across) * s, (y + down) * s], fill)

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A closed shape that runs smoothly through the points."""
        self.polygon(_smooth([points[-1], *points, points[0], points[1]]), fill)

    def line(self, points: Sequence[Point], width: float, fill: str) -> None:
        """A smooth line with round ends."""
        ends = _smooth([points[0], *points, points[-1]])
        self.draw.line([(x * self.scale, y * self.scale) for x, y in ends], fill, round(width * self.scale), "curve")
        for x, y in (ends[0], ends[-1]):
            self.ellipse(x, y, width / 2, width / 2, fill)

    def arc(self, x: float, y: float, across: float, down: float, turn: Point, line: tuple[float, str]) -> None:
        """Part of an ellipse's outline, from and to an angle in degrees; `line` is its width and colour."""
        s, (width, fill) = self.scale, line
        box = [(x - across) * s, (y - down) * s, (x + across) * s, (y + down) * s]
        self.draw.arc(box, *turn, fill, round(width * s))

    def fade(self, top: float, bottom: float, colours: tuple[str, str]) -> None:
        """Bands from one colour to the other, over the whole width."""
        for number in range(60):
            start = top + (bottom - top) * number / 60
            self.rectangle(0, start, self.across, start + (bottom - top) / 59, mixed(*colours, number / 59))

    def finished(self) -> bytes:
        out = io.BytesIO()
        self.image.reduce(FINER).save(out, "PNG", compress_level=1)
        return out.getvalue()


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


def _smooth(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through all points but the first and the last, which only lead in and out."""
    found: list[Point] = []
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = before, start, end, after
        moments = [step / steps for step in range(steps)]
        found += [(_between(x0, x1, x2, x3, t), _between(y0, y1, y2, y3, t)) for t in moments]
    return [*found, points[-2]]


def _between(before: float, start: float, end: float, after: float, t: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t * t
        + (3 * start - before - 3 * end + after) * t * t * t
    )

"""The map with the first figures as one drawing for a post, a report or a poster: as SVG, and as PNG.

Both are drawn from the same outlines as the map of the page, and neither needs a browser.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from xml.etree import ElementTree as ET

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageColor, ImageDraw

from tabard.lib.text import clean
from tabard.occasions.tweetathon.lettering import BOLD, PLAIN, font, is_settable, shortened
from tabard.occasions.tweetathon.picture.view import Bar, Picture
from tabard.occasions.tweetathon.picture.world import Point, Ring, countries, edge, flat

WIDTH, HEIGHT, MARGIN = 1600, 1060, 60
MAP_TOP, MAP_BOTTOM = 170, 850
PAPER, INK, SOFT, SEA, LAND, COLOUR, VEST = "#ffffff", "#10151a", "#4a555e", "#f0f2ee", "#d5dad6", "#0b4f9e", "#e4ff1a"
FAINTEST = 0.18  # as in browser/picture.js
DOT = 7
FINER = 2  # a PNG is drawn so many times larger, then made small: edges are smooth
SHADES = 60
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Words:
    """One line; `x` is its beginning, or its end for one that is set to the right. `y` is the foot of its letters."""

    text: str
    x: float
    y: float
    size: int
    colour: str = INK
    weight: str = PLAIN
    is_from_right: bool = False


@dataclass(frozen=True)
class Area:
    """Each part is an outer ring and its holes. `said` tells what it is to whoever points at it."""

    parts: list[list[Ring]]
    colour: str
    said: str = ""
    edge: str = ""


@dataclass(frozen=True)
class Spot:
    at: Point
    colour: str
    said: str


Item = Words | Area | Spot


def as_svg(picture: Picture) -> bytes:
    """Raises NotBuilt."""
    ET.register_namespace("", SVG)
    root = ET.Element(f"{{{SVG}}}svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img")
    ET.SubElement(root, f"{{{SVG}}}title").text = clean(picture.title)
    ET.SubElement(root, f"{{{SVG}}}desc").text = _said_of(picture)
    for item in _items(picture):
        element = _element(root, item)
        if not isinstance(item, Words) and item.said:
            ET.SubElement(element, f"{{{SVG}}}title").text = item.said
    told: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def as_png(picture: Picture) -> bytes:
    """Raises NotBuilt. A line whose letters no font here has is left out."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    draw = ImageDraw.Draw(image)
    for item in _items(picture):
        _paint(draw, item)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


# -- what stands where -------------------------------------------------------------------------------------------------


def _items(picture: Picture) -> Iterator[Item]:
    yield Area([[[(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]]], PAPER)
    yield Area([[[(0, 0), (WIDTH, 0), (WIDTH, 18), (0, 18)]]], VEST)
    yield Words(picture.title, MARGIN, 84, 48, weight=BOLD)
    yield Words(" ".join(f"#{hashtag}" for hashtag in picture.hashtags), MARGIN, 124, 28, SOFT)
    yield Words(picture.when, MARGIN, 156, 22, SOFT)
    yield from _map({bar.item: bar for bar in picture.countries.bars})
    yield from _legend(max((bar.number for bar in picture.countries.bars), default=0))
    yield from _foot(picture)


def _map(bars: dict[str, Bar]) -> Iterator[Item]:
    most = max((bar.number for bar in bars.values()), default=0)
    yield Area([[_placed(edge())]], SEA)
    spots = []
    for country in countries():
        bar = bars.get(country.code)
        colour = _shade(bar.number / (most or 1)) if bar else LAND
        said = _said_of_country(bar) if bar else ""
        if bar and country.dot:
            spots.append(Spot(_place(country.dot), colour, said))
        elif country.parts:
            yield Area([[_placed(ring) for ring in part] for part in country.parts], colour, said, SEA)
    yield from spots


def _legend(most: int) -> Iterator[Item]:
    left, top, wide = MARGIN, 868, 300
    yield Area([[_box(left, top, 22, 16)]], LAND)
    yield Words(_("no post that was heard"), left + 32, top + 15, 20, SOFT)
    if most:
        start = left + 320
        for nth in range(SHADES):
            yield Area([[_box(start + wide * nth / SHADES, top, wide / SHADES + 0.6, 16)]], _shade((nth / SHADES) ** 2))
        said = ngettext("up to one post", "up to %(count)s posts", most) % {"count": f"{most:,}"}
        yield Words(said, start + wide + 12, top + 15, 20, SOFT)


def _foot(picture: Picture) -> Iterator[Item]:
    known = [total for total in picture.totals if total.name in {"posts", "authors", "countries", "languages"}]
    for nth, total in enumerate(total for total in known if total.number is not None):
        yield Words(f"{total.number:,}", MARGIN + nth * 290, 965, 52, weight=BOLD)
        yield Words(total.title, MARGIN + nth * 290, 996, 22, SOFT)
    if picture.counted_at:
        when = _("Counted on %(when)s UTC") % {"when": formatted(picture.counted_at.astimezone(UTC), "j F Y, H:i")}
        yield Words(when, WIDTH - MARGIN, 965, 20, SOFT, is_from_right=True)
    yield Words(_("What nobody could hear is missing."), WIDTH - MARGIN, 996, 20, SOFT, is_from_right=True)


def _said_of(picture: Picture) -> str:
    bars = picture.countries.bars
    return " ".join(
        [clean(picture.title), picture.when, _("Posts by country:"), *(f"{_said_of_country(bar)}." for bar in bars)]
    )


def _said_of_country(bar: Bar) -> str:
    said = ngettext("%(country)s: one post", "%(country)s: %(count)s posts", bar.number)
    return said % {"country": clean(bar.label), "count": f"{bar.number:,}"}


def _shade(part: float) -> str:
    """On a scale of roots, over the sea, as the page's map has it."""
    strength = FAINTEST + (1 - FAINTEST) * math.sqrt(part)
    pairs = zip(ImageColor.getrgb(SEA), ImageColor.getrgb(COLOUR), strict=True)
    return "#" + "".join(f"{round(sea + (colour - sea) * strength):02x}" for sea, colour in pairs)


def _scale() -> tuple[float, float, float]:
    """How many pixels a unit of the flat map is long, and where its middle stands."""
    (east, _y), (_x, top), (_x2, bottom) = flat(180, 0), flat(0, 84), flat(0, -57)
    unit = min((WIDTH - 2 * MARGIN) / (2 * east), (MAP_BOTTOM - MAP_TOP) / (bottom - top))
    return unit, WIDTH / 2, MAP_TOP - top * unit


def _place(point: Point) -> Point:
    unit, middle, equator = _scale()
    return round(middle + point[0] * unit, 1), round(equator + point[1] * unit, 1)


def _placed(ring: Ring) -> Ring:
    return [_place(point) for point in ring]


def _box(x: float, y: float, width: float, height: float) -> Ring:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


# -- as SVG ------------------------------------------------------------------------------------------------------------


def _element(root: ET.Element, item: Item) -> ET.Element:
    if isinstance(item, Words):
        text = ET.SubElement(root, f"{{{SVG}}}text", x=str(item.x), y=str(item.y), fill=item.colour)
        text.attrib |= {
            "font-family": "DejaVu Sans, Verdana, sans-serif",
            "font-size": str(item.size),
            "font-weight": "700" if item.weight == BOLD else "400",
            "text-anchor": "end" if item.is_from_right else "start",
        }
        text.text = _line(item)
        return text
    if isinstance(item, Spot):
        where = {"cx": str(item.at[0]), "cy": str(item.at[1]), "r": str(DOT)}
        return ET.SubElement(root, f"{{{SVG}}}circle", where, fill=item.colour, stroke=COLOUR)
    path = "".join(_path(ring) for part in item.parts for ring in part)
    return ET.SubElement(root, f"{{{SVG}}}path", d=path, fill=item.colour, stroke=item.edge or item.colour)


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


def _line(item: Words) -> str:
    """Cut to what there is space for, as far as letters can be measured here."""
    return shortened(clean(item.text)[:300].replace("\n", " "), font(item.size, item.weight), WIDTH - 2 * MARGIN)


# -- as PNG ------------------------------------------------------------------------------------------------------------


def _paint(draw: ImageDraw.ImageDraw, item: Item) -> None:
    if isinstance(item, Words):
        if (text := _line(item)) and is_settable(text):
            where, anchor = (item.x * FINER, item.y * FINER), "rs" if item.is_from_right else "ls"
            draw.text(where, text, item.colour, font=font(item.size * FINER, item.weight), anchor=anchor)
    elif isinstance(item, Spot):
        draw.circle(_finer(item.at), DOT * FINER, item.colour, COLOUR, width=FINER)
    else:
        for outer, *holes in item.parts:
            draw.polygon([_finer(point) for point in outer], item.colour, item.edge or item.colour, width=FINER)
            for hole in holes:  # what lies in it is drawn after it
                draw.polygon([_finer(point) for point in hole], SEA)


def _finer(point: Point) -> Point:
    return point[0] * FINER, point[1] * FINER

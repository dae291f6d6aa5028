"""Portraits of people who do not exist, drawn from what data/force.toml says of their faces."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tabard.front.sample.sheet import Sheet, mixed

SKINS = {
    "fair": "#f4d6bd",
    "light": "#ebc19c",
    "olive": "#d9a878",
    "tan": "#c08a5c",
    "brown": "#94623f",
    "deep": "#6a452f",
}
GROUNDS = ("#dfe7ea", "#e4ecd9", "#f0e6d8", "#d9e6f0", "#eadfea", "#f3ead0")
VEST, VEST_DEEP, TAPE, TAPE_LIGHT = "#e4ff1a", "#cfe600", "#b9c0c5", "#eef1f3"
SHIRT, INK = "#1b2836", "#10151a"


@dataclass(frozen=True)
class Face:
    skin: str
    hair: str
    style: str
    brows: str
    beard: str = ""
    glasses: str = ""
    scarf: str = ""
    cap: bool = False
    freckles: bool = False
    ground: str = field(default=GROUNDS[0])

    @property
    def colour(self) -> str:
        return SKINS[self.skin]

    @property
    def shade(self) -> str:
        return mixed(self.colour, "#5a2a18", 0.22)

    @property
    def hair_shade(self) -> str:
        return mixed(self.hair, "#000000" if self.hair > "#5" else "#8a8f98", 0.22)


def portrait(face: Face) -> bytes:
    """A PNG of 400 pixels square: head and shoulders in a vest."""
    sheet = Sheet(72, 72, 400 / 72, face.ground)
    sheet.ellipse(36, 40, 31, 31, mixed(face.ground, "#ffffff", 0.45))
    BEHIND.get(face.style, _nothing)(sheet, face)
    _body(sheet, face)
    _head(sheet, face)
    _beard(sheet, face)
    _features(sheet, face)
    HAIR[face.style](sheet, face)
    if face.glasses:
        _glasses(sheet, face)
    if face.cap:
        _cap(sheet)
    return sheet.finished()


def _nothing(sheet: Sheet, face: Face) -> None:
    pass


def _body(sheet: Sheet, face: Face) -> None:
    sheet.shape([(4, 74), (9, 60), (24, 53.5), (36, 52), (48, 53.5), (63, 60), (68, 74), (36, 80)], SHIRT)
    sheet.shape([(29.5, 40), (42.5, 40), (43.5, 53), (36, 58.5), (28.5, 53)], face.shade)
    sheet.polygon([(28, 51), (36, 60), (30, 63.5), (24.5, 53.5)], mixed(SHIRT, "#ffffff", 0.14))
    sheet.polygon([(44, 51), (36, 60), (42, 63.5), (47.5, 53.5)], mixed(SHIRT, "#ffffff", 0.14))
    for side in (-1, 1):
        sheet.polygon(
            [(36 + side * x, y) for x, y in ((1, 74), (1, 67.5), (12.5, 53), (20, 54.8), (26.5, 60), (25, 74))], VEST
        )
        sheet.polygon([(36 + side * x, y) for x, y in ((14.3, 53.4), (18.8, 54.4), (18.8, 74), (14.3, 74))], TAPE_LIGHT)
        sheet.polygon([(36 + side * x, y) for x, y in ((15.2, 53.5), (17.9, 54.2), (17.9, 74), (15.2, 74))], TAPE)
    sheet.rectangle(10.4, 66.2, 61.6, 70.2, TAPE_LIGHT)
    sheet.rectangle(10.3, 67.1, 61.7, 69.3, TAPE)
    sheet.rectangle(35.6, 66, 36.4, 74, VEST_DEEP)
    sheet.rectangle(44.6, 57.5, 49, 63.5, INK, 0.8)
    sheet.rectangle(45.6, 58.6, 48, 60.4, "#5d6a74", 0.3)
    sheet.line([(48.2, 57.6), (48.6, 54.4)], 0.8, INK)


def _head(sheet: Sheet, face: Face) -> None:
    if face.style != "hijab":
        for side in (-1, 1):
            sheet.ellipse(36 + side * 12.8, 31.5, 2.5, 3.4, face.shade)
            sheet.ellipse(36 + side * 12.6, 31.5, 1.5, 2.3, face.colour)
    sheet.shape(
        [(36, 13.5), (45, 16.5), (48.8, 25), (48.2, 34), (43.8, 42.3), (36, 46.6), (28.2, 42.3), (23.8, 34), (23.2, 25), (27, 16.5)],
        face.colour,
    )


def _features(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        x = 36 + side * 5.4
        sheet.ellipse(36 + side * 7.6, 36.2, 2.7, 1.8, mixed(face.colour, "#e0573f", 0.16))
        sheet.ellipse(x, 30, 2, 1.55, "#fdfdfb")
        sheet.ellipse(x, 30, 1.25, 1.45, mixed("#3a2618", face.hair, 0.25))
        sheet.ellipse(x, 30, 0.65, 0.8, INK)
        sheet.ellipse(x + 0.45, 29.5, 0.32, 0.32, "#ffffff")
        sheet.arc(x, 30.2, 2.3, 2, (200, 340), (0.55, mixed(face.shade, INK, 0.6)))
        sheet.line([(x - 2.7, 26.6 - side * -0.2), (x, 25.6), (x + 2.7, 26.6 + side * -0.2)], 0.95, face.brows)
    sheet.line([(36.2, 30.5), (37.6, 35.2), (35.6, 36)], 0.75, face.shade)
    sheet.line([(32.3, 39.4), (36, 41.4), (39.7, 39.4)], 1, mixed(face.shade, "#8c2f2a", 0.55))
    if face.freckles:
        for x, y in ((27.9, 34.4), (29.6, 35.3), (31.2, 34.5), (40.8, 34.5), (42.4, 35.3), (44.1, 34.4), (34.2, 33.8)):
            sheet.ellipse(x, y, 0.34, 0.34, mixed(face.shade, "#8a4a22", 0.4))


# -- beards, glasses, cap ----------------------------------------------------------------------------------------------


def _beard(sheet: Sheet, face: Face) -> None:
    jaw = [(23.6, 31), (25.4, 36), (29.5, 36.4), (36, 37.2), (42.5, 36.4), (46.6, 36), (48.4, 31), (48, 37), (44.2, 44), (36, 49), (27.8, 44), (24, 37)]
    if face.beard == "full":
        sheet.shape(jaw, face.hair)
        sheet.shape([(31.6, 38.6), (36, 38), (40.4, 38.6), (38.6, 42), (36, 42.8), (33.4, 42)], face.colour)
    elif face.beard == "stubble":
        sheet.shape([(x, y - 1.4 if y > 44 else y) for x, y in jaw], mixed(face.colour, face.hair, 0.28))
        sheet.shape([(31.2, 38.2), (36, 37.6), (40.8, 38.2), (38.8, 42.2), (36, 43), (33.2, 42.2)], face.colour)
    elif face.beard == "goatee":
        sheet.shape([(31.4, 38), (36, 37), (40.6, 38), (40.2, 43.4), (36, 47.4), (31.8, 43.4)], face.hair)
        sheet.shape([(32.6, 38.9), (36, 38.4), (39.4, 38.9), (38.2, 41.8), (36, 42.4), (33.8, 41.8)], face.colour)
    elif face.beard == "moustache":
        sheet.shape([(29.6, 39.2), (33, 36.9), (36, 37.4), (39, 36.9), (42.4, 39.2), (39, 39.6), (36, 38.8), (33, 39.6)], face.hair)


def _glasses(sheet: Sheet, face: Face) -> None:
    frame = mixed(INK, "#7a4a2a", 0.3 if face.glasses == "round" else 0)
    for side in (-1, 1):
        x = 36 + side * 5.4
        if face.glasses == "round":
            sheet.arc(x, 30.2, 4.1, 4.1, (0, 360), (0.7, frame))
        else:
            corners = [(x - 4.2, 27.4), (x + 4.2, 27.4), (x + 3.8, 33.2), (x - 3.8, 33.2)]
            for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
                sheet.line([one, other], 0.75, frame)
        sheet.line([(36 + side * 9.5, 29.4), (36 + side * 12.4, 29)], 0.7, frame)
    sheet.line([(34.6, 29.8), (36, 29.2), (37.4, 29.8)], 0.7, frame)


def _cap(sheet: Sheet) -> None:
    sheet.shape([(21.6, 22), (21.8, 14.5), (28, 8.8), (36, 7.6), (44, 8.8), (50.2, 14.5), (50.4, 22), (36, 20)], "#16202b")
    for column in range(14):
        for row in range(2):
            if (column + row) % 2 == 0:
                sheet.rectangle(22 + column * 2, 16.6 + row * 1.5, 24 + column * 2, 18.1 + row * 1.5, "#f4f6f7")
    sheet.shape([(20, 22.6), (28, 20.2), (36, 19.6), (44, 20.2), (52, 22.6), (44, 24), (36, 24.4), (28, 24)], "#0b1016")
    sheet.ellipse(36, 12.6, 1.7, 2, "#d9b34a")


# -- hair --------------------------------------------------------------------------------------------------------------


def _crop(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [(22.9, 27.5), (22.4, 19), (27, 12.6), (36, 10.4), (45, 12.6), (49.6, 19), (49.1, 27.5), (46.8, 21.4), (42, 18.6), (36, 18.2), (30, 18.6), (25.2, 21.4)],
        face.hair,
    )


def _fade(sheet: Sheet, face: Face) -> None:
    sheet.shape([(23, 27), (22.8, 20), (27, 14.5), (36, 12), (45, 14.5), (49.2, 20), (49, 27), (46.6, 20.6), (36, 18), (25.4, 20.6)], mixed(face.hair, face.colour, 0.35))
    sheet.shape([(25.4, 19), (28, 12), (36, 9.6), (44, 12), (46.6, 19), (42, 17), (36, 16.4), (30, 17)], face.hair)


def _side(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [(22.8, 28), (22, 19), (26, 12.4), (35, 9.2), (45, 11.4), (50, 19), (49.2, 28), (47.4, 21.6), (43, 19.8), (36.5, 18.6), (29.6, 15.2), (27.6, 19.6), (25, 22.4)],
        face.hair,
    )
    sheet.line([(29.6, 15), (31, 12), (34, 10.4)], 0.6, face.hair_shade)


def _quiff(sheet: Sheet, face: Face) -> None:
    _crop(sheet, face)
    sheet.shape([(24.6, 19), (26, 10.6), (33, 6.2), (43, 6.6), (48.4, 12), (46.6, 18.6), (40, 16.8), (32, 17.4)], face.hair)
    sheet.line([(30, 15), (34, 10.6), (42, 9.6)], 0.7, face.hair_shade)


def _bald(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        sheet.shape([(36 + side * x, y) for x, y in ((13.4, 29), (13.6, 22), (11.6, 18.4), (11.4, 23))], face.hair)
    sheet.ellipse(40.5, 17.8, 3, 1.2, mixed(face.colour, "#ffffff", 0.35))


def _long_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape([(36, 9), (48, 13), (52.6, 26), (53, 42), (50, 55), (36, 57), (22, 55), (19, 42), (19.4, 26), (24, 13)], face.hair_shade)


def _long(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        sheet.shape(
            [(36 + side * x, y) for x, y in ((-1.5, 11), (8, 11.4), (14.4, 18), (16, 30), (16.4, 46), (13.4, 51), (12.6, 40), (12.8, 28), (10.4, 21.6), (4, 17.2))],
            face.hair,
        )


def _bob_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape([(36, 9), (47.4, 12.6), (52, 24), (51.6, 37), (48, 42), (36, 43), (24, 42), (20.4, 37), (20, 24), (24.6, 12.6)], face.hair_shade)


def _bob(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        sheet.shape(
            [(36 + side * x, y) for x, y in ((-3, 10), (8, 10.8), (15, 18), (16, 30), (15, 40), (11.8, 40.6), (12.6, 30), (11, 22.6), (3, 17.6))],
            face.hair,
        )


def _fringe(sheet: Sheet, face: Face) -> None:
    _bob(sheet, face)
    sheet.shape([(23.4, 23), (26, 13), (36, 10), (46, 13), (48.6, 23), (43.6, 22.2), (40, 23.4), (36, 22.4), (32, 23.4), (28.4, 22.2)], face.hair)
    for x in (30, 36, 42):
        sheet.line([(x, 15), (x + (x - 36) / 8, 21)], 0.5, face.hair_shade)


def _bun(sheet: Sheet, face: Face) -> None:
    sheet.ellipse(36, 8.4, 6, 5.2, face.hair_shade)
    sheet.arc(36, 8.4, 3.4, 2.8, (160, 340), (0.6, face.hair))
    _crop(sheet, face)
    sheet.line([(28, 17.6), (32, 13), (36, 11.6)], 0.5, face.hair_shade)
    sheet.line([(44, 17.6), (40, 13), (36, 11.6)], 0.5, face.hair_shade)


def _ponytail_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape([(46, 14), (54, 18), (57, 30), (54.6, 44), (51, 50), (51.6, 38), (49, 26)], face.hair_shade)


def _ponytail(sheet: Sheet, face: Face) -> None:
    _crop(sheet, face)
    sheet.line([(27, 19.4), (33, 14), (44, 13)], 0.5, face.hair_shade)


def _braids(sheet: Sheet, face: Face) -> None:
    _crop(sheet, face)
    sheet.line([(36, 10.8), (36, 18)], 0.6, face.hair_shade)
    for side in (-1, 1):
        for number in range(7):
            sheet.ellipse(36 + side * (14.4 + (number % 2) * 0.5), 28 + number * 3.4, 2.5, 2.2, face.hair if number % 2 else face.hair_shade)
        sheet.rectangle(36 + side * 14.6 - 1.6, 51, 36 + side * 14.6 + 1.6, 52.6, "#c2362b", 0.6)


def _curls_behind(sheet: Sheet, face: Face) -> None:
    for x, y in ((21, 24), (20.4, 31), (22, 38), (51, 24), (51.6, 31), (50, 38), (23.4, 16.6), (48.6, 16.6)):
        sheet.ellipse(x, y, 5.6, 5.4, face.hair_shade)


def _curls(sheet: Sheet, face: Face) -> None:
    for x, y in ((25, 19), (29, 13.6), (35, 11), (41, 12), (46.4, 17.4), (48.6, 22.6), (23.6, 23.4), (32, 15.6), (39.6, 15.4)):
        sheet.ellipse(x, y, 4.4, 4, face.hair)
    for x, y in ((28, 15), (36, 12.4), (44, 16)):
        sheet.arc(x, y, 2.2, 2, (150, 320), (0.6, face.hair_shade))


def _hijab_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape([(36, 7.6), (48.6, 12), (53, 25), (52.6, 40), (49, 56), (36, 62), (23, 56), (19.4, 40), (19, 25), (23.4, 12)], face.scarf)


def _hijab(sheet: Sheet, face: Face) -> None:
    light = mixed(face.scarf, "#ffffff", 0.16)
    for side in (-1, 1):
        sheet.shape(
            [(36 + side * x, y) for x, y in ((-2, 8), (9, 10), (16, 20), (16.8, 34), (13, 46), (4, 52.4), (-2, 52), (5, 46.8), (11, 40), (12.6, 30), (10.4, 20.6), (4, 15.4))],
            face.scarf,
        )
    sheet.shape([(24, 46), (30, 49.6), (36, 50.4), (42, 49.6), (48, 46), (47, 54), (40, 59.5), (32, 59.5), (25, 54)], face.scarf)
    sheet.line([(25.6, 48.6), (33, 53.4), (42, 54.6)], 0.7, light)
    sheet.line([(28.6, 53), (36, 57), (43, 56.6)], 0.6, light)
    sheet.line([(24, 21), (29, 13.4), (36, 11.2)], 0.6, light)


def _turban(sheet: Sheet, face: Face) -> None:
    light = mixed(face.scarf, "#ffffff", 0.2)
    sheet.shape([(22, 25), (20.2, 16), (25, 7.6), (36, 4.6), (47, 7.6), (51.8, 16), (50, 25), (43.6, 20.4), (36, 17.4), (28.4, 20.4)], face.scarf)
    sheet.polygon([(36, 17.2), (31.6, 20), (36, 13.6), (40.4, 20)], mixed(face.scarf, "#000000", 0.35))
    for lift in (0, 3.2, 6.4):
        sheet.line([(22.6 + lift / 3, 21.6 - lift), (29 + lift / 4, 13 - lift / 2), (40, 8.6 - lift / 4)], 0.6, light)
    sheet.line([(49.6, 21), (45, 14.6), (36, 12.4)], 0.6, light)


Style = Callable[[Sheet, Face], None]
HAIR: dict[str, Style] = {
    "crop": _crop,
    "fade": _fade,
    "side": _side,
    "quiff": _quiff,
    "bald": _bald,
    "long": _long,
    "bob": _bob,
    "fringe": _fringe,
    "bun": _bun,
    "ponytail": _ponytail,
    "braids": _braids,
    "curls": _curls,
    "hijab": _hijab,
    "turban": _turban,
}
BEHIND: dict[str, Style] = {
    "long": _long_behind,
    "bob": _bob_behind,
    "fringe": _bob_behind,
    "ponytail": _ponytail_behind,
    "curls": _curls_behind,
    "hijab": _hijab_behind,
}

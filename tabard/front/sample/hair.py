"""What officers wear on their heads, in front of the face and behind it."""

from collections.abc import Callable

from tabard.front.sample.faces import Face
from tabard.front.sample.sheet import Sheet, mixed


def _crop(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [
            (22.9, 27.5),
            (22.4, 19),
            (27, 12.6),
            (36, 10.4),
            (45, 12.6),
            (49.6, 19),
            (49.1, 27.5),
            (46.8, 21.4),
            (42, 18.6),
            (36, 18.2),
            (30, 18.6),
            (25.2, 21.4),
        ],
        face.hair,
    )


def _fade(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [
            (23, 27),
            (22.8, 20),
            (27, 14.5),
            (36, 12),
            (45, 14.5),
            (49.2, 20),
            (49, 27),
            (46.6, 20.6),
            (36, 18),
            (25.4, 20.6),
        ],
        mixed(face.hair, face.colour, 0.35),
    )
    sheet.shape([(25.4, 19), (28, 12), (36, 9.6), (44, 12), (46.6, 19), (42, 17), (36, 16.4), (30, 17)], face.hair)


def _side(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [
            (22.8, 28),
            (22, 19),
            (26, 12.4),
            (35, 9.2),
            (45, 11.4),
            (50, 19),
            (49.2, 28),
            (47.4, 21.6),
            (43, 19.8),
            (36.5, 18.6),
            (29.6, 15.2),
            (27.6, 19.6),
            (25, 22.4),
        ],
        face.hair,
    )
    sheet.line([(29.6, 15), (31, 12), (34, 10.4)], 0.6, face.hair_shade)


def _quiff(sheet: Sheet, face: Face) -> None:
    _crop(sheet, face)
    sheet.shape(
        [(24.6, 19), (26, 10.6), (33, 6.2), (43, 6.6), (48.4, 12), (46.6, 18.6), (40, 16.8), (32, 17.4)], face.hair
    )
    sheet.line([(30, 15), (34, 10.6), (42, 9.6)], 0.7, face.hair_shade)


def _bald(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        sheet.shape([(36 + side * x, y) for x, y in ((13.4, 29), (13.6, 22), (11.6, 18.4), (11.4, 23))], face.hair)
    sheet.ellipse(40.5, 17.8, 3, 1.2, mixed(face.colour, "#ffffff", 0.35))


def _long_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [(36, 9), (48, 13), (52.6, 26), (53, 42), (50, 55), (36, 57), (22, 55), (19, 42), (19.4, 26), (24, 13)],
        face.hair_shade,
    )


def _long(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        sheet.shape(
            [
                (36 + side * x, y)
                for x, y in (
                    (-1.5, 11),
                    (8, 11.4),
                    (14.4, 18),
                    (16, 30),
                    (16.4, 46),
                    (13.4, 51),
                    (12.6, 40),
                    (12.8, 28),
                    (10.4, 21.6),
                    (4, 17.2),
                )
            ],
            face.hair,
        )


def _bob_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [(36, 9), (47.4, 12.6), (52, 24), (51.6, 37), (48, 42), (36, 43), (24, 42), (20.4, 37), (20, 24), (24.6, 12.6)],
        face.hair_shade,
    )


def _bob(sheet: Sheet, face: Face) -> None:
    for side in (-1, 1):
        sheet.shape(
            [
                (36 + side * x, y)
                for x, y in (
                    (-3, 10),
                    (8, 10.8),
                    (15, 18),
                    (16, 30),
                    (15, 40),
                    (11.8, 40.6),
                    (12.6, 30),
                    (11, 22.6),
                    (3, 17.6),
                )
            ],
            face.hair,
        )


def _fringe(sheet: Sheet, face: Face) -> None:
    _bob(sheet, face)
    sheet.shape(
        [
            (23.4, 23),
            (26, 13),
            (36, 10),
            (46, 13),
            (48.6, 23),
            (43.6, 22.2),
            (40, 23.4),
            (36, 22.4),
            (32, 23.4),
            (28.4, 22.2),
        ],
        face.hair,
    )
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
            sheet.ellipse(
                36 + side * (14.4 + (number % 2) * 0.5),
                28 + number * 3.4,
                2.5,
                2.2,
                face.hair if number % 2 else face.hair_shade,
            )
        sheet.rectangle(36 + side * 14.6 - 1.6, 51, 36 + side * 14.6 + 1.6, 52.6, "#c2362b", 0.6)


def _curls_behind(sheet: Sheet, face: Face) -> None:
    for x, y in ((21, 24), (20.4, 31), (22, 38), (51, 24), (51.6, 31), (50, 38), (23.4, 16.6), (48.6, 16.6)):
        sheet.ellipse(x, y, 5.6, 5.4, face.hair_shade)


def _curls(sheet: Sheet, face: Face) -> None:
    for x, y in (
        (25, 19),
        (29, 13.6),
        (35, 11),
        (41, 12),
        (46.4, 17.4),
        (48.6, 22.6),
        (23.6, 23.4),
        (32, 15.6),
        (39.6, 15.4),
    ):
        sheet.ellipse(x, y, 4.4, 4, face.hair)
    for x, y in ((28, 15), (36, 12.4), (44, 16)):
        sheet.arc(x, y, 2.2, 2, (150, 320), (0.6, face.hair_shade))


def _hijab_behind(sheet: Sheet, face: Face) -> None:
    sheet.shape(
        [(36, 7.6), (48.6, 12), (53, 25), (52.6, 40), (49, 56), (36, 62), (23, 56), (19.4, 40), (19, 25), (23.4, 12)],
        face.scarf,
    )


def _hijab(sheet: Sheet, face: Face) -> None:
    light = mixed(face.scarf, "#ffffff", 0.16)
    for side in (-1, 1):
        sheet.shape(
            [
                (36 + side * x, y)
                for x, y in (
                    (-2, 8),
                    (9, 10),
                    (16, 20),
                    (16.8, 34),
                    (13, 46),
                    (4, 52.4),
                    (-2, 52),
                    (5, 46.8),
                    (11, 40),
                    (12.6, 30),
                    (10.4, 20.6),
                    (4, 15.4),
                )
            ],
            face.scarf,
        )
    sheet.shape(
        [(24, 46), (30, 49.6), (36, 50.4), (42, 49.6), (48, 46), (47, 54), (40, 59.5), (32, 59.5), (25, 54)], face.scarf
    )
    sheet.line([(25.6, 48.6), (33, 53.4), (42, 54.6)], 0.7, light)
    sheet.line([(28.6, 53), (36, 57), (43, 56.6)], 0.6, light)
    sheet.line([(24, 21), (29, 13.4), (36, 11.2)], 0.6, light)


def _turban(sheet: Sheet, face: Face) -> None:
    light = mixed(face.scarf, "#ffffff", 0.2)
    sheet.shape(
        [
            (22, 25),
            (20.2, 16),
            (25, 7.6),
            (36, 4.6),
            (47, 7.6),
            (51.8, 16),
            (50, 25),
            (43.6, 20.4),
            (36, 17.4),
            (28.4, 20.4),
        ],
        face.scarf,
    )
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

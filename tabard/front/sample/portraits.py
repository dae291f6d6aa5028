"""Portraits of people who do not exist, drawn from what data/force.toml says of their faces."""

from tabard.front.sample.faces import Face
from tabard.front.sample.hair import BEHIND, HAIR
from tabard.front.sample.sheet import Sheet, mixed

VEST, VEST_DEEP, TAPE, TAPE_LIGHT = "#e4ff1a", "#cfe600", "#b9c0c5", "#eef1f3"
SHIRT, INK = "#1b2836", "#10151a"


def portrait(face: Face) -> bytes:
    """A PNG of 400 pixels square: head and shoulders in a vest."""
    sheet = Sheet(72, 72, 400 / 72, face.ground)
    sheet.ellipse(36, 40, 31, 31, mixed(face.ground, "#ffffff", 0.45))
    if face.style in BEHIND:
        BEHIND[face.style](sheet, face)
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
        [
            (36, 13.5),
            (45, 16.5),
            (48.8, 25),
            (48.2, 34),
            (43.8, 42.3),
            (36, 46.6),
            (28.2, 42.3),
            (23.8, 34),
            (23.2, 25),
            (27, 16.5),
        ],
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
    jaw = [
        (23.6, 31),
        (25.4, 36),
        (29.5, 36.4),
        (36, 37.2),
        (42.5, 36.4),
        (46.6, 36),
        (48.4, 31),
        (48, 37),
        (44.2, 44),
        (36, 49),
        (27.8, 44),
        (24, 37),
    ]
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
        sheet.shape(
            [(29.6, 39.2), (33, 36.9), (36, 37.4), (39, 36.9), (42.4, 39.2), (39, 39.6), (36, 38.8), (33, 39.6)],
            face.hair,
        )


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
    sheet.shape(
        [(21.6, 22), (21.8, 14.5), (28, 8.8), (36, 7.6), (44, 8.8), (50.2, 14.5), (50.4, 22), (36, 20)], "#16202b"
    )
    for column in range(14):
        for row in range(2):
            if (column + row) % 2 == 0:
                sheet.rectangle(22 + column * 2, 16.6 + row * 1.5, 24 + column * 2, 18.1 + row * 1.5, "#f4f6f7")
    sheet.shape([(20, 22.6), (28, 20.2), (36, 19.6), (44, 20.2), (52, 22.6), (44, 24), (36, 24.4), (28, 24)], "#0b1016")
    sheet.ellipse(36, 12.6, 1.7, 2, "#d9b34a")

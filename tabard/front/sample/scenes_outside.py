"""Drawn by water, on farms and in gardens."""

import math

from tabard.front.sample.scenery import GRASS, GRASS_DEEP, INK, PAPER, SEA, WOOD, sky, tree
from tabard.front.sample.sheet import Sheet, mixed


def wheel(sheet: Sheet, x: float, y: float, size: float) -> None:
    for number in range(8):
        angle = math.pi * number / 8
        dx, dy = math.cos(angle) * size, math.sin(angle) * size
        sheet.line([(x - dx, y - dy), (x + dx, y + dy)], 0.18, "#9aa3a9")
    sheet.arc(x, y, size, size, (0, 360), (1.3, INK))
    sheet.ellipse(x, y, 0.9, 0.9, "#9aa3a9")


def bicycle(sheet: Sheet) -> None:
    sky(sheet, 30, GRASS)
    sheet.rectangle(0, 30, 96, 36, GRASS_DEEP)
    sheet.polygon([(0, 36), (96, 33), (96, 43), (0, 46)], SEA)
    for x in range(4, 92, 11):
        sheet.line([(x, 40), (x + 3, 39.6), (x + 6, 40)], 0.35, "#a9d3ec")
    sheet.polygon([(0, 45.5), (96, 42.5), (96, 60), (0, 60)], "#d8c9a8")
    tree(sheet, 12, 35, 10)
    tree(sheet, 86, 33, 8)
    sheet.rectangle(70, 22, 72.5, 44, WOOD)
    sheet.polygon([(58, 24), (90, 20), (90, 23), (58, 27)], INK)
    sheet.polygon([(58, 24), (66, 23), (66, 26), (58, 27)], "#ffffff")
    red = "#cf2f2a"
    for x in (31, 57):
        wheel(sheet, x, 46, 8.2)
    frame = [
        ((31, 46), (38, 33)),
        ((38, 33), (52, 33)),
        ((52, 33), (43, 46)),
        ((43, 46), (31, 46)),
        ((38, 33), (43, 46)),
        ((51, 30), (57, 46)),
    ]
    for one, other in frame:
        sheet.line([one, other], 1.5, red)
    sheet.line([(38, 33), (37, 30)], 1, INK)
    sheet.line([(33.5, 29.6), (40, 29.4)], 2, INK)
    sheet.line([(51, 30), (50.4, 27.6), (47, 27)], 1, INK)
    sheet.ellipse(43, 46, 2, 2, INK)
    sheet.polygon([(52.4, 26.6), (62.4, 26.6), (60.8, 33), (54, 33)], WOOD)
    for y in (28.4, 30.4):
        sheet.line([(53, y), (61.8, y)], 0.4, "#7d5231")
    sheet.polygon([(57, 22.4), (60.4, 22.4), (60.2, 27), (57.2, 27)], "#4f8f3a")
    sheet.polygon([(57, 22.4), (60.4, 22.4), (60.4, 23.6), (57, 23.6)], "#ffffff")


def harbour(sheet: Sheet) -> None:
    sky(sheet, 30, SEA)
    sheet.polygon([(60, 30), (66, 24), (78, 22), (90, 25), (96, 30)], "#7f8f86")
    sheet.polygon([(76, 24), (77, 8), (81, 8), (82, 24)], "#ffffff")
    sheet.polygon([(76.4, 18), (76.7, 13), (81.3, 13), (81.6, 18)], "#d1232a")
    sheet.rectangle(76.6, 4.6, 81.4, 8, "#ffe27a")
    sheet.polygon([(75.6, 5), (79, 1.6), (82.4, 5)], INK)
    for y in (35, 40, 55):
        for x in range(3, 96, 13):
            sheet.line([(x + y % 3, y), (x + 4 + y % 3, y - 0.4), (x + 8 + y % 3, y)], 0.35, "#a9d3ec")
    sheet.polygon([(0, 46), (96, 43), (96, 48), (0, 52)], WOOD)
    for x in range(4, 96, 8):
        sheet.line([(x, 46), (x - 1, 51)], 0.35, "#7d5231")
    for x in (8, 48, 88):
        sheet.rectangle(x, 38, x + 2, 55, "#7d5231")
    for x, hull in ((26, "#2f6f9f"), (66, "#c8352e")):
        sheet.polygon([(x - 13, 36), (x + 13, 36), (x + 9.6, 43.4), (x - 10, 43.4)], hull)
        sheet.polygon([(x - 13, 36), (x + 13, 36), (x + 12.4, 37.6), (x - 12.4, 37.6)], "#ffffff")
        sheet.polygon([(x - 6, 36), (x - 5, 29), (x + 4, 29), (x + 4, 36)], PAPER)
        sheet.rectangle(x - 3.4, 30.6, x + 2.4, 33.6, "#a9d3ec")
        sheet.rectangle(x + 11.4, 34, x + 15, 41, INK, 0.8)
    for x, y in ((34, 12), (46, 8), (54, 15)):
        sheet.line(
            [(x - 3.4, y - 1.2), (x - 1.6, y - 1.6), (x, y), (x + 1.6, y - 1.6), (x + 3.4, y - 1.2)], 0.6, "#ffffff"
        )


def woolly(sheet: Sheet, x: float, y: float) -> None:
    for number in range(12):
        angle = 2 * math.pi * number / 12
        sheet.ellipse(x + math.cos(angle) * 9.4, y + math.sin(angle) * 5.4, 3.4, 3, "#f6f1e4")
    sheet.ellipse(x, y, 10.4, 6.6, "#f6f1e4")


def sheep(sheet: Sheet) -> None:
    x: float
    sky(sheet, 26, SEA)
    sheet.shape([(-4, 36), (20, 30), (48, 31), (76, 27), (100, 32), (100, 64), (-4, 64)], GRASS)
    sheet.shape([(-4, 48), (30, 42), (70, 45), (100, 40), (100, 64), (-4, 64)], GRASS_DEEP)
    for number in range(7):
        sheet.line([(22 + number * 8.6, 16), (22 + number * 8.6, 41)], 0.25, "#f4f6f7")
    for number in range(4):
        sheet.line([(20, 20 + number * 6), (78, 20 + number * 6)], 0.25, "#f4f6f7")
    for one, other in (((19, 15), (19, 46)), ((79, 15), (79, 46)), ((19, 15), (79, 15))):
        sheet.line([one, other], 1.7, "#ffffff")
    for x in (42, 46, 54, 58):
        sheet.rectangle(x, 43, x + 1.6, 50, INK)
    woolly(sheet, 51, 39)
    sheet.shape([(37.4, 33), (41, 31.6), (43.6, 35), (41.6, 41), (38.4, 41.6), (36.4, 38)], INK)
    for side, x in ((-1, 37), (1, 43)):
        sheet.ellipse(x + side * 0.6, 33.6, 2, 1, INK)
    sheet.ellipse(40, 31.6, 3, 2, "#f6f1e4")
    for x in (38.6, 41.4):
        sheet.ellipse(x, 35.6, 0.7, 0.8, "#ffffff")
        sheet.ellipse(x + 0.1, 35.7, 0.35, 0.45, INK)
    for x, y in ((10, 54), (30, 56), (66, 53), (88, 55)):
        sheet.line([(x, y), (x + 0.6, y - 2.4)], 0.5, mixed(GRASS_DEEP, "#000000", 0.2))
        sheet.line([(x + 1, y), (x + 2.4, y - 2)], 0.5, mixed(GRASS_DEEP, "#000000", 0.2))


def shed(sheet: Sheet) -> None:
    sky(sheet, 34, "#b98d62")
    for x in range(-2, 100, 7):
        tree(sheet, x, 35, 6, "#79a862")
    for row in range(4):
        y = 39 + row * 6
        sheet.rectangle(0, y, 96, y + 2, "#9c7148")
        for x in range(42 - row * 2, 98, 9 + row):
            for dx, dy, size in ((0, 0, 2.2), (-1.2, 0.3, 1.5), (1.2, 0.3, 1.5)):
                sheet.ellipse(x + dx, y + dy, size, size * 0.85, "#7fb069" if dx == 0 else "#5d9448")
    green = "#3f7a5a"
    sheet.rectangle(8, 22, 38, 54, green)
    for x in range(12, 38, 4):
        sheet.line([(x, 22), (x, 54)], 0.3, mixed(green, "#000000", 0.25))
    sheet.polygon([(5, 23), (23, 12), (41, 23), (41, 25.4), (23, 14.6), (5, 25.4)], "#3b3230")
    sheet.polygon([(8, 23), (23, 14), (38, 23)], mixed(green, "#ffffff", 0.1))
    sheet.rectangle(17, 28, 31, 54, mixed(green, "#ffffff", 0.22))
    for y in (33, 41, 49):
        sheet.line([(17.6, y), (30.4, y)], 0.5, mixed(green, "#000000", 0.15))
    sheet.rectangle(26, 38.4, 33.4, 40, "#9aa3a9", 0.4)
    sheet.arc(31, 41.4, 1.8, 2.4, (180, 360), (0.8, "#6b737b"))
    sheet.rectangle(28.6, 41.4, 33.4, 46, "#e0b02f", 0.7)
    sheet.ellipse(31, 43.4, 0.6, 0.6, INK)


def cow(sheet: Sheet) -> None:
    x: float
    sky(sheet, 26, GRASS)
    sheet.polygon([(36, 26), (58, 26), (92, 60), (4, 60)], "#b9ada0")
    for side in (-1, 1):
        for number in range(8):
            x, y = 48 + side * (13 + number * 6), 27 + number * 3.4
            sheet.ellipse(x, y, 6 + number * 0.7, 5 + number, mixed("#5d9448", "#3f6d35", number / 9))
    brown = "#9a5b34"
    for x in (30, 36, 58, 64):
        sheet.rectangle(x, 44, x + 3.4, 55, "#f6f1e4")
        sheet.rectangle(x, 53.4, x + 3.4, 55.4, INK)
    sheet.shape([(26, 34), (34, 30), (50, 30), (66, 30.4), (70, 36), (69, 45), (60, 48), (40, 48), (28, 46)], "#f6f1e4")
    sheet.shape([(34, 30.6), (44, 30.4), (46, 38), (40, 43), (33, 39)], brown)
    sheet.shape([(54, 32), (64, 31.4), (68, 38), (62, 44), (55, 40)], brown)
    sheet.line([(69.6, 34), (74, 40), (73, 47)], 0.9, brown)
    sheet.ellipse(73, 48.4, 1.2, 2, INK)
    sheet.ellipse(56, 48, 4, 2.2, "#e9a79d")
    sheet.shape([(17, 26), (22, 22), (28, 23), (31, 29), (28, 38), (22, 41), (17.6, 37)], brown)
    sheet.shape([(20, 23), (24.6, 22.6), (25, 31), (22.4, 36), (19.6, 31)], "#f6f1e4")
    for side in (-1, 1):
        sheet.shape([(23 + side * 6, 24), (23 + side * 10.6, 22.6), (23 + side * 11, 25.4), (23 + side * 7, 27)], brown)
        sheet.line([(23 + side * 3.4, 22.4), (23 + side * 5, 19.4)], 1.1, PAPER)
    sheet.shape([(17, 35), (22, 33.4), (27.6, 35), (27, 40), (22, 41.6), (17.6, 40)], "#e9b8a6")
    for x in (20, 24.6):
        sheet.ellipse(x, 37.6, 0.8, 0.6, "#7a4a3a")
    for x in (19.6, 26):
        sheet.ellipse(x, 29, 1, 1.2, INK)
        sheet.ellipse(x + 0.3, 28.6, 0.3, 0.3, "#ffffff")


def dog(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#e4ecd9")
    sheet.rectangle(0, 40, 96, 60, "#cbb694")
    sheet.polygon([(14, 47), (80, 45), (88, 58), (8, 59)], "#7ab6d8")
    for number in range(5):
        sheet.polygon(
            [
                (19 + number * 13, 46.8 - number * 0.35),
                (23 + number * 13, 46.7 - number * 0.35),
                (22 + number * 14.2, 58.6),
                (17 + number * 14.2, 58.7),
            ],
            "#e8f3f8",
        )
    coat, dark = "#a3673a", "#7a4826"
    sheet.shape([(64, 50), (72, 47), (76, 40), (74, 38.6), (69, 44)], coat)
    sheet.shape([(36, 53), (37, 38), (44, 32), (54, 33), (63, 42), (66, 53), (50, 55.6)], coat)
    sheet.shape([(41, 40), (46, 37), (50, 41), (48.6, 53), (43, 54)], "#f0dcc0")
    for x in (41, 48.6):
        sheet.shape(
            [(x - 2.4, 44), (x + 2.4, 44), (x + 2.8, 54.6), (x, 56), (x - 3, 54.6)], mixed(coat, "#ffffff", 0.06)
        )
    sheet.shape([(33, 27), (38, 17.6), (46, 15), (54, 17.6), (58.6, 27), (54, 35), (46, 37.6), (38, 35)], coat)
    sheet.shape([(35, 22), (31, 9), (34.6, 7), (41, 16)], dark)
    sheet.shape([(53, 16.6), (60, 15), (64.4, 21), (63.6, 28), (58, 25)], dark)
    sheet.shape([(40, 29), (46, 25.6), (52, 29), (51, 34.4), (46, 36.6), (41, 34.4)], "#f0dcc0")
    sheet.ellipse(46, 28.6, 2.4, 1.8, INK)
    sheet.line([(46, 30), (46, 32.4), (43.4, 33.4)], 0.6, INK)
    sheet.line([(46, 32.4), (48.6, 33.4)], 0.6, INK)
    sheet.shape([(45, 33.4), (47.6, 33.4), (47.4, 37), (45.4, 37)], "#e57f86")
    for x in (40.4, 51.6):
        sheet.ellipse(x, 24, 1.5, 1.7, INK)
        sheet.ellipse(x + 0.5, 23.4, 0.5, 0.5, "#ffffff")
    sheet.line([(38.6, 37.6), (46, 40), (53.4, 37.6)], 1.9, "#c8352e")
    sheet.ellipse(46, 42, 1.8, 1.8, "#e0b02f")
    for x, y in ((28, 36), (70, 33), (26, 28), (66, 24)):
        sheet.shape([(x, y - 2), (x + 1.1, y + 0.6), (x, y + 1.6), (x - 1.1, y + 0.6)], "#7ab6d8")


def park(sheet: Sheet) -> None:
    sky(sheet, 30, GRASS)
    for x, size, green in ((8, 11, "#5d9448"), (22, 8, "#79a862"), (74, 9, "#79a862"), (89, 12, "#5d9448")):
        tree(sheet, x, 32, size, green)
    sheet.shape([(-4, 38), (24, 34), (60, 35), (100, 33), (100, 48), (70, 50), (34, 47), (-4, 50)], SEA)
    for x, y in ((12, 42), (34, 39), (56, 44), (78, 39), (88, 44)):
        sheet.line([(x - 3, y), (x, y - 0.4), (x + 3, y)], 0.35, "#a9d3ec")
    for x, y, drake in ((44, 41, "#2f7d4f"), (62, 40, "#9a6b42")):
        sheet.shape(
            [(x - 5, y), (x - 2, y - 2), (x + 3, y - 2), (x + 4, y + 0.6), (x, y + 2), (x - 4, y + 1.4)], "#c9b49a"
        )
        sheet.shape([(x + 2, y - 1.4), (x + 2.6, y - 5), (x + 5, y - 6), (x + 6.4, y - 4), (x + 4.6, y - 1)], drake)
        sheet.polygon([(x + 6, y - 4.6), (x + 8.6, y - 3.8), (x + 6, y - 3.2)], "#e89b2f")
        sheet.ellipse(x + 4.6, y - 4.4, 0.4, 0.4, "#ffffff")
    for y in (45, 48):
        sheet.rectangle(12, y, 34, y + 1.8, WOOD, 0.4)
    sheet.rectangle(11, 51, 35, 53, WOOD, 0.4)
    for x in (14, 31):
        sheet.rectangle(x, 44, x + 1.4, 58, INK)
    for x, y, colour in (
        (50, 55, "#e23b3b"),
        (58, 57, "#f4c531"),
        (70, 54, "#ffffff"),
        (80, 57, "#e23b3b"),
        (90, 55, "#f4c531"),
        (44, 58, "#ffffff"),
    ):
        sheet.line([(x, y), (x, y + 2.4)], 0.4, GRASS_DEEP)
        sheet.ellipse(x, y, 1, 0.9, colour)

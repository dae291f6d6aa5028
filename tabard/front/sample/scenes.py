"""What the officers of Peelborough took pictures of, drawn: each on 96 by 60 units, 960 by 600 pixels."""

import math
from collections.abc import Callable

from tabard.front.sample.sheet import Sheet, mixed

SKY, SKY_LOW, SEA, GRASS, GRASS_DEEP = "#a9d3ec", "#eaf4f4", "#5e9fbf", "#8fbf6a", "#6fa453"
INK, WOOD, BRICK, PAPER, ROAD = "#1d2630", "#a9744a", "#b4583f", "#fbf8f0", "#6b737b"
VEST = "#e4ff1a"


def scene(name: str) -> bytes:
    """A PNG. Raises KeyError for a drawing that there is not."""
    sheet = Sheet(96, 60, 10, SKY)
    SCENES[name](sheet)
    return sheet.finished()


def _sky(sheet: Sheet, horizon: float, ground: str) -> None:
    sheet.fade(0, horizon, (SKY, SKY_LOW))
    sheet.rectangle(0, horizon, 96, 60, ground)
    for x, y in ((16, 10), (70, 7)):
        for dx, dy, size in ((0, 0, 4), (5, 1, 3.2), (-5, 1.2, 2.8), (1.5, -2, 3)):
            sheet.ellipse(x + dx, y + dy, size * 1.3, size * 0.75, "#ffffff")


def _tree(sheet: Sheet, x: float, y: float, size: float, green: str = "#5d9448") -> None:
    sheet.rectangle(x - size * 0.12, y - size * 0.7, x + size * 0.12, y, WOOD)
    for dx, dy, share in ((0, -1.3, 0.62), (-0.4, -0.95, 0.5), (0.42, -0.95, 0.5)):
        sheet.ellipse(x + dx * size, y + dy * size, share * size, share * size, green)
    sheet.ellipse(x - 0.15 * size, y - 1.5 * size, 0.3 * size, 0.26 * size, mixed(green, "#ffffff", 0.18))


def _wheel(sheet: Sheet, x: float, y: float, size: float) -> None:
    for number in range(8):
        angle = math.pi * number / 8
        dx, dy = math.cos(angle) * size, math.sin(angle) * size
        sheet.line([(x - dx, y - dy), (x + dx, y + dy)], 0.18, "#9aa3a9")
    sheet.arc(x, y, size, size, (0, 360), (1.3, INK))
    sheet.ellipse(x, y, 0.9, 0.9, "#9aa3a9")


def _bicycle(sheet: Sheet) -> None:
    _sky(sheet, 30, GRASS)
    sheet.rectangle(0, 30, 96, 36, GRASS_DEEP)
    sheet.polygon([(0, 36), (96, 33), (96, 43), (0, 46)], SEA)
    for x in range(4, 92, 11):
        sheet.line([(x, 40), (x + 3, 39.6), (x + 6, 40)], 0.35, "#a9d3ec")
    sheet.polygon([(0, 45.5), (96, 42.5), (96, 60), (0, 60)], "#d8c9a8")
    _tree(sheet, 12, 35, 10)
    _tree(sheet, 86, 33, 8)
    sheet.rectangle(70, 22, 72.5, 44, WOOD)
    sheet.polygon([(58, 24), (90, 20), (90, 23), (58, 27)], INK)
    sheet.polygon([(58, 24), (66, 23), (66, 26), (58, 27)], "#ffffff")
    red = "#cf2f2a"
    for x in (31, 57):
        _wheel(sheet, x, 46, 8.2)
    frame = [((31, 46), (38, 33)), ((38, 33), (52, 33)), ((52, 33), (43, 46)), ((43, 46), (31, 46)), ((38, 33), (43, 46)), ((51, 30), (57, 46))]
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


def _speed(sheet: Sheet) -> None:
    _sky(sheet, 34, GRASS)
    sheet.rectangle(8, 16, 40, 34, BRICK)
    sheet.polygon([(5, 17), (24, 6), (43, 17)], "#5a4a44")
    for x in (12, 21, 30):
        sheet.rectangle(x, 21, x + 6, 28, "#dcecf3", 0.4)
    sheet.polygon([(0, 44), (96, 38), (96, 60), (0, 60)], ROAD)
    for number in range(6):
        left = 12 + number * 10
        sheet.polygon([(left, 44 - number * 0.6), (left + 5, 43.6 - number * 0.6), (left - 1, 60), (left - 7, 60)], "#ffffff")
    sheet.rectangle(71, 26, 73, 50, "#9aa3a9")
    sheet.ellipse(72, 18, 13, 13, "#ffffff")
    sheet.ellipse(72, 18, 12.2, 12.2, "#d1232a")
    sheet.ellipse(72, 18, 9.2, 9.2, "#ffffff")
    sheet.line([(65.6, 15.4), (67.4, 13.4), (70, 14.2), (69.8, 17), (66, 22.4)], 1.7, INK)
    sheet.line([(66, 22.6), (71, 22.6)], 1.7, INK)
    sheet.arc(75.8, 18.1, 3.6, 5.5, (0, 360), (1.8, INK))
    for x, coat in ((52, "#e7a92f"), (57.5, "#7a55a5"), (46.5, "#3f8f8a")):
        sheet.shape([(x - 2.4, 44), (x - 1.8, 36), (x, 35), (x + 1.8, 36), (x + 2.4, 44)], coat)
        sheet.ellipse(x, 32.6, 2, 2.2, "#d9a878")
        sheet.polygon([(x - 2.1, 37.4), (x + 2.1, 37.4), (x + 2.3, 41), (x - 2.3, 41)], VEST)


def _hall(sheet: Sheet) -> None:
    sheet.fade(0, 46, ("#26395a", "#e3a56b"))
    sheet.rectangle(0, 46, 96, 60, "#4c5a44")
    sheet.rectangle(20, 24, 76, 48, BRICK)
    for row in range(6):
        for column in range(9):
            x, y = 21 + column * 6 + (row % 2) * 3, 27.4 + row * 3.6
            sheet.rectangle(x, y, x + 2.2, y + 1, mixed(BRICK, "#000000", 0.12))
    sheet.polygon([(14, 26), (48, 8), (82, 26)], "#3b3230")
    sheet.polygon([(26, 25), (48, 13.4), (70, 25)], mixed(BRICK, "#ffffff", 0.1))
    sheet.ellipse(48, 20, 3, 3, PAPER)
    sheet.line([(48, 20), (48, 18)], 0.5, INK)
    sheet.line([(48, 20), (49.4, 20.6)], 0.5, INK)
    for x in (25, 63):
        sheet.rectangle(x, 30, x + 8, 41, "#ffdf87", 0.5)
        sheet.line([(x + 4, 30), (x + 4, 41)], 0.5, "#8a5a35")
        sheet.line([(x, 35), (x + 8, 35)], 0.5, "#8a5a35")
    sheet.rectangle(43, 31, 53, 48, "#ffe9a8", 0.5)
    sheet.polygon([(43, 48), (53, 48), (60, 60), (36, 60)], mixed("#ffe9a8", "#4c5a44", 0.45))
    for number, colour in enumerate(("#e23b3b", "#f4c531", "#3d8f52", "#3a6fb5", "#e23b3b", "#f4c531", "#3d8f52", "#3a6fb5")):
        x, y = 20 + number * 7.2, 27 + math.sin(math.pi * (number + 0.5) / 8) * 2.6
        sheet.polygon([(x, y), (x + 5, y), (x + 2.5, y + 4.4)], colour)
    sheet.rectangle(59, 44, 69, 52, INK, 0.6)
    sheet.line([(61, 52), (60, 57)], 0.7, INK)
    sheet.line([(67, 52), (68, 57)], 0.7, INK)
    for y, width in ((46, 6), (48, 4), (50, 5)):
        sheet.line([(61, y), (61 + width, y)], 0.5, PAPER)


def _crossing(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, ROAD)
    sheet.rectangle(0, 0, 96, 9, "#c9c4b8")
    sheet.rectangle(0, 9, 96, 11.5, "#a39d90")
    sheet.rectangle(0, 51, 96, 60, "#c9c4b8")
    sheet.rectangle(0, 49, 96, 51.5, "#a39d90")
    for x in range(0, 96, 12):
        sheet.line([(x, 0), (x, 9)], 0.3, "#a39d90")
        sheet.line([(x + 5, 51.5), (x + 5, 60)], 0.3, "#a39d90")
    for number in range(6):
        x = 15 + number * 12
        for line in range(11):
            y = 14 + line * 3.1
            sheet.line([(x + math.sin(line * 2.3 + number) * 0.5, y), (x + 3.4, y + 0.5), (x + 7 + math.cos(line * 1.7) * 0.5, y + 0.2)], 1.5, mixed("#ffffff", ROAD, 0.08 + (line % 3) * 0.05))
    sheet.line([(80, 54.5), (87, 56.6)], 2.4, "#fdfdfd")
    sheet.line([(86, 56.3), (87, 56.6)], 2.4, "#d8dde0")
    sheet.ellipse(76, 56, 1, 0.5, "#fdfdfd")
    sheet.ellipse(73.6, 54.6, 0.6, 0.4, "#fdfdfd")


def _market(sheet: Sheet) -> None:
    _sky(sheet, 36, "#cfc6b4")
    for x, height, colour in ((0, 22, "#d9b38c"), (18, 26, "#c98f77"), (38, 20, "#e3cba6"), (56, 28, "#b98a7a"), (78, 23, "#d6bfa2")):
        sheet.rectangle(x, 38 - height, x + 19, 40, colour)
        for column in (4, 11):
            sheet.rectangle(x + column, 42 - height, x + column + 3.6, 48 - height, "#f3efe2")
    for number, colour in enumerate(("#c8352e", "#2f6f9f", "#3d8f52")):
        left = 5 + number * 30
        for pole in (left + 1, left + 25):
            sheet.rectangle(pole, 26, pole + 1, 52, "#7d5231")
        for stripe in range(6):
            x = left - 1 + stripe * 4.8
            fill = colour if stripe % 2 == 0 else "#ffffff"
            sheet.polygon([(x + 1.2, 20), (x + 5.2, 20), (x + 4.8, 29), (x, 29)], fill)
            sheet.ellipse(x + 2.4, 29, 2.4, 1.8, fill)
        sheet.rectangle(left, 41, left + 27, 51, WOOD)
        for row in range(2):
            for column in range(6):
                fruit = ("#e0572f", "#f0b429", "#7db343", "#b2384f")[(number + row + column // 2) % 4]
                sheet.ellipse(left + 3 + column * 4.2, 40 - row * 2, 2.1, 2, fruit)
        sheet.rectangle(left + 3, 44, left + 12, 48, PAPER, 0.4)
        sheet.line([(left + 4.4, 46), (left + 10.4, 46)], 0.6, INK)


def _cheese(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#efe6d6")
    sheet.rectangle(0, 38, 96, 60, "#c99f73")
    for y in (43, 50, 57):
        sheet.line([(0, y), (96, y + 0.5)], 0.3, "#b1865b")
    sheet.ellipse(42, 45, 36, 10, "#8a5d38")
    sheet.ellipse(42, 43.4, 36, 10, "#a9744a")
    sheet.ellipse(42, 40, 25, 9, "#d8c68f")
    sheet.rectangle(17, 26, 67, 40, "#e2d3a0")
    sheet.ellipse(42, 26, 25, 9, "#f7efd0")
    sheet.polygon([(42, 26), (56, 34.2), (66.5, 28.4)], "#a9744a")
    sheet.polygon([(42, 26), (56, 34), (56, 47.5), (42, 40)], "#f4ecc9")
    sheet.polygon([(42, 26), (66.6, 28.4), (66.6, 41), (42, 40)], "#fbf5dc")
    for x, y in ((24, 24), (30, 29), (36, 22), (44, 20.6), (28, 21), (54, 22), (35, 31), (46, 32), (50, 36), (47, 41), (52, 43), (58, 31), (62, 36)):
        sheet.line([(x, y), (x + 1.6, y + 0.8), (x + 2.4, y - 0.2)], 0.8, "#4d7aa0")
    sheet.line([(70, 36), (75, 33), (78, 38)], 0.4, INK)
    sheet.polygon([(74, 37), (90, 34.4), (91.4, 43.4), (75.4, 46)], PAPER)
    sheet.ellipse(76.2, 39.4, 0.7, 0.7, "#c99f73")
    for number in range(3):
        sheet.line([(78.6, 38.6 + number * 2.2), (88, 37.1 + number * 2.2)], 0.5, INK)


def _harbour(sheet: Sheet) -> None:
    _sky(sheet, 30, SEA)
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
        sheet.line([(x - 3.4, y - 1.2), (x - 1.6, y - 1.6), (x, y), (x + 1.6, y - 1.6), (x + 3.4, y - 1.2)], 0.6, "#ffffff")


def _woolly(sheet: Sheet, x: float, y: float) -> None:
    for number in range(12):
        angle = 2 * math.pi * number / 12
        sheet.ellipse(x + math.cos(angle) * 9.4, y + math.sin(angle) * 5.4, 3.4, 3, "#f6f1e4")
    sheet.ellipse(x, y, 10.4, 6.6, "#f6f1e4")


def _sheep(sheet: Sheet) -> None:
    _sky(sheet, 26, SEA)
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
    _woolly(sheet, 51, 39)
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


def _shed(sheet: Sheet) -> None:
    _sky(sheet, 34, "#b98d62")
    for x in range(-2, 100, 7):
        _tree(sheet, x, 35, 6, "#79a862")
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


def _telephone(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#e9dfcf")
    for x in range(6, 96, 12):
        for y in range(5, 40, 10):
            sheet.ellipse(x + (y % 4) * 2, y, 1, 1, "#dccdb5")
    sheet.rectangle(0, 44, 96, 60, "#9d6b45")
    sheet.ellipse(48, 52, 31, 3.6, "#7f5436")
    green, light = "#2f7d6b", "#55a08e"
    sheet.shape([(22, 50), (27, 36), (36, 26), (48, 24), (60, 26), (69, 36), (74, 50), (48, 53)], green)
    sheet.ellipse(48, 39.4, 11.6, 10.4, light)
    for number in range(10):
        angle = math.pi * (0.72 + number * 0.156)
        sheet.ellipse(48 + math.cos(angle) * 8.4, 39.4 + math.sin(angle) * 7.4, 1.5, 1.4, PAPER)
    sheet.ellipse(48, 39.4, 4.4, 4, PAPER)
    for x in (39, 57):
        sheet.rectangle(x - 2.4, 19, x + 2.4, 27, green, 1)
    sheet.line([(26, 20.4), (37, 15.4), (48, 14.4), (59, 15.4), (70, 20.4)], 5.4, green)
    for x in (25, 71):
        sheet.shape([(x - 6, 25), (x - 5, 18.4), (x, 16.4), (x + 5, 18.4), (x + 6, 25), (x, 27)], green)
    sheet.line([(31, 16.6), (40, 13.6), (50, 12.9)], 0.9, light)
    sheet.line([(72, 49), (80, 52), (84, 48), (88, 52), (92, 49)], 0.9, INK)


def _cake(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#dfe9ee")
    for number in range(24):
        sheet.ellipse((number * 37) % 96, (number * 23) % 34, 0.9, 0.9, ("#e23b3b", "#f4c531", "#3d8f52", "#3a6fb5")[number % 4])
    sheet.rectangle(0, 46, 96, 60, "#b98a5e")
    sheet.ellipse(48, 50, 34, 5, "#f4f6f7")
    sheet.ellipse(48, 47.6, 27, 5, "#d9a878")
    sheet.rectangle(21, 34, 75, 47.6, "#e7bb87")
    sheet.rectangle(21, 40, 75, 42, "#c8352e")
    sheet.ellipse(48, 34, 27, 5, "#fffaf2")
    for number in range(9):
        sheet.ellipse(24 + number * 6, 36 + (number % 2), 3.2, 3.4, "#fffaf2")
    sheet.shape([(36, 33), (37, 22), (42, 16), (48, 14.4), (54, 16), (59, 22), (60, 33), (48, 34.6)], "#1b2a3d")
    sheet.shape([(31, 33.4), (38, 31), (48, 30.4), (58, 31), (65, 33.4), (58, 35), (48, 35.4), (38, 35)], "#111c2a")
    sheet.ellipse(48, 24.6, 3.4, 3.8, "#d9dfe3")
    sheet.ellipse(48, 24.6, 1.6, 1.9, "#e0b02f")
    sheet.ellipse(48, 13.8, 1.6, 1.4, "#d9dfe3")
    sheet.rectangle(67, 22, 69, 35, "#7ab6d8")
    sheet.shape([(68, 15), (69.8, 19), (68, 22), (66.2, 19)], "#f7b52c")
    sheet.shape([(68, 17.6), (68.8, 19.6), (68, 21.4), (67.2, 19.6)], "#fff3c2")


def _gull(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#e7d6b8")
    sheet.rectangle(0, 48, 96, 60, "#a9a49a")
    sheet.rectangle(46, 4, 84, 50, "#2f6f9f")
    sheet.rectangle(50, 8, 80, 46, "#cfe6ee")
    sheet.polygon([(56, 8), (64, 8), (54, 46), (50, 46), (50, 32)], "#e4f2f6")
    sheet.rectangle(76, 26, 78.4, 34, "#e0b02f", 0.8)
    for number in range(10):
        fill = "#c8352e" if number % 2 == 0 else "#ffffff"
        sheet.rectangle(number * 4, 4, number * 4 + 4, 13, fill)
        sheet.ellipse(number * 4 + 2, 13, 2, 1.8, fill)
    sheet.rectangle(4, 18, 36, 40, "#cfe6ee", 0.6)
    sheet.line([(4, 29), (36, 29)], 0.6, "#ffffff")
    for x in (37, 43):
        sheet.line([(x, 46), (x, 54.4)], 1, "#e89b2f")
        sheet.line([(x - 2, 55), (x + 2.6, 55)], 1, "#e89b2f")
    sheet.shape([(20, 42), (28, 34), (40, 31), (48, 34), (49, 42), (42, 48), (32, 48)], "#fdfdfb")
    sheet.shape([(17, 43.6), (26, 35.6), (38, 34.6), (43, 38), (34, 43.6)], "#8d9aa4")
    sheet.polygon([(13, 45.4), (25, 40), (28, 43)], INK)
    sheet.shape([(42, 36), (43, 26), (48, 22), (53, 25), (53, 31), (49.6, 38)], "#fdfdfb")
    sheet.polygon([(52, 27), (61, 29.4), (52, 31.4)], "#e8a92f")
    sheet.ellipse(57, 30, 0.7, 0.6, "#d1232a")
    sheet.line([(58, 27.4), (62.6, 32.6)], 1.4, "#f3cf5a")
    sheet.ellipse(49.6, 27, 1, 1.1, "#f4c531")
    sheet.ellipse(49.8, 27, 0.5, 0.6, INK)


def _cow(sheet: Sheet) -> None:
    _sky(sheet, 26, GRASS)
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


def _dog(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#e4ecd9")
    sheet.rectangle(0, 40, 96, 60, "#cbb694")
    sheet.polygon([(14, 47), (80, 45), (88, 58), (8, 59)], "#7ab6d8")
    for number in range(5):
        sheet.polygon([(19 + number * 13, 46.8 - number * 0.35), (23 + number * 13, 46.7 - number * 0.35), (22 + number * 14.2, 58.6), (17 + number * 14.2, 58.7)], "#e8f3f8")
    coat, dark = "#a3673a", "#7a4826"
    sheet.shape([(64, 50), (72, 47), (76, 40), (74, 38.6), (69, 44)], coat)
    sheet.shape([(36, 53), (37, 38), (44, 32), (54, 33), (63, 42), (66, 53), (50, 55.6)], coat)
    sheet.shape([(41, 40), (46, 37), (50, 41), (48.6, 53), (43, 54)], "#f0dcc0")
    for x in (41, 48.6):
        sheet.shape([(x - 2.4, 44), (x + 2.4, 44), (x + 2.8, 54.6), (x, 56), (x - 3, 54.6)], mixed(coat, "#ffffff", 0.06))
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


def _park(sheet: Sheet) -> None:
    _sky(sheet, 30, GRASS)
    for x, size, green in ((8, 11, "#5d9448"), (22, 8, "#79a862"), (74, 9, "#79a862"), (89, 12, "#5d9448")):
        _tree(sheet, x, 32, size, green)
    sheet.shape([(-4, 38), (24, 34), (60, 35), (100, 33), (100, 48), (70, 50), (34, 47), (-4, 50)], SEA)
    for x, y in ((12, 42), (34, 39), (56, 44), (78, 39), (88, 44)):
        sheet.line([(x - 3, y), (x, y - 0.4), (x + 3, y)], 0.35, "#a9d3ec")
    for x, y, drake in ((44, 41, "#2f7d4f"), (62, 40, "#9a6b42")):
        sheet.shape([(x - 5, y), (x - 2, y - 2), (x + 3, y - 2), (x + 4, y + 0.6), (x, y + 2), (x - 4, y + 1.4)], "#c9b49a")
        sheet.shape([(x + 2, y - 1.4), (x + 2.6, y - 5), (x + 5, y - 6), (x + 6.4, y - 4), (x + 4.6, y - 1)], drake)
        sheet.polygon([(x + 6, y - 4.6), (x + 8.6, y - 3.8), (x + 6, y - 3.2)], "#e89b2f")
        sheet.ellipse(x + 4.6, y - 4.4, 0.4, 0.4, "#ffffff")
    for y in (45, 48):
        sheet.rectangle(12, y, 34, y + 1.8, WOOD, 0.4)
    sheet.rectangle(11, 51, 35, 53, WOOD, 0.4)
    for x in (14, 31):
        sheet.rectangle(x, 44, x + 1.4, 58, INK)
    for x, y, colour in ((50, 55, "#e23b3b"), (58, 57, "#f4c531"), (70, 54, "#ffffff"), (80, 57, "#e23b3b"), (90, 55, "#f4c531"), (44, 58, "#ffffff")):
        sheet.line([(x, y), (x, y + 2.4)], 0.4, GRASS_DEEP)
        sheet.ellipse(x, y, 1, 0.9, colour)


SCENES: dict[str, Callable[[Sheet], None]] = {
    "bicycle": _bicycle,
    "speed": _speed,
    "hall": _hall,
    "crossing": _crossing,
    "market": _market,
    "cheese": _cheese,
    "harbour": _harbour,
    "sheep": _sheep,
    "shed": _shed,
    "telephone": _telephone,
    "cake": _cake,
    "gull": _gull,
    "cow": _cow,
    "dog": _dog,
    "park": _park,
}

"""Drawn in streets, shops and halls."""

import math

from tabard.front.sample.scenery import BRICK, GRASS, INK, PAPER, ROAD, VEST, WOOD, sky
from tabard.front.sample.sheet import Sheet, mixed


def speed(sheet: Sheet) -> None:
    x: float
    sky(sheet, 34, GRASS)
    sheet.rectangle(8, 16, 40, 34, BRICK)
    sheet.polygon([(5, 17), (24, 6), (43, 17)], "#5a4a44")
    for x in (12, 21, 30):
        sheet.rectangle(x, 21, x + 6, 28, "#dcecf3", 0.4)
    sheet.polygon([(0, 44), (96, 38), (96, 60), (0, 60)], ROAD)
    for number in range(6):
        left = 12 + number * 10
        sheet.polygon(
            [(left, 44 - number * 0.6), (left + 5, 43.6 - number * 0.6), (left - 1, 60), (left - 7, 60)], "#ffffff"
        )
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


def hall(sheet: Sheet) -> None:
    x: float
    y: float
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
    for number, colour in enumerate(
        ("#e23b3b", "#f4c531", "#3d8f52", "#3a6fb5", "#e23b3b", "#f4c531", "#3d8f52", "#3a6fb5")
    ):
        x, y = 20 + number * 7.2, 27 + math.sin(math.pi * (number + 0.5) / 8) * 2.6
        sheet.polygon([(x, y), (x + 5, y), (x + 2.5, y + 4.4)], colour)
    sheet.rectangle(59, 44, 69, 52, INK, 0.6)
    sheet.line([(61, 52), (60, 57)], 0.7, INK)
    sheet.line([(67, 52), (68, 57)], 0.7, INK)
    for y, width in ((46, 6), (48, 4), (50, 5)):
        sheet.line([(61, y), (61 + width, y)], 0.5, PAPER)


def crossing(sheet: Sheet) -> None:
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
            sheet.line(
                [
                    (x + math.sin(line * 2.3 + number) * 0.5, y),
                    (x + 3.4, y + 0.5),
                    (x + 7 + math.cos(line * 1.7) * 0.5, y + 0.2),
                ],
                1.5,
                mixed("#ffffff", ROAD, 0.08 + (line % 3) * 0.05),
            )
    sheet.line([(80, 54.5), (87, 56.6)], 2.4, "#fdfdfd")
    sheet.line([(86, 56.3), (87, 56.6)], 2.4, "#d8dde0")
    sheet.ellipse(76, 56, 1, 0.5, "#fdfdfd")
    sheet.ellipse(73.6, 54.6, 0.6, 0.4, "#fdfdfd")


def market(sheet: Sheet) -> None:
    x: float
    sky(sheet, 36, "#cfc6b4")
    for x, height, colour in (
        (0, 22, "#d9b38c"),
        (18, 26, "#c98f77"),
        (38, 20, "#e3cba6"),
        (56, 28, "#b98a7a"),
        (78, 23, "#d6bfa2"),
    ):
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


def cheese(sheet: Sheet) -> None:
    x: float
    y: float
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
    for x, y in (
        (24, 24),
        (30, 29),
        (36, 22),
        (44, 20.6),
        (28, 21),
        (54, 22),
        (35, 31),
        (46, 32),
        (50, 36),
        (47, 41),
        (52, 43),
        (58, 31),
        (62, 36),
    ):
        sheet.line([(x, y), (x + 1.6, y + 0.8), (x + 2.4, y - 0.2)], 0.8, "#4d7aa0")
    sheet.line([(70, 36), (75, 33), (78, 38)], 0.4, INK)
    sheet.polygon([(74, 37), (90, 34.4), (91.4, 43.4), (75.4, 46)], PAPER)
    sheet.ellipse(76.2, 39.4, 0.7, 0.7, "#c99f73")
    for number in range(3):
        sheet.line([(78.6, 38.6 + number * 2.2), (88, 37.1 + number * 2.2)], 0.5, INK)


def telephone(sheet: Sheet) -> None:
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


def cake(sheet: Sheet) -> None:
    sheet.rectangle(0, 0, 96, 60, "#dfe9ee")
    for number in range(24):
        sheet.ellipse(
            (number * 37) % 96, (number * 23) % 34, 0.9, 0.9, ("#e23b3b", "#f4c531", "#3d8f52", "#3a6fb5")[number % 4]
        )
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


def gull(sheet: Sheet) -> None:
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

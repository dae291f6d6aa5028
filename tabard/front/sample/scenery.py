"""What many scenes share: colours, sky, trees."""

from tabard.front.sample.sheet import Sheet, mixed

SKY, SKY_LOW, SEA, GRASS, GRASS_DEEP = "#a9d3ec", "#eaf4f4", "#5e9fbf", "#8fbf6a", "#6fa453"
INK, WOOD, BRICK, PAPER, ROAD = "#1d2630", "#a9744a", "#b4583f", "#fbf8f0", "#6b737b"
VEST = "#e4ff1a"


def sky(sheet: Sheet, horizon: float, ground: str) -> None:
    sheet.fade(0, horizon, (SKY, SKY_LOW))
    sheet.rectangle(0, horizon, 96, 60, ground)
    for x, y in ((16, 10), (70, 7)):
        for dx, dy, size in ((0, 0, 4), (5, 1, 3.2), (-5, 1.2, 2.8), (1.5, -2, 3)):
            sheet.ellipse(x + dx, y + dy, size * 1.3, size * 0.75, "#ffffff")


def tree(sheet: Sheet, x: float, y: float, size: float, green: str = "#5d9448") -> None:
    sheet.rectangle(x - size * 0.12, y - size * 0.7, x + size * 0.12, y, WOOD)
    for dx, dy, share in ((0, -1.3, 0.62), (-0.4, -0.95, 0.5), (0.42, -0.95, 0.5)):
        sheet.ellipse(x + dx * size, y + dy * size, share * size, share * size, green)
    sheet.ellipse(x - 0.15 * size, y - 1.5 * size, 0.3 * size, 0.26 * size, mixed(green, "#ffffff", 0.18))

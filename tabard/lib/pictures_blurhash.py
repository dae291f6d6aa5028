"""Blurhash: a picture's colours in some thirty characters, shown until the picture itself has come.

Written out here because the package blurhash-python asks Pillow for a method that goes away in Pillow 14; our tests
still hold the two against each other. The algorithm: https://github.com/woltapp/blurhash/blob/master/Algorithm.md
"""

import math
from itertools import product

from PIL import Image

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_SIDE = 32

Colour = tuple[float, float, float]


def blurhash(picture: Image.Image, *, across: int = 4, down: int = 3) -> str:
    """The blurhash of `picture`, with `across` times `down` components (each 1 to 9)."""
    small = picture.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    light = [_LINEAR[value] for value in small.tobytes()]
    factors = [_factor(light, i, j) for j, i in product(range(down), range(across))]
    (average, *waves) = factors
    strongest = max((abs(value) for wave in waves for value in wave), default=0.0)
    scale = max(0, min(82, math.floor(strongest * 166 - 0.5))) if waves else 0
    most = (scale + 1) / 166
    return "".join(
        [
            _base83((across - 1) + (down - 1) * 9, 1),
            _base83(scale, 1),
            _base83(_packed(average), 4),
            *(_base83(_wave(wave, most), 2) for wave in waves),
        ]
    )


def _factor(light: list[float], i: int, j: int) -> Colour:
    along_x = [math.cos(math.pi * i * x / _SIDE) for x in range(_SIDE)]
    along_y = [math.cos(math.pi * j * y / _SIDE) for y in range(_SIDE)]
    scale = (1 if i == j == 0 else 2) / (_SIDE * _SIDE)

    def strength(band: int) -> float:
        rows = (
            sum(map(float.__mul__, along_x, light[y * _SIDE * 3 + band : (y + 1) * _SIDE * 3 : 3]))
            for y in range(_SIDE)
        )
        return scale * sum(map(float.__mul__, along_y, rows))

    return strength(0), strength(1), strength(2)


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


_LINEAR = [_linear(value) for value in range(256)]


def _srgb(light: float) -> int:
    share = max(0.0, min(1.0, light))
    if share <= 0.0031308:
        return math.floor(share * 12.92 * 255 + 0.5)
    return math.floor((1.055 * math.pow(share, 1 / 2.4) - 0.055) * 255 + 0.5)


def _packed(colour: Colour) -> int:
    red, green, blue = (_srgb(light) for light in colour)
    return red << 16 | green << 8 | blue


def _wave(colour: Colour, most: float) -> int:
    steps = [
        max(0, min(18, math.floor(math.copysign(math.sqrt(abs(value / most)), value) * 9 + 9.5))) for value in colour
    ]
    return (steps[0] * 19 + steps[1]) * 19 + steps[2]


def _base83(value: int, length: int) -> str:
    return "".join(_DIGITS[value // 83**place % 83] for place in reversed(range(length)))

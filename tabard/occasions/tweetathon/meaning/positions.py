"""Positions in degrees, as phones once put them into profiles, and the country of the nearest town."""

import math
import re

import numpy as np

from tabard.occasions.tweetathon.meaning.gazetteer import Gazetteer

_FARTHEST = 1.0  # degree: on the high sea no town is as near
_DECIMAL = re.compile(
    r"(-?\d{1,2}\.\d{1,20})\s?°?\s?([NSns]?)[\s,;/]{1,3}(-?\d{1,3}\.\d{1,20})\s?°?\s?([EWew]?)(?![\d.])"
)
_DEGREES = re.compile(
    r"(\d{1,2})\s?[°º]\s?(?:(\d{1,2}(?:\.\d{1,9})?)\s?['\u2032\u2019]\s?)?(?:\d{1,2}(?:\.\d{1,9})?\s?[\"\u2033\u201d]\s?)?([NSns])[\s,;/]{0,3}"
    r"(\d{1,3})\s?[°º]\s?(?:(\d{1,2}(?:\.\d{1,9})?)\s?['\u2032\u2019]\s?)?(?:\d{1,2}(?:\.\d{1,9})?\s?[\"\u2033\u201d]\s?)?([EWOewo])"
)


def position_in(text: str) -> tuple[float, float] | None:
    """Degrees of latitude and longitude, north and east positive."""
    if found := _DECIMAL.search(text):
        latitude, longitude = float(found[1]), float(found[3])
        signs = found[2].lower(), found[4].lower()
    elif found := _DEGREES.search(text):
        latitude = float(found[1]) + float(found[2] or 0) / 60
        longitude = float(found[4]) + float(found[5] or 0) / 60
        signs = found[3].lower(), found[6].lower()
    else:
        return None
    position = (-latitude if signs[0] == "s" else latitude, -longitude if signs[1] in {"w", "o"} else longitude)
    return position if abs(position[0]) <= 90 and abs(position[1]) <= 180 else None


def country_at(position: tuple[float, float], known: Gazetteer) -> str | None:
    """The country of the nearest town, within a degree of latitude."""
    latitudes = known.positions[:, 0]
    first, last = np.searchsorted(latitudes, (position[0] - _FARTHEST, position[0] + _FARTHEST))
    if first == last:
        return None
    away = known.positions[first:last] - np.array(position, dtype=np.float32)
    away[:, 1] = (away[:, 1] + 180) % 360 - 180
    away[:, 1] *= math.cos(math.radians(position[0]))
    squares = np.einsum("ij,ij->i", away, away)
    nearest = int(squares.argmin())
    return known.countries_at[first + nearest] if squares[nearest] <= _FARTHEST**2 else None

"""What the officers of Peelborough took pictures of, drawn: each on 96 by 60 units, 960 by 600 pixels."""

from collections.abc import Callable

from tabard.front.sample import scenes_in_town as town
from tabard.front.sample import scenes_outside as outside
from tabard.front.sample.scenery import SKY
from tabard.front.sample.sheet import Sheet


def scene(name: str) -> bytes:
    """A PNG. Raises KeyError for a drawing that there is not."""
    sheet = Sheet(96, 60, 10, SKY)
    SCENES[name](sheet)
    return sheet.finished()


SCENES: dict[str, Callable[[Sheet], None]] = {
    "bicycle": outside.bicycle,
    "speed": town.speed,
    "hall": town.hall,
    "crossing": town.crossing,
    "market": town.market,
    "cheese": town.cheese,
    "harbour": outside.harbour,
    "sheep": outside.sheep,
    "shed": outside.shed,
    "telephone": town.telephone,
    "cake": town.cake,
    "gull": town.gull,
    "cow": outside.cow,
    "dog": outside.dog,
    "park": outside.park,
}

"""Where a postcode is, from the national list as it was taken over for the areas that this server polices."""

from tabard.lib.postcodes import NotAPostcode, normalise, spaced
from tabard.people.places.models import Postcode

__all__ = [
    "NotAPostcode",
    "PostcodeWithoutAnswer",
    "TerminatedPostcode",
    "UnknownPostcode",
    "UnplacedPostcode",
    "are_listed",
    "find_postcode",
]


class PostcodeWithoutAnswer(LookupError):
    """A postcode that leads to no place; `code` is how people write it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = spaced(code)


class UnknownPostcode(PostcodeWithoutAnswer):
    """Not in the national list, or not in or near the areas policed here."""


class UnplacedPostcode(PostcodeWithoutAnswer):
    """In the national list, but without a position: some large organisations and new buildings."""


class TerminatedPostcode(PostcodeWithoutAnswer):
    """No longer in use. `position` is where it was (latitude, longitude), so that a person can be led on from there."""

    def __init__(self, code: str, position: tuple[float, float]) -> None:
        super().__init__(code)
        self.position = position


def find_postcode(text: str) -> tuple[float, float]:
    """Latitude and longitude of a postcode, however it is typed.

    Raises NotAPostcode, UnknownPostcode, UnplacedPostcode and TerminatedPostcode.
    """
    code = normalise(text)
    row = Postcode.objects.filter(code=code).first()
    if row is None:
        raise UnknownPostcode(code)
    if row.latitude is None or row.longitude is None:
        raise UnplacedPostcode(code)
    if row.is_terminated:
        raise TerminatedPostcode(code, (row.latitude, row.longitude))
    return row.latitude, row.longitude


def are_listed() -> bool:
    """Whether any postcodes were taken over yet."""
    return Postcode.objects.exists()

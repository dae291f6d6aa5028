"""`tabard pin-place`: decide that a spot belongs to a neighbourhood, or let the boundaries decide again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from tabard.lib.geo.locator import BadPosition
from tabard.people.places.actions.pins import PinTooWide, place_pin, remove_pin
from tabard.people.places.models import Neighbourhood, Pin

SAME_SPOT = 0.000001  # degrees, some ten centimetres


class Command(BaseCommand):
    help = "Decide that a spot belongs to a neighbourhood, such as a house that a boundary cuts in two."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the neighbourhood's code, as in its boundary file")
        parser.add_argument("--force", required=True, help="the force's short name, as in addresses")
        parser.add_argument("--latitude", type=float, required=True)
        parser.add_argument("--longitude", type=float, required=True)
        parser.add_argument("--radius", type=float, default=25, help="how far the pin reaches, in metres (default: 25)")
        parser.add_argument("--reason", default="", help="why, for those who come after you")
        parser.add_argument("--remove", action="store_true", help="take the pin at this spot away again")

    def handle(self, *args: Any, **options: Any) -> None:
        place = Neighbourhood.objects.current().filter(force__slug=options["force"], code=options["code"]).first()
        if place is None:
            raise CommandError(f"{options['force']} has no neighbourhood {options['code']}.")
        position = options["latitude"], options["longitude"]
        if options["remove"]:
            self._remove(place, position)
            return
        try:
            place_pin(
                neighbourhood=place,
                position=position,
                radius_m=options["radius"],
                reason=options["reason"][:200],
                now=now(),
            )
        except (BadPosition, PinTooWide) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Within {options['radius']:g} m of this spot people now find {place.name}.")

    def _remove(self, place: Neighbourhood, position: tuple[float, float]) -> None:
        near = {
            f"{name}__range": (value - SAME_SPOT, value + SAME_SPOT)
            for name, value in zip(("latitude", "longitude"), position, strict=True)
        }
        pins = Pin.objects.filter(neighbourhood=place, **near)
        if not pins:
            raise CommandError(f"There is no pin of {place.name} at this spot.")
        for pin in pins:
            remove_pin(pin=pin, now=now())
        self.stdout.write("The boundaries decide here again.")

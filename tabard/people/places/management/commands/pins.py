"""`tabard pins`: spots of which somebody decided where they belong; `--place` and `--remove` change them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from tabard.lib.geo.locator import BadPosition
from tabard.people.places.actions.pins import PinTooWide, place_pin, remove_pin
from tabard.people.places.models import Neighbourhood, Pin


class Command(BaseCommand):
    help = "List the pins, or decide for a spot to which neighbourhood it belongs, whatever the boundaries say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--place", metavar="SLUG", help="the neighbourhood that the spot belongs to")
        parser.add_argument("--at", metavar="LATITUDE,LONGITUDE", help="the spot, with --place")
        parser.add_argument(
            "--radius", type=float, default=25, metavar="METRES", help="how far it reaches; 25, at most 500"
        )
        parser.add_argument("--reason", default="", help="why, for whoever reads the list later")
        parser.add_argument("--remove", type=int, metavar="ID", help="let the boundaries decide again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"] is not None:
            self._remove(options["remove"])
        elif options["place"]:
            self._place(options)
        else:
            self._list()

    def _place(self, options: dict[str, Any]) -> None:
        neighbourhood = Neighbourhood.objects.filter(slug=options["place"], retired_at=None).first()
        if neighbourhood is None:
            raise CommandError(f"No neighbourhood is called {options['place']}.")
        try:
            latitude, longitude = (float(part) for part in (options["at"] or "").split(","))
        except ValueError:
            raise CommandError("Say where: --at LATITUDE,LONGITUDE, such as --at 51.48,-3.18") from None
        try:
            pin = place_pin(
                neighbourhood=neighbourhood,
                position=(latitude, longitude),
                radius_m=options["radius"],
                reason=options["reason"],
                now=now(),
            )
        except (BadPosition, PinTooWide) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Pin {pin.pk}: {pin.radius_m:g} m around {options['at']} belong to {neighbourhood}.")

    def _remove(self, pk: int) -> None:
        pin = Pin.objects.filter(pk=pk).first()
        if pin is None:
            raise CommandError(f"There is no pin {pk}; `tabard pins` lists them.")
        remove_pin(pin=pin, now=now())
        self.stdout.write(f"Removed pin {pk}: the boundaries decide again.")

    def _list(self) -> None:
        pins = Pin.objects.select_related("neighbourhood").order_by("pk")
        for pin in pins:
            where = f"{pin.latitude:.5f},{pin.longitude:.5f}"
            self.stdout.write(f"{pin.pk}  {where}  {pin.radius_m:g} m  {pin.neighbourhood}  {pin.reason}".rstrip())
        if not pins:
            self.stdout.write("No spot is pinned: the boundaries decide everywhere.")

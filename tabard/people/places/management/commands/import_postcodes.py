"""`tabard import-postcodes`: take over the national list of postcodes for the areas that this server polices."""

from collections import Counter
from datetime import datetime
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from rich.console import Console
from rich.progress import Progress

from tabard.lib.postcodes import LETTERS, Listed, ListMissing, edition, list_folder, read_list
from tabard.people.places.actions.postcodes import finish_list, save_postcodes
from tabard.people.places.models import Postcode
from tabard.people.places.report import counted
from tabard.people.places.surroundings import Surroundings, with_unplaced


class Command(BaseCommand):
    help = "Take over the national list of postcodes, limited to the live boundaries and a small margin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        surroundings = Surroundings()
        if not surroundings.are_there():
            raise CommandError("There are no live boundaries yet: run `tabard import-places` first.")
        try:
            folder = list_folder()
        except ListMissing as error:
            raise CommandError(str(error)) from None
        at, seen = now(), Counter[str]()
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for listed in progress.track(read_list(folder), total=len(LETTERS), description="Reading postcodes"):
                rows = _rows(listed, surroundings, at)
                seen.update(_kind(row) for row in rows)
                if not options["dry_run"]:
                    save_postcodes(postcodes=rows)
        self._finish(seen, at, options)

    def _finish(self, seen: Counter[str], at: datetime, options: dict[str, Any]) -> None:
        self.stdout.write(f"{counted(seen.total(), 'postcode')} in or near the live boundaries (list of {edition()}):")
        for kind in ("in use", "no longer in use", "without a place"):
            self.stdout.write(f"  {seen[kind]:>9,} {kind}")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was changed.")
        else:
            finish_list(edition=edition(), now=at)


def _rows(listed: Listed, surroundings: Surroundings, at: datetime) -> list[Postcode]:
    latitudes, longitudes = listed.positions(surroundings.bounds)
    placed, terminated = listed.has_place(), listed.is_terminated()
    kept = with_unplaced(listed, surroundings.hold(latitudes, longitudes))
    return [
        Postcode(
            code=listed.codes[index],
            latitude=float(latitudes[index]) if placed[index] else None,
            longitude=float(longitudes[index]) if placed[index] else None,
            is_terminated=bool(terminated[index]),
            listed_at=at,
        )
        for index in np.flatnonzero(kept).tolist()
    ]


def _kind(row: Postcode) -> str:
    if row.latitude is None:
        return "without a place"
    return "no longer in use" if row.is_terminated else "in use"

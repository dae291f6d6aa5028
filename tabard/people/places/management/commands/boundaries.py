"""`tabard boundaries`: the generations that are kept. `--switch-on ID` makes one of them live, also an old one;
`--export ID --out FILE` writes one as GeoJSON."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count
from django.utils.timezone import now
from shapely.geometry import mapping

from tabard.people.places.actions.generations import GenerationCannotMove, switch_on
from tabard.people.places.models import BoundaryGeneration
from tabard.people.places.report import switched_lines


class Command(BaseCommand):
    help = "List the generations of boundaries, switch one of them on, or write one into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", default="", metavar="SLUG", help="list those of one force only")
        parser.add_argument("--switch-on", type=int, metavar="ID", help="make this generation the live one")

        parser.add_argument("--export", type=int, metavar="ID", help="write this generation as GeoJSON, with --out")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where to: a file that import-places reads again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["switch_on"] is not None:
            self._switch_on(options["switch_on"])
        elif options["export"] is not None:
            self._export(options["export"], options["out"])
        else:
            self._list(options["force"])

    def _switch_on(self, pk: int) -> None:
        generation = _generation(pk)
        try:
            switched = switch_on(generation=generation, now=now())
        except GenerationCannotMove:
            raise CommandError(f"Generation {pk} is live already.") from None
        self.stdout.writelines(f"{line}\n" for line in switched_lines(switched))
        self.stdout.write(f"Switched on generation {pk}.")

    def _export(self, pk: int, out: Path | None) -> None:
        generation = _generation(pk)
        if out is None:
            raise CommandError("Say where to, with --out FILE.")
        features = [
            {
                "type": "Feature",
                "properties": {**boundary.properties, "code": boundary.code, "name": boundary.name},
                "geometry": mapping(boundary.shape),
            }
            for boundary in generation.boundaries.order_by("code")
        ]
        try:
            out.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror or error}") from None
        self.stdout.write(f"Wrote {len(features)} boundaries of generation {pk} to {out}.")

    def _list(self, force: str) -> None:
        rows = BoundaryGeneration.objects.annotate(size=Count("boundaries")).newest_first()
        rows = rows.filter(force__slug=force) if force else rows
        columns = ("pk", "force__slug", "state", "size", "imported_at", "source")
        for pk, slug, state, size, imported_at, source in rows.values_list(*columns):
            self.stdout.write(f"{pk:>5}  {slug:<24} {state:<6} {size:>6}  {imported_at:%Y-%m-%d %H:%M}  {source}")
        if not rows:
            self.stdout.write("No boundaries were imported yet.")


def _generation(pk: int) -> BoundaryGeneration:
    generation = BoundaryGeneration.objects.filter(pk=pk).first()
    if generation is None:
        raise CommandError(f"There is no generation {pk}; `tabard boundaries` lists them.")
    return generation

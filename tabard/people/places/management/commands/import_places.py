"""`tabard import-places FILE|FOLDER --force SLUG`: take in boundaries, report on them, switch them on in one step.

Other sources come from rooms above: `gateways.police_uk` has a command of the same name that extends this one, and
Django takes the one whose app stands first in INSTALLED_APPS. It adds its option in `add_arguments` and answers
`fetch` where the option was given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Max, Min
from django.utils.timezone import now
from rich.console import Console
from rich.progress import Progress

from tabard.lib.geo.features import BadGeography, Feature
from tabard.lib.geo.naming import Naming
from tabard.lib.geo.reading import read_places
from tabard.lib.geo.survey import Survey, survey
from tabard.lib.geo.swapped import Bounds, LooksSwapped, grown, refuse_swapped
from tabard.people.places.actions.forces import add_force
from tabard.people.places.actions.generations import Origin, Switched, import_generation, switch_on
from tabard.people.places.models import Boundary, BoundaryGeneration, Force
from tabard.people.places.report import survey_lines, switched_lines


def nothing_more(force: Force, at: datetime) -> None:
    """A file of boundaries says nothing else about its force."""


class ForceUnknown(LookupError):
    """This server holds forces, and none under this slug."""

    def __init__(self, slug: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no force {slug} here, only {', '.join(known)}. For a new one, add --force-name.")


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a source gave: the features, where they are from, and what else is to be written when they are on."""

    features: Sequence[Feature]
    origin: Origin
    force_name: str = ""
    describe: Callable[[Force, datetime], None] = field(default=nothing_more)


class Command(BaseCommand):
    help = "Take in a force's neighbourhood boundaries from GeoJSON, KML, KMZ or data.police.uk's JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="a file, or a folder with one file per neighbourhood")
        parser.add_argument("--force", required=True, metavar="SLUG", help="whose boundaries: south-wales")
        parser.add_argument("--force-name", default="", help="the name of a force that is not here yet")
        parser.add_argument("--code-property", default="", help="the property that holds each neighbourhood's code")
        parser.add_argument("--name-property", default="", help="the property that holds each neighbourhood's name")
        parser.add_argument("--source", default="", help="where the boundaries are from, for all to read")
        parser.add_argument("--licence", default="", help="under which they may be used: OGL v3")
        parser.add_argument(
            "--not-swapped", action="store_true", help="latitude and longitude are right, though they look swapped"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--keep-draft", action="store_true", help="take in, but do not switch on")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            _refuse_slip(options["force"], options["force_name"])
            fetched = self.fetch(options)
            if not options["not_swapped"]:
                refuse_swapped(fetched.features, known=_where_known(options["force"]))
        except LooksSwapped as error:
            raise CommandError(f"Nothing was imported.\n{error}\nIf they are right, add --not-swapped.") from None
        except BadGeography as error:
            raise CommandError(f"Nothing was imported.\n{error}") from None
        except ForceUnknown as error:
            raise CommandError(f"Nothing was imported. {error}") from None
        found = survey(fetched.features)
        self.stdout.writelines(f"{line}\n" for line in survey_lines(found))
        try:
            generation, switched = self._keep(fetched, found, options)
        except ValidationError as error:
            raise CommandError(f"Nothing was imported. The force: {' '.join(error.messages)}") from None
        self.stdout.writelines(f"{line}\n" for line in self._outcome(generation, switched, options))

    def fetch(self, options: dict[str, Any]) -> Fetched:
        """Read the source that the options name; raises BadGeography, or CommandError where they name none."""
        path: Path | None = options["path"]
        if path is None:
            raise CommandError("Say which file or folder to import.")
        naming = Naming(code_property=options["code_property"], name_property=options["name_property"])
        origin = Origin(source=options["source"], licence=options["licence"])
        return Fetched(features=read_places(path, naming), origin=origin)

    @transaction.atomic
    def _keep(
        self, fetched: Fetched, found: Survey, options: dict[str, Any]
    ) -> tuple[BoundaryGeneration, Switched | None]:
        at = now()
        force = self._force(options["force"], options["force_name"] or fetched.force_name, at)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Keeping boundaries", total=len(fetched.features))
            generation = import_generation(
                force=force,
                features=fetched.features,
                origin=fetched.origin,
                survey=found.as_json(),
                progress=lambda count: progress.advance(task, count),
                now=at,
            )
        switched = None if options["keep_draft"] else switch_on(generation=generation, now=at)
        if switched is not None:
            fetched.describe(force, at)
        transaction.set_rollback(options["dry_run"])
        return generation, switched

    def _force(self, slug: str, name: str, at: datetime) -> Force:
        found = Force.objects.filter(slug=slug).first()
        if found is not None:
            return found
        others = _forces_here()
        force = add_force(slug=slug, name=name or slug.replace("-", " ").title(), now=at)
        beside = f", beside {', '.join(others)}" if others else ""
        self.stdout.write(f"New force: {force.slug} ({force.name}){beside}.")
        return force

    def _outcome(
        self, generation: BoundaryGeneration, switched: Switched | None, options: dict[str, Any]
    ) -> Sequence[str]:
        lines = list(switched_lines(switched)) if switched else []
        if options["dry_run"]:
            return [*lines, "This was a dry run: nothing was changed."]
        if switched is None:
            return [f"Kept as draft {generation.pk}; `tabard boundaries --switch-on {generation.pk}` makes it live."]
        return [*lines, f"Switched on as generation {generation.pk} of {generation.force}."]


def _forces_here() -> list[str]:
    return [f"{force.slug} ({force.name})" for force in Force.objects.order_by("slug")]


def _refuse_slip(slug: str, name: str) -> None:
    """On a server that holds forces a new one is begun under a given name only, whatever the source calls it: the slug
    may be a slip. Asked before the source is, which may take minutes. Raises ForceUnknown."""
    others = _forces_here()
    if others and not name and not Force.objects.filter(slug=slug).exists():
        raise ForceUnknown(slug, others)


def _where_known(slug: str) -> Bounds | None:
    """The box round the force's live boundaries, with a margin."""
    box = (
        Boundary.objects.live()
        .filter(generation__force__slug=slug)
        .aggregate(west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north"))
    )
    if box["west"] is None:
        return None
    return grown((box["west"], box["south"], box["east"], box["north"]))

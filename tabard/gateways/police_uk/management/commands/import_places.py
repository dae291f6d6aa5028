"""`tabard import-places --police-uk BASE --force SLUG`: a whole force from any server that speaks data.police.uk's API.

Extends the command of `people.places` by this source: names, boundaries, contact details, priorities and events.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from tabard.gateways.police_uk import translate
from tabard.gateways.police_uk.reading import ForceAnswers, api_address, read_force
from tabard.gateways.police_uk.taking_in import take_in
from tabard.lib.net import Policy
from tabard.people.places.actions.generations import Origin
from tabard.people.places.management.commands.import_places import Command as PlacesCommand
from tabard.people.places.management.commands.import_places import Fetched
from tabard.people.places.models import Force

MOST_TOLD = 20


class Command(PlacesCommand):
    help = f"{PlacesCommand.help} With --police-uk: all of a force, from a server that speaks data.police.uk's API."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--police-uk", default="", metavar="BASE", help="read from this server: https://data.police.uk"
        )

    def fetch(self, options: dict[str, Any]) -> Fetched:
        base: str = options["police_uk"]
        if not base:
            return super().fetch(options)
        if options["path"]:
            raise CommandError("Say either a file or --police-uk, not both.")
        answers = self._read(base, options["force"])
        return Fetched(
            features=translate.features(answers),
            origin=Origin(source=options["source"] or api_address(base), licence=options["licence"]),
            force_name=translate.force_name(answers.details),
            describe=lambda force, at: self._take_in(answers, force, at),
        )

    def _read(self, base: str, force: str) -> ForceAnswers:
        policy = Policy(
            user_agent=f"Tabard/{settings.VERSION} (+{settings.BASE_URL})",
            allows_private=settings.ALLOW_PRIVATE_ADDRESSES,
        )
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Reading neighbourhoods", total=None)
            return read_force(base, force, policy, lambda done, of: progress.update(task, completed=done, total=of))

    def _take_in(self, answers: ForceAnswers, force: Force, at: datetime) -> None:
        lines = take_in(answers, force, at)
        self.stdout.writelines(f"{line}\n" for line in lines[:MOST_TOLD])
        if len(lines) > MOST_TOLD:
            self.stdout.write(f"… and {len(lines) - MOST_TOLD} more lines.")

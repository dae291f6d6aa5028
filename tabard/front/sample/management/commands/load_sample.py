"""`tabard load-sample`: the made-up force of Peelborough, so that a new site is alive."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from tabard.front.sample import story
from tabard.front.sample.actions import OtherForceHere, load_sample


class Command(BaseCommand):
    requires_system_checks = []  # they load every page of the site, and nothing here shows one
    help = "Load the made-up force of Peelborough. A second time it only brings meetings and priorities up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            loading = bar.add_task("Peelborough")
            try:
                load_sample(
                    now=timezone.now(), progress=lambda done, total: bar.update(loading, completed=done, total=total)
                )
            except OtherForceHere:
                raise CommandError(
                    "This server holds a real force, and made-up officers have no place beside it. "
                    "For a look at the sample use an empty folder: TABARD_DATA_FOLDER=var/sample"
                ) from None
        counts = f"{len(story.force()['officer'])} officers, {len(story.posts())} posts"
        self.stdout.write(self.style.SUCCESS(f"Peelborough is loaded: {counts}."))
        call_command("sample_sign_ins", stdout=self.stdout)

"""`tabard audit verify`: is the chain of who did what whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tabard.plant.audit.actions import ChainBroken, verify_chain


class Command(BaseCommand):
    help = "Prove that the audit chain is whole: nothing changed, nothing missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = verify_chain()
        except ChainBroken as broken:
            raise CommandError(f"The audit chain is broken. {broken}.") from broken
        self.stdout.write(self.style.SUCCESS(f"The audit chain is whole: {count} entries."))

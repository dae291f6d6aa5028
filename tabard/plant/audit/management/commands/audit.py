"""`tabard audit verify`: is the chain of who did what whole?"""

import re
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tabard.plant.audit.actions import START, ChainBroken, Mark, verify_chain

MARK = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def mark(words: str) -> Mark:
    found = MARK.fullmatch(words.strip())
    if found is None:
        raise ArgumentTypeError("write the number and the hash that an earlier proof ended with, as 1204:9f86d0…")
    return Mark(int(found[1]), found[2])


class Command(BaseCommand):
    help = "Prove that the audit chain is whole: nothing changed, nothing missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument(
            "--expect",
            type=mark,
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="the mark that an earlier proof printed: shows a chain that was cut or written anew since; may be "
            "repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            end = [verify_chain(expect=each) for each in options["expect"] or [START]][-1]
        except ChainBroken as broken:
            raise CommandError(f"The audit chain is broken. {broken}.") from broken
        self.stdout.write(self.style.SUCCESS(f"The audit chain is whole: {end.number} entries."))
        self.stdout.write(f"Its mark, to be kept on another machine and given to --expect next time: {end}")

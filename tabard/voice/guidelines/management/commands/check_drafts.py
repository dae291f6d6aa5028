"""`tabard check-drafts`: what the guidelines say of many drafts, without publishing any."""

import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.timezone import now

from tabard.voice.guidelines.checking.catalogue import EVERYTHING, Rulebook
from tabard.voice.guidelines.checking.findings import Context
from tabard.voice.guidelines.draft_lines import checked, written
from tabard.voice.guidelines.verdicts import context_at, current_rulebook


class Command(BaseCommand):
    requires_system_checks = []  # they load every page of the site, and nothing here shows one
    help = "Check drafts in JSON Lines against the guidelines. Writes a verdict for each line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the drafts, one JSON object a line; - for standard input")
        parser.add_argument(
            "--catalogue", action="store_true", help="by the rules as they come, not as this force has them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rulebook, context = self._rules(is_plain=options["catalogue"])
        unknown: Counter[str] = Counter()
        refused = 0
        try:
            for told in checked(_lines(options["file"]), rulebook, context):
                unknown.update(told.pop("unknown", ()))
                refused += "error" in told
                self.stdout.write(written(told))
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        for name, count in unknown.most_common(20):
            self.stderr.write(f"Not known here, and left out: {name} (in {count} lines)")
        if refused:
            raise CommandError(f"{refused} lines hold no draft; each is answered with what is wrong.")

    def _rules(self, *, is_plain: bool) -> tuple[Rulebook, Context]:
        if is_plain:
            return EVERYTHING, Context()
        try:
            return current_rulebook(), context_at(now())
        except DatabaseError:
            self.stderr.write("There are no tables here yet: the rules are those of the catalogue.")
            return EVERYTHING, Context()


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return
    with Path(name).open(encoding="utf-8-sig", errors="replace") as lines:
        yield from lines

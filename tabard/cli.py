"""The `tabard` command: Tabard's own commands and Django's under one name, with hyphens as people type them."""

import os
import sys
from collections.abc import Iterable
from textwrap import fill

from django.core.management import BaseCommand, ManagementUtility, get_commands, load_command_class
from django.db import DatabaseError
from environs import EnvValidationError

from tabard import tables
from tabard.lib.environment import told

NAME_WIDTH = 18


class Commands(ManagementUtility):
    """Django's utility, with hyphens in the names."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        return super().fetch_command(subcommand.replace("-", "_"))

    def main_help_text(self, commands_only: bool = False) -> str:  # noqa: FBT001, FBT002  Django calls it so
        """Tabard's own with a line each, then the names of Django's and of other packages'."""
        rooms = get_commands()
        own = sorted(name for name, room in rooms.items() if str(room).partition(".")[0] == "tabard")
        others = sorted(set(rooms) - set(own))
        if commands_only:
            return "\n".join(as_typed([*own, *others]))
        helps = [load_command_class(rooms[name], name).help.partition(". ")[0].rstrip(".") for name in own]
        names = " ".join(as_typed(others))
        return "\n".join(
            [
                "tabard COMMAND --help tells more of each.",
                "",
                *(f"  {typed:<{NAME_WIDTH}} {said}" for typed, said in zip(as_typed(own), helps, strict=True)),
                "",
                "Of Django and other packages:",
                fill(names, 100, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False),
            ]
        )


def as_typed(names: Iterable[str]) -> list[str]:
    return [name.replace("_", "-") for name in names]


def main(argv: list[str] | None = None) -> None:
    """Run one command: `tabard run`, `tabard import-places FILE`, `tabard migrate`, ..."""
    words = list(sys.argv if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.settings")
    _take_port(words)
    words[0] = "tabard"
    try:
        Commands(words).execute()
    except EnvValidationError as mistakes:
        raise SystemExit(told(mistakes)) from None
    except DatabaseError:
        if tables.are_missing():
            raise SystemExit(tables.NO_TABLES) from None
        raise


def _take_port(words: list[str]) -> None:
    """A port given to `run` or `web` is also the port in the addresses that the site prints, unless it has its own."""
    if len(words) > 1 and words[1] in {"run", "web"} and "TABARD_BASE_URL" not in os.environ:
        for index, word in enumerate(words):
            given = word.partition("=")[2] if word.startswith("--port=") else ""
            if word == "--port" and index + 1 < len(words):
                given = words[index + 1]
            if given.isdigit():
                os.environ["TABARD_BASE_URL"] = f"http://127.0.0.1:{given}"


if __name__ == "__main__":
    main()

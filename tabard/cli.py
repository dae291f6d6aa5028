"""The `tabard` command: Tabard's own commands and Django's under one name, with hyphens as people type them."""

import os
import sys

from environs import EnvValidationError

from tabard.lib.environment import told


def main(argv: list[str] | None = None) -> None:
    """Run one command: `tabard run`, `tabard import-places FILE`, `tabard migrate`, ..."""
    words = list(sys.argv if argv is None else argv)
    if len(words) > 1 and not words[1].startswith("-"):
        words[1] = words[1].replace("-", "_")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.settings")
    _take_port(words)
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings read the environment first

    words[0] = "tabard"
    try:
        execute_from_command_line(words)
    except EnvValidationError as mistakes:
        raise SystemExit(told(mistakes)) from None


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

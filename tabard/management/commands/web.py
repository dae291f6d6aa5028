"""`tabard web`: a web process, as many as wanted; `tabard worker` does the work behind it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tabard.server import serve


class Command(BaseCommand):
    help = "Run a web process. At scale: several of them behind a proxy, and `tabard worker` beside them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fd", type=int, help="Listen on this socket, as systemd hands it over.")

    def handle(self, *args: Any, **options: Any) -> None:
        serve(host=options["host"], port=options["port"], fd=options["fd"])

"""`tabard run`: the whole of Tabard in one process, for one machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tabard.server import serve
from tabard.static_files import gather_if_stale
from tabard.worker import Worker


class Command(BaseCommand):
    help = "Run everything in one process: web, worker and live messages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        gather_if_stale()
        worker = Worker()
        worker.start()
        self.stdout.write(f"Tabard is at {settings.BASE_URL}/ (stop it with Ctrl+C)")
        try:
            serve(host=options["host"], port=options["port"])
        finally:
            worker.stop()

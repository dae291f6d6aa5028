"""`tabard run`: the whole of Tabard in one process, for one machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tabard import tables
from tabard.server import is_taken, serve
from tabard.static_files import gather_if_stale
from tabard.worker import Worker


class Command(BaseCommand):
    help = "Run everything in one process: web, worker and live messages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if tables.are_missing():
            raise CommandError(tables.NO_TABLES)
        if is_taken(host, port):
            raise CommandError(f"Port {port} is in use; try another: tabard run --port {port + 1}")
        gather_if_stale()
        worker = Worker()
        worker.start()
        self.stdout.write(f"Tabard is at {settings.BASE_URL}/ (stop it with Ctrl+C)")
        listens_at = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        if listens_at != settings.BASE_URL:
            self.stdout.write(f"and listens on {listens_at}/, where a web server in front of it asks")
        try:
            serve(host=host, port=port)
        finally:
            worker.stop()

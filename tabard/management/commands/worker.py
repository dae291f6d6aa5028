"""`tabard worker`: a worker process, as many as wanted on as many hosts."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from tabard.worker import Worker


class Command(BaseCommand):
    help = "Run a worker process: consequences, deliveries, and what runs by the clock."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.ask_to_stop())
        worker.start()
        self.stdout.write("The worker runs (stop it with Ctrl+C).")
        worker.wait()
        worker.stop()

"""The worker: it works off what nudges announce, and what runs by the clock. Any number may run on any number of hosts.

Every job claims its rows, so that two workers never do the same piece; a worker that dies loses its lease.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker

from tabard import wiring
from tabard.gateways.activitypub.incoming import LANES, keep_taking_in
from tabard.gateways.activitypub.incoming import ring as ring_inbox
from tabard.plant.changes.leases import describe, halting
from tabard.plant.changes.registry import job_name
from tabard.plant.delivery.work import keep_sending, ring

log = structlog.get_logger(__name__)
NUDGE_INTERVAL_SECONDS = 0.25
RESTART_SECONDS = 2.0


class Worker:
    """Its lanes, a thread each: nudges from the task backend, the clock, the senders of the ledger, and what others
    have put into our inboxes.

    Only senders speak to other servers: a mail server that does not answer holds up mail, and neither scheduled posts
    nor open pages.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._nudges: DatabaseWorker | None = None
        lanes = {"nudges": self._take_nudges, "clock": self._follow_clock}
        lanes |= {f"sender-{number}": keep_sending for number in range(1, settings.WORKER_THREADS + 1)}
        lanes |= {f"inbox-{number}": keep_taking_in for number in range(1, LANES + 1)}
        self._threads = [
            threading.Thread(target=self._keep_alive, args=(lane,), name=name, daemon=True)
            for name, lane in lanes.items()
        ]

    def start(self) -> None:
        halting.clear()
        for thread in self._threads:
            thread.start()

    def stop(self, *, within: timedelta = timedelta(seconds=20)) -> None:
        """Finish the row in hand, then stop; what takes longer is taken up by another worker when its lease ends."""
        self._stop.set()
        halting.set()
        ring()
        ring_inbox()
        if self._nudges is not None:
            self._nudges.running = False
        deadline = timezone.now() + within
        for thread in self._threads:
            thread.join(max(0.0, (deadline - timezone.now()).total_seconds()))

    def ask_to_stop(self) -> None:
        """Safe in a signal handler."""
        self._stop.set()

    def wait(self) -> None:
        """Block until somebody asks to stop."""
        while not self._stop.wait(1):
            pass

    def _keep_alive(self, lane: Callable[[], None]) -> None:
        """A lane that fails (the database went away) starts anew."""
        while not self._stop.is_set():
            try:
                lane()
            except Exception as error:  # noqa: BLE001  the worker must outlive any of its jobs
                log.error("worker lane failed", lane=threading.current_thread().name, error=describe(error))
                self._stop.wait(RESTART_SECONDS)
        connection.close()

    def _take_nudges(self) -> None:
        if settings.TASK_BACKEND == "rq":
            self._take_nudges_from_redis()
            return
        self._nudges = DatabaseWorker(
            queue_names=["default"],
            interval=NUDGE_INTERVAL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._nudges.run()

    def _take_nudges_from_redis(self) -> None:
        from tabard.worker_rq import take_nudges  # noqa: PLC0415  django_rq is installed in this size only

        take_nudges(self._stop)

    def _follow_clock(self) -> None:
        due: dict[Callable[[datetime], None], datetime] = dict.fromkeys(wiring.BY_THE_CLOCK, timezone.now())
        while not self._stop.wait(0.5):
            for job, every in wiring.BY_THE_CLOCK.items():
                if due[job] <= timezone.now() and not self._stop.is_set():
                    due[job] = timezone.now() + every
                    self._run(job)

    def _run(self, job: Callable[[datetime], None]) -> None:
        close_old_connections()
        try:
            job(timezone.now())
        except Exception as error:  # noqa: BLE001  one job's trouble must not stop the others
            log.error("clock job failed", job=job_name(job), error=describe(error))

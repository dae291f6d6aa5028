"""Nudges from Valkey/Redis through RQ, for those who chose TABARD_TASK_BACKEND=rq."""

import threading

import django_rq
from django_tasks_rq import Job
from rq import SimpleWorker
from rq.timeouts import TimerDeathPenalty

WAIT_SECONDS = 0.25


class ThreadWorker(SimpleWorker):
    """An RQ worker that lives in a thread: no signals, no fork."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self) -> None:
        pass


def take_nudges(stop: threading.Event) -> None:
    """Run nudges until `stop` is set. Raises redis.RedisError when Redis goes away; the worker starts it anew."""
    queue = django_rq.get_queue("default", job_class=Job)
    while not stop.is_set():
        if len(queue):
            ThreadWorker([queue], connection=queue.connection, job_class=Job).work(burst=True, logging_level="WARNING")
        stop.wait(WAIT_SECONDS)

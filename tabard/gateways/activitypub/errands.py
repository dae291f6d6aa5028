"""How far we go for what somebody else sends us to: whoever writes to us chooses which servers we ask for more.

A server is asked for one activity at a time and for so many in a minute, so that a slow one holds one lane at most, and
none gets more requests through us than it can bear. One lane is always left for what needs no asking.
"""

import threading
from time import monotonic

from tabard.lib.rates import Rates

BUSY_SECONDS = 2.0


class HostBusy(Exception):
    """Another errand has the server, or it was asked often enough: try again in `wait_seconds`. It is no failure to
    fetch, and whoever makes do without what cannot be had does not make do here."""

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(wait_seconds)
        self.wait_seconds = wait_seconds


class Hosts:
    """Those that the lanes of this process ask now: for `at_once` errands together, and of each host for `most` in
    `seconds`."""

    def __init__(self, *, at_once: int, most: int, seconds: float) -> None:
        self._at_once = at_once
        self._rates = Rates(most=most, seconds=seconds)
        self._held: dict[str, object] = {}
        self._lock = threading.Lock()

    def take(self, host: str, errand: object) -> None:
        """Raises HostBusy."""
        with self._lock:
            holder = self._held.get(host)
            if holder is errand:
                return
            errands = {id(each) for each in self._held.values()} | {id(errand)}
            if holder is not None or len(errands) > self._at_once:
                raise HostBusy(BUSY_SECONDS)
            wait = self._rates.wait(host, monotonic())
            if wait:
                raise HostBusy(wait)
            self._held[host] = errand

    def give_back(self, errand: object) -> None:
        with self._lock:
            self._held = {host: holder for host, holder in self._held.items() if holder is not errand}


class Errand:
    """All that is asked for one purpose, in one time limit; through `hosts`, if others ask at the same time."""

    def __init__(self, seconds: float, hosts: Hosts | None) -> None:
        self._ends_at = monotonic() + seconds
        self._hosts = hosts

    @property
    def seconds_left(self) -> float:
        return self._ends_at - monotonic()

    def enter(self, host: str) -> None:
        """Raises HostBusy."""
        if self._hosts is not None:
            self._hosts.take(host, self)

    def end(self) -> None:
        if self._hosts is not None:
            self._hosts.give_back(self)

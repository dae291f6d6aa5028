"""So many in so long, by name: whoever comes oftener is told how long to wait."""


class Rates:
    """`most` at once, and as many again in each `seconds` (the generic cell rate algorithm). Kept in this process."""

    KEPT = 20_000

    def __init__(self, *, most: int, seconds: float) -> None:
        self._step = seconds / most
        self._seconds = seconds
        self._used_up: dict[str, float] = {}

    def wait(self, name: str, now: float) -> float:
        """Count one more for `name` at `now` (any clock, in seconds) and return 0; or return how many seconds are to
        pass before one more is allowed, without counting."""
        too_early = self.left(name, now)
        if too_early:
            return too_early
        used_up = self._next(name, now)
        if len(self._used_up) >= self.KEPT:
            self._forget(now)
        self._used_up[name] = used_up
        return 0.0

    def left(self, name: str, now: float) -> float:
        """As `wait`, without counting one."""
        too_early = self._next(name, now) - now - self._seconds
        return too_early if too_early > 1e-9 else 0.0

    def _next(self, name: str, now: float) -> float:
        return max(self._used_up.get(name, now), now) + self._step

    def _forget(self, now: float) -> None:
        """Drop the names that count for nothing by now; if all of them count, the half that came first."""
        self._used_up = {name: moment for name, moment in self._used_up.items() if moment > now}
        if len(self._used_up) >= self.KEPT:
            self._used_up = dict(list(self._used_up.items())[self.KEPT // 2 :])

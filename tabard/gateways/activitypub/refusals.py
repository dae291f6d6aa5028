"""Why something was turned away at the door."""

LONGEST_BODY = 1_000_000


class Turned(Exception):
    """With which status, and why in one word; `host` is the server of the key that it was said to be signed with."""

    def __init__(self, status: int, reason: str, *, host: str = "", wait_seconds: float = 0) -> None:
        super().__init__(reason)
        self.status, self.reason, self.host, self.wait_seconds = status, reason, host, wait_seconds

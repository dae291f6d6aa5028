"""Other names for the authors who did not register, made with a key that is thrown away after the event.

While the key is there the same account has the same other name, so posts can be told apart by author and known again
when they are seen twice. When it is gone, nobody can make the other names of the accounts they know, and compare.
"""

import base64
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from tabard.occasions.tweetathon.reading import values
from tabard.occasions.tweetathon.registered import Alias, Registered
from tabard.occasions.tweetathon.saying import REPOST, Saying

KEY_BYTES = 32
HOUR = 3_600_000_000  # microseconds
MENTION = re.compile(r"[@＠]\w[\w.-]*(?:@\w[\w.-]*)?")  # noqa: RUF001  X takes the full-width sign too
LENGTH = 15  # bytes of a name: 120 bits, and no two of a billion are alike


class KeyIsGone(RuntimeError):
    """The event's key was destroyed: nothing can be added any more, and nobody named."""


class Pseudonyms:
    """Takes a saying and gives it without its author's names. Those of `registered` keep theirs."""

    def __init__(self, key: bytes, registered: Iterable[Registered]) -> None:
        self._key = key
        self._handles = {each[:2]: each.handle for each in registered}

    def name(self, kind: str, network: str, value: str) -> str:
        """`kind` keeps an author and a post with the same number apart."""
        told = hmac.digest(self._key, f"{kind}\0{network}\0{value}".encode(), "sha256")
        return base64.urlsafe_b64encode(told[:LENGTH]).decode()

    def name_if_any(self, kind: str, network: str, value: str | None) -> str | None:
        return None if value is None else self.name(kind, network, value)

    def of(self, account: Registered) -> list[Alias]:
        """Under which names the store has what they said before they registered."""
        network, known = account.network, account.account
        return [Alias(network, self.name(kind, network, known), known) for kind in ("author", "handle")]

    def hide(self, saying: Saying) -> Saying:
        """Every id of a post leads to its author at the network, so all are replaced, whoever wrote it.

        Words and places go too, also where one who registered repeats them: a text can be searched for. What they
        meant stands in language and country already. Of the moment the hour stays, which is all that is counted: to a
        thousandth of a second it would be as good as an id.
        """
        network = saying.network
        hidden = saying._replace(
            id=self.name("post", network, saying.id),
            reply_to=self.name_if_any("post", network, saying.reply_to),
            repost_of=self.name_if_any("post", network, saying.repost_of),
        )
        if self.is_registered(saying):
            handle = saying.handle or self._handles.get((network, saying.author or ""), "") or saying.author
            own = None if saying.kind == REPOST else self.without_others(network, saying.text)
            return hidden._replace(handle=handle, text=own)
        return hidden._replace(
            author=self.name_if_any("author", network, saying.author),
            handle=self.name_if_any("handle", network, saying.handle),
            posted_at=None if saying.posted_at is None else saying.posted_at // HOUR * HOUR,
            author_place=None,
            text=None,
            url=None,
        )

    def without_others(self, network: str, text: str | None) -> str | None:
        """The words of one who registered name others who did not."""

        def shown(mention: re.Match[str]) -> str:
            return mention[0] if (network, values.handle(mention[0])) in self._handles else "@…"

        return MENTION.sub(shown, text) if text else text

    def is_registered(self, saying: Saying) -> bool:
        network = saying.network
        return (network, saying.handle) in self._handles or (network, saying.author) in self._handles


def key_of(path: Path) -> bytes:
    """The key kept in `path`, made at the first time. Raises KeyIsGone once it was destroyed."""
    if destroyed_mark(path).exists():
        raise KeyIsGone("The key of this event was destroyed: no more posts can be taken in")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise KeyIsGone(f"{path.name} is no key: it was cut off while it was written") from None
        return key
    with os.fdopen(handle, "wb") as file:
        file.write(key := secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return key


def destroy_key(path: Path) -> None:
    """Overwrite it and take it away. Copies in backups have to be destroyed as well: the page on operations says so."""
    destroyed_mark(path).touch()
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def destroyed_mark(path: Path) -> Path:
    return path.with_suffix(".destroyed")

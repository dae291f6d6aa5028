"""A server that takes whatever is posted to it over TLS, and keeps it or only counts it. Faster than any that answers
with thought, so that what posts to it is what is measured."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tabard.lib.tests.tls import Certificates

Answer = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes


def accept(_posted: Posted) -> Answer:
    return 202, {}


@dataclass
class Inboxes:
    """`url` is where it listens; `answer` may be changed at any time."""

    port: int = 0
    answer: Callable[[Posted], Answer] = accept
    keeps: bool = True
    posted: list[Posted] = field(default_factory=list)
    lines: set[asyncio.Transport] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [one.path for one in self.posted]


class _Line(asyncio.Protocol):
    """HTTP/1.1 as far as a POST with Content-Length goes."""

    def __init__(self, inboxes: Inboxes) -> None:
        self._inboxes = inboxes
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._inboxes.lines.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._inboxes.lines.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, rest = self._held.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(headers.get("content-length", 0))
            if len(rest) < length:
                return
            self._held = rest[length:]
            self._take(Posted(first.split(" ")[1], headers, rest[:length]))

    def _take(self, posted: Posted) -> None:
        if self._inboxes.keeps:
            self._inboxes.posted.append(posted)
        status, headers = self._inboxes.answer(posted)
        lines = [f"HTTP/1.1 {status} Answer", *(f"{name}: {value}" for name, value in headers.items())]
        self._transport.write(("\r\n".join([*lines, "Content-Length: 0"]) + "\r\n\r\n").encode())


async def serve(
    inboxes: Inboxes, certificates: Certificates, *, addresses: Sequence[str] = ("127.0.0.1",)
) -> asyncio.Server:
    """Begin to listen in the loop that runs, and write the port into `inboxes`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain, certificates.key)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Line(inboxes), addresses, inboxes.port, ssl=context, backlog=1000)
    inboxes.port = server.sockets[0].getsockname()[1]
    return server


@contextlib.contextmanager
def running(certificates: Certificates) -> Iterator[Inboxes]:
    """In a thread of this process."""
    inboxes, loop = Inboxes(), asyncio.new_event_loop()
    server = loop.run_until_complete(serve(inboxes, certificates))
    thread = threading.Thread(target=loop.run_forever, name="inboxes", daemon=True)
    thread.start()
    try:
        yield inboxes
    finally:
        asyncio.run_coroutine_threadsafe(_close(server, inboxes), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server, inboxes: Inboxes) -> None:
    server.close()
    for transport in list(inboxes.lines):
        transport.abort()
    await asyncio.sleep(0.05)  # they end in the loop's next rounds

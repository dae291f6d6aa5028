"""Uvicorn with our settings."""

import asyncio
import errno
import gc
import signal
import socket
from contextlib import suppress

import uvicorn

from tabard.plant.stream.hub import hub


class Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """What was loaded by now stays for good: the collector of garbage need not look through it time and again."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Live pages end first: uvicorn would wait for them, and then break them off with a trace for each."""
        hub.end_all()
        await super().shutdown(sockets)


def is_taken(host: str, port: int) -> bool:
    """Does another program listen there already? Any other hindrance is left for the server to tell."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def serve(*, host: str, port: int, fd: int | None = None) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then finish what was begun within three seconds."""
    config = uvicorn.Config(
        "tabard.asgi:application",
        host=host,
        port=port,
        fd=fd,
        ws="websockets-sansio",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        lifespan="off",
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or uvicorn, once shut down, ends the process by it
    with suppress(KeyboardInterrupt):  # uvicorn has shut down by then
        asyncio.run(Server(config).serve())

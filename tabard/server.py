"""Uvicorn with our settings."""

import asyncio
import errno
import socket
from contextlib import suppress

import uvicorn


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
    """Serve until told to stop (SIGINT, SIGTERM); open live pages are cut after three seconds, and come back."""
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
    with suppress(KeyboardInterrupt):  # uvicorn has shut down by then
        asyncio.run(uvicorn.Server(config).serve())

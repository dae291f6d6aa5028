"""Uvicorn with our settings."""

import asyncio
from contextlib import suppress

import uvicorn


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

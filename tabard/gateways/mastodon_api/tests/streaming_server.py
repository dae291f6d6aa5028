"""The streaming door on a free port, and apps that listen to it."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import uvicorn
from websockets.sync.client import ClientConnection, connect

from tabard.gateways.mastodon_api.streaming.door import ROOT, Door

PATIENCE = 60


async def no_pages(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Server:
    def __init__(self, port: int) -> None:
        self.port = port
        self._connections: list[HTTPConnection] = []

    def hang_up(self) -> None:
        while self._connections:
            self._connections.pop().close()

    def socket(self, query: str = "", *, path: str = ROOT, **more: Any) -> ClientConnection:
        """A websocket. Raises websockets.InvalidStatus where it is turned away."""
        return connect(f"ws://127.0.0.1:{self.port}{path}?{query}", open_timeout=PATIENCE, **more)

    def ask(self, path: str, *, token: str = "", method: str = "GET") -> HTTPResponse:
        """One request; of a stream, only its beginning has come."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, f"{ROOT}{path}", headers={"Authorization": f"Bearer {token}"} if token else {})
        self._connections.append(connection)
        return connection.getresponse()


@contextmanager
def serving(app: Any = None, *, breath: float = 15) -> Iterator[Server]:
    app = app or Door(no_pages, breath=breath)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            app, ws="websockets-sansio", log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Server(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def heard(app: ClientConnection) -> dict[str, Any]:
    """The next message, with its payload read."""
    message = json.loads(app.recv(timeout=PATIENCE))
    if message.get("event") not in {None, "delete", "filters_changed"}:
        message["payload"] = json.loads(message["payload"])
    return message


def next_event(stream: HTTPResponse) -> tuple[str, str]:
    """The name and data of the next event; breaths are skipped."""
    name = ""
    while line := stream.readline().decode().rstrip("\n"):
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data = line.removeprefix("data: ")
            stream.readline()
            return name, data
    return name, ""

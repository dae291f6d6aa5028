"""A small SMTP server in a thread that does as it is told: refuses, defers, breaks off, with or without PIPELINING."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from tabard.lib.mail.smtp import Relay


@dataclass
class Sink:
    """`answer(command, argument)` may return another reply than the usual one; an empty one breaks the connection."""

    answer: Callable[[str, str], str | None] = lambda command, argument: None
    is_pipelining: bool = True
    keeps_content: bool = True
    messages: list[tuple[str, str, bytes]] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def relay(self) -> Relay:
        return Relay("127.0.0.1", self.port, timeout=5, local_hostname="test.example")

    @property
    def recipients(self) -> list[str]:
        return [recipient for _, recipient, _ in self.messages]


USUAL = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "RSET": "250 ok", "QUIT": "221 bye", ".": "250 taken"}


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        sink.port = server.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, sink), daemon=True)
        thread.start()
        yield sink
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(server: socket.socket, sink: Sink) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        sink.connections += 1
        threading.Thread(target=_attend, args=(connection, sink), daemon=True).start()


def _attend(connection: socket.socket, sink: Sink) -> None:
    with suppress(OSError), connection, connection.makefile("rwb") as stream:
        _talk(stream, sink)


def _talk(stream: BinaryIO, sink: Sink) -> None:
    _say(stream, "220 sink")
    sender = recipient = ""
    while line := stream.readline():
        text = line.decode("utf-8").rstrip("\r\n")
        command, argument = text[:4].upper(), text[5:]
        sink.commands.append(text)
        reply = _reply(sink, command, argument, sender)
        if not _say(stream, reply) or command == "QUIT":
            return
        if reply.startswith("2") and command == "MAIL":
            sender, recipient = argument.partition("<")[2].rstrip(">"), ""
        if reply.startswith("2") and command == "RCPT":
            recipient = argument.partition("<")[2].rstrip(">")
        if reply.startswith("354") and not _take(stream, sink, sender, recipient):
            return


def _reply(sink: Sink, command: str, argument: str, sender: str) -> str:
    if command == "EHLO":
        return "250-sink\r\n250-PIPELINING\r\n250 SIZE" if sink.is_pipelining else "250-sink\r\n250 SIZE"
    told = sink.answer(command, argument)
    if command in {"RCPT", "DATA"} and not sender:
        return "503 MAIL first"
    return USUAL.get(command, "500 what?") if told is None else told


def _take(stream: BinaryIO, sink: Sink, sender: str, recipient: str) -> bool:
    content = _content(stream)
    told = sink.answer(".", recipient)
    reply = USUAL["."] if told is None else told
    if reply.startswith("2") and recipient:
        sink.messages.append((sender, recipient, content if sink.keeps_content else b""))
    return _say(stream, reply)


def _content(stream: BinaryIO) -> bytes:
    lines = []
    while (line := stream.readline()) != b".\r\n":
        if not line:
            raise ConnectionResetError  # what was not ended does not count (RFC 5321 §4.1.1.4)
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)


def _say(stream: BinaryIO, reply: str) -> bool:
    if not reply:
        return False
    stream.write(reply.encode("utf-8") + b"\r\n")
    stream.flush()
    return not reply.startswith("421")

"""Many messages to one relay over one connection, and what became of each.

Each message has one recipient and its own bytes, so each is a transaction of its own. Where the relay offers
PIPELINING (RFC 2920), the end of one message and the MAIL, RCPT and DATA of the next travel together: one round trip
per message instead of four.
"""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

_CLOSING = 421  # RFC 5321 §3.8: the relay shuts the channel
_GO_AHEAD = 354
LOST_IN_A_ROW = 3


class RelayFailed(Exception):
    """The relay cannot be used now: unreachable, refused us, or went away. What has no outcome yet must be retried."""


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"


class Stage(StrEnum):
    """Where the answer came: the relay's word on our sender, on the recipient, or on the whole message."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    MESSAGE = "message"


@dataclass(frozen=True)
class Relay:
    host: str
    port: int = 25
    username: str = ""
    password: str = ""
    security: Literal["none", "starttls", "tls"] = "none"
    timeout: float = 30.0
    local_hostname: str | None = None
    tls: ssl.SSLContext | None = None

    def connect(self) -> smtplib.SMTP:
        """Raises RelayFailed."""
        try:
            smtp = self._open()
        except (OSError, smtplib.SMTPException) as error:
            raise RelayFailed(f"{self.host}:{self.port}: {error}") from error
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                smtp.starttls(context=self.tls or _trusting_the_usual())
                smtp.ehlo_or_helo_if_needed()
            if self.username:
                smtp.login(self.username, self.password)
        except (OSError, smtplib.SMTPException) as error:
            smtp.close()
            raise RelayFailed(f"{self.host}:{self.port}: {error}") from error
        return smtp

    def _open(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = self.tls or _trusting_the_usual()
            return smtplib.SMTP_SSL(self.host, self.port, self.local_hostname, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, self.local_hostname, timeout=self.timeout)


@cache
def _trusting_the_usual() -> ssl.SSLContext:
    """Reading the system's certificates takes longer than sending a hundred mails."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Envelope:
    """`content` has CRLF line ends; `key` is the caller's own name for the recipient."""

    key: str
    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    key: str
    verdict: Verdict
    stage: Stage
    code: int
    text: str


def deliver(relay: Relay, envelopes: Iterable[Envelope]) -> Iterator[Outcome]:
    """Send each envelope and yield what became of it as soon as it is known, in order.

    When the connection is lost, a new one is opened. An envelope at which a fresh connection broke off, also without
    PIPELINING, is deferred, and the next one's turn comes: one recipient whom the relay cannot bear holds up nobody.
    RelayFailed is raised when no connection can be had, or LOST_IN_A_ROW envelopes in a row were lost like that. One
    whose message had gone out when the connection broke is sent again: at least once.
    """
    queue = _Queue(envelopes)
    lost, is_wary = 0, False
    while queue.peek():
        smtp = relay.connect()
        has_outcome = False
        try:
            exchange = _pipelined if smtp.has_extn("pipelining") and not is_wary else _in_turn
            for outcome in exchange(smtp, queue):
                has_outcome, lost = True, 0
                yield outcome
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
        except (OSError, smtplib.SMTPException) as error:
            if is_wary and not has_outcome:
                lost += 1
                if lost == LOST_IN_A_ROW:
                    raise RelayFailed(f"{relay.host}:{relay.port}: {error}") from error
                yield queue.settle(Stage.MESSAGE, (_CLOSING, "the connection was lost"))
            is_wary = not has_outcome and not is_wary
        finally:
            smtp.close()


class _Queue:
    """Envelopes that wait; one leaves only when its outcome is known."""

    def __init__(self, envelopes: Iterable[Envelope]) -> None:
        self._source = iter(envelopes)
        self._ahead: list[Envelope] = []

    def peek(self, position: int = 0) -> Envelope | None:
        while len(self._ahead) <= position:
            envelope = next(self._source, None)
            if envelope is None:
                return None
            self._ahead.append(envelope)
        return self._ahead[position]

    def settle(self, stage: Stage, reply: tuple[int, str]) -> Outcome:
        code, text = reply
        verdict = {2: Verdict.ACCEPTED, 5: Verdict.REFUSED}.get(code // 100, Verdict.DEFERRED)
        return Outcome(self._ahead.pop(0).key, verdict, stage, code, text)


def _pipelined(smtp: smtplib.SMTP, queue: _Queue) -> Iterator[Outcome]:
    """RFC 2920 §3.1: DATA ends a group of commands, and the content of a message may begin the next group."""
    content = b""
    while envelope := queue.peek(1 if content else 0):
        smtp.send(content + _mail(envelope) + _rcpt(envelope) + b"DATA\r\n")
        if content:
            yield queue.settle(Stage.MESSAGE, _reply(smtp))
        mail, rcpt, data = _reply(smtp), _reply(smtp), _reply(smtp)
        content = b""
        if mail[0] // 100 == 2 and rcpt[0] // 100 == 2 and data[0] == _GO_AHEAD:
            content = _content(envelope)
            continue
        if data[0] == _GO_AHEAD:  # RFC 2920 §3.1: nobody is left to hear it, yet DATA was taken
            smtp.send(b".\r\n")
            _reply(smtp)
        yield _refusal(queue, mail, rcpt, data)
        _reset(smtp)
    if content:
        smtp.send(content)
        yield queue.settle(Stage.MESSAGE, _reply(smtp))


def _in_turn(smtp: smtplib.SMTP, queue: _Queue) -> Iterator[Outcome]:
    while envelope := queue.peek():
        replies: list[tuple[int, str]] = []
        for command, wanted in ((_mail(envelope), 2), (_rcpt(envelope), 2), (b"DATA\r\n", 3)):
            smtp.send(command)
            replies.append(_reply(smtp))
            if replies[-1][0] // 100 != wanted:
                break
        if len(replies) == 3 and replies[2][0] == _GO_AHEAD:
            smtp.send(_content(envelope))
            yield queue.settle(Stage.MESSAGE, _reply(smtp))
            continue
        stage = (Stage.SENDER, Stage.RECIPIENT, Stage.MESSAGE)[len(replies) - 1]
        yield queue.settle(stage, replies[-1])
        _reset(smtp)


def _refusal(queue: _Queue, mail: tuple[int, str], rcpt: tuple[int, str], data: tuple[int, str]) -> Outcome:
    if mail[0] // 100 != 2:
        return queue.settle(Stage.SENDER, mail)
    if rcpt[0] // 100 != 2:
        return queue.settle(Stage.RECIPIENT, rcpt)
    return queue.settle(Stage.MESSAGE, data)


def _reset(smtp: smtplib.SMTP) -> None:
    smtp.send(b"RSET\r\n")
    _reply(smtp)


def _mail(envelope: Envelope) -> bytes:
    return b"MAIL FROM:<" + _path(envelope.sender) + b">\r\n"


def _rcpt(envelope: Envelope) -> bytes:
    return b"RCPT TO:<" + _path(envelope.recipient) + b">\r\n"


def _path(address: str) -> bytes:
    """Raises ValueError for what could end the command or begin another."""
    if any(letter in "<> " or not 32 < ord(letter) < 127 for letter in address):
        raise ValueError(f"not an address for an envelope: {address!r}")
    return address.encode("ascii")


def _content(envelope: Envelope) -> bytes:
    content = envelope.content
    if content.startswith(b"."):
        content = b"." + content
    if b"\n." in content:
        content = content.replace(b"\n.", b"\n..")  # RFC 5321 §4.5.2
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def _reply(smtp: smtplib.SMTP) -> tuple[int, str]:
    code, text = smtp.getreply()
    if code == _CLOSING or code < 0:
        raise smtplib.SMTPServerDisconnected(text.decode("utf-8", "replace"))
    return code, text.decode("utf-8", "replace")

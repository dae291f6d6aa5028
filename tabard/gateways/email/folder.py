"""The outbox: a folder of .eml files, where mail goes as long as there is no mail server."""

import os
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEEP = timedelta(days=30)
_NAME = re.compile(r"\d{20}-[0-9a-f]{8}", re.ASCII)


class NoSuchMail(LookupError):
    """No mail of this name lies in the folder."""


@dataclass(frozen=True)
class Mail:
    """One mail as it lies there. `sender`, `recipient` and `subject` as its headers say, `html` and `text` as its parts
    do."""

    name: str
    written_at: datetime
    sender: str
    recipient: str
    subject: str
    headers: list[tuple[str, str]]
    text: str
    html: str


class FolderBackend(BaseEmailBackend):
    """Django's way to send mail, for what does not come from this room: codes for signing in, for instance."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            put(message.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        return len(email_messages)


def put(content: bytes) -> str:
    """Write one mail, whole or not at all. Returns its name; names sort by time."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    draft = folder / f".{name}.part"
    draft.write_bytes(content)
    draft.rename(folder / f"{name}.eml")
    return name


def names() -> list[str]:
    """Newest first."""
    folder = _folder()
    if not folder.is_dir():
        return []
    stems = (entry.name.removesuffix(".eml") for entry in os.scandir(folder) if entry.name.endswith(".eml"))
    return sorted((stem for stem in stems if _NAME.fullmatch(stem)), reverse=True)


def read(name: str) -> Mail:
    """Raises NoSuchMail, also for names that lead elsewhere."""
    if not _NAME.fullmatch(name):
        raise NoSuchMail(name)
    try:
        content = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError as error:
        raise NoSuchMail(name) from error
    message = message_from_bytes(content, policy=policy.default)
    return Mail(
        name=name,
        written_at=_written_at(name),
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        headers=[(header, str(value)) for header, value in message.items()],
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def forget_old(now: datetime) -> None:
    """Delete what is older than KEEP."""
    for name in names():
        if _written_at(name) < now - KEEP:
            (_folder() / f"{name}.eml").unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.EMAIL_FOLDER)


def _written_at(name: str) -> datetime:
    return datetime.fromtimestamp(int(name.partition("-")[0]) / 1e9, UTC)


def _body(message: ParsedMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""

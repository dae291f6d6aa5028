"""What comes back: delivery status notifications (RFC 3464) and complaints (RFC 5965), read from hostile bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from enum import StrEnum

MAX_BYTES = 1_000_000
MAX_PARTS = 50
MAX_RECIPIENTS = 100

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_LISTED_URL = re.compile(r"<\s*(https?://[^<>\s]{1,2000})\s*>")
_ADDRESS = re.compile(r"[^\s<>,;:\"()]{1,64}@[^\s<>,;:\"()]{1,253}")
_MAILBOX_GONE = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)")  # RFC 3463 §3.2, §3.3; RFC 7505


class NotAReport(ValueError):
    """The message is neither a delivery status notification nor a complaint."""


class Kind(StrEnum):
    BOUNCE = "bounce"
    COMPLAINT = "complaint"


class Severity(StrEnum):
    """HARD: there is no such mailbox, and no later mail will reach it. SOFT: refused for another reason, or for now.
    NONE: nothing was refused (delivered, relayed, or still trying)."""

    HARD = "hard"
    SOFT = "soft"
    NONE = "none"


@dataclass(frozen=True)
class RecipientStatus:
    recipient: str
    action: str
    status: str
    diagnostic: str

    @property
    def severity(self) -> Severity:
        if self.action != "failed":
            return Severity.NONE
        return severity_of(status=self.status, diagnostic=self.diagnostic)


@dataclass(frozen=True)
class Report:
    """`sent_to`: where the report itself arrived; `return_paths`: the original's envelope senders, as far as told;
    `unsubscribe_urls`: the List-Unsubscribe addresses of the original; `recipients` is empty in a complaint."""

    kind: Kind
    recipients: tuple[RecipientStatus, ...]
    sent_to: tuple[str, ...]
    return_paths: tuple[str, ...]
    unsubscribe_urls: tuple[str, ...]


def severity_of(*, status: str, diagnostic: str = "") -> Severity:
    """Judge a permanent failure by its enhanced code (RFC 3463), given or found in the diagnostic text.

    Only codes that speak of the mailbox or its domain are HARD. 5.7.x (policy) speaks of us: a relay that wrongly
    refuses everything must not cost a force all its followers. The same goes for a bare SMTP reply code: 550 may be
    about the mailbox (RFC 5321 §4.2.2), and is Exim's "relay not permitted" too.
    """
    for text in (status, diagnostic):
        found = _STATUS.search(text)
        if found and found[0] not in {"5.0.0", "4.0.0"}:
            return Severity.HARD if _MAILBOX_GONE.fullmatch(found[0]) else Severity.SOFT
    return Severity.SOFT


def gives_reason(diagnostic: str) -> bool:
    """Whether a refusal holds an enhanced code (RFC 3463), and so says whether it speaks of the mailbox or of us."""
    return _STATUS.search(diagnostic) is not None


def read_report(data: bytes) -> Report:
    """Raises NotAReport for everything else, however it is built; never anything but that."""
    if len(data) > MAX_BYTES:
        data = data[:MAX_BYTES]
    try:
        return _read(message_from_bytes(data))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotAReport(str(error)) from error


def _read(message: Message) -> Report:
    parts = list(_parts(message))
    kinds = {part.get_content_type() for part in parts}
    original = _original(parts)
    recipients: tuple[RecipientStatus, ...] = ()
    if "message/feedback-report" in kinds:
        kind = Kind.COMPLAINT
    elif "message/delivery-status" in kinds:
        kind, recipients = Kind.BOUNCE, tuple(_recipients(parts))
    else:
        raise NotAReport(message.get_content_type())
    feedback = [block for part in parts for block in _blocks(part, "message/feedback-report")]
    return Report(
        kind=kind,
        recipients=recipients,
        sent_to=tuple(_addresses(message, "Delivered-To", "X-Original-To", "Envelope-To", "To")),
        return_paths=tuple(
            address
            for source, name in [*((block, "Original-Mail-From") for block in feedback), (original, "Return-Path")]
            if source is not None
            for address in _addresses(source, name)
        ),
        unsubscribe_urls=tuple(_LISTED_URL.findall(_text(original, "List-Unsubscribe"))) if original else (),
    )


def _parts(message: Message) -> Iterator[Message]:
    """The report's own parts: what lies inside the returned original is not ours to read."""
    waiting, seen = [message], 0
    while waiting and seen < MAX_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(child for child in payload if isinstance(child, Message))


def _original(parts: list[Message]) -> Message | None:
    for part in parts:
        payload = part.get_payload()
        match part.get_content_type():
            case "message/rfc822" if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                return payload[0]
            case "text/rfc822-headers":
                decoded = part.get_payload(decode=True)
                return message_from_bytes(decoded if isinstance(decoded, bytes) else b"")
    return None


def _blocks(part: Message, content_type: str) -> list[Message]:
    """The groups of fields in a machine-readable part: the parser makes messages of `delivery-status` only."""
    if part.get_content_type() != content_type:
        return []
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = [block for block in payload if isinstance(block, Message)]
        # A feedback report is read as one message whose fields may stand in its body.
        if content_type == "message/delivery-status":
            return blocks
        return [block if block.keys() else message_from_bytes(_body(block)) for block in blocks]
    return [message_from_bytes(_body(part))]


def _body(part: Message) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _recipients(parts: list[Message]) -> Iterator[RecipientStatus]:
    blocks = [block for part in parts for block in _blocks(part, "message/delivery-status")]
    for block in blocks[: MAX_RECIPIENTS + 1]:
        if "Action" not in block:
            continue  # the fields that speak of the whole message
        named = _addresses(block, "Original-Recipient", "Final-Recipient")
        found = _STATUS.search(_text(block, "Status"))
        yield RecipientStatus(
            recipient=next(named, ""),
            action=_text(block, "Action").partition(" ")[0].strip().lower()[:20],
            status=found[0] if found else "",
            diagnostic=_text(block, "Diagnostic-Code")[:500],
        )


def _text(message: Message, name: str) -> str:
    raw = str(message.get(name, ""))[:4000]
    try:
        decoded = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        decoded = raw
    return " ".join(decoded.split())


def _addresses(message: Message, *names: str) -> Iterator[str]:
    for name in names:
        for value in message.get_all(name, [])[:10]:
            yield from (found.lower() for found in _ADDRESS.findall(str(value)[:4000]))

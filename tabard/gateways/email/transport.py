"""One stencil to many recipients, by whichever way mail leaves this server: SMTP, the outbox, or a provider's API."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import format_datetime, formataddr
from typing import Any

import structlog
from anymail.exceptions import AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from tabard.gateways.email import folder, links
from tabard.lib.mail.letter import Stencil
from tabard.lib.mail.smtp import LOST_IN_A_ROW, Envelope, Outcome, Relay, RelayFailed, Stage, Verdict, deliver

log = structlog.get_logger(__name__)

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
FOLDER_BACKEND = "tabard.gateways.email.folder.FolderBackend"


@dataclass(frozen=True)
class Parcel:
    """One recipient's copy. `key` is the ledger's name for them; `values` fill the stencil's blanks."""

    key: str
    recipient: str
    return_path: str
    values: dict[str, str]


def send(stencil: Stencil, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
    """Send all and yield each outcome as soon as it is known. Raises RelayFailed when there is no getting on."""
    ways: dict[str, Callable[[Stencil, Iterable[Parcel]], Iterator[Outcome]]] = {
        SMTP_BACKEND: _by_smtp,
        FOLDER_BACKEND: _into_folder,
    }
    return ways.get(settings.EMAIL_BACKEND, _by_django)(stencil, parcels)


def relay() -> Relay:
    """The mail server that the settings name."""
    use_tls, use_ssl = settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL
    return Relay(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        username=settings.EMAIL_HOST_USER or "",
        password=settings.EMAIL_HOST_PASSWORD or "",
        security="tls" if use_ssl else "starttls" if use_tls else "none",
        timeout=settings.EMAIL_TIMEOUT,
        local_hostname=links.host(),
    )


def _by_smtp(stencil: Stencil, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
    return deliver(
        relay(),
        (
            Envelope(parcel.key, parcel.return_path, parcel.recipient, stencil.fill(**parcel.values))
            for parcel in parcels
        ),
    )


def _into_folder(stencil: Stencil, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
    for parcel in parcels:
        name = folder.put(stencil.fill(**parcel.values))
        yield Outcome(parcel.key, Verdict.ACCEPTED, Stage.MESSAGE, 250, name)


def _by_django(stencil: Stencil, parcels: Iterable[Parcel]) -> Iterator[Outcome]:
    """Providers' APIs take parts, not bytes: one message each, over one connection.

    Each provider fails in its own way: whoever is failed for waits, and LOST_IN_A_ROW of them end the attempt.
    """
    lost = 0
    with get_connection() as connection:
        for parcel in parcels:
            try:
                outcome = _by_provider(connection, stencil, parcel)
            except Exception as error:
                lost += 1
                if lost == LOST_IN_A_ROW:
                    raise RelayFailed(type(error).__name__) from error
                log.warning("mail put off", error=type(error).__name__)
                with suppress(Exception):
                    connection.close()  # it may be broken; the next message opens it anew
                outcome = Outcome(parcel.key, Verdict.DEFERRED, Stage.MESSAGE, 0, type(error).__name__)
            else:
                lost = 0
            yield outcome


def _by_provider(connection: Any, stencil: Stencil, parcel: Parcel) -> Outcome:
    message = _message(stencil, parcel)
    message.connection = connection
    try:
        message.send()
    except AnymailRecipientsRefused:
        return Outcome(parcel.key, Verdict.REFUSED, Stage.RECIPIENT, 550, "refused by the provider")
    return Outcome(parcel.key, Verdict.ACCEPTED, Stage.MESSAGE, 250, "")


def _message(stencil: Stencil, parcel: Parcel) -> EmailMultiAlternatives:
    letter = stencil.fill_letter(**parcel.values)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((letter.sender_name, letter.sender)),
        to=[letter.to],
        headers={
            "Date": format_datetime(letter.date),
            "Message-ID": f"<{letter.message_id}>",
            **letter.headers,
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message

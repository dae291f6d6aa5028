"""The one line that names a mail server: which are understood, and what is wrong with the others.

`submission://` is STARTTLS on port 587 (RFC 6409), `smtp://…?ssl=true` is TLS from the first byte (RFC 8314 §3.3),
`smtp://` alone is unencrypted. What looks like encryption and would not be any is refused, never guessed.
"""

from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

WITH_STARTTLS = "submission://user:password@mail.example:587"
WITH_TLS = "smtp://user:password@mail.example:465?ssl=true"
YES = {"1", *(f(word) for word in ("y", "yes", "t", "true", "on") for f in (str.lower, str.title, str.upper))}


class MailUrlRefused(ValueError):
    """Its words say what to write instead, and repeat nothing of the address: a password may stand in it."""


def check_mail_url(url: str) -> None:
    """Raises MailUrlRefused for what dj-email-url would misread."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise MailUrlRefused(_unreadable()) from error
    if parts.scheme == "smtps":
        raise MailUrlRefused(f"smtps:// means two things: write {WITH_TLS} for TLS, {WITH_STARTTLS} for STARTTLS.")
    if parts.scheme not in {"smtp", "submission"}:
        raise MailUrlRefused(f"It begins with submission:// or smtp://: write {WITH_STARTTLS} or {WITH_TLS}.")
    if not host or parts.fragment or parts.path.strip("/"):
        raise MailUrlRefused(_unreadable())
    security = _security(parts)
    if security == "ssl" and port is None:
        raise MailUrlRefused(f"ssl=true needs the port: write {WITH_TLS}.")
    if security == "" and parts.username and not _is_this_machine(host):
        raise MailUrlRefused(f"The password would travel unencrypted: write {WITH_STARTTLS} or {WITH_TLS}.")


def _security(parts: SplitResult) -> str:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if set(options) - {"ssl", "tls"} or len(options) > 1 or any(value not in YES for value in options.values()):
        raise MailUrlRefused(f"After the ? stands ssl=true or tls=true and nothing else, as in {WITH_TLS}.")
    if options:
        return next(iter(options))
    return "tls" if parts.scheme == "submission" else ""


def _unreadable() -> str:
    return (
        f"It is read as {WITH_STARTTLS}: a host, a port in digits, and in user and password "
        "each sign other than letters and digits as % and two digits (/ is %2F, # is %23, ? is %3F, @ is %40)."
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

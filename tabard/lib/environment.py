"""What a setting must look like, and how its mistakes are told: one line each, with what to write."""

import re
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from environs import EnvValidationError, FileAwareEnv, ValidationError

# a value that a library refuses in its own words
OTHERS_WORDS = {
    "Not a valid boolean.": "write true or false",
    "Not a valid integer.": "write a whole number above 0",
    "Not valid JSON.": "write an object in JSON, as {}",
    "Not a valid database URL.": "write an address as postgresql://tabard:password@db.example/tabard",
}
HOST = re.compile(r"[^\s/?#@]+")


class Environment(FileAwareEnv):
    """Reads TABARD_... and goes on after a mistake, whose value is None, until `seal` tells all of them at once."""

    def __init__(self) -> None:
        super().__init__(eager=False, prefix="TABARD_", strip_whitespace=True)

    def refuse(self, name: str, what_to_write: str) -> None:
        """Keep a mistake that shows only when several settings are seen together."""
        self._errors[f"{self._prefix}{name}"].append(what_to_write)

    def _get_value(self, env_key: str, default: Any) -> Any:
        try:
            return super()._get_value(env_key, default)
        except ValueError:  # as does a file in another encoding than UTF-8
            self._errors[f"{env_key}{self.file_suffix}"].append("write the path of a text file that Tabard may read")
            return default


def told(error: EnvValidationError) -> str:
    """All mistakes, one to a line. Never the values: there are passwords in them."""
    mistakes = error.error_messages if isinstance(error.error_messages, dict) else {}
    lines = [f"  {name}: {OTHERS_WORDS.get(words[0], words[0])}" for name, words in mistakes.items()]
    return "\n".join(["Tabard does not start, for these settings are wrong (docs/settings.md explains them):", *lines])


def site_address(value: str) -> None:
    """http or https and a host, perhaps a port; nothing after it."""
    if not _is_address(value, {"http", "https"}) or not re.fullmatch(r"https?://[^/?#@]+/?", value):
        raise ValidationError("write the site's whole address, as https://teams.your-force.example")


def web_address(value: str) -> None:
    """http or https and a host; or empty."""
    if value and not _is_address(value, {"http", "https"}):
        raise ValidationError("write a whole address, as https://www.your-force.example/page")


def contact_address(value: str) -> None:
    """RFC 9116 §2.5.3; or empty."""
    if value and not re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", value) and not _is_address(value, {"https"}):
        raise ValidationError("write mailto:security@your-force.example, or an address that begins with https://")


def redis_address(value: str) -> None:
    """As redis-py reads it; or empty."""
    if value and not _is_address(value, {"redis", "rediss"}) and not re.match(r"unix://[^\s/]*/\S", value):
        raise ValidationError("write an address as redis://127.0.0.1:6379/0")


def _is_address(value: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(value)
        has_port = parts.port is None or parts.port > 0  # reading it may be what fails
    except ValueError:
        return False
    return parts.scheme in schemes and has_port and HOST.fullmatch(parts.hostname or "") is not None


def time_zone(value: str) -> None:
    """A name of the tz database."""
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        raise ValidationError("write a zone's name, as Europe/London") from None


def above_zero(value: int) -> None:
    if value <= 0:
        raise ValidationError("write a whole number above 0")


def certificates(value: str) -> None:
    """The path of a PEM file that can be read; or empty."""
    if value:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(value)
        except OSError:  # ssl.SSLError is one
            raise ValidationError("write the path of a file with certificates in PEM that Tabard may read") from None


def json_object(value: object) -> None:
    if not isinstance(value, dict):
        raise ValidationError("write an object in JSON, as {}")


def one_of(*words: str) -> Callable[[str], None]:
    """Refuses every other word."""

    def refuse_others(value: str) -> None:
        if value not in words:
            raise ValidationError(f"write one of {', '.join(words)}")

    return refuse_others

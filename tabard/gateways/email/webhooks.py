"""Where the mail provider's reports come in, and whether they may.

django-anymail leaves a provider's webhook open to everybody as long as WEBHOOK_SECRET is not set, and whoever can post
to it can stop a follower's mail. So the address is there only with the secret, and only the chosen provider's.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.urls import URLPattern, URLResolver, include, path

_PREFIX = "anymail.backends."


def addresses() -> list[URLPattern | URLResolver]:
    """`/follow/reports/<provider>/tracking/`, or nothing."""
    found = _patterns() if _secrets() and all(_is_whole(secret) for secret in _secrets()) else []
    return [path("follow/reports/", include((found, "reports")))] if found else []


def check_webhook_secret(app_configs: Sequence[Any] | None, **_more: Any) -> list[CheckMessage]:
    """Django's system check (its signature): said by `tabard check` and `tabard migrate`."""
    if not _patterns():
        return []
    if not _secrets():
        return [
            Warning(
                "The mail provider's bounces and complaints go unheard: TABARD_ANYMAIL has no WEBHOOK_SECRET.",
                hint='Add "WEBHOOK_SECRET": "user:password" to it, then give the provider the address.',
                id="email.W001",
            )
        ]
    if not all(_is_whole(secret) for secret in _secrets()):
        return [
            Error(
                "WEBHOOK_SECRET in TABARD_ANYMAIL is not of the form user:password with at least 16 signs.",
                hint="Reports of the mail provider would be refused, or could be forged.",
                id="email.E001",
            )
        ]
    return []


def _secrets() -> list[Any]:
    given = settings.ANYMAIL.get("WEBHOOK_SECRET") or []
    return given if isinstance(given, list) else [given]


def _is_whole(secret: Any) -> bool:
    return isinstance(secret, str) and len(secret) >= 16 and all(secret.partition(":"))


def _patterns() -> list[URLPattern]:
    if not settings.EMAIL_BACKEND.startswith(_PREFIX):
        return []
    from anymail import urls as anymail_urls  # noqa: PLC0415  it loads what every provider's webhook needs, boto3 too

    provider = settings.EMAIL_BACKEND.removeprefix(_PREFIX).partition(".")[0]
    names = {f"{provider}_tracking_webhook", f"{provider}_webhook"}
    return [pattern for pattern in anymail_urls.urlpatterns if pattern.name in names]

"""Why something was not done, as the app is told: a status of HTTP and a sentence."""

from math import ceil

from django.utils.translation import gettext as _

HOUR = 3600


class ApiError(Exception):
    """Answered as `{"error": words}`."""

    status = 422

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Refused(ApiError):
    """422: understood, and not done; the words say why."""


class NotUnderstood(ApiError):
    """400: the body is not what its Content-Type says."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("What was sent cannot be read."))


class TokenNotValid(ApiError):
    """401."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("The access token is invalid"))


class TooLarge(ApiError):
    """413."""

    status = 413

    def __init__(self) -> None:
        super().__init__(_("What was sent is too large."))


class NotAllowed(ApiError):
    """403."""

    status = 403


class NotFound(ApiError):
    """404."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Record not found"))


class TooMany(ApiError):
    """429, with the seconds to wait."""

    status = 429

    def __init__(self, seconds: float) -> None:
        self.seconds = ceil(seconds)
        waits = _("Too many requests. Try again in an hour.") if seconds >= HOUR else None
        super().__init__(waits or _("Too many requests. Try again in a few minutes."))


def not_supported(what: str) -> Refused:
    return Refused(_("%(what)s is not supported by this server.") % {"what": what})

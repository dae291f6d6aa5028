"""Honest answers when the house itself is in trouble: a full disk, a locked or absent database."""

import errno

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

log = structlog.get_logger(__name__)
FULL = {errno.ENOSPC, errno.EDQUOT}
POSTGRESQL_DISK_FULL = "53100"  # PostgreSQL 18, appendix A: disk_full


def _trouble(error: Exception) -> str:
    """`full`, `busy` or, for what is no trouble of the house, an empty word."""
    if isinstance(error, OSError) and error.errno in FULL:
        return "full"
    if isinstance(error, OperationalError) and _is_full_database(error):
        return "full"
    is_store_away = type(error).__module__.startswith("botocore.")  # imported only where S3 is used
    return "busy" if is_store_away or isinstance(error, OperationalError | InterfaceError) else ""


def _is_full_database(error: OperationalError) -> bool:
    """SQLite says so in words (SQLITE_FULL), PostgreSQL by its code, as its words are in the language of the server."""
    return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", None) == POSTGRESQL_DISK_FULL


class HonestErrors(MiddlewareMixin):
    """Turns trouble into a 503 page that says that nothing was saved and what to do; other errors go on."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        trouble = _trouble(error)
        if not trouble:
            return None
        log.error("the house is in trouble", trouble=trouble, error=type(error).__name__)
        page = render_to_string(
            "upkeep/trouble.html", {"trouble": trouble, "is_form": request.method == "POST"}, request
        )
        return HttpResponse(page, status=503, headers={"Retry-After": "30"})
